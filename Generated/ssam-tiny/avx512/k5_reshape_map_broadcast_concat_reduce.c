#define SG_LANES 16
#include "sonograph_kernel.h"

/* k5_reshape_map_broadcast_concat_reduce
 * reshape, map, broadcast, concat, reduce
 * cls_token: f32, 192 elements
 * x: f32, 960*B*P elements
 * bias: f32, 192 elements
 * x2: f32, 960*P elements
 * mask: f32, 5*B*P elements
 * mask_token: f32, 192 elements
 * x3: f32, 5*B*P + B elements
 * x4: f32, 5*B*P + B elements
 * weight: f32, 192 elements
 * bias2: f32, 192 elements
 * x5: f32, 960*B*P + 192*B elements
 * 11545*B*P + 1348*B flops, 7740*B*P + 776*B + 3840*P + 3840 bytes
 * first used in block0/norm
 */
__attribute__((visibility("default")))
void k5_reshape_map_broadcast_concat_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *cls_token = buffers[0];
  const float *x = buffers[1];
  const float *bias = buffers[2];
  const float *x2 = buffers[3];
  const float *mask = buffers[4];
  const float *mask_token = buffers[5];
  float *x3 = buffers[6];
  float *x4 = buffers[7];
  const float *weight = buffers[8];
  const float *bias2 = buffers[9];
  float *x5 = buffers[10];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    float sum = 0.0f;
    const float t7 = mask[P * batch * 5 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1)];
    const float t8 = 1.0f - t7;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      const vf32 t = v_load_f32(&cls_token[channel]);
      const vf32 t2 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t3 = v_load_f32(&bias[channel]);
      const vf32 t4 = t2 + t3;
      const vf32 t5 = v_load_f32(&x2[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t6 = t4 + t5;
      const vf32 t9 = t6 * v_splat_f32(t8);
      const vf32 t10 = v_load_f32(&mask_token[channel]);
      const vf32 t11 = t10 * v_splat_f32(t7);
      const vf32 t12 = t9 + t11;
      const vf32 t13 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t, t12);
      sum_lanes += t13;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x3[P * batch * 5 + batch + time] = sum;
    float sum2 = 0.0f;
    const float t25 = 0.0052083335f * sum;
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      const vf32 t14 = v_load_f32(&cls_token[channel2]);
      const vf32 t15 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
      const vf32 t16 = v_load_f32(&bias[channel2]);
      const vf32 t17 = t15 + t16;
      const vf32 t18 = v_load_f32(&x2[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
      const vf32 t19 = t17 + t18;
      const vf32 t20 = t19 * v_splat_f32(t8);
      const vf32 t21 = v_load_f32(&mask_token[channel2]);
      const vf32 t22 = t21 * v_splat_f32(t7);
      const vf32 t23 = t20 + t22;
      const vf32 t24 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t14, t23);
      const vf32 t26 = t24 - v_splat_f32(t25);
      const vf32 t27 = t26 * t26;
      sum2_lanes += t27;
    }
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x4[P * batch * 5 + batch + time] = sum2;
    const float t40 = 0.0052083335f * sum2;
    const float t41 = t40 + 1e-06f;
    const float t42 = s_rsqrt_f32(t41);
    for (int64_t channel3 = 0; channel3 < 177; channel3 += 16) {
      const vf32 t28 = v_load_f32(&cls_token[channel3]);
      const vf32 t29 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel3]);
      const vf32 t30 = v_load_f32(&bias[channel3]);
      const vf32 t31 = t29 + t30;
      const vf32 t32 = v_load_f32(&x2[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel3]);
      const vf32 t33 = t31 + t32;
      const vf32 t34 = t33 * v_splat_f32(t8);
      const vf32 t35 = v_load_f32(&mask_token[channel3]);
      const vf32 t36 = t35 * v_splat_f32(t7);
      const vf32 t37 = t34 + t36;
      const vf32 t38 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t28, t37);
      const vf32 t39 = t38 - v_splat_f32(t25);
      const vf32 t43 = t39 * v_splat_f32(t42);
      const vf32 t44 = v_load_f32(&weight[channel3]);
      const vf32 t45 = t43 * t44;
      const vf32 t46 = v_load_f32(&bias2[channel3]);
      const vf32 t47 = t45 + t46;
      v_stream_f32(&x5[P * batch * 960 + batch * 192 + channel3 + time * 192], t47,
          s_is_streamed(x5, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
