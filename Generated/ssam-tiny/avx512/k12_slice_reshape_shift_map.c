#define SG_LANES 16
#include "sonograph_kernel.h"

/* k12_slice_reshape_shift_map
 * slice, reshape, shift, map
 * x: f32, 5760*B*P + 1152*B elements
 * x2: f32, 576 elements
 * x3: f32, 576 elements
 * x4: f32, 576 elements
 * x5: f32, 576 elements
 * bias: f32, 576 elements
 * x6: f32, 2880*B*P + 576*B elements
 * 28800*B*P + 5760*B flops, 34560*B*P + 6912*B + 11520 bytes
 * first used in block0/mixer
 */
__attribute__((visibility("default")))
void k12_slice_reshape_shift_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *bias = buffers[5];
  float *x6 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    for (int64_t inner = 0; inner < 561; inner += 16) {
      s_prefetch(x, P * batch * 5760 + batch * 1152 + inner + time * 1152 + 4608);
      const vf32 t =
          v_load_f32(&x[P * batch * 5760 + s_min_index(s_max_index(time - 3, 0), P * 5) * 1152 + batch * 1152
              + inner]);
      const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time - 3)), t, v_splat_f32(0.0f));
      const vf32 t3 = v_load_f32(&x2[inner]);
      const vf32 t4 = t2 * t3;
      const vf32 t5 =
          v_load_f32(&x[P * batch * 5760 + s_min_index(s_max_index(time - 2, 0), P * 5) * 1152 + batch * 1152
              + inner]);
      const vf32 t6 = v_select_f32(v_splat_i32(s_le_index(0, time - 2)), t5, v_splat_f32(0.0f));
      const vf32 t7 = v_load_f32(&x3[inner]);
      const vf32 t8 = t6 * t7;
      const vf32 t9 = t4 + t8;
      const vf32 t10 =
          v_load_f32(&x[P * batch * 5760 + s_min_index(s_max_index(time - 1, 0), P * 5) * 1152 + batch * 1152
              + inner]);
      const vf32 t11 = v_select_f32(v_splat_i32(s_le_index(0, time - 1)), t10, v_splat_f32(0.0f));
      const vf32 t12 = v_load_f32(&x4[inner]);
      const vf32 t13 = t11 * t12;
      const vf32 t14 = t9 + t13;
      const vf32 t15 = v_load_f32(&x[P * batch * 5760 + batch * 1152 + inner + time * 1152]);
      const vf32 t16 = v_load_f32(&x5[inner]);
      const vf32 t17 = t15 * t16;
      const vf32 t18 = t14 + t17;
      const vf32 t19 = v_load_f32(&bias[inner]);
      const vf32 t20 = t18 + t19;
      const vf32 t21 = t20 * v_sigmoid_f32(t20);
      v_stream_f32(&x6[P * batch * 2880 + batch * 576 + inner + time * 576], t21,
          s_is_streamed(x6, B * P * 2880 + B * 576));
    }
  }
  s_end_streams();
}
