#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_map
 * map
 * beta: f32, 2*B*T elements
 * x: f32, 2*B*T elements
 * 2*B*T flops, 16*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *beta = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t head_block_count = (B * T * 2 + 1023) / 1024;
  const int64_t head_block_end = head_block_count * (part + 1) / parts;
  for (int64_t head_block = head_block_count * part / parts; head_block < head_block_end; ++head_block) {
    for (int64_t head = head_block * 1024; head < s_min_index(B * T * 2, head_block * 1024 + 1024) - 15;
        head += 16) {
      const vf32 t = v_load_f32(&beta[head]);
      const vf32 t2 = v_sigmoid_f32(t);
      v_store_f32(&x[head], t2);
    }
    for (int64_t head = head_block * 1024
        + (s_min_index(B * T * 2, head_block * 1024 + 1024) - head_block * 1024) / 16 * 16;
        head < s_min_index(B * T * 2, head_block * 1024 + 1024); head += 16) {
      const vf32 t = v_load_part_f32(&beta[head], s_min_index(B * T * 2, head_block * 1024 + 1024) - head);
      const vf32 t2 = v_sigmoid_f32(t);
      v_store_part_f32(&x[head], t2, s_min_index(B * T * 2, head_block * 1024 + 1024) - head);
    }
  }
}
