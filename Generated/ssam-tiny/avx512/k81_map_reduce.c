#define SG_LANES 16
#include "sonograph_kernel.h"

/* k81_map_reduce
 * map, reduce
 * x: f32, 960*B*P + 192*B elements
 * weight: f32, 192 elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 5*B*P + B elements
 * x4: f32, 5*B*P + B elements
 * x5: f32, 960*B*P + 192*B elements
 * x6: f32, 960*B*P + 192*B elements
 * 10590*B*P + 2118*B flops, 15400*B*P + 3080*B + 768 bytes
 * first used in block11/norm/gradient
 */
__attribute__((visibility("default")))
void k81_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  const float *x5 = buffers[5];
  float *x6 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    float sum = 0.0f;
    float sum2 = 0.0f;
    const float t5 = x3[time];
    const float t6 = 0.0052083335f * t5;
    const float t8 = x4[time];
    const float t9 = 0.0052083335f * t8;
    const float t10 = t9 + 1e-06f;
    const float t11 = s_rsqrt_f32(t10);
    vf32 sum_lanes = v_splat_f32(0.0f);
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      s_prefetch(x, channel + time * 192 + 768);
      s_prefetch(x2, channel + time * 192 + 768);
      const vf32 t = v_load_f32(&x[channel + time * 192]);
      const vf32 t2 = v_load_f32(&weight[channel]);
      const vf32 t3 = t * t2;
      sum_lanes += t3;
      const vf32 t4 = v_load_f32(&x2[channel + time * 192]);
      const vf32 t7 = t4 - v_splat_f32(t6);
      const vf32 t12 = t7 * v_splat_f32(t11);
      const vf32 t13 = t3 * t12;
      sum2_lanes += t13;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    sum2 += v_reduce_sum_f32(sum2_lanes);
    const float t18 = 0.0052083335f * sum;
    const float t23 = 0.0052083335f * sum2;
    for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
      s_prefetch(x5, channel2 + time * 192 + 768);
      const vf32 t14 = v_load_f32(&x5[channel2 + time * 192]);
      const vf32 t15 = v_load_f32(&x[channel2 + time * 192]);
      const vf32 t16 = v_load_f32(&weight[channel2]);
      const vf32 t17 = t15 * t16;
      const vf32 t19 = t17 - v_splat_f32(t18);
      const vf32 t20 = v_load_f32(&x2[channel2 + time * 192]);
      const vf32 t21 = t20 - v_splat_f32(t6);
      const vf32 t22 = t21 * v_splat_f32(t11);
      const vf32 t24 = t22 * v_splat_f32(t23);
      const vf32 t25 = t19 - t24;
      const vf32 t26 = v_splat_f32(t11) * t25;
      const vf32 t27 = t14 + t26;
      v_stream_f32(&x6[channel2 + time * 192], t27, s_is_streamed(x6, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
