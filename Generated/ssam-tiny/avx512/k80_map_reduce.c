#define SG_LANES 16
#include "sonograph_kernel.h"

/* k80_map_reduce
 * map, reduce
 * pieces: f32, 6144 elements
 * x: f32, 960*B*P + 192*B elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 5*B*P + B elements
 * x4: f32, 5*B*P + B elements
 * 4820*B*P + 964*B flops, 7720*B*P + 1544*B + 1536 bytes
 * first used in block11/norm/gradient
 */
__attribute__((visibility("default")))
void k80_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[192];
    _Alignas(64) float sums2[192];
    #pragma GCC unroll 12
    for (int64_t channel = 0; channel < 177; channel += 16) {
      v_store_f32(&sums[channel], v_splat_f32(0.0f));
      v_store_f32(&sums2[channel], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      const float t3 = x3[P * batch * 5 + batch + time];
      const float t4 = 0.0052083335f * t3;
      const float t6 = x4[P * batch * 5 + batch + time];
      const float t7 = 0.0052083335f * t6;
      const float t8 = t7 + 1e-06f;
      const float t9 = s_rsqrt_f32(t8);
      #pragma GCC unroll 12
      for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
        s_prefetch(x, P * batch * 960 + batch * 192 + channel2 + time * 192 + 768);
        s_prefetch(x2, P * batch * 960 + batch * 192 + channel2 + time * 192 + 768);
        const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel2 + time * 192]);
        v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t);
        const vf32 t2 = v_load_f32(&x2[P * batch * 960 + batch * 192 + channel2 + time * 192]);
        const vf32 t5 = t2 - v_splat_f32(t4);
        const vf32 t10 = t5 * v_splat_f32(t9);
        const vf32 t11 = t * t10;
        v_store_f32(&sums2[channel2], v_load_f32(&sums2[channel2]) + t11);
      }
    }
    for (int64_t channel3 = 0; channel3 < 177; channel3 += 16) {
      v_store_f32(&pieces[channel3 + piece * 384], v_load_f32(&sums[channel3]));
    }
    for (int64_t channel4 = 0; channel4 < 177; channel4 += 16) {
      v_store_f32(&pieces[channel4 + piece * 384 + 192], v_load_f32(&sums2[channel4]));
    }
  }
}
