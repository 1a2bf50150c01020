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
 * 167424*B*T + 2 flops, 7680*B*T + 3072*B*ceil(T, 64) + 3072*B + 150532 bytes
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
  const float t48 = x5[0];
  const float t49 = (float)(int32_t)(B * T * 192);
  const float t50 = 1.0f * (1.0f / t49);
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
      _Alignas(64) float tape[3120];
      _Alignas(64) float tape2[3120];
      _Alignas(64) float tape3[3120];
      _Alignas(64) float tape4[3120];
      _Alignas(64) float kept[12288];
      _Alignas(64) float kept2[3072];
      _Alignas(64) float kept3[3072];
      _Alignas(64) float kept4[3072];
      _Alignas(64) float kept5[3072];
      _Alignas(64) float kept6[3072];
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
      for (int64_t step = 0; step < count; ++step) {
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
        #pragma GCC unroll 4
        for (int64_t gate4 = 0; gate4 < 4; ++gate4) {
          #pragma GCC unroll 3
          for (int64_t feature12 = 0; feature12 < 33; feature12 += 16) {
            const vf32 t8 = v_load_f32(&sum[feature12 + gate4 * 48]);
            v_store_f32(&kept[feature12 + gate4 * 48 + step * 192], t8);
          }
        }
        #pragma GCC unroll 3
        for (int64_t feature13 = 0; feature13 < 33; feature13 += 16) {
          const vf32 t9 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 48]);
          const vf32 t10 = v_load_f32(&sum[feature13 + 48]);
          const vf32 t11 = t9 + t10;
          const vf32 t12 = v_load_f32(&b[feature13 + head * 192 + 48]);
          const vf32 t13 = t11 + t12;
          const vf32 t14 = -v_softplus_f32(-t13);
          const vf32 t15 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768]);
          const vf32 t16 = v_load_f32(&sum[feature13]);
          const vf32 t17 = t15 + t16;
          const vf32 t18 = v_load_f32(&b[feature13 + head * 192]);
          const vf32 t19 = t17 + t18;
          const vf32 t20 = v_load_f32(&tape4[feature13 + step * 48]);
          const vf32 t21 = t20 + t14;
          const vf32 t22 = v_max_f32(t19, t21);
          const vf32 t23 = t19 - t22;
          const vf32 t24 = v_exp_f32(t23);
          const vf32 t25 = t21 - t22;
          const vf32 t26 = v_exp_f32(t25);
          const vf32 t27 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 96]);
          const vf32 t28 = v_load_f32(&sum[feature13 + 96]);
          const vf32 t29 = t27 + t28;
          const vf32 t30 = v_load_f32(&b[feature13 + head * 192 + 96]);
          const vf32 t31 = t29 + t30;
          const vf32 t32 = v_tanh_f32(t31);
          const vf32 t33 = v_load_f32(&tape2[feature13 + step * 48]);
          const vf32 t34 = t26 * t33;
          const vf32 t35 = t24 * t32;
          const vf32 t36 = t34 + t35;
          const vf32 t37 = v_load_f32(&tape3[feature13 + step * 48]);
          const vf32 t38 = t26 * t37;
          const vf32 t39 = t38 + t24;
          const vf32 t40 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 144]);
          const vf32 t41 = v_load_f32(&sum[feature13 + 144]);
          const vf32 t42 = t40 + t41;
          const vf32 t43 = v_load_f32(&b[feature13 + head * 192 + 144]);
          const vf32 t44 = t42 + t43;
          const vf32 t45 = v_sigmoid_f32(t44);
          const vf32 t46 = t45 * t36;
          const vf32 t47 = t46 / t39;
          v_store_f32(&kept2[feature13 + step * 48], t14);
          v_store_f32(&tape4[feature13 + step * 48 + 48], t22);
          v_store_f32(&kept3[feature13 + step * 48], t24);
          v_store_f32(&kept4[feature13 + step * 48], t26);
          v_store_f32(&kept5[feature13 + step * 48], t32);
          v_store_f32(&tape2[feature13 + step * 48 + 48], t36);
          v_store_f32(&tape3[feature13 + step * 48 + 48], t39);
          v_store_f32(&kept6[feature13 + step * 48], t45);
          v_store_f32(&tape[feature13 + step * 48 + 48], t47);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        _Alignas(64) float input[48];
        #pragma GCC unroll 3
        for (int64_t feature14 = 0; feature14 < 33; feature14 += 16) {
          const vf32 t51 = v_load_f32(&x6[T * batch * 192 + feature14 + head * 48 + time2 * 192]);
          const vf32 t52 = v_splat_f32(t50) * t51;
          const vf32 t53 = t52 + t52;
          v_store_f32(&input[feature14], t53);
        }
        _Alignas(64) float next[48];
        for (int64_t from2 = 0; from2 < 33; from2 += 16) {
          const vf32 t54 = v_load_f32(&tape[from2 + step2 * 48]);
          v_stream_f32(&x7[T * batch * 192 + from2 + head * 48 + time2 * 192], t54,
              s_is_streamed(x7, B * T * 192));
        }
        _Alignas(64) float kept7[48];
        _Alignas(64) float kept8[48];
        _Alignas(64) float kept9[48];
        _Alignas(64) float kept10[48];
        _Alignas(64) float kept11[48];
        #pragma GCC unroll 3
        for (int64_t feature15 = 0; feature15 < 33; feature15 += 16) {
          const vf32 t55 = v_load_f32(&carry[feature15]);
          const vf32 t56 = v_load_f32(&input[feature15]);
          const vf32 t57 = t55 + t56;
          const vf32 t58 = v_load_f32(&tape3[feature15 + step2 * 48 + 48]);
          const vf32 t59 = t57 * (v_splat_f32(1.0f) / t58);
          const vf32 t60 = v_load_f32(&tape2[feature15 + step2 * 48 + 48]);
          const vf32 t61 = t59 * t60;
          const vf32 t62 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 144]);
          const vf32 t63 = v_load_f32(&kept[feature15 + step2 * 192 + 144]);
          const vf32 t64 = t62 + t63;
          const vf32 t65 = v_load_f32(&b[feature15 + head * 192 + 144]);
          const vf32 t66 = t64 + t65;
          const vf32 t67 = v_sigmoid_f32(t66);
          const vf32 t68 = t61 * (t67 * (v_splat_f32(1.0f) - t67));
          const vf32 t69 = v_load_f32(&carry3[feature15]);
          const vf32 t70 = v_load_f32(&kept6[feature15 + step2 * 48]);
          const vf32 t71 = t70 * t60;
          const vf32 t72 = t57 * (-(t71 / t58) / t58);
          const vf32 t73 = t69 + t72;
          const vf32 t74 = v_load_f32(&kept4[feature15 + step2 * 48]);
          const vf32 t75 = t73 * t74;
          const vf32 t76 = v_load_f32(&carry2[feature15]);
          const vf32 t77 = t59 * t70;
          const vf32 t78 = t76 + t77;
          const vf32 t79 = v_load_f32(&kept3[feature15 + step2 * 48]);
          const vf32 t80 = t78 * t79;
          const vf32 t81 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 96]);
          const vf32 t82 = v_load_f32(&kept[feature15 + step2 * 192 + 96]);
          const vf32 t83 = t81 + t82;
          const vf32 t84 = v_load_f32(&b[feature15 + head * 192 + 96]);
          const vf32 t85 = t83 + t84;
          const vf32 t86 = v_tanh_f32(t85);
          const vf32 t87 = t80 * (v_splat_f32(1.0f) - t86 * t86);
          const vf32 t88 = t78 * t74;
          const vf32 t89 = v_load_f32(&tape3[feature15 + step2 * 48]);
          const vf32 t90 = t73 * t89;
          const vf32 t91 = v_load_f32(&tape2[feature15 + step2 * 48]);
          const vf32 t92 = t78 * t91;
          const vf32 t93 = t90 + t92;
          const vf32 t94 = v_load_f32(&tape4[feature15 + step2 * 48]);
          const vf32 t95 = v_load_f32(&kept2[feature15 + step2 * 48]);
          const vf32 t96 = t94 + t95;
          const vf32 t97 = v_load_f32(&tape4[feature15 + step2 * 48 + 48]);
          const vf32 t98 = t96 - t97;
          const vf32 t99 = t93 * v_exp_f32(t98);
          const vf32 t100 = v_load_f32(&kept5[feature15 + step2 * 48]);
          const vf32 t101 = t78 * t100;
          const vf32 t102 = t73 + t101;
          const vf32 t103 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768]);
          const vf32 t104 = v_load_f32(&kept[feature15 + step2 * 192]);
          const vf32 t105 = t103 + t104;
          const vf32 t106 = v_load_f32(&b[feature15 + head * 192]);
          const vf32 t107 = t105 + t106;
          const vf32 t108 = t107 - t97;
          const vf32 t109 = t102 * v_exp_f32(t108);
          const vf32 t110 = v_load_f32(&carry4[feature15]);
          const vf32 t111 = -t99;
          const vf32 t112 = t110 + t111;
          const vf32 t113 = -t109;
          const vf32 t114 = t112 + t113;
          const vf32 t115 = t114
              * v_select_f32(v_lt_f32(t107, t96), v_splat_f32(1.0f),
              v_select_f32(v_lt_f32(t96, t107), v_splat_f32(0.0f), v_splat_f32(0.5f)));
          const vf32 t116 = t99 + t115;
          const vf32 t117 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 48]);
          const vf32 t118 = v_load_f32(&kept[feature15 + step2 * 192 + 48]);
          const vf32 t119 = t117 + t118;
          const vf32 t120 = v_load_f32(&b[feature15 + head * 192 + 48]);
          const vf32 t121 = t119 + t120;
          const vf32 t122 = t116 * v_sigmoid_f32(-t121);
          v_store_f32(&kept7[feature15], t68);
          v_store_f32(&carry3[feature15], t75);
          v_store_f32(&kept8[feature15], t87);
          v_store_f32(&carry2[feature15], t88);
          v_store_f32(&kept9[feature15], t99);
          v_store_f32(&kept10[feature15], t109);
          v_store_f32(&next[feature15], t116);
          v_store_f32(&kept11[feature15], t122);
        }
        _Alignas(64) float kept12[192];
        #pragma GCC unroll 4
        for (int64_t gate5 = 0; gate5 < 4; ++gate5) {
          #pragma GCC unroll 3
          for (int64_t feature16 = 0; feature16 < 33; feature16 += 16) {
            const vf32 t123 = v_load_f32(&kept7[s_min_index(s_max_index(gate5 - 3, 0), 0) * 48 + feature16]);
            const vf32 t124 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 3) & s_le_index(gate5 - 3, 0)),
                t123, v_splat_f32(0.0f));
            const vf32 t125 = v_load_f32(&kept8[s_min_index(s_max_index(gate5 - 2, 0), 0) * 48 + feature16]);
            const vf32 t126 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 2) & s_le_index(gate5 - 2, 0)),
                t125, v_splat_f32(0.0f));
            const vf32 t127 = t124 + t126;
            const vf32 t128 = v_load_f32(&kept11[s_min_index(s_max_index(gate5 - 1, 0), 0) * 48 + feature16]);
            const vf32 t129 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 1) & s_le_index(gate5 - 1, 0)),
                t128, v_splat_f32(0.0f));
            const vf32 t130 = t127 + t129;
            const vf32 t131 = v_load_f32(&kept10[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
            const vf32 t132 = v_load_f32(&carry4[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
            const vf32 t133 = v_load_f32(&kept9[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
            const vf32 t134 = -t133;
            const vf32 t135 = t132 + t134;
            const vf32 t136 = -t131;
            const vf32 t137 = t135 + t136;
            const vf32 t138 =
                v_load_f32(&wx[T * batch * 768 + s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16
                    + head * 192 + time2 * 768]);
            const vf32 t139 =
                v_load_f32(&kept[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 192]);
            const vf32 t140 = t138 + t139;
            const vf32 t141 =
                v_load_f32(&b[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + head * 192]);
            const vf32 t142 = t140 + t141;
            const vf32 t143 =
                v_load_f32(&tape4[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
            const vf32 t144 =
                v_load_f32(&kept2[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
            const vf32 t145 = t143 + t144;
            const vf32 t146 = t137
                * v_select_f32(v_lt_f32(t142, t145), v_splat_f32(0.0f),
                v_select_f32(v_lt_f32(t145, t142), v_splat_f32(1.0f), v_splat_f32(0.5f)));
            const vf32 t147 = t131 + t146;
            const vf32 t148 = v_select_f32(v_splat_i32(s_le_index(0, gate5) & s_le_index(gate5, 0)), t147,
                v_splat_f32(0.0f));
            const vf32 t149 = t130 + t148;
            v_store_f32(&kept12[feature16 + gate5 * 48], t149);
            v_store_f32(&total[feature16 + gate5 * 48], v_load_f32(&total[feature16 + gate5 * 48]) + t149);
            v_stream_f32(&x8[T * batch * 768 + feature16 + gate5 * 48 + head * 192 + time2 * 768], t149,
                s_is_streamed(x8, B * T * 768));
          }
        }
        _Alignas(64) float sum2[48];
        for (int64_t from3 = 0; from3 < 48; ++from3) {
          float sum3 = 0.0f;
          #pragma GCC unroll 4
          for (int64_t gate6 = 0; gate6 < 4; ++gate6) {
            vf32 sum3_lanes = v_splat_f32(0.0f);
            for (int64_t feature17 = 0; feature17 < 33; feature17 += 16) {
              const vf32 t150 = v_load_f32(&kept12[feature17 + gate6 * 48]);
              const vf32 t151 = v_load_f32(&r[feature17 + from3 * 192 + gate6 * 48 + head * 9216]);
              sum3_lanes += t150 * t151;
            }
            sum3 += v_reduce_sum_f32(sum3_lanes);
          }
          sum2[from3] = sum3;
        }
        #pragma GCC unroll 3
        for (int64_t feature18 = 0; feature18 < 33; feature18 += 16) {
          const vf32 t152 = v_load_f32(&sum2[feature18]);
          v_store_f32(&carry[feature18], t152);
        }
        #pragma GCC unroll 3
        for (int64_t feature19 = 0; feature19 < 33; feature19 += 16) {
          v_store_f32(&carry4[feature19], v_load_f32(&next[feature19]));
        }
      }
    }
    #pragma GCC unroll 4
    for (int64_t gate7 = 0; gate7 < 4; ++gate7) {
      for (int64_t feature20 = 0; feature20 < 33; feature20 += 16) {
        v_stream_f32(&x9[batch * 768 + feature20 + gate7 * 48 + head * 192],
            v_load_f32(&total[feature20 + gate7 * 48]), s_is_streamed(x9, B * 768));
      }
    }
  }
  s_end_streams();
}
