#define SG_LANES 16
#include "sonograph_kernel.h"

/* k4_iota_map_transpose_reshape_broadcast_concat_reduce
 * iota, map, transpose, reshape, broadcast, concat, reduce
 * cls_token: f32, 192 elements
 * x: f32, 960*B*P elements
 * bias: f32, 192 elements
 * x2: f32, 192 elements
 * mask: f32, 5*B*P elements
 * mask_token: f32, 192 elements
 * x3: f32, 5*B*P + B elements
 * x4: f32, 5*B*P + B elements
 * weight: f32, 192 elements
 * bias2: f32, 192 elements
 * x5: f32, 960*B*P + 192*B elements
 * 11545*B*P + 1348*B + 10560*P + 576 flops, 7740*B*P + 776*B + 4608 bytes
 * first used in block0/norm1
 */
__attribute__((visibility("default")))
void k4_iota_map_transpose_reshape_broadcast_concat_reduce(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
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
    const float t5 = (float)(int32_t)(s_min_index(s_max_index(time - 1, 0), P * 5 - 1) / 5);
    const float t6 = (float)(int32_t)(s_min_index(s_max_index(time - 1, 0), P * 5 - 1) % 5);
    const float t13 = mask[P * batch * 5 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1)];
    const float t14 = 1.0f - t13;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      const vf32 t = v_load_f32(&cls_token[channel]);
      const vf32 t2 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t3 = v_load_f32(&bias[channel]);
      const vf32 t4 = t2 + t3;
      const vf32 t7 = v_load_f32(&x2[channel]);
      const vf32 t8 = v_f32_from_i32(v_splat_i32((int32_t)channel) + v_lane_i32());
      const vf32 t9 = v_floor_f32(v_splat_f32(0.020833334f) * (t8 + v_splat_f32(0.5f)));
      const vf32 t10 = t7 * v_select_f32(v_lt_f32(t9, v_splat_f32(2.0f)), v_splat_f32(t6), v_splat_f32(t5));
      const vf32 t11 =
          v_select_f32(v_eq_f32(t9 - v_splat_f32(2.0f) * v_floor_f32(t9 / v_splat_f32(2.0f)),
              v_splat_f32(0.0f)), v_sin_f32(t10), v_cos_f32(t10));
      const vf32 t12 = t4 + t11;
      const vf32 t15 = t12 * v_splat_f32(t14);
      const vf32 t16 = v_load_f32(&mask_token[channel]);
      const vf32 t17 = t16 * v_splat_f32(t13);
      const vf32 t18 = t15 + t17;
      const vf32 t19 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t, t18);
      sum_lanes += t19;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x3[P * batch * 5 + batch + time] = sum;
    float sum2 = 0.0f;
    const float t35 = 0.0052083335f * sum;
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      const vf32 t20 = v_load_f32(&cls_token[channel2]);
      const vf32 t21 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
      const vf32 t22 = v_load_f32(&bias[channel2]);
      const vf32 t23 = t21 + t22;
      const vf32 t24 = v_load_f32(&x2[channel2]);
      const vf32 t25 = v_f32_from_i32(v_splat_i32((int32_t)channel2) + v_lane_i32());
      const vf32 t26 = v_floor_f32(v_splat_f32(0.020833334f) * (t25 + v_splat_f32(0.5f)));
      const vf32 t27 = t24 * v_select_f32(v_lt_f32(t26, v_splat_f32(2.0f)), v_splat_f32(t6), v_splat_f32(t5));
      const vf32 t28 =
          v_select_f32(v_eq_f32(t26 - v_splat_f32(2.0f) * v_floor_f32(t26 / v_splat_f32(2.0f)),
              v_splat_f32(0.0f)), v_sin_f32(t27), v_cos_f32(t27));
      const vf32 t29 = t23 + t28;
      const vf32 t30 = t29 * v_splat_f32(t14);
      const vf32 t31 = v_load_f32(&mask_token[channel2]);
      const vf32 t32 = t31 * v_splat_f32(t13);
      const vf32 t33 = t30 + t32;
      const vf32 t34 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t20, t33);
      const vf32 t36 = t34 - v_splat_f32(t35);
      const vf32 t37 = t36 * t36;
      sum2_lanes += t37;
    }
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x4[P * batch * 5 + batch + time] = sum2;
    const float t54 = 0.0052083335f * sum2;
    const float t55 = t54 + 1e-06f;
    const float t56 = s_rsqrt_f32(t55);
    for (int64_t channel3 = 0; channel3 < 177; channel3 += 16) {
      const vf32 t38 = v_load_f32(&cls_token[channel3]);
      const vf32 t39 =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel3]);
      const vf32 t40 = v_load_f32(&bias[channel3]);
      const vf32 t41 = t39 + t40;
      const vf32 t42 = v_load_f32(&x2[channel3]);
      const vf32 t43 = v_f32_from_i32(v_splat_i32((int32_t)channel3) + v_lane_i32());
      const vf32 t44 = v_floor_f32(v_splat_f32(0.020833334f) * (t43 + v_splat_f32(0.5f)));
      const vf32 t45 = t42 * v_select_f32(v_lt_f32(t44, v_splat_f32(2.0f)), v_splat_f32(t6), v_splat_f32(t5));
      const vf32 t46 =
          v_select_f32(v_eq_f32(t44 - v_splat_f32(2.0f) * v_floor_f32(t44 / v_splat_f32(2.0f)),
              v_splat_f32(0.0f)), v_sin_f32(t45), v_cos_f32(t45));
      const vf32 t47 = t41 + t46;
      const vf32 t48 = t47 * v_splat_f32(t14);
      const vf32 t49 = v_load_f32(&mask_token[channel3]);
      const vf32 t50 = t49 * v_splat_f32(t13);
      const vf32 t51 = t48 + t50;
      const vf32 t52 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t38, t51);
      const vf32 t53 = t52 - v_splat_f32(t35);
      const vf32 t57 = t53 * v_splat_f32(t56);
      const vf32 t58 = v_load_f32(&weight[channel3]);
      const vf32 t59 = t57 * t58;
      const vf32 t60 = v_load_f32(&bias2[channel3]);
      const vf32 t61 = t59 + t60;
      v_stream_f32(&x5[P * batch * 960 + batch * 192 + channel3 + time * 192], t61,
          s_is_streamed(x5, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
