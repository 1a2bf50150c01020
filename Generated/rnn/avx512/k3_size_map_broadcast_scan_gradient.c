#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * x: f32, 96*B*ceil(T, 64) elements
 * wx: f32, 96*B*T elements
 * r: f32, 9216 elements
 * x2: f32, 96*B*T elements
 * x3: f32, 1 elements
 * x4: f32, 96*B*T elements
 * x5: f32, 96*B*T elements
 * 37920*B*T + 2 flops, 1536*B*T + 384*B*ceil(T, 64) + 36868 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *wx = buffers[1];
  const float *r = buffers[2];
  float *x2 = buffers[3];
  const float *x3 = buffers[4];
  const float *x4 = buffers[5];
  float *x5 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t12 = x3[0];
  const float t13 = (float)(int32_t)(B * T * 96);
  const float t14 = 1.0f * (1.0f / t13);
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
        const int64_t interval = (T + 63) / 64 - chunk - 1;
        const int64_t first = interval * 64;
        const int64_t count = s_min_index(64, T - first);
        _Alignas(64) float tape[6240];
        _Alignas(64) float tape2[6240];
        _Alignas(64) float kept[6144];
        _Alignas(64) float kept3[6144];
        #pragma GCC unroll 6
        for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
          const vf32 t2 = v_load_f32(&x[B * interval * 96 + batch * 96 + channel2]);
          const vf32 t27 = v_load_f32(&x[B * interval * 96 + batch2 * 96 + channel2]);
          v_store_f32(&tape[channel2], t2);
          v_store_f32(&tape2[channel2], t27);
        }
        for (int64_t step = 0; step < count; ++step) {
          const int64_t time = first + step;
          _Alignas(64) float sum[96];
          _Alignas(64) float sum4[96];
          #pragma GCC unroll 6
          for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
            v_store_f32(&sum[channel3], v_splat_f32(0.0f));
            v_store_f32(&sum4[channel3], v_splat_f32(0.0f));
          }
          for (int64_t from = 0; from < 96; ++from) {
            #pragma GCC unroll 6
            for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
              const float t3 = tape[from + step * 96];
              const float t32 = tape2[from + step * 96];
              const vf32 t4 = v_load_f32(&r[channel4 + from * 96]);
              v_store_f32(&sum[channel4], v_load_f32(&sum[channel4]) + v_splat_f32(t3) * t4);
              v_store_f32(&sum4[channel4], v_load_f32(&sum4[channel4]) + v_splat_f32(t32) * t4);
            }
          }
          #pragma GCC unroll 6
          for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
            const vf32 t5 = v_load_f32(&sum[channel5]);
            const vf32 t52 = v_load_f32(&sum4[channel5]);
            v_store_f32(&kept[channel5 + step * 96], t5);
            v_store_f32(&kept3[channel5 + step * 96], t52);
          }
          #pragma GCC unroll 6
          for (int64_t channel6 = 0; channel6 < 81; channel6 += 16) {
            const vf32 t6 = v_load_f32(&wx[T * batch * 96 + channel6 + time * 96]);
            const vf32 t62 = v_load_f32(&wx[T * batch2 * 96 + channel6 + time * 96]);
            const vf32 t7 = v_load_f32(&sum[channel6]);
            const vf32 t72 = v_load_f32(&sum4[channel6]);
            const vf32 t8 = t6 + t7;
            const vf32 t82 = t62 + t72;
            const vf32 t9 = v_tanh_f32(t8);
            const vf32 t92 = v_tanh_f32(t82);
            v_store_f32(&tape[channel6 + step * 96 + 96], t9);
            v_store_f32(&tape2[channel6 + step * 96 + 96], t92);
          }
        }
        for (int64_t back = 0; back < count; ++back) {
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          for (int64_t from2 = 0; from2 < 81; from2 += 16) {
            const vf32 t10 = v_load_f32(&tape[from2 + step2 * 96]);
            const vf32 t102 = v_load_f32(&tape2[from2 + step2 * 96]);
            v_stream_f32(&x2[T * batch * 96 + from2 + time2 * 96], t10, s_is_streamed(x2, B * T * 96));
            v_stream_f32(&x2[T * batch2 * 96 + from2 + time2 * 96], t102, s_is_streamed(x2, B * T * 96));
          }
          _Alignas(64) float kept2[96];
          _Alignas(64) float kept22[96];
          #pragma GCC unroll 6
          for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
            const vf32 t11 = v_load_f32(&carry[channel7]);
            const vf32 t112 = v_load_f32(&carry2[channel7]);
            const vf32 t15 = v_load_f32(&x4[T * batch * 96 + channel7 + time2 * 96]);
            const vf32 t152 = v_load_f32(&x4[T * batch2 * 96 + channel7 + time2 * 96]);
            const vf32 t16 = v_splat_f32(t14) * t15;
            const vf32 t162 = v_splat_f32(t14) * t152;
            const vf32 t17 = t16 + t16;
            const vf32 t172 = t162 + t162;
            const vf32 t18 = t11 + t17;
            const vf32 t182 = t112 + t172;
            const vf32 t19 = v_load_f32(&wx[T * batch * 96 + channel7 + time2 * 96]);
            const vf32 t192 = v_load_f32(&wx[T * batch2 * 96 + channel7 + time2 * 96]);
            const vf32 t20 = v_load_f32(&kept[channel7 + step2 * 96]);
            const vf32 t202 = v_load_f32(&kept3[channel7 + step2 * 96]);
            const vf32 t21 = t19 + t20;
            const vf32 t212 = t192 + t202;
            const vf32 t22 = v_tanh_f32(t21);
            const vf32 t222 = v_tanh_f32(t212);
            const vf32 t23 = t18 * (v_splat_f32(1.0f) - t22 * t22);
            const vf32 t232 = t182 * (v_splat_f32(1.0f) - t222 * t222);
            v_store_f32(&kept2[channel7], t23);
            v_store_f32(&kept22[channel7], t232);
            v_stream_f32(&x5[T * batch * 96 + channel7 + time2 * 96], t23, s_is_streamed(x5, B * T * 96));
            v_stream_f32(&x5[T * batch2 * 96 + channel7 + time2 * 96], t232, s_is_streamed(x5, B * T * 96));
          }
          _Alignas(64) float sum2[96];
          _Alignas(64) float sum22[96];
          for (int64_t from3 = 0; from3 < 96; ++from3) {
            float sum3 = 0.0f;
            float sum32 = 0.0f;
            vf32 sum3_lanes = v_splat_f32(0.0f);
            vf32 sum32_lanes = v_splat_f32(0.0f);
            for (int64_t channel8 = 0; channel8 < 81; channel8 += 16) {
              const vf32 t24 = v_load_f32(&kept2[channel8]);
              const vf32 t242 = v_load_f32(&kept22[channel8]);
              const vf32 t25 = v_load_f32(&r[channel8 + from3 * 96]);
              sum3_lanes += t24 * t25;
              sum32_lanes += t242 * t25;
            }
            sum3 += v_reduce_sum_f32(sum3_lanes);
            sum32 += v_reduce_sum_f32(sum32_lanes);
            sum2[from3] = sum3;
            sum22[from3] = sum32;
          }
          #pragma GCC unroll 6
          for (int64_t channel9 = 0; channel9 < 81; channel9 += 16) {
            const vf32 t26 = v_load_f32(&sum2[channel9]);
            const vf32 t262 = v_load_f32(&sum22[channel9]);
            v_store_f32(&carry[channel9], t26);
            v_store_f32(&carry2[channel9], t262);
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
          const int64_t interval = (T + 63) / 64 - chunk - 1;
          const int64_t first = interval * 64;
          const int64_t count = s_min_index(64, T - first);
          _Alignas(64) float tape[6240];
          _Alignas(64) float kept[6144];
          #pragma GCC unroll 6
          for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
            const vf32 t2 = v_load_f32(&x[B * interval * 96 + batch * 96 + channel2]);
            v_store_f32(&tape[channel2], t2);
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
                const float t3 = tape[from + step * 96];
                const vf32 t4 = v_load_f32(&r[channel4 + from * 96]);
                v_store_f32(&sum[channel4], v_load_f32(&sum[channel4]) + v_splat_f32(t3) * t4);
              }
            }
            #pragma GCC unroll 6
            for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
              const vf32 t5 = v_load_f32(&sum[channel5]);
              v_store_f32(&kept[channel5 + step * 96], t5);
            }
            #pragma GCC unroll 6
            for (int64_t channel6 = 0; channel6 < 81; channel6 += 16) {
              const vf32 t6 = v_load_f32(&wx[T * batch * 96 + channel6 + time * 96]);
              const vf32 t7 = v_load_f32(&sum[channel6]);
              const vf32 t8 = t6 + t7;
              const vf32 t9 = v_tanh_f32(t8);
              v_store_f32(&tape[channel6 + step * 96 + 96], t9);
            }
          }
          for (int64_t back = 0; back < count; ++back) {
            const int64_t step2 = back * -1 + count - 1;
            const int64_t time2 = first + step2;
            for (int64_t from2 = 0; from2 < 81; from2 += 16) {
              const vf32 t10 = v_load_f32(&tape[from2 + step2 * 96]);
              v_stream_f32(&x2[T * batch * 96 + from2 + time2 * 96], t10, s_is_streamed(x2, B * T * 96));
            }
            _Alignas(64) float kept2[96];
            #pragma GCC unroll 6
            for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
              const vf32 t11 = v_load_f32(&carry[channel7]);
              const vf32 t15 = v_load_f32(&x4[T * batch * 96 + channel7 + time2 * 96]);
              const vf32 t16 = v_splat_f32(t14) * t15;
              const vf32 t17 = t16 + t16;
              const vf32 t18 = t11 + t17;
              const vf32 t19 = v_load_f32(&wx[T * batch * 96 + channel7 + time2 * 96]);
              const vf32 t20 = v_load_f32(&kept[channel7 + step2 * 96]);
              const vf32 t21 = t19 + t20;
              const vf32 t22 = v_tanh_f32(t21);
              const vf32 t23 = t18 * (v_splat_f32(1.0f) - t22 * t22);
              v_store_f32(&kept2[channel7], t23);
              v_stream_f32(&x5[T * batch * 96 + channel7 + time2 * 96], t23, s_is_streamed(x5, B * T * 96));
            }
            _Alignas(64) float sum2[96];
            for (int64_t from3 = 0; from3 < 96; ++from3) {
              float sum3 = 0.0f;
              vf32 sum3_lanes = v_splat_f32(0.0f);
              for (int64_t channel8 = 0; channel8 < 81; channel8 += 16) {
                const vf32 t24 = v_load_f32(&kept2[channel8]);
                const vf32 t25 = v_load_f32(&r[channel8 + from3 * 96]);
                sum3_lanes += t24 * t25;
              }
              sum3 += v_reduce_sum_f32(sum3_lanes);
              sum2[from3] = sum3;
            }
            #pragma GCC unroll 6
            for (int64_t channel9 = 0; channel9 < 81; channel9 += 16) {
              const vf32 t26 = v_load_f32(&sum2[channel9]);
              v_store_f32(&carry[channel9], t26);
            }
          }
        }
      }
    }
  }
  s_end_streams();
}
