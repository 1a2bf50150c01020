#define SG_LANES 16
#include "sonograph_kernel.h"

/* k8_reduce_map
 * reduce, map
 * x: f32, 384 elements
 * x2: f32, 1 elements
 * 385 flops, 1540 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k8_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t channel = 0; channel < 369; channel += 16) {
    const vf32 t = v_load_f32(&x[channel]);
    sum_lanes += t;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  const float t2 = s_sqrt_f32(sum);
  x2[0] = t2;
}
