#define SG_LANES 16
#include "sonograph_kernel.h"

/* k83_reshape_map_broadcast_concat_reduce
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
 * 15395*B*P + 2118*B flops, 15420*B*P + 2312*B + 3840*P + 3072 bytes
 * first used in block0/norm/gradient
 */
__attribute__((visibility("default")))
void k83_reshape_map_broadcast_concat_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
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
    const float t10 = mask[P * batch * 5 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1)];
    const float t11 = 1.0f - t10;
    const float t17 = x4[P * batch * 5 + batch + time];
    const float t18 = 0.0052083335f * t17;
    const float t20 = x5[P * batch * 5 + batch + time];
    const float t21 = 0.0052083335f * t20;
    const float t22 = t21 + 1e-06f;
    const float t23 = s_rsqrt_f32(t22);
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      s_prefetch(x, P * batch * 960 + batch * 192 + channel + time * 192 + 768);
      const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel + time * 192]);
      const vf32 t2 = v_load_f32(&weight[channel]);
      const vf32 t3 = t * t2;
      sum_lanes += t3;
      const vf32 t4 = v_load_f32(&cls_token[channel]);
      const vf32 t5 =
          v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t6 = v_load_f32(&bias[channel]);
      const vf32 t7 = t5 + t6;
      const vf32 t8 = v_load_f32(&x3[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t9 = t7 + t8;
      const vf32 t12 = t9 * v_splat_f32(t11);
      const vf32 t13 = v_load_f32(&mask_token[channel]);
      const vf32 t14 = t13 * v_splat_f32(t10);
      const vf32 t15 = t12 + t14;
      const vf32 t16 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t4, t15);
      const vf32 t19 = t16 - v_splat_f32(t18);
      const vf32 t24 = t19 * v_splat_f32(t23);
      const vf32 t25 = t3 * t24;
      sum2_lanes += t25;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    const float t30 = 0.0052083335f * sum;
    const float t45 = 0.0052083335f * sum2;
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      s_prefetch(x6, P * batch * 960 + batch * 192 + channel2 + time * 192 + 768);
      const vf32 t26 = v_load_f32(&x6[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t27 = v_load_f32(&x[P * batch * 960 + batch * 192 + channel2 + time * 192]);
      const vf32 t28 = v_load_f32(&weight[channel2]);
      const vf32 t29 = t27 * t28;
      const vf32 t31 = t29 - v_splat_f32(t30);
      const vf32 t32 = v_load_f32(&cls_token[channel2]);
      const vf32 t33 =
          v_load_f32(&x2[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192
              + channel2]);
      const vf32 t34 = v_load_f32(&bias[channel2]);
      const vf32 t35 = t33 + t34;
      const vf32 t36 = v_load_f32(&x3[s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel2]);
      const vf32 t37 = t35 + t36;
      const vf32 t38 = t37 * v_splat_f32(t11);
      const vf32 t39 = v_load_f32(&mask_token[channel2]);
      const vf32 t40 = t39 * v_splat_f32(t10);
      const vf32 t41 = t38 + t40;
      const vf32 t42 = v_select_f32(v_splat_i32(s_lt_index(time, 1)), t32, t41);
      const vf32 t43 = t42 - v_splat_f32(t18);
      const vf32 t44 = t43 * v_splat_f32(t23);
      const vf32 t46 = t44 * v_splat_f32(t45);
      const vf32 t47 = t31 - t46;
      const vf32 t48 = v_splat_f32(t23) * t47;
      const vf32 t49 = t26 + t48;
      v_stream_f32(&x7[P * batch * 960 + batch * 192 + channel2 + time * 192], t49,
          s_is_streamed(x7, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
