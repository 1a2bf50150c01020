#define SG_LANES 16
#include "sonograph_kernel.h"

/* k102_slice_reshape_map_shift_pad
 * slice, reshape, map, shift, pad
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 3840*B*P + 768*B elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 1920*B*P + 384*B elements
 * x6: f32, 384 elements
 * x7: f32, 384 elements
 * x8: f32, 384 elements
 * x9: f32, 384 elements
 * x10: f32, 3840*B*P + 768*B elements
 * 36480*B*P + 7296*B flops, 61440*B*P + 12288*B + 6144 bytes
 * first used in block10/layer/gradient
 */
__attribute__((visibility("default")))
void k102_slice_reshape_map_shift_pad(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  const float *x7 = buffers[6];
  const float *x8 = buffers[7];
  const float *x9 = buffers[8];
  float *x10 = buffers[9];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / (P * 5 + 1);
    const int64_t time = unit % (P * 5 + 1);
    for (int64_t inner = 0; inner < 369; inner += 16) {
      s_prefetch(x4, P * batch * 1920 + batch * 384 + inner + time * 384 + 1536);
      s_prefetch(x5, P * batch * 1920 + batch * 384 + inner + time * 384 + 1536);
      const float t7 = 0.0f;
      const vf32 t8 = v_load_f32(&x4[P * batch * 1920 + batch * 384 + inner + time * 384]);
      const vf32 t9 = v_load_f32(&x5[P * batch * 1920 + batch * 384 + inner + time * 384]);
      const vf32 t10 = v_load_f32(&x6[inner]);
      const vf32 t11 = t9 * t10;
      const vf32 t12 = t8 + t11;
      const vf32 t13 =
          v_load_f32(&x5[P * batch * 1920 + s_max_index(s_min_index(time + 1, P * 5), 0) * 384 + batch * 384
              + inner]);
      const vf32 t14 = v_load_f32(&x7[inner]);
      const vf32 t15 = t13 * t14;
      const vf32 t16 = v_select_f32(v_splat_i32(s_le_index(time + 1, P * 5)), t15, v_splat_f32(0.0f));
      const vf32 t17 = t12 + t16;
      const vf32 t18 =
          v_load_f32(&x5[P * batch * 1920 + s_max_index(s_min_index(time + 2, P * 5), 0) * 384 + batch * 384
              + inner]);
      const vf32 t19 = v_load_f32(&x8[inner]);
      const vf32 t20 = t18 * t19;
      const vf32 t21 = v_select_f32(v_splat_i32(s_le_index(time + 2, P * 5)), t20, v_splat_f32(0.0f));
      const vf32 t22 = t17 + t21;
      const vf32 t23 =
          v_load_f32(&x5[P * batch * 1920 + s_max_index(s_min_index(time + 3, P * 5), 0) * 384 + batch * 384
              + inner]);
      const vf32 t24 = v_load_f32(&x9[inner]);
      const vf32 t25 = t23 * t24;
      const vf32 t26 = v_select_f32(v_splat_i32(s_le_index(time + 3, P * 5)), t25, v_splat_f32(0.0f));
      const vf32 t27 = t22 + t26;
      const vf32 t28 = t27;
      const vf32 t29 = v_splat_f32(t7) + t28;
      v_stream_f32(&x10[P * batch * 3840 + batch * 768 + inner + time * 768], t29,
          s_is_streamed(x10, B * P * 3840 + B * 768));
    }
    for (int64_t inner = 0; inner < 369; inner += 16) {
      s_prefetch(x, P * batch * 1920 + batch * 384 + inner + time * 384 + 1536);
      s_prefetch(x2, P * batch * 1920 + batch * 384 + inner + time * 384 + 1536);
      s_prefetch(x3, P * batch * 3840 + batch * 768 + inner + time * 768 + 3456);
      const vf32 t = v_load_f32(&x[P * batch * 1920 + batch * 384 + inner + time * 384]);
      const vf32 t2 = v_load_f32(&x2[P * batch * 1920 + batch * 384 + inner + time * 384]);
      const vf32 t3 = t * t2;
      const vf32 t4 = v_load_f32(&x3[P * batch * 3840 + batch * 768 + inner + time * 768 + 384]);
      const vf32 t5 = v_sigmoid_f32(t4);
      const vf32 t6 = t3 * (t5 + t4 * (t5 * (v_splat_f32(1.0f) - t5)));
      const vf32 t7 = t6;
      const float t28 = 0.0f;
      const vf32 t29 = t7 + v_splat_f32(t28);
      v_stream_f32(&x10[P * batch * 3840 + batch * 768 + inner + time * 768 + 384], t29,
          s_is_streamed(x10, B * P * 3840 + B * 768));
    }
  }
  s_end_streams();
}
