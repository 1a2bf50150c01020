#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_map_reduce
 * map, reduce
 * x: f32, 96*B*T elements
 * x2: f32, 2*B*T elements
 * 192*B*T flops, 392*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k3_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t head_count = B * T * 2;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 33; value += 16) {
      s_prefetch(x, head * 48 + value + 288);
      const vf32 t = v_load_f32(&x[head * 48 + value]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[head] = sum;
  }
}
