#define SG_LANES 16
#include "sonograph_kernel.h"

/* k81_map_reduce
 * map, reduce
 * x: f32, 576 elements
 * x2: f32, 9 elements
 * 1152 flops, 2340 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k81_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t head_count = 9;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t feature = 0; feature < 49; feature += 16) {
      s_prefetch(x, feature + head * 64 + 256);
      const vf32 t = v_load_f32(&x[feature + head * 64]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[head] = sum;
  }
}
