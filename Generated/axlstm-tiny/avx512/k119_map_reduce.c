#define SG_LANES 16
#include "sonograph_kernel.h"

/* k119_map_reduce
 * map, reduce
 * x: f32, 384 elements
 * x2: f32, 384 elements
 * x3: f32, 1 elements
 * x4: f32, 1 elements
 * 1536 flops, 3080 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k119_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  float *x4 = buffers[3];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  float sum2 = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  vf32 sum2_lanes = v_splat_f32(0.0f);
  for (int64_t inner = 0; inner < 369; inner += 16) {
    const vf32 t = v_load_f32(&x[inner]);
    const vf32 t2 = t * t;
    sum_lanes += t2;
    const vf32 t3 = v_load_f32(&x2[inner]);
    const vf32 t4 = t3 * t3;
    sum2_lanes += t4;
  }
  sum += v_reduce_sum_f32(sum_lanes);
  sum2 += v_reduce_sum_f32(sum2_lanes);
  x3[0] = sum;
  x4[0] = sum2;
}
