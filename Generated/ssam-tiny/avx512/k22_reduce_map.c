#define SG_LANES 16
#include "sonograph_kernel.h"

/* k22_reduce_map
 * reduce, map
 * x: f32, 960*B*P + 192*B elements
 * x2: f32, 5*B*P + B elements
 * x3: f32, 5*B*P + B elements
 * weight: f32, 192 elements
 * bias: f32, 192 elements
 * x4: f32, 960*B*P + 192*B elements
 * 6740*B*P + 1348*B flops, 7720*B*P + 1544*B + 1536 bytes
 * first used in block1/norm
 */
__attribute__((visibility("default")))
void k22_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  float *x3 = buffers[2];
  const float *weight = buffers[3];
  const float *bias = buffers[4];
  float *x4 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      s_prefetch(x, channel + time * 192 + 768);
      const vf32 t = v_load_f32(&x[channel + time * 192]);
      sum_lanes += t;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[time] = sum;
    float sum2 = 0.0f;
    const float t3 = 0.0052083335f * sum;
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      const vf32 t2 = v_load_f32(&x[channel2 + time * 192]);
      const vf32 t4 = t2 - v_splat_f32(t3);
      const vf32 t5 = t4 * t4;
      sum2_lanes += t5;
    }
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x3[time] = sum2;
    const float t8 = 0.0052083335f * sum2;
    const float t9 = t8 + 1e-06f;
    const float t10 = s_rsqrt_f32(t9);
    for (int64_t channel3 = 0; channel3 < 177; channel3 += 16) {
      const vf32 t6 = v_load_f32(&x[channel3 + time * 192]);
      const vf32 t7 = t6 - v_splat_f32(t3);
      const vf32 t11 = t7 * v_splat_f32(t10);
      const vf32 t12 = v_load_f32(&weight[channel3]);
      const vf32 t13 = t11 * t12;
      const vf32 t14 = v_load_f32(&bias[channel3]);
      const vf32 t15 = t13 + t14;
      v_stream_f32(&x4[channel3 + time * 192], t15, s_is_streamed(x4, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
