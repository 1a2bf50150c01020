#define SG_LANES 16
#include "sonograph_kernel.h"

/* k58_reshape_pad_map_reduce
 * reshape, pad, map, reduce
 * x: f32, 960*B*P elements
 * weight: f32, 192 elements
 * x2: f32, 5*B*P + B elements
 * 1920*B*P + 384*B flops, 3860*B*P + 4*B + 768 bytes
 * first used in encoder-norm/gradient
 */
__attribute__((visibility("default")))
void k58_reshape_pad_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *weight = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t channel = 0; channel < 177; channel += 16) {
      const vf32 t =
          v_load_f32(&x[P * batch * 960 + s_min_index(s_max_index(time - 1, 0), P * 5 - 1) * 192 + channel]);
      const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time - 1) & s_le_index(time - 1, P * 5 - 1)), t,
          v_splat_f32(0.0f));
      const vf32 t3 = v_load_f32(&weight[channel]);
      const vf32 t4 = t2 * t3;
      sum_lanes += t4;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[P * batch * 5 + batch + time] = sum;
  }
}
