#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * x: f32, 96*B*ceil(T, 64) elements
 * wx: f32, 288*B*T elements
 * r: f32, 27648 elements
 * b: f32, 96 elements
 * x2: f32, 96*B*T elements
 * x3: f32, 1 elements
 * x4: f32, 96*B*T elements
 * x5: f32, 288*B*T elements
 * x6: f32, 96*B elements
 * 171072*B*T + 2 flops, 3072*B*T + 384*B*ceil(T, 64) + 384*B + 110980 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *wx = buffers[1];
  const float *r = buffers[2];
  const float *b = buffers[3];
  float *x2 = buffers[4];
  const float *x3 = buffers[5];
  const float *x4 = buffers[6];
  float *x5 = buffers[7];
  float *x6 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t37 = x3[0];
  const float t38 = (float)(int32_t)(B * T * 96);
  const float t39 = 1.0f * (1.0f / t38);
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    _Alignas(64) float carry[96];
    _Alignas(64) float total[96];
    #pragma GCC unroll 6
    for (int64_t channel = 0; channel < 81; channel += 16) {
      v_store_f32(&carry[channel], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 6
    for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
      v_store_f32(&total[channel2], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      _Alignas(64) float tape[6144];
      #pragma GCC unroll 6
      for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 96 + batch * 96 + channel3]);
        v_store_f32(&tape[channel3], t2);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        const int64_t time = first + step;
        _Alignas(64) float sum[288];
        #pragma GCC unroll 3
        for (int64_t gate = 0; gate < 3; ++gate) {
          #pragma GCC unroll 6
          for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
            v_store_f32(&sum[channel4 + gate * 96], v_splat_f32(0.0f));
          }
        }
        for (int64_t from = 0; from < 96; ++from) {
          #pragma GCC unroll 3
          for (int64_t gate2 = 0; gate2 < 3; ++gate2) {
            #pragma GCC unroll 6
            for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
              const float t3 = tape[from + step * 96];
              const vf32 t4 = v_load_f32(&r[channel5 + from * 288 + gate2 * 96]);
              v_store_f32(&sum[channel5 + gate2 * 96],
                  v_load_f32(&sum[channel5 + gate2 * 96]) + v_splat_f32(t3) * t4);
            }
          }
        }
        #pragma GCC unroll 6
        for (int64_t channel6 = 0; channel6 < 81; channel6 += 16) {
          const vf32 t5 = v_load_f32(&wx[T * batch * 288 + channel6 + time * 288 + 96]);
          const vf32 t6 = v_load_f32(&sum[channel6 + 96]);
          const vf32 t7 = t5 + t6;
          const vf32 t8 = v_sigmoid_f32(t7);
          const vf32 t9 = v_splat_f32(1.0f) - t8;
          const vf32 t10 = v_load_f32(&wx[T * batch * 288 + channel6 + time * 288 + 192]);
          const vf32 t11 = v_load_f32(&wx[T * batch * 288 + channel6 + time * 288]);
          const vf32 t12 = v_load_f32(&sum[channel6]);
          const vf32 t13 = t11 + t12;
          const vf32 t14 = v_sigmoid_f32(t13);
          const vf32 t15 = v_load_f32(&sum[channel6 + 192]);
          const vf32 t16 = v_load_f32(&b[channel6]);
          const vf32 t17 = t15 + t16;
          const vf32 t18 = t14 * t17;
          const vf32 t19 = t10 + t18;
          const vf32 t20 = v_tanh_f32(t19);
          const vf32 t21 = t9 * t20;
          const vf32 t22 = v_load_f32(&tape[channel6 + step * 96]);
          const vf32 t23 = t8 * t22;
          const vf32 t24 = t21 + t23;
          v_store_f32(&tape[channel6 + step * 96 + 96], t24);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        for (int64_t from2 = 0; from2 < 81; from2 += 16) {
          const vf32 t25 = v_load_f32(&tape[from2 + step2 * 96]);
          v_store_f32(&x2[T * batch * 96 + from2 + time2 * 96], t25);
        }
        _Alignas(64) float sum2[288];
        #pragma GCC unroll 3
        for (int64_t gate3 = 0; gate3 < 3; ++gate3) {
          #pragma GCC unroll 6
          for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
            v_store_f32(&sum2[channel7 + gate3 * 96], v_splat_f32(0.0f));
          }
        }
        for (int64_t from3 = 0; from3 < 96; ++from3) {
          #pragma GCC unroll 3
          for (int64_t gate4 = 0; gate4 < 3; ++gate4) {
            #pragma GCC unroll 6
            for (int64_t channel8 = 0; channel8 < 81; channel8 += 16) {
              const float t26 = tape[from3 + step2 * 96];
              const vf32 t27 = v_load_f32(&r[channel8 + from3 * 288 + gate4 * 96]);
              v_store_f32(&sum2[channel8 + gate4 * 96],
                  v_load_f32(&sum2[channel8 + gate4 * 96]) + v_splat_f32(t26) * t27);
            }
          }
        }
        _Alignas(64) float kept[96];
        _Alignas(64) float kept2[96];
        _Alignas(64) float kept3[96];
        _Alignas(64) float kept4[96];
        #pragma GCC unroll 6
        for (int64_t channel9 = 0; channel9 < 81; channel9 += 16) {
          const vf32 t28 = v_load_f32(&wx[T * batch * 288 + channel9 + time2 * 288]);
          const vf32 t29 = v_load_f32(&sum2[channel9]);
          const vf32 t30 = t28 + t29;
          const vf32 t31 = v_sigmoid_f32(t30);
          const vf32 t32 = v_load_f32(&wx[T * batch * 288 + channel9 + time2 * 288 + 96]);
          const vf32 t33 = v_load_f32(&sum2[channel9 + 96]);
          const vf32 t34 = t32 + t33;
          const vf32 t35 = v_sigmoid_f32(t34);
          const vf32 t36 = v_load_f32(&carry[channel9]);
          const vf32 t40 = v_load_f32(&x4[T * batch * 96 + channel9 + time2 * 96]);
          const vf32 t41 = v_splat_f32(t39) * t40;
          const vf32 t42 = t41 + t41;
          const vf32 t43 = t36 + t42;
          const vf32 t44 = v_splat_f32(1.0f) - t35;
          const vf32 t45 = t43 * t44;
          const vf32 t46 = v_load_f32(&wx[T * batch * 288 + channel9 + time2 * 288 + 192]);
          const vf32 t47 = v_load_f32(&sum2[channel9 + 192]);
          const vf32 t48 = v_load_f32(&b[channel9]);
          const vf32 t49 = t47 + t48;
          const vf32 t50 = t31 * t49;
          const vf32 t51 = t46 + t50;
          const vf32 t52 = v_tanh_f32(t51);
          const vf32 t53 = t45 * (v_splat_f32(1.0f) - t52 * t52);
          const vf32 t54 = t53 * t31;
          const vf32 t55 = v_load_f32(&tape[channel9 + step2 * 96]);
          const vf32 t56 = t43 * t55;
          const vf32 t57 = t43 * t52;
          const vf32 t58 = -t57;
          const vf32 t59 = t56 + t58;
          const vf32 t60 = t59 * (t35 * (v_splat_f32(1.0f) - t35));
          const vf32 t61 = t53 * t49;
          const vf32 t62 = t61 * (t31 * (v_splat_f32(1.0f) - t31));
          v_store_f32(&kept[channel9], t35);
          v_store_f32(&kept2[channel9], t54);
          v_store_f32(&total[channel9], v_load_f32(&total[channel9]) + t54);
          v_store_f32(&kept3[channel9], t60);
          v_store_f32(&kept4[channel9], t62);
        }
        _Alignas(64) float kept5[288];
        #pragma GCC unroll 3
        for (int64_t gate5 = 0; gate5 < 3; ++gate5) {
          #pragma GCC unroll 6
          for (int64_t channel10 = 0; channel10 < 81; channel10 += 16) {
            const vf32 t63 = v_load_f32(&kept2[s_min_index(s_max_index(gate5 - 2, 0), 0) * 96 + channel10]);
            const vf32 t64 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 2) & s_le_index(gate5 - 2, 0)),
                t63, v_splat_f32(0.0f));
            const vf32 t65 = v_load_f32(&kept3[s_min_index(s_max_index(gate5 - 1, 0), 0) * 96 + channel10]);
            const vf32 t66 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 1) & s_le_index(gate5 - 1, 0)),
                t65, v_splat_f32(0.0f));
            const vf32 t67 = t64 + t66;
            const vf32 t68 = v_load_f32(&kept4[s_min_index(s_max_index(gate5, 0), 0) * 96 + channel10]);
            const vf32 t69 = v_select_f32(v_splat_i32(s_le_index(0, gate5) & s_le_index(gate5, 0)), t68,
                v_splat_f32(0.0f));
            const vf32 t70 = t67 + t69;
            v_store_f32(&kept5[channel10 + gate5 * 96], t70);
            v_store_f32(&x5[T * batch * 288 + channel10 + gate5 * 96 + time2 * 288], t70);
          }
        }
        _Alignas(64) float sum3[96];
        for (int64_t from4 = 0; from4 < 96; ++from4) {
          float sum4 = 0.0f;
          #pragma GCC unroll 3
          for (int64_t gate6 = 0; gate6 < 3; ++gate6) {
            vf32 sum4_lanes = v_splat_f32(0.0f);
            for (int64_t channel11 = 0; channel11 < 81; channel11 += 16) {
              const vf32 t71 = v_load_f32(&kept5[channel11 + gate6 * 96]);
              const vf32 t72 = v_load_f32(&r[channel11 + from4 * 288 + gate6 * 96]);
              sum4_lanes += t71 * t72;
            }
            sum4 += v_reduce_sum_f32(sum4_lanes);
          }
          sum3[from4] = sum4;
        }
        #pragma GCC unroll 6
        for (int64_t channel12 = 0; channel12 < 81; channel12 += 16) {
          const vf32 t73 = v_load_f32(&carry[channel12]);
          const vf32 t74 = v_load_f32(&x4[T * batch * 96 + channel12 + time2 * 96]);
          const vf32 t75 = v_splat_f32(t39) * t74;
          const vf32 t76 = t75 + t75;
          const vf32 t77 = t73 + t76;
          const vf32 t78 = v_load_f32(&kept[channel12]);
          const vf32 t79 = t77 * t78;
          const vf32 t80 = v_load_f32(&sum3[channel12]);
          const vf32 t81 = t79 + t80;
          v_store_f32(&carry[channel12], t81);
        }
      }
    }
    for (int64_t channel13 = 0; channel13 < 81; channel13 += 16) {
      v_store_f32(&x6[batch * 96 + channel13], v_load_f32(&total[channel13]));
    }
  }
}
