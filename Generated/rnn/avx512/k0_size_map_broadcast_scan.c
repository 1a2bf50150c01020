#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_size_map_broadcast_scan
 * size, map, broadcast, scan
 * x: f32, 96*B*ceil(T, 64) elements
 * wx: f32, 96*B*T elements
 * r: f32, 9216 elements
 * x2: f32, 96*B*T elements
 * 18624*B*T flops, 768*B*T + 384*B*ceil(T, 64) + 36864 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *x = buffers[0];
  const float *wx = buffers[1];
  const float *r = buffers[2];
  float *x2 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = (s_min_index(1, B / 16) + B) / (s_min_index(1, B / 16) + 1);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = s_min_index(1, B / 16) * unit + unit;
    const int64_t last_row = s_min_index(B, s_min_index(1, B / 16) + first_row + 1);
    if (first_row + 1 < last_row) {
      const int64_t batch = first_row;
      const int64_t batch2 = first_row + 1;
      const int64_t outer = batch;
      const int64_t outer2 = batch2;
      _Alignas(64) float carry[96];
      _Alignas(64) float carry2[96];
      #pragma GCC unroll 6
      for (int64_t channel = 0; channel < 81; channel += 16) {
        v_store_f32(&carry[channel], v_splat_f32(0.0f));
        v_store_f32(&carry2[channel], v_splat_f32(0.0f));
      }
      for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
        const int64_t first = chunk * 64;
        const int64_t count = s_min_index(64, T - first);
        for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
          v_stream_f32(&x[B * chunk * 96 + batch * 96 + channel2], v_load_f32(&carry[channel2]),
              s_is_streamed(x, (T + 63) / 64 * B * 96));
          v_stream_f32(&x[B * chunk * 96 + batch2 * 96 + channel2], v_load_f32(&carry2[channel2]),
              s_is_streamed(x, (T + 63) / 64 * B * 96));
        }
        for (int64_t step = 0; step < count; ++step) {
          const int64_t time = first + step;
          _Alignas(64) float sum[96];
          _Alignas(64) float sum2[96];
          #pragma GCC unroll 6
          for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
            v_store_f32(&sum[channel3], v_splat_f32(0.0f));
            v_store_f32(&sum2[channel3], v_splat_f32(0.0f));
          }
          for (int64_t from = 0; from < 96; ++from) {
            #pragma GCC unroll 6
            for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
              const float t2 = carry[from];
              const float t22 = carry2[from];
              const vf32 t3 = v_load_f32(&r[channel4 + from * 96]);
              v_store_f32(&sum[channel4], v_load_f32(&sum[channel4]) + v_splat_f32(t2) * t3);
              v_store_f32(&sum2[channel4], v_load_f32(&sum2[channel4]) + v_splat_f32(t22) * t3);
            }
          }
          #pragma GCC unroll 6
          for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
            const vf32 t4 = v_load_f32(&wx[T * batch * 96 + channel5 + time * 96]);
            const vf32 t42 = v_load_f32(&wx[T * batch2 * 96 + channel5 + time * 96]);
            const vf32 t5 = v_load_f32(&sum[channel5]);
            const vf32 t52 = v_load_f32(&sum2[channel5]);
            const vf32 t6 = t4 + t5;
            const vf32 t62 = t42 + t52;
            const vf32 t7 = v_tanh_f32(t6);
            const vf32 t72 = v_tanh_f32(t62);
            v_store_f32(&carry[channel5], t7);
            v_store_f32(&carry2[channel5], t72);
            v_stream_f32(&x2[T * batch * 96 + channel5 + time * 96], t7, s_is_streamed(x2, B * T * 96));
            v_stream_f32(&x2[T * batch2 * 96 + channel5 + time * 96], t72, s_is_streamed(x2, B * T * 96));
          }
        }
      }
    } else {
      for (int64_t batch = first_row; batch < last_row; ++batch) {
        const int64_t outer = batch;
        _Alignas(64) float carry[96];
        #pragma GCC unroll 6
        for (int64_t channel = 0; channel < 81; channel += 16) {
          v_store_f32(&carry[channel], v_splat_f32(0.0f));
        }
        for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
          const int64_t first = chunk * 64;
          const int64_t count = s_min_index(64, T - first);
          for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
            v_stream_f32(&x[B * chunk * 96 + batch * 96 + channel2], v_load_f32(&carry[channel2]),
                s_is_streamed(x, (T + 63) / 64 * B * 96));
          }
          for (int64_t step = 0; step < count; ++step) {
            const int64_t time = first + step;
            _Alignas(64) float sum[96];
            #pragma GCC unroll 6
            for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
              v_store_f32(&sum[channel3], v_splat_f32(0.0f));
            }
            for (int64_t from = 0; from < 96; ++from) {
              #pragma GCC unroll 6
              for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
                const float t2 = carry[from];
                const vf32 t3 = v_load_f32(&r[channel4 + from * 96]);
                v_store_f32(&sum[channel4], v_load_f32(&sum[channel4]) + v_splat_f32(t2) * t3);
              }
            }
            #pragma GCC unroll 6
            for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
              const vf32 t4 = v_load_f32(&wx[T * batch * 96 + channel5 + time * 96]);
              const vf32 t5 = v_load_f32(&sum[channel5]);
              const vf32 t6 = t4 + t5;
              const vf32 t7 = v_tanh_f32(t6);
              v_store_f32(&carry[channel5], t7);
              v_stream_f32(&x2[T * batch * 96 + channel5 + time * 96], t7, s_is_streamed(x2, B * T * 96));
            }
          }
        }
      }
    }
  }
  s_end_streams();
}
