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
 * 115488*B*T + 2 flops, 3072*B*T + 384*B*ceil(T, 64) + 384*B + 110980 bytes
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
  const float t28 = x3[0];
  const float t29 = (float)(int32_t)(B * T * 96);
  const float t30 = 1.0f * (1.0f / t29);
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
      _Alignas(64) float tape[6240];
      _Alignas(64) float kept[18432];
      _Alignas(64) float kept2[6144];
      _Alignas(64) float kept3[6144];
      _Alignas(64) float kept4[6144];
      #pragma GCC unroll 6
      for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 96 + batch * 96 + channel3]);
        v_store_f32(&tape[channel3], t2);
      }
      for (int64_t step = 0; step < count; ++step) {
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
        #pragma GCC unroll 3
        for (int64_t gate3 = 0; gate3 < 3; ++gate3) {
          #pragma GCC unroll 6
          for (int64_t channel6 = 0; channel6 < 81; channel6 += 16) {
            const vf32 t5 = v_load_f32(&sum[channel6 + gate3 * 96]);
            v_store_f32(&kept[channel6 + gate3 * 96 + step * 288], t5);
          }
        }
        #pragma GCC unroll 6
        for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
          const vf32 t6 = v_load_f32(&wx[T * batch * 288 + channel7 + time * 288]);
          const vf32 t7 = v_load_f32(&sum[channel7]);
          const vf32 t8 = t6 + t7;
          const vf32 t9 = v_sigmoid_f32(t8);
          const vf32 t10 = v_load_f32(&wx[T * batch * 288 + channel7 + time * 288 + 96]);
          const vf32 t11 = v_load_f32(&sum[channel7 + 96]);
          const vf32 t12 = t10 + t11;
          const vf32 t13 = v_sigmoid_f32(t12);
          const vf32 t14 = v_load_f32(&wx[T * batch * 288 + channel7 + time * 288 + 192]);
          const vf32 t15 = v_load_f32(&sum[channel7 + 192]);
          const vf32 t16 = v_load_f32(&b[channel7]);
          const vf32 t17 = t15 + t16;
          const vf32 t18 = t9 * t17;
          const vf32 t19 = t14 + t18;
          const vf32 t20 = v_tanh_f32(t19);
          const vf32 t21 = v_splat_f32(1.0f) - t13;
          const vf32 t22 = t21 * t20;
          const vf32 t23 = v_load_f32(&tape[channel7 + step * 96]);
          const vf32 t24 = t13 * t23;
          const vf32 t25 = t22 + t24;
          v_store_f32(&kept2[channel7 + step * 96], t9);
          v_store_f32(&kept3[channel7 + step * 96], t13);
          v_store_f32(&kept4[channel7 + step * 96], t20);
          v_store_f32(&tape[channel7 + step * 96 + 96], t25);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        for (int64_t from2 = 0; from2 < 81; from2 += 16) {
          const vf32 t26 = v_load_f32(&tape[from2 + step2 * 96]);
          v_stream_f32(&x2[T * batch * 96 + from2 + time2 * 96], t26, s_is_streamed(x2, B * T * 96));
        }
        _Alignas(64) float kept5[96];
        _Alignas(64) float kept6[96];
        _Alignas(64) float kept7[96];
        #pragma GCC unroll 6
        for (int64_t channel8 = 0; channel8 < 81; channel8 += 16) {
          const vf32 t27 = v_load_f32(&carry[channel8]);
          const vf32 t31 = v_load_f32(&x4[T * batch * 96 + channel8 + time2 * 96]);
          const vf32 t32 = v_splat_f32(t30) * t31;
          const vf32 t33 = t32 + t32;
          const vf32 t34 = t27 + t33;
          const vf32 t35 = v_load_f32(&kept3[channel8 + step2 * 96]);
          const vf32 t36 = v_splat_f32(1.0f) - t35;
          const vf32 t37 = t34 * t36;
          const vf32 t38 = v_load_f32(&wx[T * batch * 288 + channel8 + time2 * 288 + 192]);
          const vf32 t39 = v_load_f32(&kept2[channel8 + step2 * 96]);
          const vf32 t40 = v_load_f32(&kept[channel8 + step2 * 288 + 192]);
          const vf32 t41 = v_load_f32(&b[channel8]);
          const vf32 t42 = t40 + t41;
          const vf32 t43 = t39 * t42;
          const vf32 t44 = t38 + t43;
          const vf32 t45 = v_tanh_f32(t44);
          const vf32 t46 = t37 * (v_splat_f32(1.0f) - t45 * t45);
          const vf32 t47 = t46 * t39;
          const vf32 t48 = v_load_f32(&tape[channel8 + step2 * 96]);
          const vf32 t49 = t34 * t48;
          const vf32 t50 = v_load_f32(&kept4[channel8 + step2 * 96]);
          const vf32 t51 = t34 * t50;
          const vf32 t52 = -t51;
          const vf32 t53 = t49 + t52;
          const vf32 t54 = v_load_f32(&wx[T * batch * 288 + channel8 + time2 * 288 + 96]);
          const vf32 t55 = v_load_f32(&kept[channel8 + step2 * 288 + 96]);
          const vf32 t56 = t54 + t55;
          const vf32 t57 = v_sigmoid_f32(t56);
          const vf32 t58 = t53 * (t57 * (v_splat_f32(1.0f) - t57));
          const vf32 t59 = t46 * t42;
          const vf32 t60 = v_load_f32(&wx[T * batch * 288 + channel8 + time2 * 288]);
          const vf32 t61 = v_load_f32(&kept[channel8 + step2 * 288]);
          const vf32 t62 = t60 + t61;
          const vf32 t63 = v_sigmoid_f32(t62);
          const vf32 t64 = t59 * (t63 * (v_splat_f32(1.0f) - t63));
          v_store_f32(&kept5[channel8], t47);
          v_store_f32(&total[channel8], v_load_f32(&total[channel8]) + t47);
          v_store_f32(&kept6[channel8], t58);
          v_store_f32(&kept7[channel8], t64);
        }
        _Alignas(64) float kept8[288];
        #pragma GCC unroll 3
        for (int64_t gate4 = 0; gate4 < 3; ++gate4) {
          #pragma GCC unroll 6
          for (int64_t channel9 = 0; channel9 < 81; channel9 += 16) {
            const vf32 t65 = v_load_f32(&kept5[s_min_index(s_max_index(gate4 - 2, 0), 0) * 96 + channel9]);
            const vf32 t66 = v_select_f32(v_splat_i32(s_le_index(0, gate4 - 2) & s_le_index(gate4 - 2, 0)),
                t65, v_splat_f32(0.0f));
            const vf32 t67 = v_load_f32(&kept6[s_min_index(s_max_index(gate4 - 1, 0), 0) * 96 + channel9]);
            const vf32 t68 = v_select_f32(v_splat_i32(s_le_index(0, gate4 - 1) & s_le_index(gate4 - 1, 0)),
                t67, v_splat_f32(0.0f));
            const vf32 t69 = t66 + t68;
            const vf32 t70 = v_load_f32(&kept7[s_min_index(s_max_index(gate4, 0), 0) * 96 + channel9]);
            const vf32 t71 = v_select_f32(v_splat_i32(s_le_index(0, gate4) & s_le_index(gate4, 0)), t70,
                v_splat_f32(0.0f));
            const vf32 t72 = t69 + t71;
            v_store_f32(&kept8[channel9 + gate4 * 96], t72);
            v_stream_f32(&x5[T * batch * 288 + channel9 + gate4 * 96 + time2 * 288], t72,
                s_is_streamed(x5, B * T * 288));
          }
        }
        _Alignas(64) float sum2[96];
        for (int64_t from3 = 0; from3 < 96; ++from3) {
          float sum3 = 0.0f;
          vf32 sum3_lanes = v_splat_f32(0.0f);
          #pragma GCC unroll 3
          for (int64_t gate5 = 0; gate5 < 3; ++gate5) {
            for (int64_t channel10 = 0; channel10 < 81; channel10 += 16) {
              const vf32 t73 = v_load_f32(&kept8[channel10 + gate5 * 96]);
              const vf32 t74 = v_load_f32(&r[channel10 + from3 * 288 + gate5 * 96]);
              sum3_lanes += t73 * t74;
            }
          }
          sum3 += v_reduce_sum_f32(sum3_lanes);
          sum2[from3] = sum3;
        }
        #pragma GCC unroll 6
        for (int64_t channel11 = 0; channel11 < 81; channel11 += 16) {
          const vf32 t75 = v_load_f32(&carry[channel11]);
          const vf32 t76 = v_load_f32(&x4[T * batch * 96 + channel11 + time2 * 96]);
          const vf32 t77 = v_splat_f32(t30) * t76;
          const vf32 t78 = t77 + t77;
          const vf32 t79 = t75 + t78;
          const vf32 t80 = v_load_f32(&kept3[channel11 + step2 * 96]);
          const vf32 t81 = t79 * t80;
          const vf32 t82 = v_load_f32(&sum2[channel11]);
          const vf32 t83 = t81 + t82;
          v_store_f32(&carry[channel11], t83);
        }
      }
    }
    for (int64_t channel12 = 0; channel12 < 81; channel12 += 16) {
      v_stream_f32(&x6[batch * 96 + channel12], v_load_f32(&total[channel12]), s_is_streamed(x6, B * 96));
    }
  }
  s_end_streams();
}
