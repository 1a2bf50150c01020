#define SG_LANES 16
#include "sonograph_kernel.h"

/* k58_map_reshape_pad_reduce
 * map, reshape, pad, reduce
 * x: f32, 960*B*P elements
 * weight: f32, 192 elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 5*B*P + B elements
 * x4: f32, 5*B*P + B elements
 * x5: f32, 960*B*P + 192*B elements
 * 9630*B*P + 1926*B flops, 11560*B*P + 1544*B + 768 bytes
 * first used in encoder-norm/gradient
 */
__attribute__((visibility("default")))
void k58_map_reshape_pad_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  float *x5 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    float sum = 0.0f;
    float sum2 = 0.0f;
    const float t6 = x3[P * batch * 5 + batch + time];
    const float t7 = 0.0052083335f * t6;
    const float t9 = x4[P * batch * 5 + batch + time];
    const float t10 = 0.0052083335f * t9;
    const float t11 = t10 + 1e-06f;
    const float t12 = s_rsqrt_f32(t11);
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      s_prefetch(x2, P * batch * 960 + batch * 192 + channel + time * 192 + 768);
      const vf32 t =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time - 1) & s_le_index(time - 1, P * 5 - 1)), t,
          v_splat_f32(0.0f));
      const vf32 t3 = v_load_f32(&weight[channel]);
      const vf32 t4 = t2 * t3;
      sum_lanes += t4;
      const vf32 t5 = v_load_f32(&x2[P * batch * 960 + batch * 192 + channel + time * 192]);
      const vf32 t8 = t5 - v_splat_f32(t7);
      const vf32 t13 = t8 * v_splat_f32(t12);
      const vf32 t14 = t4 * t13;
      sum2_lanes += t14;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    const float t19 = 0.0052083335f * sum;
    const float t24 = 0.0052083335f * sum2;
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      const vf32 t15 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
      const vf32 t16 = v_select_f32(v_splat_i32(s_le_index(0, time - 1) & s_le_index(time - 1, P * 5 - 1)),
          t15, v_splat_f32(0.0f));
      const vf32 t17 = v_load_f32(&weight[channel2]);
      const vf32 t18 = t16 * t17;
      const vf32 t20 = t18 - v_splat_f32(t19);
      const vf32 t21 = v_load_f32(&x2[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t22 = t21 - v_splat_f32(t7);
      const vf32 t23 = t22 * v_splat_f32(t12);
      const vf32 t25 = t23 * v_splat_f32(t24);
      const vf32 t26 = t20 - t25;
      const vf32 t27 = v_splat_f32(t12) * t26;
      v_stream_f32(&x5[P * batch * 960 + batch * 192 + channel2 + time * 192], t27,
          s_is_streamed(x5, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
