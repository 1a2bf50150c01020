#define SG_LANES 16
#include "sonograph_kernel.h"

/* k82_reduce
 * reduce
 * x: f32, 9 elements
 * x2: f32, 1 elements
 * 9 flops, 40 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k82_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t head = 0; head < 9; head += 16) {
    const vf32 t = v_load_part_f32(&x[head], 9 - head);
    sum_lanes += v_select_f32(v_first(9 - head), t, v_splat_f32(0.0f));
  }
  sum += v_reduce_sum_f32(sum_lanes);
  x2[0] = sum;
}
