#define SG_LANES 16
#include "sonograph_kernel.h"

/* k19_slice_reshape_map
 * slice, reshape, map
 * x: f32, 2880*B*P + 576*B elements
 * D: f32, 576 elements
 * x2: f32, 2880*B*P + 576*B elements
 * x3: f32, 2880*B*P + 576*B elements
 * x4: f32, 5760*B*P + 1152*B elements
 * x5: f32, 2880*B*P + 576*B elements
 * 14400*B*P + 2880*B flops, 69120*B*P + 13824*B + 2304 bytes
 * first used in block0/mixer
 */
__attribute__((visibility("default")))
void k19_slice_reshape_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *D = buffers[1];
  const float *x2 = buffers[2];
  float *x3 = buffers[3];
  const float *x4 = buffers[4];
  float *x5 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t inner = 0; inner < 561; inner += 16) {
      s_prefetch(x, inner + time * 576 + 2304);
      s_prefetch(x2, inner + time * 576 + 2304);
      s_prefetch(x4, inner + time * 1152 + 5184);
      const vf32 t = v_load_f32(&x[inner + time * 576]);
      const vf32 t2 = v_load_f32(&D[inner]);
      const vf32 t3 = v_load_f32(&x2[inner + time * 576]);
      const vf32 t4 = t2 * t3;
      const vf32 t5 = t + t4;
      v_stream_f32(&x3[inner + time * 576], t5, s_is_streamed(x3, B * P * 46080 + B * 9216));
      const vf32 t6 = v_load_f32(&x4[inner + time * 1152 + 576]);
      const vf32 t7 = t6 * v_sigmoid_f32(t6);
      const vf32 t8 = t5 * t7;
      v_stream_f32(&x5[inner + time * 576], t8, s_is_streamed(x5, B * P * 2880 + B * 576));
    }
  }
  s_end_streams();
}
