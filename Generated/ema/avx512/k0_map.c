#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_map
 * map
 * rate: f32, 384 elements
 * x: f32, 384 elements
 * 384 flops, 3072 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *rate = buffers[0];
  float *x = buffers[1];
  (void)sizes;
  const int64_t channel_block_count = 1;
  const int64_t channel_block_end = channel_block_count * (part + 1) / parts;
  for (int64_t channel_block = channel_block_count * part / parts; channel_block < channel_block_end;
      ++channel_block) {
    for (int64_t channel = channel_block * 1024; channel < s_min_index(384, channel_block * 1024 + 1024) - 15;
        channel += 16) {
      const vf32 t = v_load_f32(&rate[channel]);
      const vf32 t2 = v_sigmoid_f32(t);
      v_store_f32(&x[channel], t2);
    }
  }
}
