#define SG_LANES 16
#include "sonograph_kernel.h"

/* k21_reduce_map
 * reduce, map
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 20*B*P + 4*B elements
 * x3: f32, 20*B*P + 4*B elements
 * 7700*B*P + 1540*B flops, 7840*B*P + 1568*B bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k21_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * P * 20 + B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      const vf32 t = v_load_f32(&x[head * 96 + value]);
      sum_lanes += t;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[head] = sum;
    float sum2 = 0.0f;
    const float t3 = 0.010416667f * sum;
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t value2 = 0; value2 < 81; value2 += 16) {
      const vf32 t2 = v_load_f32(&x[head * 96 + value2]);
      const vf32 t4 = t2 - v_splat_f32(t3);
      const vf32 t5 = t4 * t4;
      sum2_lanes += t5;
    }
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x3[head] = sum2;
  }
}
