#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * x: f32, 96*B*ceil(T, 64) elements
 * x2: f32, 96*B*ceil(T, 64) elements
 * wx: f32, 384*B*T elements
 * r: f32, 36864 elements
 * x3: f32, 96*B*T elements
 * x4: f32, 1 elements
 * x5: f32, 96*B*T elements
 * x6: f32, 384*B*T elements
 * 228096*B*T + 2 flops, 3840*B*T + 768*B*ceil(T, 64) + 147460 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *wx = buffers[2];
  const float *r = buffers[3];
  float *x3 = buffers[4];
  const float *x4 = buffers[5];
  const float *x5 = buffers[6];
  float *x6 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t44 = x4[0];
  const float t45 = (float)(int32_t)(B * T * 96);
  const float t46 = 1.0f * (1.0f / t45);
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
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      _Alignas(64) float tape[6144];
      _Alignas(64) float tape2[6144];
      #pragma GCC unroll 6
      for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 96 + batch * 96 + channel3]);
        v_store_f32(&tape[channel3], t2);
      }
      #pragma GCC unroll 6
      for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
        const vf32 t3 = v_load_f32(&x2[B * interval * 96 + batch * 96 + channel4]);
        v_store_f32(&tape2[channel4], t3);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
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
              const float t4 = tape[from + step * 96];
              const vf32 t5 = v_load_f32(&r[channel6 + from * 384 + gate2 * 96]);
              v_store_f32(&sum[channel6 + gate2 * 96],
                  v_load_f32(&sum[channel6 + gate2 * 96]) + v_splat_f32(t4) * t5);
            }
          }
        }
        #pragma GCC unroll 6
        for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
          const vf32 t6 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384 + 96]);
          const vf32 t7 = v_load_f32(&sum[channel7 + 96]);
          const vf32 t8 = t6 + t7;
          const vf32 t9 = v_sigmoid_f32(t8);
          const vf32 t10 = v_load_f32(&tape2[channel7 + step * 96]);
          const vf32 t11 = t9 * t10;
          const vf32 t12 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384]);
          const vf32 t13 = v_load_f32(&sum[channel7]);
          const vf32 t14 = t12 + t13;
          const vf32 t15 = v_sigmoid_f32(t14);
          const vf32 t16 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384 + 192]);
          const vf32 t17 = v_load_f32(&sum[channel7 + 192]);
          const vf32 t18 = t16 + t17;
          const vf32 t19 = v_tanh_f32(t18);
          const vf32 t20 = t15 * t19;
          const vf32 t21 = t11 + t20;
          const vf32 t22 = v_load_f32(&wx[T * batch * 384 + channel7 + time * 384 + 288]);
          const vf32 t23 = v_load_f32(&sum[channel7 + 288]);
          const vf32 t24 = t22 + t23;
          const vf32 t25 = v_sigmoid_f32(t24);
          const vf32 t26 = v_tanh_f32(t21);
          const vf32 t27 = t25 * t26;
          v_store_f32(&tape2[channel7 + step * 96 + 96], t21);
          v_store_f32(&tape[channel7 + step * 96 + 96], t27);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        for (int64_t from2 = 0; from2 < 81; from2 += 16) {
          const vf32 t28 = v_load_f32(&tape[from2 + step2 * 96]);
          v_store_f32(&x3[T * batch * 96 + from2 + time2 * 96], t28);
        }
        _Alignas(64) float sum2[384];
        #pragma GCC unroll 4
        for (int64_t gate3 = 0; gate3 < 4; ++gate3) {
          #pragma GCC unroll 6
          for (int64_t channel8 = 0; channel8 < 81; channel8 += 16) {
            v_store_f32(&sum2[channel8 + gate3 * 96], v_splat_f32(0.0f));
          }
        }
        for (int64_t from3 = 0; from3 < 96; ++from3) {
          #pragma GCC unroll 4
          for (int64_t gate4 = 0; gate4 < 4; ++gate4) {
            #pragma GCC unroll 6
            for (int64_t channel9 = 0; channel9 < 81; channel9 += 16) {
              const float t29 = tape[from3 + step2 * 96];
              const vf32 t30 = v_load_f32(&r[channel9 + from3 * 384 + gate4 * 96]);
              v_store_f32(&sum2[channel9 + gate4 * 96],
                  v_load_f32(&sum2[channel9 + gate4 * 96]) + v_splat_f32(t29) * t30);
            }
          }
        }
        _Alignas(64) float kept[96];
        _Alignas(64) float kept2[96];
        _Alignas(64) float kept3[96];
        _Alignas(64) float kept4[96];
        #pragma GCC unroll 6
        for (int64_t channel10 = 0; channel10 < 81; channel10 += 16) {
          const vf32 t31 = v_load_f32(&wx[T * batch * 384 + channel10 + time2 * 384 + 96]);
          const vf32 t32 = v_load_f32(&sum2[channel10 + 96]);
          const vf32 t33 = t31 + t32;
          const vf32 t34 = v_sigmoid_f32(t33);
          const vf32 t35 = v_load_f32(&wx[T * batch * 384 + channel10 + time2 * 384]);
          const vf32 t36 = v_load_f32(&sum2[channel10]);
          const vf32 t37 = t35 + t36;
          const vf32 t38 = v_sigmoid_f32(t37);
          const vf32 t39 = v_load_f32(&wx[T * batch * 384 + channel10 + time2 * 384 + 192]);
          const vf32 t40 = v_load_f32(&sum2[channel10 + 192]);
          const vf32 t41 = t39 + t40;
          const vf32 t42 = v_tanh_f32(t41);
          const vf32 t43 = v_load_f32(&carry[channel10]);
          const vf32 t47 = v_load_f32(&x5[T * batch * 96 + channel10 + time2 * 96]);
          const vf32 t48 = v_splat_f32(t46) * t47;
          const vf32 t49 = t48 + t48;
          const vf32 t50 = t43 + t49;
          const vf32 t51 = v_load_f32(&tape2[channel10 + step2 * 96]);
          const vf32 t52 = t34 * t51;
          const vf32 t53 = t38 * t42;
          const vf32 t54 = t52 + t53;
          const vf32 t55 = v_tanh_f32(t54);
          const vf32 t56 = t50 * t55;
          const vf32 t57 = v_load_f32(&wx[T * batch * 384 + channel10 + time2 * 384 + 288]);
          const vf32 t58 = v_load_f32(&sum2[channel10 + 288]);
          const vf32 t59 = t57 + t58;
          const vf32 t60 = v_sigmoid_f32(t59);
          const vf32 t61 = t56 * (t60 * (v_splat_f32(1.0f) - t60));
          const vf32 t62 = v_load_f32(&carry2[channel10]);
          const vf32 t63 = t50 * t60;
          const vf32 t64 = t63 * (v_splat_f32(1.0f) - t55 * t55);
          const vf32 t65 = t62 + t64;
          const vf32 t66 = t65 * t38;
          const vf32 t67 = t66 * (v_splat_f32(1.0f) - t42 * t42);
          const vf32 t68 = t65 * t42;
          const vf32 t69 = t68 * (t38 * (v_splat_f32(1.0f) - t38));
          const vf32 t70 = t65 * t34;
          const vf32 t71 = t65 * t51;
          const vf32 t72 = t71 * (t34 * (v_splat_f32(1.0f) - t34));
          v_store_f32(&kept[channel10], t61);
          v_store_f32(&kept2[channel10], t67);
          v_store_f32(&kept3[channel10], t69);
          v_store_f32(&carry2[channel10], t70);
          v_store_f32(&kept4[channel10], t72);
        }
        _Alignas(64) float kept5[384];
        #pragma GCC unroll 4
        for (int64_t gate5 = 0; gate5 < 4; ++gate5) {
          #pragma GCC unroll 6
          for (int64_t channel11 = 0; channel11 < 81; channel11 += 16) {
            const vf32 t73 = v_load_f32(&kept[s_min_index(s_max_index(gate5 - 3, 0), 0) * 96 + channel11]);
            const vf32 t74 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 3) & s_le_index(gate5 - 3, 0)),
                t73, v_splat_f32(0.0f));
            const vf32 t75 = v_load_f32(&kept2[s_min_index(s_max_index(gate5 - 2, 0), 0) * 96 + channel11]);
            const vf32 t76 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 2) & s_le_index(gate5 - 2, 0)),
                t75, v_splat_f32(0.0f));
            const vf32 t77 = t74 + t76;
            const vf32 t78 = v_load_f32(&kept4[s_min_index(s_max_index(gate5 - 1, 0), 0) * 96 + channel11]);
            const vf32 t79 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 1) & s_le_index(gate5 - 1, 0)),
                t78, v_splat_f32(0.0f));
            const vf32 t80 = t77 + t79;
            const vf32 t81 = v_load_f32(&kept3[s_min_index(s_max_index(gate5, 0), 0) * 96 + channel11]);
            const vf32 t82 = v_select_f32(v_splat_i32(s_le_index(0, gate5) & s_le_index(gate5, 0)), t81,
                v_splat_f32(0.0f));
            const vf32 t83 = t80 + t82;
            v_store_f32(&kept5[channel11 + gate5 * 96], t83);
            v_store_f32(&x6[T * batch * 384 + channel11 + gate5 * 96 + time2 * 384], t83);
          }
        }
        _Alignas(64) float sum3[96];
        for (int64_t from4 = 0; from4 < 96; ++from4) {
          float sum4 = 0.0f;
          #pragma GCC unroll 4
          for (int64_t gate6 = 0; gate6 < 4; ++gate6) {
            vf32 sum4_lanes = v_splat_f32(0.0f);
            for (int64_t channel12 = 0; channel12 < 81; channel12 += 16) {
              const vf32 t84 = v_load_f32(&kept5[channel12 + gate6 * 96]);
              const vf32 t85 = v_load_f32(&r[channel12 + from4 * 384 + gate6 * 96]);
              sum4_lanes += t84 * t85;
            }
            sum4 += v_reduce_sum_f32(sum4_lanes);
          }
          sum3[from4] = sum4;
        }
        #pragma GCC unroll 6
        for (int64_t channel13 = 0; channel13 < 81; channel13 += 16) {
          const vf32 t86 = v_load_f32(&sum3[channel13]);
          v_store_f32(&carry[channel13], t86);
        }
      }
    }
  }
}
