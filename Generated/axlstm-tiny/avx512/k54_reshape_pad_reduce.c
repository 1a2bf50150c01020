#define SG_LANES 16
#include "sonograph_kernel.h"

/* k54_reshape_pad_reduce
 * reshape, pad, reduce
 * x: f32, 960*B*P elements
 * x2: f32, 192 elements
 * 960*B*P + 192*B flops, 3840*B*P + 768 bytes
 * first used in encoder-norm/gradient
 */
__attribute__((visibility("default")))
void k54_reshape_pad_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t channel_block_count = 3;
  const int64_t channel_block_end = channel_block_count * (part + 1) / parts;
  for (int64_t channel_block = channel_block_count * part / parts; channel_block < channel_block_end;
      ++channel_block) {
    _Alignas(64) float sums[64];
    for (int64_t channel = 0; channel < s_min_index(64, 192 - channel_block * 64) - 15; channel += 16) {
      v_store_f32(&sums[channel], v_splat_f32(0.0f));
    }
    for (int64_t batch = 0; batch < B; ++batch) {
      for (int64_t time = 0; time < P * 5 + 1; ++time) {
        for (int64_t channel2 = 0; channel2 < s_min_index(64, 192 - channel_block * 64) - 15;
            channel2 += 16) {
          const vf32 t =
              v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192
                  + channel2 + channel_block * 64]);
          const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time - 1) & s_le_index(time - 1, P * 5 - 1)),
              t, v_splat_f32(0.0f));
          v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t2);
        }
      }
    }
    for (int64_t channel3 = 0; channel3 < s_min_index(64, 192 - channel_block * 64) - 15; channel3 += 16) {
      v_store_f32(&x2[channel3 + channel_block * 64], v_load_f32(&sums[channel3]));
    }
  }
}
