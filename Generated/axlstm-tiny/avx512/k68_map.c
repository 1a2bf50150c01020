#define SG_LANES 16
#include "sonograph_kernel.h"

/* k68_map
 * map
 * x: f32, 20*B*P + 4*B elements
 * x2: f32, 20*B*P + 4*B elements
 * x3: f32, 20*B*P + 4*B elements
 * 60*B*P + 12*B flops, 240*B*P + 48*B bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k68_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_block_count = (B * P * 20 + B * 4 + 1023) / 1024;
  const int64_t head_block_end = head_block_count * (part + 1) / parts;
  for (int64_t head_block = head_block_count * part / parts; head_block < head_block_end; ++head_block) {
    for (int64_t head = head_block * 1024;
        head < s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - 15; head += 16) {
      const vf32 t = v_load_f32(&x[head]);
      const vf32 t2 = v_splat_f32(0.10206208f) * t;
      const vf32 t3 = v_load_f32(&x2[head]);
      const vf32 t4 = t2 * v_exp_f32(t3);
      v_store_f32(&x3[head], t4);
    }
    for (int64_t head = head_block * 1024
        + (s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head_block * 1024) / 16 * 16;
        head < s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024); head += 16) {
      const vf32 t = v_load_part_f32(&x[head],
          s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head);
      const vf32 t2 = v_splat_f32(0.10206208f) * t;
      const vf32 t3 = v_load_part_f32(&x2[head],
          s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head);
      const vf32 t4 = t2 * v_exp_f32(t3);
      v_store_part_f32(&x3[head], t4, s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head);
    }
  }
}
