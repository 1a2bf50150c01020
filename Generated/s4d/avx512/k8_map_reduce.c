#define SG_LANES 16
#include "sonograph_kernel.h"

/* k8_map_reduce
 * map, reduce
 * x: f32, 3072 elements
 * b: f32, 3072 elements
 * log_a: f32, 3072 elements
 * x2: f32, 192 elements
 * x3: f32, 3072 elements
 * x4: f32, 3072 elements
 * log_a2: f32, 3072 elements
 * x5: f32, 3072 elements
 * log_a3: f32, 3072 elements
 * x6: f32, 3072 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * x7: f32, 3072 elements
 * x8: f32, 192 elements
 * dt: f32, 192 elements
 * x9: f32, 192 elements
 * dt2: f32, 192 elements
 * x10: f32, 192 elements
 * dt3: f32, 192 elements
 * x11: f32, 192 elements
 * x12: f32, 192 elements
 * 128841 flops, 129800 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k8_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *b = buffers[1];
  const float *log_a = buffers[2];
  const float *x2 = buffers[3];
  const float *x3 = buffers[4];
  const float *x4 = buffers[5];
  const float *log_a2 = buffers[6];
  float *x5 = buffers[7];
  const float *log_a3 = buffers[8];
  float *x6 = buffers[9];
  const float *learning_rate = buffers[10];
  const float *step = buffers[11];
  float *x7 = buffers[12];
  float *x8 = buffers[13];
  const float *dt = buffers[14];
  float *x9 = buffers[15];
  const float *dt2 = buffers[16];
  float *x10 = buffers[17];
  const float *dt3 = buffers[18];
  float *x11 = buffers[19];
  float *x12 = buffers[20];
  (void)sizes, (void)part, (void)parts;
  const float t24 = learning_rate[0];
  const float t25 = step[0];
  const float t26 = -s_expm1_f32(-0.105360515f * t25);
  const float t27 = t24 / t26;
  const float t28 = -s_expm1_f32(-0.0010005003f * t25);
  const float t29 = 1.0f / s_sqrt_f32(t28);
  for (int64_t channel = 0; channel < 192; ++channel) {
    _Alignas(64) float row[16];
    _Alignas(64) float row2[16];
    float sum = 0.0f;
    float sum2 = 0.0f;
    const float t8 = x2[channel];
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t state = 0; state < 1; state += 16) {
      s_prefetch(x, channel * 16 + state + 256);
      s_prefetch(b, channel * 16 + state + 256);
      s_prefetch(log_a, channel * 16 + state + 256);
      s_prefetch(x3, channel * 16 + state + 256);
      s_prefetch(x4, channel * 16 + state + 256);
      s_prefetch(log_a2, channel * 16 + state + 256);
      s_prefetch(log_a3, channel * 16 + state + 256);
      const vf32 t = v_load_f32(&x[channel * 16 + state]);
      const vf32 t2 = v_load_f32(&b[channel * 16 + state]);
      const vf32 t3 = t * t2;
      v_store_f32(&row[state], t3);
      const vf32 t4 = v_load_f32(&log_a[channel * 16 + state]);
      const vf32 t5 = v_exp_f32(t4);
      const vf32 t6 = -t5;
      const vf32 t7 = t3 * (v_splat_f32(1.0f) / t6);
      const vf32 t9 = v_splat_f32(t8) * t6;
      const vf32 t10 = t7 * (v_expm1_f32(t9) + v_splat_f32(1.0f));
      const vf32 t11 = v_load_f32(&x3[channel * 16 + state]);
      const vf32 t12 = t11 * v_exp_f32(t9);
      const vf32 t13 = t10 + t12;
      v_store_f32(&row2[state], t13);
      const vf32 t14 = v_load_f32(&x4[channel * 16 + state]);
      const vf32 t15 = t3 * (-(t14 / t6) / t6);
      const vf32 t16 = t13 * v_splat_f32(t8);
      const vf32 t17 = t15 + t16;
      const vf32 t18 = -t17;
      const vf32 t19 = t18 * v_exp_f32(t4);
      const vf32 t20 = v_load_f32(&log_a2[channel * 16 + state]);
      const vf32 t21 = v_splat_f32(0.9f) * t20 + v_splat_f32(0.1f) * t19;
      v_store_f32(&x5[channel * 16 + state], t21);
      const vf32 t22 = v_load_f32(&log_a3[channel * 16 + state]);
      const vf32 t23 = v_splat_f32(0.999f) * t22 + v_splat_f32(0.001f) * t19 * t19;
      v_store_f32(&x6[channel * 16 + state], t23);
      const vf32 t30 = t4 * v_splat_f32(1.0f - 0.01f * t24)
          - v_splat_f32(t27) * t21 / (v_sqrt_f32(t23) * v_splat_f32(t29) + v_splat_f32(1e-08f));
      v_store_f32(&x7[channel * 16 + state], t30);
      const vf32 t31 = t13 * t6;
      sum_lanes += t31;
      const vf32 t32 = t19 * t19;
      sum2_lanes += t32;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x8[channel] = sum2;
    const float t33 = dt[channel];
    const float t34 = sum * s_sigmoid_f32(t33);
    x9[channel] = t34;
    const float t35 = dt2[channel];
    const float t36 = 0.9f * t35 + 0.1f * t34;
    x10[channel] = t36;
    const float t37 = dt3[channel];
    const float t38 = 0.999f * t37 + 0.001f * t34 * t34;
    x11[channel] = t38;
    const float t39 = t33 - t27 * t36 / (s_sqrt_f32(t38) * t29 + 1e-08f);
    x12[channel] = t39;
  }
}
