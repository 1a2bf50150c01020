#define SG_LANES 16
#include "sonograph_kernel.h"

/* k23_map
 * map
 * x: f32, 20*B*P + 4*B elements
 * x2: f32, 20*B*P + 4*B elements
 * 40*B*P + 8*B flops, 160*B*P + 32*B bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k23_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_block_count = (B * P * 20 + B * 4 + 1023) / 1024;
  const int64_t head_block_end = head_block_count * (part + 1) / parts;
  for (int64_t head_block = head_block_count * part / parts; head_block < head_block_end; ++head_block) {
    for (int64_t head = head_block * 1024;
        head < s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - 15; head += 16) {
      const vf32 t = v_load_f32(&x[head]);
      const vf32 t2 = v_exp_f32(t);
      const vf32 t3 = v_splat_f32(0.10206208f) * t2;
      v_store_f32(&x2[head], t3);
    }
    for (int64_t head = head_block * 1024
        + (s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head_block * 1024) / 16 * 16;
        head < s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024); head += 16) {
      const vf32 t = v_load_part_f32(&x[head],
          s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head);
      const vf32 t2 = v_exp_f32(t);
      const vf32 t3 = v_splat_f32(0.10206208f) * t2;
      v_store_part_f32(&x2[head], t3, s_min_index(B * P * 20 + B * 4, head_block * 1024 + 1024) - head);
    }
  }
}
