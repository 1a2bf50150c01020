#define SG_LANES 16
#include "sonograph_kernel.h"

/* k57_reshape_map_reduce
 * reshape, map, reduce
 * x: f32, 960*B*P + 192*B elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 15*B*P + 3*B elements
 * 1920*B*P + 384*B flops, 7740*B*P + 1548*B bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k57_reshape_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * P * 15 + B * 3;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t feature = 0; feature < 49; feature += 16) {
      s_prefetch(x, feature + head * 64 + 256);
      s_prefetch(x2, feature + head * 64 + 256);
      const vf32 t = v_load_f32(&x[feature + head * 64]);
      const vf32 t2 = v_load_f32(&x2[feature + head * 64]);
      const vf32 t3 = t * t2;
      sum_lanes += t3;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x3[head] = sum;
  }
}
