#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_map_reduce
 * map, reduce
 * x: f32, 384*B*T elements
 * x2: f32, B*T elements
 * 768*B*T flops, 1540*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t time_count = B * T;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 369; channel += 16) {
      s_prefetch(x, channel + time * 384 + 1536);
      const vf32 t = v_load_f32(&x[channel + time * 384]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[time] = sum;
  }
}
