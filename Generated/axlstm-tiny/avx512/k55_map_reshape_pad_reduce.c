#define SG_LANES 16
#include "sonograph_kernel.h"

/* k55_map_reshape_pad_reduce
 * map, reshape, pad, reduce
 * x: f32, 960*B*P elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 5*B*P + B elements
 * x4: f32, 5*B*P + B elements
 * x5: f32, 192 elements
 * 3860*B*P + 772*B flops, 7720*B*P + 776*B + 768 bytes
 * first used in encoder-norm/gradient
 */
__attribute__((visibility("default")))
void k55_map_reshape_pad_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  float *x5 = buffers[4];
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
        const float t4 = x3[P * batch * 5 + batch + time];
        const float t5 = 0.0052083335f * t4;
        const float t7 = x4[P * batch * 5 + batch + time];
        const float t8 = 0.0052083335f * t7;
        const float t9 = t8 + 1e-06f;
        const float t10 = s_rsqrt_f32(t9);
        for (int64_t channel2 = 0; channel2 < s_min_index(64, 192 - channel_block * 64) - 15;
            channel2 += 16) {
          const vf32 t =
              v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192
                  + channel2 + channel_block * 64]);
          const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time - 1) & s_le_index(time - 1, P * 5 - 1)),
              t, v_splat_f32(0.0f));
          const vf32 t3 =
              v_load_f32(&x2[P * batch * 960 + batch * 192 + channel2 + channel_block * 64 + time * 192]);
          const vf32 t6 = t3 - v_splat_f32(t5);
          const vf32 t11 = t6 * v_splat_f32(t10);
          const vf32 t12 = t2 * t11;
          v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t12);
        }
      }
    }
    for (int64_t channel3 = 0; channel3 < s_min_index(64, 192 - channel_block * 64) - 15; channel3 += 16) {
      v_store_f32(&x5[channel3 + channel_block * 64], v_load_f32(&sums[channel3]));
    }
  }
}
