#define SG_LANES 16
#include "sonograph_kernel.h"

/* k28_map_reduce
 * map, reduce
 * x: f32, 320*B*P elements
 * x2: f32, 5*B*P elements
 * 640*B*P flops, 1300*B*P bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k28_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t patch = 0; patch < 49; patch += 16) {
      s_prefetch(x, patch + time * 64 + 256);
      const vf32 t = v_load_f32(&x[patch + time * 64]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[time] = sum;
  }
}
