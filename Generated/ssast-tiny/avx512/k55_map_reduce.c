#define SG_LANES 16
#include "sonograph_kernel.h"

/* k55_map_reduce
 * map, reduce
 * x: f32, 960*B*P + 192*B elements
 * weight: f32, 192 elements
 * x2: f32, 5*B*P + B elements
 * 1920*B*P + 384*B flops, 3860*B*P + 772*B + 768 bytes
 * first used in block11/norm2/gradient
 */
__attribute__((visibility("default")))
void k55_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  float *x2 = buffers[2];
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
      const vf32 t2 = v_load_f32(&weight[channel]);
      const vf32 t3 = t * t2;
      sum_lanes += t3;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[time] = sum;
  }
}
