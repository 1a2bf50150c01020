#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_size_map_broadcast_scan
 * size, map, broadcast, scan
 * x: f32, 96*B*ceil(T, 64) elements
 * x2: f32, 96*B*ceil(T, 64) elements
 * wx: f32, 384*B*T elements
 * r: f32, 36864 elements
 * x3: f32, 96*B*T elements
 * 74976*B*T flops, 1920*B*T + 768*B*ceil(T, 64) + 147456 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *x = buffers[0];
  float *x2 = buffers[1];
  const float *wx = buffers[2];
  const float *r = buffers[3];
  float *x3 = buffers[4];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    _Alignas(64) float carry[96];
    _Alignas(64) float carry2[96];
    #pragma GCC unroll 6
    for (int64_t channel = 0; channel < 81; channel += 16) {
      v_store_f32(&carry[channel], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 6
    for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
      v_store_f32(&carry2[channel2], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
        v_stream_f32(&x[B * chunk * 96 + batch * 96 + channel3], v_load_f32(&carry[channel3]),
            s_is_streamed(x, (T + 63) / 64 * B * 96));
      }
      for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
        v_stream_f32(&x2[B * chunk * 96 + batch * 96 + channel4], v_load_f32(&carry2[channel4]),
            s_is_streamed(x2, (T + 63) / 64 * B * 96));
      }
      for (int64_t step = 0; step < count; ++step) {
        const int64_t time = first + step;
        _Alignas(64) float sum[384];
        #pragma GCC unroll 4
        for (int64_t gate = 0; gate < 4; ++gate) {
          #pragma GCC unroll 6
          for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
            v_store_f32(&sum[channel5 + gate * 96], v_splat_f32(0.0f));
          }
        }
        for (int64_t from = 0; from < 96; ++from) {
          #pragma GCC unroll 4
          for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
            #pragma GCC unroll 6
            for (int64_t channel6 = 0; channel6 < 81; channel6 += 16) {
              const float t2 = carry[from];
              const vf32 t3 = v_load_f32(&r[channel6 + from * 384 + gate2 * 96]);
              v_store_f32(&sum[channel6 + gate2 * 96],
                  v_load_f32(&sum[channel6 + gate2 * 96]) + v_splat_f32(t2) * t3);
            }
          }
        }
        #pragma GCC unroll 6
        for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
          const vf32 t4 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384 + 96]);
          const vf32 t5 = v_load_f32(&sum[channel7 + 96]);
          const vf32 t6 = t4 + t5;
          const vf32 t7 = v_sigmoid_f32(t6);
          const vf32 t8 = v_load_f32(&carry2[channel7]);
          const vf32 t9 = t7 * t8;
          const vf32 t10 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384]);
          const vf32 t11 = v_load_f32(&sum[channel7]);
          const vf32 t12 = t10 + t11;
          const vf32 t13 = v_sigmoid_f32(t12);
          const vf32 t14 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384 + 192]);
          const vf32 t15 = v_load_f32(&sum[channel7 + 192]);
          const vf32 t16 = t14 + t15;
          const vf32 t17 = v_tanh_f32(t16);
          const vf32 t18 = t13 * t17;
          const vf32 t19 = t9 + t18;
          const vf32 t20 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384 + 288]);
          const vf32 t21 = v_load_f32(&sum[channel7 + 288]);
          const vf32 t22 = t20 + t21;
          const vf32 t23 = v_sigmoid_f32(t22);
          const vf32 t24 = v_tanh_f32(t19);
          const vf32 t25 = t23 * t24;
          v_store_f32(&carry2[channel7], t19);
          v_store_f32(&carry[channel7], t25);
          v_stream_f32(&x3[T * batch * 96 + channel7 + time * 96], t25, s_is_streamed(x3, B * T * 96));
        }
      }
    }
  }
  s_end_streams();
}
