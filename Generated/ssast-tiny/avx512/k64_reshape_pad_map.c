#define SG_LANES 16
#include "sonograph_kernel.h"

/* k64_reshape_pad_map
 * reshape, pad, map
 * x: f32, 960*B*P + 192*B elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 960*B*P + 192*B elements
 * x4: f32, 2880*B*P + 576*B elements
 * 5760*B*P + 1152*B flops, 23040*B*P + 4608*B bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k64_reshape_pad_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t feature = 0; feature < 177; feature += 16) {
      s_prefetch(x3, feature + time * 192 + 768);
      const float t2 = 0.0f;
      const float t4 = 0.0f;
      const float t5 = t2 + t4;
      const vf32 t6 = v_load_f32(&x3[feature + time * 192]);
      const vf32 t7 = t6;
      const vf32 t8 = v_splat_f32(t5) + t7;
      v_stream_f32(&x4[feature + time * 576], t8, s_is_streamed(x4, B * P * 2880 + B * 576));
    }
    for (int64_t feature = 0; feature < 177; feature += 16) {
      s_prefetch(x2, feature + time * 192 + 768);
      const float t2 = 0.0f;
      const vf32 t3 = v_load_f32(&x2[feature + time * 192]);
      const vf32 t4 = t3;
      const vf32 t5 = v_splat_f32(t2) + t4;
      const float t7 = 0.0f;
      const vf32 t8 = t5 + v_splat_f32(t7);
      v_stream_f32(&x4[feature + time * 576 + 192], t8, s_is_streamed(x4, B * P * 2880 + B * 576));
    }
    for (int64_t feature = 0; feature < 177; feature += 16) {
      s_prefetch(x, feature + time * 192 + 768);
      const vf32 t = v_load_f32(&x[feature + time * 192]);
      const vf32 t2 = t;
      const float t4 = 0.0f;
      const vf32 t5 = t2 + v_splat_f32(t4);
      const float t7 = 0.0f;
      const vf32 t8 = t5 + v_splat_f32(t7);
      v_stream_f32(&x4[feature + time * 576 + 384], t8, s_is_streamed(x4, B * P * 2880 + B * 576));
    }
  }
  s_end_streams();
}
