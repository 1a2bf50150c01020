#define SG_LANES 16
#include "sonograph_kernel.h"

/* k58_reduce
 * reduce
 * x: f32, 13824*B elements
 * x2: f32, 13824 elements
 * 13824*B flops, 55296*B + 55296 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k58_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t unit_count = 216;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t state = unit / 9;
    const int64_t channel_block = unit % 9;
    _Alignas(64) float sums[64];
    for (int64_t channel = 0; channel < s_min_index(64, 576 - channel_block * 64) - 15; channel += 16) {
      v_store_f32(&sums[channel], v_splat_f32(0.0f));
    }
    for (int64_t batch = 0; batch < B; ++batch) {
      for (int64_t channel2 = 0; channel2 < s_min_index(64, 576 - channel_block * 64) - 15; channel2 += 16) {
        s_prefetch(x, B * state * 576 + batch * 576 + channel2 + channel_block * 64 + 256);
        const vf32 t = v_load_f32(&x[B * state * 576 + batch * 576 + channel2 + channel_block * 64]);
        v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t);
      }
    }
    for (int64_t channel3 = 0; channel3 < s_min_index(64, 576 - channel_block * 64) - 15; channel3 += 16) {
      v_store_f32(&x2[channel3 + channel_block * 64 + state * 576], v_load_f32(&sums[channel3]));
    }
  }
}
