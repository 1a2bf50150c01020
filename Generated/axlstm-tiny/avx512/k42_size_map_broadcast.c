#define SG_LANES 16
#include "sonograph_kernel.h"

/* k42_size_map_broadcast
 * size, map, broadcast
 * x: f32, 1 elements
 * x2: f32, 320*B*P elements
 * x3: f32, 320*B*P elements
 * 645*B*P + 2 flops, 2560*B*P + 4 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k42_size_map_broadcast(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  (void)part, (void)parts;
  const float t = x[0];
  const float t2 = (float)(int32_t)(B * P * 5);
  const float t3 = 1.0f * (1.0f / t2);
  const float t4 = 0.015625f * t3;
  for (int64_t patch = 0; patch < B * P * 320 - 15; patch += 16) {
    const vf32 t5 = v_load_f32(&x2[patch]);
    const vf32 t6 = v_splat_f32(t4) * t5;
    const vf32 t7 = t6 + t6;
    v_stream_f32(&x3[patch], t7, s_is_streamed(x3, B * P * 320));
  }
  s_end_streams();
}
