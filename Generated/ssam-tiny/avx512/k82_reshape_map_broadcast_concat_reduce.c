#define SG_LANES 16
#include "sonograph_kernel.h"

/* k82_reshape_map_broadcast_concat_reduce
 * reshape, map, broadcast, concat, reduce
 * pieces: f32, 6144 elements
 * x: f32, 960*B*P + 192*B elements
 * cls_token: f32, 192 elements
 * x2: f32, 960*B*P elements
 * bias: f32, 192 elements
 * x3: f32, 960*P elements
 * mask: f32, 5*B*P elements
 * mask_token: f32, 192 elements
 * x4: f32, 5*B*P + B elements
 * x5: f32, 5*B*P + B elements
 * 9625*B*P + 964*B flops, 7740*B*P + 776*B + 3840*P + 3840 bytes
 * first used in block0/norm/gradient
 */
__attribute__((visibility("default")))
void k82_reshape_map_broadcast_concat_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const float *cls_token = buffers[2];
  const float *x2 = buffers[3];
  const float *bias = buffers[4];
  const float *x3 = buffers[5];
  const float *mask = buffers[6];
  const float *mask_token = buffers[7];
  const float *x4 = buffers[8];
  const float *x5 = buffers[9];
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
      const float t8 = mask[P * batch * 5 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1)];
      const float t9 = 1.0f - t8;
      const float t15 = x4[P * batch * 5 + batch + time];
      const float t16 = 0.0052083335f * t15;
      const float t18 = x5[P * batch * 5 + batch + time];
      const float t19 = 0.0052083335f * t18;
      const float t20 = t19 + 1e-06f;
      const float t21 = s_rsqrt_f32(t20);
      #pragma GCC unroll 12
      for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
        s_prefetch(x, P * batch * 960 + batch * 192 + channel2 + time * 192 + 768);
        const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel2 + time * 192]);
        v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t);
        const vf32 t2 = v_load_f32(&cls_token[channel2]);
        const vf32 t3 =
            v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192
                + channel2]);
        const vf32 t4 = v_load_f32(&bias[channel2]);
        const vf32 t5 = t3 + t4;
        const vf32 t6 = v_load_f32(&x3[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
        const vf32 t7 = t5 + t6;
        const vf32 t10 = t7 * v_splat_f32(t9);
        const vf32 t11 = v_load_f32(&mask_token[channel2]);
        const vf32 t12 = t11 * v_splat_f32(t8);
        const vf32 t13 = t10 + t12;
        const vf32 t14 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t2, t13);
        const vf32 t17 = t14 - v_splat_f32(t16);
        const vf32 t22 = t17 * v_splat_f32(t21);
        const vf32 t23 = t * t22;
        v_store_f32(&sums2[channel2], v_load_f32(&sums2[channel2]) + t23);
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
