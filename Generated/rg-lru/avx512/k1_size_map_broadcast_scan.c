#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_size_map_broadcast_scan
 * size, map, broadcast, scan
 * state0: f32, 384*B elements
 * x: f32, 384 elements
 * x2: f32, 384*B*ceil(T, 64) elements
 * x3: f32, 384*B*T elements
 * r: f32, 384*B*T elements
 * i: f32, 384*B*T elements
 * x4: f32, 384*B*T elements
 * 5760*B*T + 384 flops, 6144*B*T + 1536*B*ceil(T, 64) + 1536 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  const float *x = buffers[1];
  float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *r = buffers[4];
  const float *i = buffers[5];
  float *x4 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t3 = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    _Alignas(64) float fixed[512];
    for (int64_t channel = 0; channel < 369; channel += 16) {
      const vf32 t = v_load_f32(&x[channel]);
      const vf32 t2 = v_splat_f32(1.442695f) * t;
      v_store_f32(&fixed[channel], t2);
    }
    for (int64_t channel2 = 0; channel2 < 369; channel2 += 16) {
      v_store_f32(&state0[channel2 + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel3 = 0; channel3 < 369; channel3 += 16) {
        v_stream_f32(&x2[B * chunk * 384 + batch * 384 + channel3],
            v_load_f32(&state0[channel3 + outer * 384]), s_is_streamed(x2, (T + 63) / 64 * B * 384));
      }
      for (int64_t step = 0; step < count; ++step) {
        for (int64_t channel4 = 0; channel4 < 369; channel4 += 16) {
          const int64_t time = first + step;
          const vf32 t4 = v_load_f32(&r[T * batch * 384 + channel4 + time * 384]);
          const vf32 t5 = v_sigmoid_f32(t4);
          const vf32 t6 = v_load_f32(&fixed[channel4]);
          const vf32 t7 = v_exp2_f32(v_splat_f32(-8.0f) * (t5 * t6));
          const vf32 t8 = v_load_f32(&state0[channel4 + outer * 384]);
          const vf32 t9 = t7 * t8;
          const vf32 t10 = v_load_f32(&x[channel4]);
          const vf32 t11 = t10 * t5;
          const vf32 t12 = v_splat_f32(-8.0f) * t11;
          const vf32 t13 = v_splat_f32(2.0f) * t12;
          const vf32 t14 = v_expm1_f32(t13);
          const vf32 t15 = -t14;
          const vf32 t16 = v_sqrt_f32(t15);
          const vf32 t17 = v_load_f32(&i[T * batch * 384 + channel4 + time * 384]);
          const vf32 t18 = v_sigmoid_f32(t17);
          const vf32 t19 = t16 * t18;
          const vf32 t20 = v_load_f32(&x3[T * batch * 384 + channel4 + time * 384]);
          const vf32 t21 = t19 * t20;
          const vf32 t22 = t9 + t21;
          v_store_f32(&state0[channel4 + outer * 384], t22);
          v_stream_f32(&x4[T * batch * 384 + channel4 + time * 384], t22, s_is_streamed(x4, B * T * 384));
        }
      }
    }
  }
  s_end_streams();
}
