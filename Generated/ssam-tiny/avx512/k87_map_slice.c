#define SG_LANES 16
#include "sonograph_kernel.h"

/* k87_map_slice
 * map, slice
 * x: f32, 960*B*P + 192*B elements
 * mask: f32, 5*B*P elements
 * x2: f32, 960*B*P elements
 * 965*B*P flops, 7700*B*P + 768*B bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k87_map_slice(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *mask = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5);
    const int64_t time = unit % (P * 5);
    const float t2 = mask[P * batch * 5 + time];
    const float t3 = 1.0f - t2;
    for (int64_t channel = 0; channel < 177; channel += 16) {
      s_prefetch(x, P * batch * 960 + batch * 192 + channel + time * 192 + 960);
      const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel + time * 192 + 192]);
      const vf32 t4 = t * v_splat_f32(t3);
      v_stream_f32(&x2[P * batch * 960 + channel + time * 192], t4, s_is_streamed(x2, B * P * 960));
    }
  }
  s_end_streams();
}
