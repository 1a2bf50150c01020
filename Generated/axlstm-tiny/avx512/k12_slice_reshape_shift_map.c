#define SG_LANES 16
#include "sonograph_kernel.h"

/* k12_slice_reshape_shift_map
 * slice, reshape, shift, map
 * x: f32, 3840*B*P + 768*B elements
 * x2: f32, 384 elements
 * x3: f32, 384 elements
 * x4: f32, 384 elements
 * x5: f32, 384 elements
 * bias: f32, 384 elements
 * x6: f32, 1920*B*P + 384*B elements
 * 19200*B*P + 3840*B flops, 23040*B*P + 4608*B + 7680 bytes
 * first used in block0/layer
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
    for (int64_t inner = 0; inner < 369; inner += 16) {
      s_prefetch(x, P * batch * 3840 + batch * 768 + inner + time * 768 + 3072);
      const vf32 t =
          v_load_f32(&x[P * batch * 3840 + s_min_index(s_max_index(time - 3, 0), P * 5) * 768 + batch * 768
              + inner]);
      const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time - 3)), t, v_splat_f32(0.0f));
      const vf32 t3 = v_load_f32(&x2[inner]);
      const vf32 t4 = t2 * t3;
      const vf32 t5 =
          v_load_f32(&x[P * batch * 3840 + s_min_index(s_max_index(time - 2, 0), P * 5) * 768 + batch * 768
              + inner]);
      const vf32 t6 = v_select_f32(v_splat_i32(s_le_index(0, time - 2)), t5, v_splat_f32(0.0f));
      const vf32 t7 = v_load_f32(&x3[inner]);
      const vf32 t8 = t6 * t7;
      const vf32 t9 = t4 + t8;
      const vf32 t10 =
          v_load_f32(&x[P * batch * 3840 + s_min_index(s_max_index(time - 1, 0), P * 5) * 768 + batch * 768
              + inner]);
      const vf32 t11 = v_select_f32(v_splat_i32(s_le_index(0, time - 1)), t10, v_splat_f32(0.0f));
      const vf32 t12 = v_load_f32(&x4[inner]);
      const vf32 t13 = t11 * t12;
      const vf32 t14 = t9 + t13;
      const vf32 t15 = v_load_f32(&x[P * batch * 3840 + batch * 768 + inner + time * 768]);
      const vf32 t16 = v_load_f32(&x5[inner]);
      const vf32 t17 = t15 * t16;
      const vf32 t18 = t14 + t17;
      const vf32 t19 = v_load_f32(&bias[inner]);
      const vf32 t20 = t18 + t19;
      const vf32 t21 = t20 * v_sigmoid_f32(t20);
      v_stream_f32(&x6[P * batch * 1920 + batch * 384 + inner + time * 384], t21,
          s_is_streamed(x6, B * P * 1920 + B * 384));
    }
  }
  s_end_streams();
}
