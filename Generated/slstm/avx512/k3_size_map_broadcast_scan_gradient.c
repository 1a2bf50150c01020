#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * x: f32, 192*B*ceil(T, 64) elements
 * x2: f32, 192*B*ceil(T, 64) elements
 * x3: f32, 192*B*ceil(T, 64) elements
 * x4: f32, 192*B*ceil(T, 64) elements
 * wx: f32, 768*B*T elements
 * r: f32, 36864 elements
 * b: f32, 768 elements
 * x5: f32, 1 elements
 * x6: f32, 192*B*T elements
 * x7: f32, 192*B*T elements
 * x8: f32, 768*B*T elements
 * x9: f32, 768*B elements
 * 243648*B*T + 2 flops, 7680*B*T + 3072*B*ceil(T, 64) + 3072*B + 150532 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *wx = buffers[4];
  const float *r = buffers[5];
  const float *b = buffers[6];
  const float *x5 = buffers[7];
  const float *x6 = buffers[8];
  float *x7 = buffers[9];
  float *x8 = buffers[10];
  float *x9 = buffers[11];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t47 = x5[0];
  const float t48 = (float)(int32_t)(B * T * 192);
  const float t49 = 1.0f * (1.0f / t48);
  const int64_t unit_count = B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer / 4;
    const int64_t head = outer % 4;
    _Alignas(64) float carry[48];
    _Alignas(64) float carry2[48];
    _Alignas(64) float carry3[48];
    _Alignas(64) float carry4[48];
    _Alignas(64) float total[192];
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
      v_store_f32(&carry4[feature4], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 4
    for (int64_t gate = 0; gate < 4; ++gate) {
      #pragma GCC unroll 3
      for (int64_t feature5 = 0; feature5 < 33; feature5 += 16) {
        v_store_f32(&total[feature5 + gate * 48], v_splat_f32(0.0f));
      }
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      _Alignas(64) float tape[3072];
      _Alignas(64) float tape2[3072];
      _Alignas(64) float tape3[3072];
      _Alignas(64) float tape4[3072];
      #pragma GCC unroll 3
      for (int64_t feature6 = 0; feature6 < 33; feature6 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 192 + batch * 192 + feature6 + head * 48]);
        v_store_f32(&tape[feature6], t2);
      }
      #pragma GCC unroll 3
      for (int64_t feature7 = 0; feature7 < 33; feature7 += 16) {
        const vf32 t3 = v_load_f32(&x2[B * interval * 192 + batch * 192 + feature7 + head * 48]);
        v_store_f32(&tape2[feature7], t3);
      }
      #pragma GCC unroll 3
      for (int64_t feature8 = 0; feature8 < 33; feature8 += 16) {
        const vf32 t4 = v_load_f32(&x3[B * interval * 192 + batch * 192 + feature8 + head * 48]);
        v_store_f32(&tape3[feature8], t4);
      }
      #pragma GCC unroll 3
      for (int64_t feature9 = 0; feature9 < 33; feature9 += 16) {
        const vf32 t5 = v_load_f32(&x4[B * interval * 192 + batch * 192 + feature9 + head * 48]);
        v_store_f32(&tape4[feature9], t5);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        const int64_t time = first + step;
        _Alignas(64) float sum[192];
        #pragma GCC unroll 4
        for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
          #pragma GCC unroll 3
          for (int64_t feature10 = 0; feature10 < 33; feature10 += 16) {
            v_store_f32(&sum[feature10 + gate2 * 48], v_splat_f32(0.0f));
          }
        }
        for (int64_t from = 0; from < 48; ++from) {
          #pragma GCC unroll 4
          for (int64_t gate3 = 0; gate3 < 4; ++gate3) {
            #pragma GCC unroll 3
            for (int64_t feature11 = 0; feature11 < 33; feature11 += 16) {
              const float t6 = tape[from + step * 48];
              const vf32 t7 = v_load_f32(&r[feature11 + from * 192 + gate3 * 48 + head * 9216]);
              v_store_f32(&sum[feature11 + gate3 * 48],
                  v_load_f32(&sum[feature11 + gate3 * 48]) + v_splat_f32(t6) * t7);
            }
          }
        }
        #pragma GCC unroll 3
        for (int64_t feature12 = 0; feature12 < 33; feature12 += 16) {
          const vf32 t8 = v_load_f32(&wx[T * batch * 768 + feature12 + head * 192 + time * 768]);
          const vf32 t9 = v_load_f32(&sum[feature12]);
          const vf32 t10 = t8 + t9;
          const vf32 t11 = v_load_f32(&b[feature12 + head * 192]);
          const vf32 t12 = t10 + t11;
          const vf32 t13 = v_load_f32(&tape4[feature12 + step * 48]);
          const vf32 t14 = v_load_f32(&wx[T * batch * 768 + feature12 + head * 192 + time * 768 + 48]);
          const vf32 t15 = v_load_f32(&sum[feature12 + 48]);
          const vf32 t16 = t14 + t15;
          const vf32 t17 = v_load_f32(&b[feature12 + head * 192 + 48]);
          const vf32 t18 = t16 + t17;
          const vf32 t19 = -v_softplus_f32(-t18);
          const vf32 t20 = t13 + t19;
          const vf32 t21 = v_max_f32(t12, t20);
          const vf32 t22 = t12 - t21;
          const vf32 t23 = v_exp_f32(t22);
          const vf32 t24 = t20 - t21;
          const vf32 t25 = v_exp_f32(t24);
          const vf32 t26 = v_load_f32(&tape2[feature12 + step * 48]);
          const vf32 t27 = t25 * t26;
          const vf32 t28 = v_load_f32(&wx[T * batch * 768 + feature12 + head * 192 + time * 768 + 96]);
          const vf32 t29 = v_load_f32(&sum[feature12 + 96]);
          const vf32 t30 = t28 + t29;
          const vf32 t31 = v_load_f32(&b[feature12 + head * 192 + 96]);
          const vf32 t32 = t30 + t31;
          const vf32 t33 = v_tanh_f32(t32);
          const vf32 t34 = t23 * t33;
          const vf32 t35 = t27 + t34;
          const vf32 t36 = v_load_f32(&tape3[feature12 + step * 48]);
          const vf32 t37 = t25 * t36;
          const vf32 t38 = t37 + t23;
          const vf32 t39 = v_load_f32(&wx[T * batch * 768 + feature12 + head * 192 + time * 768 + 144]);
          const vf32 t40 = v_load_f32(&sum[feature12 + 144]);
          const vf32 t41 = t39 + t40;
          const vf32 t42 = v_load_f32(&b[feature12 + head * 192 + 144]);
          const vf32 t43 = t41 + t42;
          const vf32 t44 = v_sigmoid_f32(t43);
          const vf32 t45 = t44 * t35;
          const vf32 t46 = t45 / t38;
          v_store_f32(&tape4[feature12 + step * 48 + 48], t21);
          v_store_f32(&tape2[feature12 + step * 48 + 48], t35);
          v_store_f32(&tape3[feature12 + step * 48 + 48], t38);
          v_store_f32(&tape[feature12 + step * 48 + 48], t46);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        _Alignas(64) float input[48];
        #pragma GCC unroll 3
        for (int64_t feature13 = 0; feature13 < 33; feature13 += 16) {
          const vf32 t50 = v_load_f32(&x6[T * batch * 192 + feature13 + head * 48 + time2 * 192]);
          const vf32 t51 = v_splat_f32(t49) * t50;
          const vf32 t52 = t51 + t51;
          v_store_f32(&input[feature13], t52);
        }
        _Alignas(64) float next[48];
        for (int64_t from2 = 0; from2 < 33; from2 += 16) {
          const vf32 t53 = v_load_f32(&tape[from2 + step2 * 48]);
          v_store_f32(&x7[T * batch * 192 + from2 + head * 48 + time2 * 192], t53);
        }
        _Alignas(64) float sum2[192];
        #pragma GCC unroll 4
        for (int64_t gate4 = 0; gate4 < 4; ++gate4) {
          #pragma GCC unroll 3
          for (int64_t feature14 = 0; feature14 < 33; feature14 += 16) {
            v_store_f32(&sum2[feature14 + gate4 * 48], v_splat_f32(0.0f));
          }
        }
        for (int64_t from3 = 0; from3 < 48; ++from3) {
          #pragma GCC unroll 4
          for (int64_t gate5 = 0; gate5 < 4; ++gate5) {
            #pragma GCC unroll 3
            for (int64_t feature15 = 0; feature15 < 33; feature15 += 16) {
              const float t54 = tape[from3 + step2 * 48];
              const vf32 t55 = v_load_f32(&r[feature15 + from3 * 192 + gate5 * 48 + head * 9216]);
              v_store_f32(&sum2[feature15 + gate5 * 48],
                  v_load_f32(&sum2[feature15 + gate5 * 48]) + v_splat_f32(t54) * t55);
            }
          }
        }
        _Alignas(64) float kept[48];
        _Alignas(64) float kept2[48];
        _Alignas(64) float kept3[48];
        _Alignas(64) float kept4[48];
        _Alignas(64) float kept5[48];
        #pragma GCC unroll 3
        for (int64_t feature16 = 0; feature16 < 33; feature16 += 16) {
          const vf32 t56 = v_load_f32(&wx[T * batch * 768 + feature16 + head * 192 + time2 * 768]);
          const vf32 t57 = v_load_f32(&sum2[feature16]);
          const vf32 t58 = t56 + t57;
          const vf32 t59 = v_load_f32(&b[feature16 + head * 192]);
          const vf32 t60 = t58 + t59;
          const vf32 t61 = v_load_f32(&tape4[feature16 + step2 * 48]);
          const vf32 t62 = v_load_f32(&wx[T * batch * 768 + feature16 + head * 192 + time2 * 768 + 48]);
          const vf32 t63 = v_load_f32(&sum2[feature16 + 48]);
          const vf32 t64 = t62 + t63;
          const vf32 t65 = v_load_f32(&b[feature16 + head * 192 + 48]);
          const vf32 t66 = t64 + t65;
          const vf32 t67 = -v_softplus_f32(-t66);
          const vf32 t68 = t61 + t67;
          const vf32 t69 = v_max_f32(t60, t68);
          const vf32 t70 = t60 - t69;
          const vf32 t71 = v_exp_f32(t70);
          const vf32 t72 = t68 - t69;
          const vf32 t73 = v_exp_f32(t72);
          const vf32 t74 = v_load_f32(&wx[T * batch * 768 + feature16 + head * 192 + time2 * 768 + 96]);
          const vf32 t75 = v_load_f32(&sum2[feature16 + 96]);
          const vf32 t76 = t74 + t75;
          const vf32 t77 = v_load_f32(&b[feature16 + head * 192 + 96]);
          const vf32 t78 = t76 + t77;
          const vf32 t79 = v_tanh_f32(t78);
          const vf32 t80 = v_load_f32(&wx[T * batch * 768 + feature16 + head * 192 + time2 * 768 + 144]);
          const vf32 t81 = v_load_f32(&sum2[feature16 + 144]);
          const vf32 t82 = t80 + t81;
          const vf32 t83 = v_load_f32(&b[feature16 + head * 192 + 144]);
          const vf32 t84 = t82 + t83;
          const vf32 t85 = v_sigmoid_f32(t84);
          const vf32 t86 = v_load_f32(&carry[feature16]);
          const vf32 t87 = v_load_f32(&input[feature16]);
          const vf32 t88 = t86 + t87;
          const vf32 t89 = v_load_f32(&tape3[feature16 + step2 * 48]);
          const vf32 t90 = t73 * t89;
          const vf32 t91 = t90 + t71;
          const vf32 t92 = t88 * (v_splat_f32(1.0f) / t91);
          const vf32 t93 = v_load_f32(&tape2[feature16 + step2 * 48]);
          const vf32 t94 = t73 * t93;
          const vf32 t95 = t71 * t79;
          const vf32 t96 = t94 + t95;
          const vf32 t97 = t92 * t96;
          const vf32 t98 = t97 * (t85 * (v_splat_f32(1.0f) - t85));
          const vf32 t99 = v_load_f32(&carry3[feature16]);
          const vf32 t100 = t85 * t96;
          const vf32 t101 = t88 * (-(t100 / t91) / t91);
          const vf32 t102 = t99 + t101;
          const vf32 t103 = t102 * t73;
          const vf32 t104 = v_load_f32(&carry2[feature16]);
          const vf32 t105 = t92 * t85;
          const vf32 t106 = t104 + t105;
          const vf32 t107 = t106 * t71;
          const vf32 t108 = t107 * (v_splat_f32(1.0f) - t79 * t79);
          const vf32 t109 = t106 * t73;
          const vf32 t110 = t102 * t89;
          const vf32 t111 = t106 * t93;
          const vf32 t112 = t110 + t111;
          const vf32 t113 = t112 * v_exp_f32(t72);
          const vf32 t114 = t106 * t79;
          const vf32 t115 = t102 + t114;
          const vf32 t116 = t115 * v_exp_f32(t70);
          const vf32 t117 = v_load_f32(&carry4[feature16]);
          const vf32 t118 = -t113;
          const vf32 t119 = t117 + t118;
          const vf32 t120 = -t116;
          const vf32 t121 = t119 + t120;
          const vf32 t122 = t121
              * v_select_f32(v_lt_f32(t60, t68), v_splat_f32(1.0f),
              v_select_f32(v_lt_f32(t68, t60), v_splat_f32(0.0f), v_splat_f32(0.5f)));
          const vf32 t123 = t113 + t122;
          const vf32 t124 = t123 * v_sigmoid_f32(-t66);
          v_store_f32(&kept[feature16], t98);
          v_store_f32(&carry3[feature16], t103);
          v_store_f32(&kept2[feature16], t108);
          v_store_f32(&carry2[feature16], t109);
          v_store_f32(&kept3[feature16], t113);
          v_store_f32(&kept4[feature16], t116);
          v_store_f32(&next[feature16], t123);
          v_store_f32(&kept5[feature16], t124);
        }
        _Alignas(64) float kept6[192];
        #pragma GCC unroll 4
        for (int64_t gate6 = 0; gate6 < 4; ++gate6) {
          #pragma GCC unroll 3
          for (int64_t feature17 = 0; feature17 < 33; feature17 += 16) {
            const vf32 t125 = v_load_f32(&kept[s_min_index(s_max_index(gate6 - 3, 0), 0) * 48 + feature17]);
            const vf32 t126 = v_select_f32(v_splat_i32(s_le_index(0, gate6 - 3) & s_le_index(gate6 - 3, 0)),
                t125, v_splat_f32(0.0f));
            const vf32 t127 = v_load_f32(&kept2[s_min_index(s_max_index(gate6 - 2, 0), 0) * 48 + feature17]);
            const vf32 t128 = v_select_f32(v_splat_i32(s_le_index(0, gate6 - 2) & s_le_index(gate6 - 2, 0)),
                t127, v_splat_f32(0.0f));
            const vf32 t129 = t126 + t128;
            const vf32 t130 = v_load_f32(&kept5[s_min_index(s_max_index(gate6 - 1, 0), 0) * 48 + feature17]);
            const vf32 t131 = v_select_f32(v_splat_i32(s_le_index(0, gate6 - 1) & s_le_index(gate6 - 1, 0)),
                t130, v_splat_f32(0.0f));
            const vf32 t132 = t129 + t131;
            const vf32 t133 = v_load_f32(&kept4[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17]);
            const vf32 t134 = v_load_f32(&carry4[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17]);
            const vf32 t135 = v_load_f32(&kept3[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17]);
            const vf32 t136 = -t135;
            const vf32 t137 = t134 + t136;
            const vf32 t138 = -t133;
            const vf32 t139 = t137 + t138;
            const vf32 t140 =
                v_load_f32(&wx[T * batch * 768 + s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17
                    + head * 192 + time2 * 768]);
            const vf32 t141 = v_load_f32(&sum2[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17]);
            const vf32 t142 = t140 + t141;
            const vf32 t143 =
                v_load_f32(&b[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17 + head * 192]);
            const vf32 t144 = t142 + t143;
            const vf32 t145 =
                v_load_f32(&tape4[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17 + step2 * 48]);
            const vf32 t146 =
                v_load_f32(&wx[T * batch * 768 + s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17
                    + head * 192 + time2 * 768 + 48]);
            const vf32 t147 = v_load_f32(&sum2[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17 + 48]);
            const vf32 t148 = t146 + t147;
            const vf32 t149 =
                v_load_f32(&b[s_min_index(s_max_index(gate6, 0), 0) * 48 + feature17 + head * 192 + 48]);
            const vf32 t150 = t148 + t149;
            const vf32 t151 = -v_softplus_f32(-t150);
            const vf32 t152 = t145 + t151;
            const vf32 t153 = t139
                * v_select_f32(v_lt_f32(t144, t152), v_splat_f32(0.0f),
                v_select_f32(v_lt_f32(t152, t144), v_splat_f32(1.0f), v_splat_f32(0.5f)));
            const vf32 t154 = t133 + t153;
            const vf32 t155 = v_select_f32(v_splat_i32(s_le_index(0, gate6) & s_le_index(gate6, 0)), t154,
                v_splat_f32(0.0f));
            const vf32 t156 = t132 + t155;
            v_store_f32(&kept6[feature17 + gate6 * 48], t156);
            v_store_f32(&total[feature17 + gate6 * 48], v_load_f32(&total[feature17 + gate6 * 48]) + t156);
            v_store_f32(&x8[T * batch * 768 + feature17 + gate6 * 48 + head * 192 + time2 * 768], t156);
          }
        }
        _Alignas(64) float sum3[48];
        for (int64_t from4 = 0; from4 < 48; ++from4) {
          float sum4 = 0.0f;
          #pragma GCC unroll 4
          for (int64_t gate7 = 0; gate7 < 4; ++gate7) {
            vf32 sum4_lanes = v_splat_f32(0.0f);
            for (int64_t feature18 = 0; feature18 < 33; feature18 += 16) {
              const vf32 t157 = v_load_f32(&kept6[feature18 + gate7 * 48]);
              const vf32 t158 = v_load_f32(&r[feature18 + from4 * 192 + gate7 * 48 + head * 9216]);
              sum4_lanes += t157 * t158;
            }
            sum4 += v_reduce_sum_f32(sum4_lanes);
          }
          sum3[from4] = sum4;
        }
        #pragma GCC unroll 3
        for (int64_t feature19 = 0; feature19 < 33; feature19 += 16) {
          const vf32 t159 = v_load_f32(&sum3[feature19]);
          v_store_f32(&carry[feature19], t159);
        }
        #pragma GCC unroll 3
        for (int64_t feature20 = 0; feature20 < 33; feature20 += 16) {
          v_store_f32(&carry4[feature20], v_load_f32(&next[feature20]));
        }
      }
    }
    #pragma GCC unroll 4
    for (int64_t gate8 = 0; gate8 < 4; ++gate8) {
      for (int64_t feature21 = 0; feature21 < 33; feature21 += 16) {
        v_store_f32(&x9[batch * 768 + feature21 + gate8 * 48 + head * 192],
            v_load_f32(&total[feature21 + gate8 * 48]));
      }
    }
  }
}
