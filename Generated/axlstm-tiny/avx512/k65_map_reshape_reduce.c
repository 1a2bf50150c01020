#define SG_LANES 16
#include "sonograph_kernel.h"

/* k65_map_reshape_reduce
 * map, reshape, reduce
 * x: f32, 1920*B*P + 384*B elements
 * weight: f32, 384 elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 20*B*P + 4*B elements
 * x4: f32, 20*B*P + 4*B elements
 * x5: f32, 20*B*P + 4*B elements
 * 9680*B*P + 1936*B + 384 flops, 15600*B*P + 3120*B + 1536 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k65_map_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  float *x5 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 20 + B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t time = unit / 4;
    const int64_t head = unit % 4;
    float sum = 0.0f;
    const float t6 = x3[head + time * 4];
    const float t7 = 0.010416667f * t6;
    const float t9 = x4[head + time * 4];
    const float t10 = 0.010416667f * t9;
    const float t11 = t10 + 1e-05f;
    const float t12 = s_rsqrt_f32(t11);
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      const vf32 t = v_load_f32(&x[head * 96 + time * 384 + value]);
      const vf32 t2 = v_load_f32(&weight[head * 96 + value]);
      const vf32 t3 = v_splat_f32(1.0f) + t2;
      const vf32 t4 = t * t3;
      const vf32 t5 = v_load_f32(&x2[head * 96 + time * 384 + value]);
      const vf32 t8 = t5 - v_splat_f32(t7);
      const vf32 t13 = t8 * v_splat_f32(t12);
      const vf32 t14 = t4 * t13;
      sum_lanes += t14;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x5[head + time * 4] = sum;
  }
}
