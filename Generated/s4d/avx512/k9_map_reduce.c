#define SG_LANES 16
#include "sonograph_kernel.h"

/* k9_map_reduce
 * map, reduce
 * x: f32, 3072 elements
 * x2: f32, 3072 elements
 * b: f32, 3072 elements
 * x3: f32, 3072 elements
 * b2: f32, 3072 elements
 * x4: f32, 3072 elements
 * b3: f32, 3072 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * x5: f32, 3072 elements
 * x6: f32, 3072 elements
 * x7: f32, 192 elements
 * x8: f32, 192 elements
 * 64521 flops, 112136 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k9_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *b = buffers[2];
  float *x3 = buffers[3];
  const float *b2 = buffers[4];
  float *x4 = buffers[5];
  const float *b3 = buffers[6];
  const float *learning_rate = buffers[7];
  const float *step = buffers[8];
  float *x5 = buffers[9];
  const float *x6 = buffers[10];
  float *x7 = buffers[11];
  float *x8 = buffers[12];
  (void)sizes, (void)part, (void)parts;
  const float t9 = learning_rate[0];
  const float t10 = step[0];
  const float t11 = -s_expm1_f32(-0.105360515f * t10);
  const float t12 = t9 / t11;
  const float t13 = -s_expm1_f32(-0.0010005003f * t10);
  const float t14 = 1.0f / s_sqrt_f32(t13);
  for (int64_t channel = 0; channel < 192; ++channel) {
    float sum = 0.0f;
    float sum2 = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t state = 0; state < 1; state += 16) {
      s_prefetch(x, channel * 16 + state + 256);
      s_prefetch(x2, channel * 16 + state + 256);
      s_prefetch(b, channel * 16 + state + 256);
      s_prefetch(b2, channel * 16 + state + 256);
      s_prefetch(b3, channel * 16 + state + 256);
      s_prefetch(x6, channel * 16 + state + 256);
      const vf32 t = v_load_f32(&x[channel * 16 + state]);
      const vf32 t2 = v_load_f32(&x2[channel * 16 + state]);
      const vf32 t3 = t * t2;
      const vf32 t4 = v_load_f32(&b[channel * 16 + state]);
      const vf32 t5 = v_splat_f32(0.9f) * t4 + v_splat_f32(0.1f) * t3;
      v_store_f32(&x3[channel * 16 + state], t5);
      const vf32 t6 = v_load_f32(&b2[channel * 16 + state]);
      const vf32 t7 = v_splat_f32(0.999f) * t6 + v_splat_f32(0.001f) * t3 * t3;
      v_store_f32(&x4[channel * 16 + state], t7);
      const vf32 t8 = v_load_f32(&b3[channel * 16 + state]);
      const vf32 t15 = t8 * v_splat_f32(1.0f - 0.01f * t9)
          - v_splat_f32(t12) * t5 / (v_sqrt_f32(t7) * v_splat_f32(t14) + v_splat_f32(1e-08f));
      v_store_f32(&x5[channel * 16 + state], t15);
      const vf32 t16 = t3 * t3;
      sum_lanes += t16;
      const vf32 t17 = v_load_f32(&x6[channel * 16 + state]);
      const vf32 t18 = t17 * t17;
      sum2_lanes += t18;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x7[channel] = sum;
    x8[channel] = sum2;
  }
}
