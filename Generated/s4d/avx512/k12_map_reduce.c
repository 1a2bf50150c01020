#define SG_LANES 16
#include "sonograph_kernel.h"

/* k12_map_reduce
 * map, reduce
 * x: f32, 3072 elements
 * x2: f32, 192 elements
 * 6144 flops, 13056 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k12_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t channel_count = 192;
  const int64_t channel_end = channel_count * (part + 1) / parts;
  for (int64_t channel = channel_count * part / parts; channel < channel_end; ++channel) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t state = 0; state < 1; state += 16) {
      s_prefetch(x, channel * 16 + state + 256);
      const vf32 t = v_load_f32(&x[channel * 16 + state]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[channel] = sum;
  }
}
