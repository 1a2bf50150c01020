#define SG_LANES 16
#include "sonograph_kernel.h"

/* k74_slice_reshape_map_shift_pad
 * slice, reshape, map, shift, pad
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 2880*B*P + 576*B elements
 * x3: f32, 5760*B*P + 1152*B elements
 * x4: f32, 2880*B*P + 576*B elements
 * x5: f32, 576 elements
 * x6: f32, 576 elements
 * x7: f32, 576 elements
 * x8: f32, 576 elements
 * x9: f32, 5760*B*P + 1152*B elements
 * 51840*B*P + 10368*B flops, 80640*B*P + 16128*B + 9216 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k74_slice_reshape_map_shift_pad(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  const float *x7 = buffers[6];
  const float *x8 = buffers[7];
  float *x9 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    for (int64_t inner = 0; inner < 561; inner += 16) {
      s_prefetch(x4, P * batch * 2880 + batch * 576 + inner + time * 576 + 2304);
      const float t7 = 0.0f;
      const vf32 t8 = v_load_f32(&x4[P * batch * 2880 + batch * 576 + inner + time * 576]);
      const vf32 t9 = v_load_f32(&x5[inner]);
      const vf32 t10 = t8 * t9;
      const vf32 t11 =
          v_load_f32(&x4[P * batch * 2880 + s_max_index(s_min_index(time + 1, P * 5), 0) * 576 + batch * 576
              + inner]);
      const vf32 t12 = v_load_f32(&x6[inner]);
      const vf32 t13 = t11 * t12;
      const vf32 t14 = v_select_f32(v_splat_i32(s_le_index(time + 1, P * 5)), t13, v_splat_f32(0.0f));
      const vf32 t15 = t10 + t14;
      const vf32 t16 =
          v_load_f32(&x4[P * batch * 2880 + s_max_index(s_min_index(time + 2, P * 5), 0) * 576 + batch * 576
              + inner]);
      const vf32 t17 = v_load_f32(&x7[inner]);
      const vf32 t18 = t16 * t17;
      const vf32 t19 = v_select_f32(v_splat_i32(s_le_index(time + 2, P * 5)), t18, v_splat_f32(0.0f));
      const vf32 t20 = t15 + t19;
      const vf32 t21 =
          v_load_f32(&x4[P * batch * 2880 + s_max_index(s_min_index(time + 3, P * 5), 0) * 576 + batch * 576
              + inner]);
      const vf32 t22 = v_load_f32(&x8[inner]);
      const vf32 t23 = t21 * t22;
      const vf32 t24 = v_select_f32(v_splat_i32(s_le_index(time + 3, P * 5)), t23, v_splat_f32(0.0f));
      const vf32 t25 = t20 + t24;
      const vf32 t26 = t25;
      const vf32 t27 = v_splat_f32(t7) + t26;
      v_stream_f32(&x9[P * batch * 5760 + batch * 1152 + inner + time * 1152], t27,
          s_is_streamed(x9, B * P * 5760 + B * 1152));
    }
    for (int64_t inner = 0; inner < 561; inner += 16) {
      s_prefetch(x, P * batch * 2880 + batch * 576 + inner + time * 576 + 2304);
      s_prefetch(x2, P * batch * 2880 + batch * 576 + inner + time * 576 + 2304);
      s_prefetch(x3, P * batch * 5760 + batch * 1152 + inner + time * 1152 + 5184);
      const vf32 t = v_load_f32(&x[P * batch * 2880 + batch * 576 + inner + time * 576]);
      const vf32 t2 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + inner + time * 576]);
      const vf32 t3 = t * t2;
      const vf32 t4 = v_load_f32(&x3[P * batch * 5760 + batch * 1152 + inner + time * 1152 + 576]);
      const vf32 t5 = v_sigmoid_f32(t4);
      const vf32 t6 = t3 * (t5 + t4 * (t5 * (v_splat_f32(1.0f) - t5)));
      const vf32 t7 = t6;
      const float t26 = 0.0f;
      const vf32 t27 = t7 + v_splat_f32(t26);
      v_stream_f32(&x9[P * batch * 5760 + batch * 1152 + inner + time * 1152 + 576], t27,
          s_is_streamed(x9, B * P * 5760 + B * 1152));
    }
  }
  s_end_streams();
}
