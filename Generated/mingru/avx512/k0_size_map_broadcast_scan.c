#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_size_map_broadcast_scan
 * size, map, broadcast, scan
 * state0: f32, 384*B elements
 * x: f32, 384*B*T elements
 * z: f32, 384*B*T elements
 * x2: f32, 384*B*T elements
 * 1920*B*T flops, 4608*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  const float *x = buffers[1];
  const float *z = buffers[2];
  float *x2 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    for (int64_t channel = 0; channel < 369; channel += 16) {
      v_store_f32(&state0[channel + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t step = 0; step < count; ++step) {
        for (int64_t channel3 = 0; channel3 < 369; channel3 += 16) {
          const int64_t time = first + step;
          const vf32 t2 = v_load_f32(&z[T * batch * 384 + channel3 + time * 384]);
          const vf32 t3 = v_sigmoid_f32(t2);
          const vf32 t4 = v_splat_f32(1.0f) - t3;
          const vf32 t5 = v_load_f32(&state0[channel3 + outer * 384]);
          const vf32 t6 = t4 * t5;
          const vf32 t7 = v_load_f32(&x[T * batch * 384 + channel3 + time * 384]);
          const vf32 t8 = t3 * t7;
          const vf32 t9 = t6 + t8;
          v_store_f32(&state0[channel3 + outer * 384], t9);
          v_stream_f32(&x2[T * batch * 384 + channel3 + time * 384], t9, s_is_streamed(x2, B * T * 384));
        }
      }
    }
  }
  s_end_streams();
}
