#define SG_LANES 16
#include "sonograph_kernel.h"

/* k66_map_reshape_reduce
 * map, reshape, reduce
 * x: f32, 1920*B*P + 384*B elements
 * weight: f32, 384 elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 20*B*P + 4*B elements
 * x4: f32, 20*B*P + 4*B elements
 * x5: f32, 20*B*P + 4*B elements
 * x6: f32, 20*B*P + 4*B elements
 * x7: f32, 1920*B*P + 384*B elements
 * x8: f32, 20*B*P + 4*B elements
 * x9: f32, 20*B*P + 4*B elements
 * 27300*B*P + 5460*B + 384 flops, 23520*B*P + 4704*B + 1536 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k66_map_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  const float *x5 = buffers[5];
  const float *x6 = buffers[6];
  float *x7 = buffers[7];
  float *x8 = buffers[8];
  float *x9 = buffers[9];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 20 + B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t time = unit / 4;
    const int64_t head = unit % 4;
    float sum = 0.0f;
    float sum2 = 0.0f;
    const float t6 = x3[head + time * 4];
    const float t7 = s_abs_f32(t6);
    const float t8 = x4[head + time * 4];
    const float t9 = s_max_f32(t7, t8);
    const float t10 = t9 + 1e-06f;
    const float t11 = 1.0f / t10;
    const float t13 = x5[head + time * 4];
    const float t14 = 0.010416667f * t13;
    const float t16 = x6[head + time * 4];
    const float t17 = 0.010416667f * t16;
    const float t18 = t17 + 1e-05f;
    const float t19 = s_rsqrt_f32(t18);
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      s_prefetch(x, head * 96 + time * 384 + value + 384);
      s_prefetch(weight, head * 96 + value + 384);
      s_prefetch(x2, head * 96 + time * 384 + value + 384);
      const vf32 t = v_load_f32(&x[head * 96 + time * 384 + value]);
      const vf32 t2 = v_load_f32(&weight[head * 96 + value]);
      const vf32 t3 = v_splat_f32(1.0f) + t2;
      const vf32 t4 = t * t3;
      sum_lanes += t4;
      const vf32 t5 = v_load_f32(&x2[head * 96 + time * 384 + value]);
      const vf32 t12 = t5 * v_splat_f32(t11);
      const vf32 t15 = t12 - v_splat_f32(t14);
      const vf32 t20 = t15 * v_splat_f32(t19);
      const vf32 t21 = t4 * t20;
      sum2_lanes += t21;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    float sum3 = 0.0f;
    const float t26 = 0.010416667f * sum;
    const float t32 = 0.010416667f * sum2;
    vf32 sum3_lanes = v_splat_f32(0.0f);
    for (int64_t value2 = 0; value2 < 81; value2 += 16) {
      const vf32 t22 = v_load_f32(&x[head * 96 + time * 384 + value2]);
      const vf32 t23 = v_load_f32(&weight[head * 96 + value2]);
      const vf32 t24 = v_splat_f32(1.0f) + t23;
      const vf32 t25 = t22 * t24;
      const vf32 t27 = t25 - v_splat_f32(t26);
      const vf32 t28 = v_load_f32(&x2[head * 96 + time * 384 + value2]);
      const vf32 t29 = t28 * v_splat_f32(t11);
      const vf32 t30 = t29 - v_splat_f32(t14);
      const vf32 t31 = t30 * v_splat_f32(t19);
      const vf32 t33 = t31 * v_splat_f32(t32);
      const vf32 t34 = t27 - t33;
      const vf32 t35 = v_splat_f32(t19) * t34;
      const vf32 t36 = t35 * v_splat_f32(t11);
      v_stream_f32(&x7[head * 96 + time * 384 + value2], t36, s_is_streamed(x7, B * P * 1920 + B * 384));
      const vf32 t37 = t35 * t28;
      sum3_lanes += t37;
    }
    sum3 += v_reduce_sum_f32(sum3_lanes);
    const float t38 = sum3 * (-(1.0f / t10) / t10);
    x8[head + time * 4] = t38;
    const float t39 = t38 * (t7 < t8 ? 0.0f : (t8 < t7 ? 1.0f : 0.5f));
    const float t40 = t39 * s_sign_f32(t6);
    x9[head + time * 4] = t40;
  }
  s_end_streams();
}
