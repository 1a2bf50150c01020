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
  const int64_t unit_count = B * P * 15 + B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t time = unit / 3;
    const int64_t part_ = unit % 3;
    for (int64_t feature = 0; feature < 177; feature += 16) {
      s_prefetch(x, s_min_index(s_max_index(part_ - 2, 0), 0) * 192 + feature + time * 192 + 768);
      s_prefetch(x2, s_min_index(s_max_index(part_ - 1, 0), 0) * 192 + feature + time * 192 + 768);
      s_prefetch(x3, s_min_index(s_max_index(part_, 0), 0) * 192 + feature + time * 192 + 768);
      const vf32 t = v_load_f32(&x[s_min_index(s_max_index(part_ - 2, 0), 0) * 192 + feature + time * 192]);
      const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, part_ - 2) & s_le_index(part_ - 2, 0)), t,
          v_splat_f32(0.0f));
      const vf32 t3 = v_load_f32(&x2[s_min_index(s_max_index(part_ - 1, 0), 0) * 192 + feature + time * 192]);
      const vf32 t4 = v_select_f32(v_splat_i32(s_le_index(0, part_ - 1) & s_le_index(part_ - 1, 0)), t3,
          v_splat_f32(0.0f));
      const vf32 t5 = t2 + t4;
      const vf32 t6 = v_load_f32(&x3[s_min_index(s_max_index(part_, 0), 0) * 192 + feature + time * 192]);
      const vf32 t7 = v_select_f32(v_splat_i32(s_le_index(0, part_) & s_le_index(part_, 0)), t6,
          v_splat_f32(0.0f));
      const vf32 t8 = t5 + t7;
      v_stream_f32(&x4[feature + part_ * 192 + time * 576], t8, s_is_streamed(x4, B * P * 2880 + B * 576));
    }
  }
  s_end_streams();
}
