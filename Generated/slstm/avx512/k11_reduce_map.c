#define SG_LANES 16
#include "sonograph_kernel.h"

/* k11_reduce_map
 * reduce, map
 * x: f32, 16 elements
 * x2: f32, 1 elements
 * x3: f32, 1 elements
 * 18 flops, 72 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k11_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t gate = 0; gate < 1; gate += 16) {
    const vf32 t = v_load_f32(&x[gate]);
    sum_lanes += t;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  const float t2 = x2[0];
  const float t3 = t2 + sum;
  const float t4 = s_sqrt_f32(t3);
  x3[0] = t4;
}
