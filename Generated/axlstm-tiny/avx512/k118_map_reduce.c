#define SG_LANES 16
#include "sonograph_kernel.h"

/* k118_map_reduce
 * map, reduce
 * x: f32, 4 elements
 * x2: f32, 4 elements
 * x3: f32, 1 elements
 * x4: f32, 1 elements
 * 16 flops, 40 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k118_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
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
  for (int64_t head = 0; head < 4; head += 16) {
    const vf32 t = v_load_part_f32(&x[head], 4 - head);
    const vf32 t2 = t * t;
    sum_lanes += v_select_f32(v_first(4 - head), t2, v_splat_f32(0.0f));
    const vf32 t3 = v_load_part_f32(&x2[head], 4 - head);
    const vf32 t4 = t3 * t3;
    sum2_lanes += v_select_f32(v_first(4 - head), t4, v_splat_f32(0.0f));
  }
  sum += v_reduce_sum_f32(sum_lanes);
  sum2 += v_reduce_sum_f32(sum2_lanes);
  x3[0] = sum;
  x4[0] = sum2;
}
