#define SG_LANES 16
#include "sonograph_kernel.h"

/* k86_slice_transpose_map_reduce
 * slice, transpose, map, reduce
 * x: f32, 960*B*P + 192*B elements
 * mask: f32, 5*B*P elements
 * x2: f32, 192 elements
 * mask_token: f32, 192 elements
 * x3: f32, 192 elements
 * mask_token2: f32, 192 elements
 * x4: f32, 192 elements
 * mask_token3: f32, 192 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * x5: f32, 192 elements
 * 1920*B*P + 3081 flops, 3860*B*P + 768*B + 5384 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k86_slice_transpose_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *mask = buffers[1];
  float *x2 = buffers[2];
  const float *mask_token = buffers[3];
  float *x3 = buffers[4];
  const float *mask_token2 = buffers[5];
  float *x4 = buffers[6];
  const float *mask_token3 = buffers[7];
  const float *learning_rate = buffers[8];
  const float *step = buffers[9];
  float *x5 = buffers[10];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  (void)part, (void)parts;
  const float t9 = learning_rate[0];
  const float t10 = step[0];
  const float t11 = -s_expm1_f32(-0.105360515f * t10);
  const float t12 = t9 / t11;
  const float t13 = -s_expm1_f32(-0.0010005003f * t10);
  const float t14 = 1.0f / s_sqrt_f32(t13);
  for (int64_t channel = 0; channel < 192; ++channel) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t batch = 0; batch < B; ++batch) {
      for (int64_t time = 0; time < P * 5 - 15; time += 16) {
        const vf32 t = v_gather_f32(&x[P * batch * 960 + batch * 192 + channel + time * 192 + 192], 192);
        const vf32 t2 = v_load_f32(&mask[P * batch * 5 + time]);
        const vf32 t3 = t * t2;
        sum_lanes += t3;
      }
      for (int64_t time = P * 5 / 16 * 16; time < P * 5; time += 16) {
        const vf32 t = v_gather_part_f32(&x[P * batch * 960 + batch * 192 + channel + time * 192 + 192], 192,
            P * 5 - time);
        const vf32 t2 = v_load_part_f32(&mask[P * batch * 5 + time], P * 5 - time);
        const vf32 t3 = t * t2;
        sum_lanes += v_select_f32(v_first(P * 5 - time), t3, v_splat_f32(0.0f));
      }
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[channel] = sum;
    const float t4 = mask_token[channel];
    const float t5 = 0.9f * t4 + 0.1f * sum;
    x3[channel] = t5;
    const float t6 = mask_token2[channel];
    const float t7 = 0.999f * t6 + 0.001f * sum * sum;
    x4[channel] = t7;
    const float t8 = mask_token3[channel];
    const float t15 = t8 * (1.0f - 0.01f * t9) - t12 * t5 / (s_sqrt_f32(t7) * t14 + 1e-08f);
    x5[channel] = t15;
  }
}
