#define SG_LANES 16
#include "sonograph_kernel.h"

/* k9_map_reduce
 * map, reduce
 * x: f32, 96 elements
 * x2: f32, 1 elements
 * x3: f32, 1 elements
 * 194 flops, 392 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k9_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t channel = 0; channel < 81; channel += 16) {
    const vf32 t = v_load_f32(&x[channel]);
    const vf32 t2 = t * t;
    sum_lanes += t2;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  const float t3 = x2[0];
  const float t4 = t3 + sum;
  const float t5 = s_sqrt_f32(t4);
  x3[0] = t5;
}
