#define SG_LANES 16
#include "sonograph_kernel.h"

/* k10_map_reduce
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
 * x7: f32, 1 elements
 * x8: f32, 1 elements
 * x9: f32, 3072 elements
 * x10: f32, 192 elements
 * dt: f32, 192 elements
 * x11: f32, 192 elements
 * dt2: f32, 192 elements
 * x12: f32, 192 elements
 * dt3: f32, 192 elements
 * x13: f32, 192 elements
 * x14: f32, 192 elements
 * 132096 flops, 129804 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k10_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
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
  const float *x7 = buffers[11];
  const float *x8 = buffers[12];
  float *x9 = buffers[13];
  float *x10 = buffers[14];
  const float *dt = buffers[15];
  float *x11 = buffers[16];
  const float *dt2 = buffers[17];
  float *x12 = buffers[18];
  const float *dt3 = buffers[19];
  float *x13 = buffers[20];
  float *x14 = buffers[21];
  (void)sizes, (void)part, (void)parts;
  const float t24 = learning_rate[0];
  const float t25 = x7[0];
  const float t26 = x8[0];
  for (int64_t channel = 0; channel < 192; ++channel) {
    _Alignas(64) float row[16];
    _Alignas(64) float row2[16];
    float sum = 0.0f;
    float sum2 = 0.0f;
    const float t8 = x2[channel];
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t state = 0; state < 1; state += 16) {
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
      const vf32 t27 = t4 * v_splat_f32(1.0f - 0.01f * t24)
          - v_splat_f32(t24) * (t21 / v_splat_f32(t25))
          / (v_sqrt_f32(t23 / v_splat_f32(t26)) + v_splat_f32(1e-08f));
      v_store_f32(&x9[channel * 16 + state], t27);
      const vf32 t28 = t13 * t6;
      sum_lanes += t28;
      const vf32 t29 = t19 * t19;
      sum2_lanes += t29;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x10[channel] = sum2;
    const float t30 = dt[channel];
    const float t31 = sum * s_sigmoid_f32(t30);
    x11[channel] = t31;
    const float t32 = dt2[channel];
    const float t33 = 0.9f * t32 + 0.1f * t31;
    x12[channel] = t33;
    const float t34 = dt3[channel];
    const float t35 = 0.999f * t34 + 0.001f * t31 * t31;
    x13[channel] = t35;
    const float t36 = t30 - t24 * (t33 / t25) / (s_sqrt_f32(t35 / t26) + 1e-08f);
    x14[channel] = t36;
  }
}
