#define SG_LANES 16
#include "sonograph_kernel.h"

/* k40_map_reduce
 * map, reduce
 * x: f32, 5*B*P elements
 * x2: f32, B elements
 * 10*B*P flops, 20*B*P + 4*B bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k40_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t batch_count = B;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t time = 0; time < P * 5 - 15; time += 16) {
      const vf32 t = v_load_f32(&x[P * batch * 5 + time]);
      const vf32 t2 = v_splat_f32(0.015625f) * t;
      sum_lanes += t2;
    }
    for (int64_t time = P * 5 / 16 * 16; time < P * 5; time += 16) {
      const vf32 t = v_load_part_f32(&x[P * batch * 5 + time], P * 5 - time);
      const vf32 t2 = v_splat_f32(0.015625f) * t;
      sum_lanes += v_select_f32(v_first(P * 5 - time), t2, v_splat_f32(0.0f));
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[batch] = sum;
  }
}
