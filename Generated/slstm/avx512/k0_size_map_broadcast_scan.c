#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_size_map_broadcast_scan
 * size, map, broadcast, scan
 * x: f32, 192*B*ceil(T, 64) elements
 * x2: f32, 192*B*ceil(T, 64) elements
 * x3: f32, 192*B*ceil(T, 64) elements
 * x4: f32, 192*B*ceil(T, 64) elements
 * wx: f32, 768*B*T elements
 * r: f32, 36864 elements
 * b: f32, 768 elements
 * x5: f32, 192*B*T elements
 * 78720*B*T flops, 3840*B*T + 3072*B*ceil(T, 64) + 150528 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *x = buffers[0];
  float *x2 = buffers[1];
  float *x3 = buffers[2];
  float *x4 = buffers[3];
  const float *wx = buffers[4];
  const float *r = buffers[5];
  const float *b = buffers[6];
  float *x5 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = (s_min_index(1, B * 4 / 16) + B) / (s_min_index(1, B * 4 / 16) + 1) * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit / 4 * s_min_index(1, B * 4 / 16) + unit / 4;
    const int64_t last_row = s_min_index(B, s_min_index(1, B * 4 / 16) + first_row + 1);
    const int64_t other = unit % 4;
    const int64_t head = other;
    if (first_row + 1 < last_row) {
      const int64_t batch = first_row;
      const int64_t batch2 = first_row + 1;
      const int64_t outer = batch * 4 + other;
      const int64_t outer2 = batch2 * 4 + other;
      _Alignas(64) float carry[48];
      _Alignas(64) float carry5[48];
      _Alignas(64) float carry2[48];
      _Alignas(64) float carry22[48];
      _Alignas(64) float carry3[48];
      _Alignas(64) float carry32[48];
      _Alignas(64) float carry4[48];
      _Alignas(64) float carry42[48];
      #pragma GCC unroll 3
      for (int64_t feature = 0; feature < 33; feature += 16) {
        v_store_f32(&carry[feature], v_splat_f32(0.0f));
        v_store_f32(&carry5[feature], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 3
      for (int64_t feature2 = 0; feature2 < 33; feature2 += 16) {
        v_store_f32(&carry2[feature2], v_splat_f32(0.0f));
        v_store_f32(&carry22[feature2], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 3
      for (int64_t feature3 = 0; feature3 < 33; feature3 += 16) {
        v_store_f32(&carry3[feature3], v_splat_f32(0.0f));
        v_store_f32(&carry32[feature3], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 3
      for (int64_t feature4 = 0; feature4 < 33; feature4 += 16) {
        v_store_f32(&carry4[feature4], v_splat_f32(-1e+30f));
        v_store_f32(&carry42[feature4], v_splat_f32(-1e+30f));
      }
      for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
        const int64_t first = chunk * 64;
        const int64_t count = s_min_index(64, T - first);
        for (int64_t feature5 = 0; feature5 < 33; feature5 += 16) {
          v_stream_f32(&x[B * chunk * 192 + batch * 192 + feature5 + head * 48], v_load_f32(&carry[feature5]),
              s_is_streamed(x, (T + 63) / 64 * B * 192));
          v_stream_f32(&x[B * chunk * 192 + batch2 * 192 + feature5 + head * 48],
              v_load_f32(&carry5[feature5]), s_is_streamed(x, (T + 63) / 64 * B * 192));
        }
        for (int64_t feature6 = 0; feature6 < 33; feature6 += 16) {
          v_stream_f32(&x2[B * chunk * 192 + batch * 192 + feature6 + head * 48],
              v_load_f32(&carry2[feature6]), s_is_streamed(x2, (T + 63) / 64 * B * 192));
          v_stream_f32(&x2[B * chunk * 192 + batch2 * 192 + feature6 + head * 48],
              v_load_f32(&carry22[feature6]), s_is_streamed(x2, (T + 63) / 64 * B * 192));
        }
        for (int64_t feature7 = 0; feature7 < 33; feature7 += 16) {
          v_stream_f32(&x3[B * chunk * 192 + batch * 192 + feature7 + head * 48],
              v_load_f32(&carry3[feature7]), s_is_streamed(x3, (T + 63) / 64 * B * 192));
          v_stream_f32(&x3[B * chunk * 192 + batch2 * 192 + feature7 + head * 48],
              v_load_f32(&carry32[feature7]), s_is_streamed(x3, (T + 63) / 64 * B * 192));
        }
        for (int64_t feature8 = 0; feature8 < 33; feature8 += 16) {
          v_stream_f32(&x4[B * chunk * 192 + batch * 192 + feature8 + head * 48],
              v_load_f32(&carry4[feature8]), s_is_streamed(x4, (T + 63) / 64 * B * 192));
          v_stream_f32(&x4[B * chunk * 192 + batch2 * 192 + feature8 + head * 48],
              v_load_f32(&carry42[feature8]), s_is_streamed(x4, (T + 63) / 64 * B * 192));
        }
        for (int64_t step = 0; step < count; ++step) {
          const int64_t time = first + step;
          _Alignas(64) float sum[192];
          _Alignas(64) float sum2[192];
          #pragma GCC unroll 4
          for (int64_t gate = 0; gate < 4; ++gate) {
            #pragma GCC unroll 3
            for (int64_t feature9 = 0; feature9 < 33; feature9 += 16) {
              v_store_f32(&sum[feature9 + gate * 48], v_splat_f32(0.0f));
              v_store_f32(&sum2[feature9 + gate * 48], v_splat_f32(0.0f));
            }
          }
          for (int64_t from = 0; from < 48; ++from) {
            #pragma GCC unroll 4
            for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
              #pragma GCC unroll 3
              for (int64_t feature10 = 0; feature10 < 33; feature10 += 16) {
                const float t2 = carry[from];
                const float t210 = carry5[from];
                const vf32 t3 = v_load_f32(&r[feature10 + from * 192 + gate2 * 48 + head * 9216]);
                v_store_f32(&sum[feature10 + gate2 * 48],
                    v_load_f32(&sum[feature10 + gate2 * 48]) + v_splat_f32(t2) * t3);
                v_store_f32(&sum2[feature10 + gate2 * 48],
                    v_load_f32(&sum2[feature10 + gate2 * 48]) + v_splat_f32(t210) * t3);
              }
            }
          }
          #pragma GCC unroll 3
          for (int64_t feature11 = 0; feature11 < 33; feature11 += 16) {
            const vf32 t4 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768]);
            const vf32 t43 = v_load_f32(&wx[T * batch2 * 768 + feature11 + head * 192 + time * 768]);
            const vf32 t5 = v_load_f32(&sum[feature11]);
            const vf32 t52 = v_load_f32(&sum2[feature11]);
            const vf32 t6 = t4 + t5;
            const vf32 t62 = t43 + t52;
            const vf32 t7 = v_load_f32(&b[feature11 + head * 192]);
            const vf32 t8 = t6 + t7;
            const vf32 t82 = t62 + t7;
            const vf32 t9 = v_load_f32(&carry4[feature11]);
            const vf32 t92 = v_load_f32(&carry42[feature11]);
            const vf32 t10 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768 + 48]);
            const vf32 t102 = v_load_f32(&wx[T * batch2 * 768 + feature11 + head * 192 + time * 768 + 48]);
            const vf32 t11 = v_load_f32(&sum[feature11 + 48]);
            const vf32 t112 = v_load_f32(&sum2[feature11 + 48]);
            const vf32 t12 = t10 + t11;
            const vf32 t122 = t102 + t112;
            const vf32 t13 = v_load_f32(&b[feature11 + head * 192 + 48]);
            const vf32 t14 = t12 + t13;
            const vf32 t142 = t122 + t13;
            const vf32 t15 = -v_softplus_f32(-t14);
            const vf32 t152 = -v_softplus_f32(-t142);
            const vf32 t16 = t9 + t15;
            const vf32 t162 = t92 + t152;
            const vf32 t17 = v_max_f32(t8, t16);
            const vf32 t172 = v_max_f32(t82, t162);
            const vf32 t18 = t8 - t17;
            const vf32 t182 = t82 - t172;
            const vf32 t19 = v_exp_f32(t18);
            const vf32 t192 = v_exp_f32(t182);
            const vf32 t20 = t16 - t17;
            const vf32 t202 = t162 - t172;
            const vf32 t21 = v_exp_f32(t20);
            const vf32 t212 = v_exp_f32(t202);
            const vf32 t22 = v_load_f32(&carry2[feature11]);
            const vf32 t222 = v_load_f32(&carry22[feature11]);
            const vf32 t23 = t21 * t22;
            const vf32 t232 = t212 * t222;
            const vf32 t24 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768 + 96]);
            const vf32 t242 = v_load_f32(&wx[T * batch2 * 768 + feature11 + head * 192 + time * 768 + 96]);
            const vf32 t25 = v_load_f32(&sum[feature11 + 96]);
            const vf32 t252 = v_load_f32(&sum2[feature11 + 96]);
            const vf32 t26 = t24 + t25;
            const vf32 t262 = t242 + t252;
            const vf32 t27 = v_load_f32(&b[feature11 + head * 192 + 96]);
            const vf32 t28 = t26 + t27;
            const vf32 t282 = t262 + t27;
            const vf32 t29 = v_tanh_f32(t28);
            const vf32 t292 = v_tanh_f32(t282);
            const vf32 t30 = t19 * t29;
            const vf32 t302 = t192 * t292;
            const vf32 t31 = t23 + t30;
            const vf32 t312 = t232 + t302;
            const vf32 t32 = v_load_f32(&carry3[feature11]);
            const vf32 t322 = v_load_f32(&carry32[feature11]);
            const vf32 t33 = t21 * t32;
            const vf32 t332 = t212 * t322;
            const vf32 t34 = t33 + t19;
            const vf32 t342 = t332 + t192;
            const vf32 t35 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768 + 144]);
            const vf32 t352 = v_load_f32(&wx[T * batch2 * 768 + feature11 + head * 192 + time * 768 + 144]);
            const vf32 t36 = v_load_f32(&sum[feature11 + 144]);
            const vf32 t362 = v_load_f32(&sum2[feature11 + 144]);
            const vf32 t37 = t35 + t36;
            const vf32 t372 = t352 + t362;
            const vf32 t38 = v_load_f32(&b[feature11 + head * 192 + 144]);
            const vf32 t39 = t37 + t38;
            const vf32 t392 = t372 + t38;
            const vf32 t40 = v_sigmoid_f32(t39);
            const vf32 t402 = v_sigmoid_f32(t392);
            const vf32 t41 = t40 * t31;
            const vf32 t412 = t402 * t312;
            const vf32 t42 = t41 / t34;
            const vf32 t422 = t412 / t342;
            v_store_f32(&carry4[feature11], t17);
            v_store_f32(&carry42[feature11], t172);
            v_store_f32(&carry2[feature11], t31);
            v_store_f32(&carry22[feature11], t312);
            v_store_f32(&carry3[feature11], t34);
            v_store_f32(&carry32[feature11], t342);
            v_store_f32(&carry[feature11], t42);
            v_store_f32(&carry5[feature11], t422);
            v_stream_f32(&x5[T * batch * 192 + feature11 + head * 48 + time * 192], t42,
                s_is_streamed(x5, B * T * 192));
            v_stream_f32(&x5[T * batch2 * 192 + feature11 + head * 48 + time * 192], t422,
                s_is_streamed(x5, B * T * 192));
          }
        }
      }
    } else {
      for (int64_t batch = first_row; batch < last_row; ++batch) {
        const int64_t outer = batch * 4 + other;
        _Alignas(64) float carry[48];
        _Alignas(64) float carry2[48];
        _Alignas(64) float carry3[48];
        _Alignas(64) float carry4[48];
        #pragma GCC unroll 3
        for (int64_t feature = 0; feature < 33; feature += 16) {
          v_store_f32(&carry[feature], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 3
        for (int64_t feature2 = 0; feature2 < 33; feature2 += 16) {
          v_store_f32(&carry2[feature2], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 3
        for (int64_t feature3 = 0; feature3 < 33; feature3 += 16) {
          v_store_f32(&carry3[feature3], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 3
        for (int64_t feature4 = 0; feature4 < 33; feature4 += 16) {
          v_store_f32(&carry4[feature4], v_splat_f32(-1e+30f));
        }
        for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
          const int64_t first = chunk * 64;
          const int64_t count = s_min_index(64, T - first);
          for (int64_t feature5 = 0; feature5 < 33; feature5 += 16) {
            v_stream_f32(&x[B * chunk * 192 + batch * 192 + feature5 + head * 48],
                v_load_f32(&carry[feature5]), s_is_streamed(x, (T + 63) / 64 * B * 192));
          }
          for (int64_t feature6 = 0; feature6 < 33; feature6 += 16) {
            v_stream_f32(&x2[B * chunk * 192 + batch * 192 + feature6 + head * 48],
                v_load_f32(&carry2[feature6]), s_is_streamed(x2, (T + 63) / 64 * B * 192));
          }
          for (int64_t feature7 = 0; feature7 < 33; feature7 += 16) {
            v_stream_f32(&x3[B * chunk * 192 + batch * 192 + feature7 + head * 48],
                v_load_f32(&carry3[feature7]), s_is_streamed(x3, (T + 63) / 64 * B * 192));
          }
          for (int64_t feature8 = 0; feature8 < 33; feature8 += 16) {
            v_stream_f32(&x4[B * chunk * 192 + batch * 192 + feature8 + head * 48],
                v_load_f32(&carry4[feature8]), s_is_streamed(x4, (T + 63) / 64 * B * 192));
          }
          for (int64_t step = 0; step < count; ++step) {
            const int64_t time = first + step;
            _Alignas(64) float sum[192];
            #pragma GCC unroll 4
            for (int64_t gate = 0; gate < 4; ++gate) {
              #pragma GCC unroll 3
              for (int64_t feature9 = 0; feature9 < 33; feature9 += 16) {
                v_store_f32(&sum[feature9 + gate * 48], v_splat_f32(0.0f));
              }
            }
            for (int64_t from = 0; from < 48; ++from) {
              #pragma GCC unroll 4
              for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
                #pragma GCC unroll 3
                for (int64_t feature10 = 0; feature10 < 33; feature10 += 16) {
                  const float t2 = carry[from];
                  const vf32 t3 = v_load_f32(&r[feature10 + from * 192 + gate2 * 48 + head * 9216]);
                  v_store_f32(&sum[feature10 + gate2 * 48],
                      v_load_f32(&sum[feature10 + gate2 * 48]) + v_splat_f32(t2) * t3);
                }
              }
            }
            #pragma GCC unroll 3
            for (int64_t feature11 = 0; feature11 < 33; feature11 += 16) {
              const vf32 t4 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768]);
              const vf32 t5 = v_load_f32(&sum[feature11]);
              const vf32 t6 = t4 + t5;
              const vf32 t7 = v_load_f32(&b[feature11 + head * 192]);
              const vf32 t8 = t6 + t7;
              const vf32 t9 = v_load_f32(&carry4[feature11]);
              const vf32 t10 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768 + 48]);
              const vf32 t11 = v_load_f32(&sum[feature11 + 48]);
              const vf32 t12 = t10 + t11;
              const vf32 t13 = v_load_f32(&b[feature11 + head * 192 + 48]);
              const vf32 t14 = t12 + t13;
              const vf32 t15 = -v_softplus_f32(-t14);
              const vf32 t16 = t9 + t15;
              const vf32 t17 = v_max_f32(t8, t16);
              const vf32 t18 = t8 - t17;
              const vf32 t19 = v_exp_f32(t18);
              const vf32 t20 = t16 - t17;
              const vf32 t21 = v_exp_f32(t20);
              const vf32 t22 = v_load_f32(&carry2[feature11]);
              const vf32 t23 = t21 * t22;
              const vf32 t24 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768 + 96]);
              const vf32 t25 = v_load_f32(&sum[feature11 + 96]);
              const vf32 t26 = t24 + t25;
              const vf32 t27 = v_load_f32(&b[feature11 + head * 192 + 96]);
              const vf32 t28 = t26 + t27;
              const vf32 t29 = v_tanh_f32(t28);
              const vf32 t30 = t19 * t29;
              const vf32 t31 = t23 + t30;
              const vf32 t32 = v_load_f32(&carry3[feature11]);
              const vf32 t33 = t21 * t32;
              const vf32 t34 = t33 + t19;
              const vf32 t35 = v_load_f32(&wx[T * batch * 768 + feature11 + head * 192 + time * 768 + 144]);
              const vf32 t36 = v_load_f32(&sum[feature11 + 144]);
              const vf32 t37 = t35 + t36;
              const vf32 t38 = v_load_f32(&b[feature11 + head * 192 + 144]);
              const vf32 t39 = t37 + t38;
              const vf32 t40 = v_sigmoid_f32(t39);
              const vf32 t41 = t40 * t31;
              const vf32 t42 = t41 / t34;
              v_store_f32(&carry4[feature11], t17);
              v_store_f32(&carry2[feature11], t31);
              v_store_f32(&carry3[feature11], t34);
              v_store_f32(&carry[feature11], t42);
              v_stream_f32(&x5[T * batch * 192 + feature11 + head * 48 + time * 192], t42,
                  s_is_streamed(x5, B * T * 192));
            }
          }
        }
      }
    }
  }
  s_end_streams();
}
