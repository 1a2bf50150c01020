#define SG_LANES 16
#include "sonograph_kernel.h"

/* k76_iota_map_transpose_reshape_broadcast_concat_reduce
 * iota, map, transpose, reshape, broadcast, concat, reduce
 * x: f32, 960*B*P + 192*B elements
 * weight: f32, 192 elements
 * cls_token: f32, 192 elements
 * x2: f32, 960*B*P elements
 * bias: f32, 192 elements
 * x3: f32, 192 elements
 * mask: f32, 5*B*P elements
 * mask_token: f32, 192 elements
 * x4: f32, 5*B*P + B elements
 * x5: f32, 5*B*P + B elements
 * x6: f32, 960*B*P + 192*B elements
 * x7: f32, 5*B*P + B elements
 * x8: f32, 960*B*P + 192*B elements
 * 14435*B*P + 1926*B + 10560*P + 576 flops, 15440*B*P + 2316*B + 3840 bytes
 * first used in block0/norm1/gradient
 */
__attribute__((visibility("default")))
void k76_iota_map_transpose_reshape_broadcast_concat_reduce(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  const float *cls_token = buffers[2];
  const float *x2 = buffers[3];
  const float *bias = buffers[4];
  const float *x3 = buffers[5];
  const float *mask = buffers[6];
  const float *mask_token = buffers[7];
  const float *x4 = buffers[8];
  const float *x5 = buffers[9];
  const float *x6 = buffers[10];
  const float *x7 = buffers[11];
  float *x8 = buffers[12];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    float sum = 0.0f;
    const float t8 = (float)(int32_t)(s_min_index(s_max_index(time - 1, 0), P * 5 - 1) / 5);
    const float t9 = (float)(int32_t)(s_min_index(s_max_index(time - 1, 0), P * 5 - 1) % 5);
    const float t16 = mask[P * batch * 5 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1)];
    const float t17 = 1.0f - t16;
    const float t23 = x4[P * batch * 5 + batch + time];
    const float t24 = 0.0052083335f * t23;
    const float t26 = x5[P * batch * 5 + batch + time];
    const float t27 = 0.0052083335f * t26;
    const float t28 = t27 + 1e-06f;
    const float t29 = s_rsqrt_f32(t28);
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel + time * 192]);
      const vf32 t2 = v_load_f32(&weight[channel]);
      const vf32 t3 = t * t2;
      const vf32 t4 = v_load_f32(&cls_token[channel]);
      const vf32 t5 =
          v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t6 = v_load_f32(&bias[channel]);
      const vf32 t7 = t5 + t6;
      const vf32 t10 = v_load_f32(&x3[channel]);
      const vf32 t11 = v_f32_from_i32(v_splat_i32((int32_t)channel) + v_lane_i32());
      const vf32 t12 = v_floor_f32(v_splat_f32(0.020833334f) * (t11 + v_splat_f32(0.5f)));
      const vf32 t13 = t10 * v_select_f32(v_lt_f32(t12, v_splat_f32(2.0f)), v_splat_f32(t9), v_splat_f32(t8));
      const vf32 t14 =
          v_select_f32(v_eq_f32(t12 - v_splat_f32(2.0f) * v_floor_f32(t12 / v_splat_f32(2.0f)),
              v_splat_f32(0.0f)), v_sin_f32(t13), v_cos_f32(t13));
      const vf32 t15 = t7 + t14;
      const vf32 t18 = t15 * v_splat_f32(t17);
      const vf32 t19 = v_load_f32(&mask_token[channel]);
      const vf32 t20 = t19 * v_splat_f32(t16);
      const vf32 t21 = t18 + t20;
      const vf32 t22 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t4, t21);
      const vf32 t25 = t22 - v_splat_f32(t24);
      const vf32 t30 = t25 * v_splat_f32(t29);
      const vf32 t31 = t3 * t30;
      sum_lanes += t31;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    const float t36 = x7[P * batch * 5 + batch + time];
    const float t37 = 0.0052083335f * t36;
    const float t56 = 0.0052083335f * sum;
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      const vf32 t32 = v_load_f32(&x6[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t33 = v_load_f32(&x[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t34 = v_load_f32(&weight[channel2]);
      const vf32 t35 = t33 * t34;
      const vf32 t38 = t35 - v_splat_f32(t37);
      const vf32 t39 = v_load_f32(&cls_token[channel2]);
      const vf32 t40 =
          v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192
              + channel2]);
      const vf32 t41 = v_load_f32(&bias[channel2]);
      const vf32 t42 = t40 + t41;
      const vf32 t43 = v_load_f32(&x3[channel2]);
      const vf32 t44 = v_f32_from_i32(v_splat_i32((int32_t)channel2) + v_lane_i32());
      const vf32 t45 = v_floor_f32(v_splat_f32(0.020833334f) * (t44 + v_splat_f32(0.5f)));
      const vf32 t46 = t43 * v_select_f32(v_lt_f32(t45, v_splat_f32(2.0f)), v_splat_f32(t9), v_splat_f32(t8));
      const vf32 t47 =
          v_select_f32(v_eq_f32(t45 - v_splat_f32(2.0f) * v_floor_f32(t45 / v_splat_f32(2.0f)),
              v_splat_f32(0.0f)), v_sin_f32(t46), v_cos_f32(t46));
      const vf32 t48 = t42 + t47;
      const vf32 t49 = t48 * v_splat_f32(t17);
      const vf32 t50 = v_load_f32(&mask_token[channel2]);
      const vf32 t51 = t50 * v_splat_f32(t16);
      const vf32 t52 = t49 + t51;
      const vf32 t53 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t39, t52);
      const vf32 t54 = t53 - v_splat_f32(t24);
      const vf32 t55 = t54 * v_splat_f32(t29);
      const vf32 t57 = t55 * v_splat_f32(t56);
      const vf32 t58 = t38 - t57;
      const vf32 t59 = v_splat_f32(t29) * t58;
      const vf32 t60 = t32 + t59;
      v_stream_f32(&x8[P * batch * 960 + batch * 192 + channel2 + time * 192], t60,
          s_is_streamed(x8, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
