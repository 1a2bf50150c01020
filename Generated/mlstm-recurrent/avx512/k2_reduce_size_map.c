#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_reduce_size_map
 * reduce, size, map
 * x: f32, 4*B*T elements
 * x2: f32, 1 elements
 * 4*B*T + 1 flops, 16*B*T + 4 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_reduce_size_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t head = 0; head < B * T * 4 - 15; head += 16) {
    const vf32 t = v_load_f32(&x[head]);
    sum_lanes += t;
  }
  for (int64_t head = B * T * 4 / 16 * 16; head < B * T * 4; head += 16) {
    const vf32 t = v_load_part_f32(&x[head], B * T * 4 - head);
    sum_lanes += v_select_f32(v_first(B * T * 4 - head), t, v_splat_f32(0.0f));
  }
  sum += v_reduce_sum_f32(sum_lanes);
  const float t2 = (float)(int32_t)(B * T * 384);
  const float t3 = sum / t2;
  x2[0] = t3;
}
