#define SG_LANES 16
#include "sonograph_kernel.h"

/* k93_map
 * map
 * bias: f32, 768 elements
 * x: f32, 768 elements
 * 2304 flops, 9216 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k93_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *bias = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t hidden_block_count = 1;
  const int64_t hidden_block_end = hidden_block_count * (part + 1) / parts;
  for (int64_t hidden_block = hidden_block_count * part / parts; hidden_block < hidden_block_end;
      ++hidden_block) {
    for (int64_t hidden = hidden_block * 1024; hidden < s_min_index(768, hidden_block * 1024 + 1024) - 15;
        hidden += 16) {
      const vf32 t = v_load_f32(&bias[hidden]);
      const vf32 t2 = v_load_f32(&x[hidden]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&bias[hidden], t3);
    }
  }
}
