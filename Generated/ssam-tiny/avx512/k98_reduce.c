#define SG_LANES 16
#include "sonograph_kernel.h"

/* k98_reduce
 * reduce
 * x: f32, 60 elements
 * x2: f32, 1 elements
 * 60 flops, 244 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k98_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t row = 0; row < 45; row += 16) {
    const vf32 t = v_load_f32(&x[row]);
    sum_lanes += t;
  }
  for (int64_t row = 48; row < 60; row += 16) {
    const vf32 t = v_load_part_f32(&x[row], 60 - row);
    sum_lanes += v_select_f32(v_first(60 - row), t, v_splat_f32(0.0f));
  }
  sum += v_reduce_sum_f32(sum_lanes);
  x2[0] = sum;
}
