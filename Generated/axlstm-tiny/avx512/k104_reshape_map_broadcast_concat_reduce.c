#define SG_LANES 16
#include "sonograph_kernel.h"

/* k104_reshape_map_broadcast_concat_reduce
 * reshape, map, broadcast, concat, reduce
 * x: f32, 960*B*P + 192*B elements
 * weight: f32, 192 elements
 * cls_token: f32, 192 elements
 * x2: f32, 960*B*P elements
 * bias: f32, 192 elements
 * x3: f32, 960*P elements
 * mask: f32, 5*B*P elements
 * mask_token: f32, 192 elements
 * x4: f32, 5*B*P + B elements
 * x5: f32, 5*B*P + B elements
 * x6: f32, 960*B*P + 192*B elements
 * x7: f32, 960*B*P + 192*B elements
 * 15395*B*P + 2118*B + 192 flops, 15420*B*P + 2312*B + 3840*P + 3072 bytes
 * first used in block0/norm/gradient
 */
__attribute__((visibility("default")))
void k104_reshape_map_broadcast_concat_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
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
  float *x7 = buffers[11];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    float sum = 0.0f;
    float sum2 = 0.0f;
    const float t11 = mask[P * batch * 5 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1)];
    const float t12 = 1.0f - t11;
    const float t18 = x4[P * batch * 5 + batch + time];
    const float t19 = 0.0052083335f * t18;
    const float t21 = x5[P * batch * 5 + batch + time];
    const float t22 = 0.0052083335f * t21;
    const float t23 = t22 + 1e-05f;
    const float t24 = s_rsqrt_f32(t23);
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      s_prefetch(x, P * batch * 960 + batch * 192 + channel + time * 192 + 768);
      const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel + time * 192]);
      const vf32 t2 = v_load_f32(&weight[channel]);
      const vf32 t3 = v_splat_f32(1.0f) + t2;
      const vf32 t4 = t * t3;
      sum_lanes += t4;
      const vf32 t5 = v_load_f32(&cls_token[channel]);
      const vf32 t6 =
          v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t7 = v_load_f32(&bias[channel]);
      const vf32 t8 = t6 + t7;
      const vf32 t9 = v_load_f32(&x3[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t10 = t8 + t9;
      const vf32 t13 = t10 * v_splat_f32(t12);
      const vf32 t14 = v_load_f32(&mask_token[channel]);
      const vf32 t15 = t14 * v_splat_f32(t11);
      const vf32 t16 = t13 + t15;
      const vf32 t17 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t5, t16);
      const vf32 t20 = t17 - v_splat_f32(t19);
      const vf32 t25 = t20 * v_splat_f32(t24);
      const vf32 t26 = t4 * t25;
      sum2_lanes += t26;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    const float t32 = 0.0052083335f * sum;
    const float t47 = 0.0052083335f * sum2;
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      s_prefetch(x6, P * batch * 960 + batch * 192 + channel2 + time * 192 + 768);
      const vf32 t27 = v_load_f32(&x6[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t28 = v_load_f32(&x[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t29 = v_load_f32(&weight[channel2]);
      const vf32 t30 = v_splat_f32(1.0f) + t29;
      const vf32 t31 = t28 * t30;
      const vf32 t33 = t31 - v_splat_f32(t32);
      const vf32 t34 = v_load_f32(&cls_token[channel2]);
      const vf32 t35 =
          v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192
              + channel2]);
      const vf32 t36 = v_load_f32(&bias[channel2]);
      const vf32 t37 = t35 + t36;
      const vf32 t38 = v_load_f32(&x3[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
      const vf32 t39 = t37 + t38;
      const vf32 t40 = t39 * v_splat_f32(t12);
      const vf32 t41 = v_load_f32(&mask_token[channel2]);
      const vf32 t42 = t41 * v_splat_f32(t11);
      const vf32 t43 = t40 + t42;
      const vf32 t44 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t34, t43);
      const vf32 t45 = t44 - v_splat_f32(t19);
      const vf32 t46 = t45 * v_splat_f32(t24);
      const vf32 t48 = t46 * v_splat_f32(t47);
      const vf32 t49 = t33 - t48;
      const vf32 t50 = v_splat_f32(t24) * t49;
      const vf32 t51 = t27 + t50;
      v_stream_f32(&x7[P * batch * 960 + batch * 192 + channel2 + time * 192], t51,
          s_is_streamed(x7, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
