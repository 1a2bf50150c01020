#define SG_LANES 16
#include "sonograph_kernel.h"

/* k114_map_reduce
 * map, reduce
 * x: f32, 1536 elements
 * x2: f32, 384 elements
 * 3072 flops, 7680 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k114_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t out_count = 384;
  const int64_t out_end = out_count * (part + 1) / parts;
  for (int64_t out = out_count * part / parts; out < out_end; ++out) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t in = 0; in < 4; in += 16) {
      const vf32 t = v_load_part_f32(&x[in + out * 4], 4 - in);
      const vf32 t2 = t * t;
      sum_lanes += v_select_f32(v_first(4 - in), t2, v_splat_f32(0.0f));
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[out] = sum;
  }
}
