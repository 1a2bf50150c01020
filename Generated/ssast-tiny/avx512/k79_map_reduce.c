#define SG_LANES 16
#include "sonograph_kernel.h"

/* k79_map_reduce
 * map, reduce
 * x: f32, 192 elements
 * x2: f32, 1 elements
 * 384 flops, 772 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k79_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t channel = 0; channel < 177; channel += 16) {
    const vf32 t = v_load_f32(&x[channel]);
    const vf32 t2 = t * t;
    sum_lanes += t2;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  x2[0] = sum;
}
