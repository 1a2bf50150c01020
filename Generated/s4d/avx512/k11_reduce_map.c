#define SG_LANES 16
#include "sonograph_kernel.h"

/* k11_reduce_map
 * reduce, map
 * x: f32, 192 elements
 * x2: f32, 192 elements
 * x3: f32, 1 elements
 * x4: f32, 1 elements
 * x5: f32, 1 elements
 * 388 flops, 1548 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k11_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  float *x5 = buffers[4];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  float sum2 = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  vf32 sum2_lanes = v_splat_f32(0.0f);
  for (int64_t channel = 0; channel < 177; channel += 16) {
    const vf32 t = v_load_f32(&x[channel]);
    sum_lanes += t;
    const vf32 t2 = v_load_f32(&x2[channel]);
    sum2_lanes += t2;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  sum2 += v_reduce_sum_f32(sum2_lanes);
  const float t3 = x3[0];
  const float t4 = x4[0];
  const float t5 = t3 + t4;
  const float t6 = t5 + sum;
  const float t7 = t6 + sum2;
  const float t8 = s_sqrt_f32(t7);
  x5[0] = t8;
}
