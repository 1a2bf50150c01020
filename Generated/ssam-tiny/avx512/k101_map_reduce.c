#define SG_LANES 16
#include "sonograph_kernel.h"

/* k101_map_reduce
 * map, reduce
 * x: f32, 36864 elements
 * x2: f32, 192 elements
 * 73728 flops, 148224 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k101_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t channel_count = 192;
  const int64_t channel_end = channel_count * (part + 1) / parts;
  for (int64_t channel = channel_count * part / parts; channel < channel_end; ++channel) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t in = 0; in < 177; in += 16) {
      const vf32 t = v_load_f32(&x[channel * 192 + in]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[channel] = sum;
  }
}
