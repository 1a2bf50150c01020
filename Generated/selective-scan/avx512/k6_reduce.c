#define SG_LANES 16
#include "sonograph_kernel.h"

/* k6_reduce
 * reduce
 * x: f32, 6144*B elements
 * x2: f32, 6144 elements
 * 6144*B flops, 24576*B + 24576 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k6_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t unit_count = 96;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t state = unit / 6;
    const int64_t channel_block = unit % 6;
    _Alignas(64) float sums[64];
    for (int64_t channel = 0; channel < s_min_index(64, 384 - channel_block * 64) - 15; channel += 16) {
      v_store_f32(&sums[channel], v_splat_f32(0.0f));
    }
    for (int64_t batch = 0; batch < B; ++batch) {
      for (int64_t channel2 = 0; channel2 < s_min_index(64, 384 - channel_block * 64) - 15; channel2 += 16) {
        s_prefetch(x, B * state * 384 + batch * 384 + channel2 + channel_block * 64 + 256);
        const vf32 t = v_load_f32(&x[B * state * 384 + batch * 384 + channel2 + channel_block * 64]);
        v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t);
      }
    }
    for (int64_t channel3 = 0; channel3 < s_min_index(64, 384 - channel_block * 64) - 15; channel3 += 16) {
      v_store_f32(&x2[channel3 + channel_block * 64 + state * 384], v_load_f32(&sums[channel3]));
    }
  }
}
