#define SG_LANES 16
#include "sonograph_kernel.h"

/* k4_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * state0: f32, 384*B elements
 * state1: f32, 384*B elements
 * x: f32, 384 elements
 * x2: f32, 384*B*ceil(T, 64) elements
 * x3: f32, 384*B*T elements
 * x4: f32, 1 elements
 * x5: f32, 384*B*T elements
 * x6: f32, 384*B elements
 * 4224*B*T + 2 flops, 3072*B*T + 1536*B*ceil(T, 64) + 1536*B + 1540 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k4_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  float *state1 = buffers[1];
  const float *x = buffers[2];
  const float *x2 = buffers[3];
  const float *x3 = buffers[4];
  const float *x4 = buffers[5];
  const float *x5 = buffers[6];
  float *x6 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t10 = x4[0];
  const float t11 = (float)(int32_t)(B * T * 384);
  const float t12 = 1.0f * (1.0f / t11);
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    for (int64_t channel = 0; channel < 369; channel += 16) {
      v_store_f32(&state0[channel + outer * 384], v_splat_f32(0.0f));
      v_store_f32(&state1[channel + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      _Alignas(64) float tape[32768];
      for (int64_t channel2 = 0; channel2 < 369; channel2 += 16) {
        const vf32 t2 = v_load_f32(&x2[B * interval * 384 + batch * 384 + channel2]);
        v_store_f32(&tape[channel2], t2);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        for (int64_t channel3 = 0; channel3 < 369; channel3 += 16) {
          const int64_t time = first + step;
          const vf32 t3 = v_load_f32(&tape[channel3 + step * 512]);
          const vf32 t4 = v_load_f32(&x[channel3]);
          const vf32 t5 = v_load_f32(&x3[T * batch * 384 + channel3 + time * 384]);
          const vf32 t6 = t5 - t3;
          const vf32 t7 = t4 * t6;
          const vf32 t8 = t3 + t7;
          v_store_f32(&tape[channel3 + step * 512 + 512], t8);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        for (int64_t channel4 = 0; channel4 < 369; channel4 += 16) {
          const int64_t time2 = first + step2;
          const vf32 t9 = v_load_f32(&state0[channel4 + outer * 384]);
          const vf32 t13 = v_load_f32(&x5[T * batch * 384 + channel4 + time2 * 384]);
          const vf32 t14 = v_splat_f32(t12) * t13;
          const vf32 t15 = t14 + t14;
          const vf32 t16 = t9 + t15;
          const vf32 t17 = v_load_f32(&x3[T * batch * 384 + channel4 + time2 * 384]);
          const vf32 t18 = v_load_f32(&tape[channel4 + step2 * 512]);
          const vf32 t19 = t17 - t18;
          const vf32 t20 = t16 * t19;
          const vf32 t21 = v_load_f32(&x[channel4]);
          const vf32 t22 = t16 * t21;
          const vf32 t23 = -t22;
          const vf32 t24 = t16 + t23;
          v_store_f32(&state1[channel4 + outer * 384], v_load_f32(&state1[channel4 + outer * 384]) + t20);
          v_store_f32(&state0[channel4 + outer * 384], t24);
        }
      }
    }
    for (int64_t channel5 = 0; channel5 < 369; channel5 += 16) {
      v_stream_f32(&x6[batch * 384 + channel5], v_load_f32(&state1[channel5 + outer * 384]),
          s_is_streamed(x6, B * 384));
    }
  }
  s_end_streams();
}
