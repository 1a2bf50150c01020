#define SG_LANES 16
#include "sonograph_kernel.h"

/* k67_map_reshape_reduce
 * map, reshape, reduce
 * x: f32, 1920*B*P + 384*B elements
 * weight: f32, 384 elements
 * x2: f32, 20*B*P + 4*B elements
 * 3840*B*P + 768*B + 384 flops, 7760*B*P + 1552*B + 1536 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k67_map_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 20 + B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t time = unit / 4;
    const int64_t head = unit % 4;
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      s_prefetch(x, head * 96 + time * 384 + value + 384);
      s_prefetch(weight, head * 96 + value + 384);
      const vf32 t = v_load_f32(&x[head * 96 + time * 384 + value]);
      const vf32 t2 = v_load_f32(&weight[head * 96 + value]);
      const vf32 t3 = v_splat_f32(1.0f) + t2;
      const vf32 t4 = t * t3;
      sum_lanes += t4;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[head + time * 4] = sum;
  }
}
