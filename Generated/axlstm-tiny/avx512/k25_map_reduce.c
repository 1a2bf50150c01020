#define SG_LANES 16
#include "sonograph_kernel.h"

/* k25_map_reduce
 * map, reduce
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 20*B*P + 4*B elements
 * x3: f32, 20*B*P + 4*B elements
 * x4: f32, 20*B*P + 4*B elements
 * x5: f32, 20*B*P + 4*B elements
 * 9700*B*P + 1940*B flops, 8000*B*P + 1600*B bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k25_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  float *x5 = buffers[4];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * P * 20 + B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    const float t2 = x2[head];
    const float t3 = s_abs_f32(t2);
    const float t4 = x3[head];
    const float t5 = s_max_f32(t3, t4);
    const float t6 = t5 + 1e-06f;
    const float t7 = 1.0f / t6;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      s_prefetch(x, head * 96 + value + 384);
      const vf32 t = v_load_f32(&x[head * 96 + value]);
      const vf32 t8 = t * v_splat_f32(t7);
      sum_lanes += t8;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x4[head] = sum;
    float sum2 = 0.0f;
    const float t11 = 0.010416667f * sum;
    vf32 sum2_lanes = v_splat_f32(0.0f);
    for (int64_t value2 = 0; value2 < 81; value2 += 16) {
      const vf32 t9 = v_load_f32(&x[head * 96 + value2]);
      const vf32 t10 = t9 * v_splat_f32(t7);
      const vf32 t12 = t10 - v_splat_f32(t11);
      const vf32 t13 = t12 * t12;
      sum2_lanes += t13;
    }
    sum2 += v_reduce_sum_f32(sum2_lanes);
    x5[head] = sum2;
  }
}
