#define SG_LANES 16
#include "sonograph_kernel.h"

/* k60_map_reshape
 * map, reshape
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 2880*B*P + 576*B elements
 * bias: f32, 576 elements
 * x3: f32, 2880*B*P + 576*B elements
 * 8640*B*P + 1728*B flops, 34560*B*P + 6912*B + 2304 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k60_map_reshape(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *bias = buffers[2];
  float *x3 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t inner = 0; inner < 561; inner += 16) {
      s_prefetch(x, inner + time * 576 + 2304);
      s_prefetch(x2, inner + time * 576 + 2304);
      const vf32 t = v_load_f32(&x[inner + time * 576]);
      const vf32 t2 = v_load_f32(&x2[inner + time * 576]);
      const vf32 t3 = v_load_f32(&bias[inner]);
      const vf32 t4 = t2 + t3;
      const vf32 t5 = t * v_sigmoid_f32(t4);
      v_stream_f32(&x3[inner + time * 576], t5, s_is_streamed(x3, B * P * 2880 + B * 576));
    }
  }
  s_end_streams();
}
