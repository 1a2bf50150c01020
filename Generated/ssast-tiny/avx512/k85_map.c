#define SG_LANES 16
#include "sonograph_kernel.h"

/* k85_map
 * map
 * bias: f32, 192 elements
 * x: f32, 192 elements
 * 576 flops, 2304 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k85_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *bias = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t channel_block_count = 1;
  const int64_t channel_block_end = channel_block_count * (part + 1) / parts;
  for (int64_t channel_block = channel_block_count * part / parts; channel_block < channel_block_end;
      ++channel_block) {
    for (int64_t channel = channel_block * 1024; channel < s_min_index(192, channel_block * 1024 + 1024) - 15;
        channel += 16) {
      const vf32 t = v_load_f32(&bias[channel]);
      const vf32 t2 = v_load_f32(&x[channel]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&bias[channel], t3);
    }
  }
}
