#define SG_LANES 16
#include "sonograph_kernel.h"

/* k96_size_map_broadcast_reshape_scan_gradient
 * size, map, broadcast, reshape, scan-gradient
 * tape2: f32, 1216512*B elements
 * tape32: f32, 12672*B elements
 * tape42: f32, 132*B elements
 * kept2: f32, 128*B elements
 * kept32: f32, 128*B elements
 * kept42: f32, 128*B elements
 * x: f32, 36864*B*ceil(5*P + 1, 32) elements
 * x2: f32, 384*B*ceil(5*P + 1, 32) elements
 * x3: f32, 4*B*ceil(5*P + 1, 32) elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 1920*B*P + 384*B elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 20*B*P + 4*B elements
 * x8: f32, 20*B*P + 4*B elements
 * x9: f32, 20*B*P + 4*B elements
 * bias: f32, 4 elements
 * x10: f32, 20*B*P + 4*B elements
 * x11: f32, 20*B*P + 4*B elements
 * x12: f32, 20*B*P + 4*B elements
 * bias2: f32, 4 elements
 * x13: f32, 20*B*P + 4*B elements
 * x14: f32, 1920*B*P + 384*B elements
 * weight: f32, 384 elements
 * x15: f32, 20*B*P + 4*B elements
 * x16: f32, 1920*B*P + 384*B elements
 * x17: f32, 20*B*P + 4*B elements
 * x18: f32, 20*B*P + 4*B elements
 * x19: f32, 1920*B*P + 384*B elements
 * x20: f32, 1920*B*P + 384*B elements
 * x21: f32, 1920*B*P + 384*B elements
 * x22: f32, 20*B*P + 4*B elements
 * x23: f32, 20*B*P + 4*B elements
 * 3755060*B*P + 751012*B + 384 flops, 62400*B*P + 149008*B*ceil(5*P + 1, 32) + 12480*B + 1568 bytes
 * first used in block10/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k96_size_map_broadcast_reshape_scan_gradient(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *tape2 = buffers[0];
  float *tape32 = buffers[1];
  float *tape42 = buffers[2];
  float *kept2 = buffers[3];
  float *kept32 = buffers[4];
  float *kept42 = buffers[5];
  const float *x = buffers[6];
  const float *x2 = buffers[7];
  const float *x3 = buffers[8];
  const float *x4 = buffers[9];
  const float *x5 = buffers[10];
  const float *x6 = buffers[11];
  const float *x7 = buffers[12];
  const float *x8 = buffers[13];
  const float *x9 = buffers[14];
  const float *bias = buffers[15];
  const float *x10 = buffers[16];
  const float *x11 = buffers[17];
  const float *x12 = buffers[18];
  const float *bias2 = buffers[19];
  const float *x13 = buffers[20];
  const float *x14 = buffers[21];
  const float *weight = buffers[22];
  const float *x15 = buffers[23];
  const float *x16 = buffers[24];
  const float *x17 = buffers[25];
  const float *x18 = buffers[26];
  float *x19 = buffers[27];
  float *x20 = buffers[28];
  float *x21 = buffers[29];
  float *x22 = buffers[30];
  float *x23 = buffers[31];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer / 4;
    const int64_t head = outer % 4;
    _Alignas(64) float carry[9216];
    _Alignas(64) float carry2[96];
    _Alignas(64) float carry3[1];
    for (int64_t value = 0; value < 9201; value += 16) {
      v_store_f32(&carry[value], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 6
    for (int64_t key2 = 0; key2 < 81; key2 += 16) {
      v_store_f32(&carry2[key2], v_splat_f32(0.0f));
    }
    carry3[0] = 0.0f;
    const float t10 = bias[head];
    const float t20 = bias2[head];
    for (int64_t chunk = 0; chunk < (P * 5 + 32) / 32; ++chunk) {
      const int64_t interval = (P * 5 + 32) / 32 - chunk - 1;
      const int64_t first = interval * 32;
      const int64_t count = s_min_index(32, P * 5 - first + 1);
      for (int64_t value2 = 0; value2 < 9201; value2 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 36864 + batch * 36864 + head * 9216 + value2]);
        v_store_f32(&tape2[outer * 304128 + value2], t2);
      }
      for (int64_t key4 = 0; key4 < 81; key4 += 16) {
        const vf32 t3 = v_load_f32(&x2[B * interval * 384 + batch * 384 + head * 96 + key4]);
        v_store_f32(&tape32[key4 + outer * 3168], t3);
      }
      const float t4 = x3[B * interval * 4 + batch * 4 + head];
      tape42[outer * 33] = t4;
      for (int64_t step = 0; step < count; ++step) {
        const int64_t time = first + step;
        const float t5 = x7[P * batch * 20 + batch * 4 + head + time * 4];
        const float t6 = x8[P * batch * 20 + batch * 4 + head + time * 4];
        const float t7 = t5 + t6;
        const float t8 = x9[P * batch * 20 + batch * 4 + head + time * 4];
        const float t9 = t7 + t8;
        const float t11 = t9 + t10;
        const float t12 = -s_softplus_f32(-t11);
        const float t13 = tape42[outer * 33 + step];
        const float t14 = t12 + t13;
        const float t15 = x10[P * batch * 20 + batch * 4 + head + time * 4];
        const float t16 = x11[P * batch * 20 + batch * 4 + head + time * 4];
        const float t17 = t15 + t16;
        const float t18 = x12[P * batch * 20 + batch * 4 + head + time * 4];
        const float t19 = t17 + t18;
        const float t21 = t19 + t20;
        const float t22 = s_max_f32(t14, t21);
        const float t23 = t21 - t22;
        const float t24 = s_exp_f32(t23);
        const float t25 = 0.10206208f * t24;
        const float t26 = t14 - t22;
        const float t27 = s_exp_f32(t26);
        kept2[outer * 32 + step] = t12;
        tape42[outer * 33 + step + 1] = t22;
        kept32[outer * 32 + step] = t24;
        kept42[outer * 32 + step] = t27;
        for (int64_t key5 = 0; key5 < 96; ++key5) {
          const float t30 = x6[P * batch * 1920 + batch * 384 + head * 96 + key5 + time * 384];
          const float t31 = t25 * t30;
          for (int64_t value3 = 0; value3 < 81; value3 += 16) {
            const vf32 t28 = v_load_f32(&tape2[key5 * 96 + outer * 304128 + step * 9216 + value3]);
            const vf32 t29 = v_splat_f32(t27) * t28;
            const vf32 t32 =
                v_load_f32(&x4[P * batch * 1920 + batch * 384 + head * 96 + time * 384 + value3]);
            const vf32 t33 = v_splat_f32(t31) * t32;
            const vf32 t34 = t29 + t33;
            v_store_f32(&tape2[key5 * 96 + outer * 304128 + step * 9216 + value3 + 9216], t34);
          }
        }
        for (int64_t key6 = 0; key6 < 81; key6 += 16) {
          const vf32 t35 = v_load_f32(&tape32[key6 + outer * 3168 + step * 96]);
          const vf32 t36 = v_splat_f32(t27) * t35;
          const vf32 t37 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key6 + time * 384]);
          const vf32 t38 = v_splat_f32(t25) * t37;
          const vf32 t39 = t36 + t38;
          v_store_f32(&tape32[key6 + outer * 3168 + step * 96 + 96], t39);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        _Alignas(64) float input[96];
        const float t40 = x13[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t41 = 0.010416667f * t40;
        const float t42 = t41 + 1e-05f;
        const float t43 = s_rsqrt_f32(t42);
        const float t48 = x15[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t49 = 0.010416667f * t48;
        const float t52 = x17[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t53 = 0.010416667f * t52;
        const float t56 = x18[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t57 = 0.010416667f * t56;
        #pragma GCC unroll 6
        for (int64_t value4 = 0; value4 < 81; value4 += 16) {
          const vf32 t44 =
              v_load_f32(&x14[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value4]);
          const vf32 t45 = v_load_f32(&weight[head * 96 + value4]);
          const vf32 t46 = v_splat_f32(1.0f) + t45;
          const vf32 t47 = t44 * t46;
          const vf32 t50 = t47 - v_splat_f32(t49);
          const vf32 t51 =
              v_load_f32(&x16[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value4]);
          const vf32 t54 = t51 - v_splat_f32(t53);
          const vf32 t55 = t54 * v_splat_f32(t43);
          const vf32 t58 = t55 * v_splat_f32(t57);
          const vf32 t59 = t50 - t58;
          const vf32 t60 = v_splat_f32(t43) * t59;
          v_store_f32(&input[value4], t60);
        }
        const float t61 = kept32[outer * 32 + step2];
        const float t62 = 0.10206208f * t61;
        float sum = 0.0f;
        vf32 sum_lanes = v_splat_f32(0.0f);
        for (int64_t key7 = 0; key7 < 81; key7 += 16) {
          const vf32 t63 = v_load_f32(&x5[P * batch * 1920 + batch * 384 + head * 96 + key7 + time2 * 384]);
          const float t64 = kept42[outer * 32 + step2];
          const vf32 t65 = v_load_f32(&tape32[key7 + outer * 3168 + step2 * 96]);
          const vf32 t66 = v_splat_f32(t64) * t65;
          const vf32 t67 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key7 + time2 * 384]);
          const vf32 t68 = v_splat_f32(t62) * t67;
          const vf32 t69 = t66 + t68;
          sum_lanes += t63 * t69;
        }
        sum += v_reduce_sum_f32(sum_lanes);
        const float t70 = s_abs_f32(sum);
        const float t71 = kept2[outer * 32 + step2];
        const float t72 = tape42[outer * 33 + step2];
        const float t73 = t71 + t72;
        const float t74 = x10[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t75 = x11[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t76 = t74 + t75;
        const float t77 = x12[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t78 = t76 + t77;
        const float t79 = t78 + t20;
        const float t80 = s_max_f32(t73, t79);
        const float t81 = -t80;
        const float t82 = s_exp_f32(t81);
        const float t83 = s_max_f32(t70, t82);
        const float t84 = t83 + 1e-06f;
        _Alignas(64) float sum2[96];
        _Alignas(64) float sum3[96];
        _Alignas(64) float sum4[96];
        _Alignas(64) float sum5[96];
        #pragma GCC unroll 6
        for (int64_t value5 = 0; value5 < 81; value5 += 16) {
          v_store_f32(&sum2[value5], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 6
        for (int64_t value6 = 0; value6 < 81; value6 += 16) {
          v_store_f32(&sum5[value6], v_splat_f32(0.0f));
        }
        float sum6 = 0.0f;
        vf32 sum6_lanes = v_splat_f32(0.0f);
        for (int64_t key8 = 0; key8 < 96; ++key8) {
          float sum7 = 0.0f;
          float sum8 = 0.0f;
          const float t88 = x5[P * batch * 1920 + batch * 384 + head * 96 + key8 + time2 * 384];
          const float t96 = x6[P * batch * 1920 + batch * 384 + head * 96 + key8 + time2 * 384];
          const float t97 = t62 * t96;
          vf32 sum7_lanes = v_splat_f32(0.0f);
          vf32 sum8_lanes = v_splat_f32(0.0f);
          #pragma GCC unroll 6
          for (int64_t value7 = 0; value7 < 81; value7 += 16) {
            const vf32 t85 = v_load_f32(&carry[key8 * 96 + value7]);
            const vf32 t86 = v_load_f32(&input[value7]);
            const vf32 t87 = t86 * v_splat_f32(1.0f / t84);
            const vf32 t89 = t87 * v_splat_f32(t88);
            const vf32 t90 = t85 + t89;
            const float t91 = kept42[outer * 32 + step2];
            const vf32 t92 = t90 * v_splat_f32(t91);
            const vf32 t93 = v_load_f32(&tape2[key8 * 96 + outer * 304128 + step2 * 9216 + value7]);
            const vf32 t94 = t90 * t93;
            const vf32 t95 = v_splat_f32(t91) * t93;
            const vf32 t98 =
                v_load_f32(&x4[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value7]);
            const vf32 t99 = v_splat_f32(t97) * t98;
            const vf32 t100 = t95 + t99;
            const vf32 t101 = t90 * t98;
            const vf32 t102 = t90 * v_splat_f32(t97);
            sum6_lanes += t94;
            sum7_lanes += t87 * t100;
            sum8_lanes += t101;
            v_store_f32(&sum2[value7], v_load_f32(&sum2[value7]) + v_splat_f32(t88) * t100);
            v_store_f32(&sum5[value7], v_load_f32(&sum5[value7]) + t102);
            v_store_f32(&carry[key8 * 96 + value7], t92);
          }
          sum7 += v_reduce_sum_f32(sum7_lanes);
          sum8 += v_reduce_sum_f32(sum8_lanes);
          sum3[key8] = sum7;
          sum4[key8] = sum8;
        }
        sum6 += v_reduce_sum_f32(sum6_lanes);
        for (int64_t value8 = 0; value8 < 81; value8 += 16) {
          const vf32 t103 = v_load_f32(&sum5[value8]);
          v_store_f32(&x19[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value8], t103);
        }
        float sum9 = 0.0f;
        vf32 sum9_lanes = v_splat_f32(0.0f);
        for (int64_t value9 = 0; value9 < 81; value9 += 16) {
          const vf32 t104 = v_load_f32(&input[value9]);
          const vf32 t105 = v_load_f32(&sum2[value9]);
          const vf32 t106 = t104 * (-(t105 / v_splat_f32(t84)) / v_splat_f32(t84));
          sum9_lanes += t106;
        }
        sum9 += v_reduce_sum_f32(sum9_lanes);
        const float t107 = sum9 * (t70 < t82 ? 0.0f : (t82 < t70 ? 1.0f : 0.5f));
        const float t108 = t107 * s_sign_f32(sum);
        float sum10 = 0.0f;
        float sum11 = 0.0f;
        vf32 sum10_lanes = v_splat_f32(0.0f);
        vf32 sum11_lanes = v_splat_f32(0.0f);
        #pragma GCC unroll 6
        for (int64_t key9 = 0; key9 < 81; key9 += 16) {
          const vf32 t109 = v_load_f32(&sum3[key9]);
          const float t110 = kept42[outer * 32 + step2];
          const vf32 t111 = v_load_f32(&tape32[key9 + outer * 3168 + step2 * 96]);
          const vf32 t112 = v_splat_f32(t110) * t111;
          const vf32 t113 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384]);
          const vf32 t114 = v_splat_f32(t62) * t113;
          const vf32 t115 = t112 + t114;
          const vf32 t116 = v_splat_f32(t108) * t115;
          const vf32 t117 = t109 + t116;
          const vf32 t118 = v_load_f32(&carry2[key9]);
          const vf32 t119 = v_load_f32(&x5[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384]);
          const vf32 t120 = v_splat_f32(t108) * t119;
          const vf32 t121 = t118 + t120;
          const vf32 t122 = t121 * v_splat_f32(t110);
          const vf32 t123 = v_load_f32(&sum4[key9]);
          const vf32 t124 = t121 + t123;
          const vf32 t125 = t124 * v_splat_f32(t62);
          const vf32 t126 = t121 * t111;
          const vf32 t127 = t124 * t113;
          sum10_lanes += t126;
          sum11_lanes += t127;
          v_store_f32(&x20[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384], t117);
          v_store_f32(&carry2[key9], t122);
          v_store_f32(&x21[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384], t125);
        }
        sum10 += v_reduce_sum_f32(sum10_lanes);
        sum11 += v_reduce_sum_f32(sum11_lanes);
        const float t128 = sum10 + sum6;
        const float t129 = t73 - t80;
        const float t130 = t128 * s_exp_f32(t129);
        const float t131 = carry3[0];
        const float t132 = sum9 * (t70 < t82 ? 1.0f : (t82 < t70 ? 0.0f : 0.5f));
        const float t133 = t132 * s_exp_f32(t81);
        const float t134 = -t133;
        const float t135 = t131 + t134;
        const float t136 = -t130;
        const float t137 = t135 + t136;
        const float t138 = 0.10206208f * sum11;
        const float t139 = t79 - t80;
        const float t140 = t138 * s_exp_f32(t139);
        const float t141 = -t140;
        const float t142 = t137 + t141;
        const float t143 = t142 * (t73 < t79 ? 0.0f : (t79 < t73 ? 1.0f : 0.5f));
        const float t144 = t130 + t143;
        const float t145 = t142 * (t73 < t79 ? 1.0f : (t79 < t73 ? 0.0f : 0.5f));
        const float t146 = t140 + t145;
        const float t147 = x7[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t148 = x8[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t149 = t147 + t148;
        const float t150 = x9[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t151 = t149 + t150;
        const float t152 = t151 + t10;
        const float t153 = t144 * s_sigmoid_f32(-t152);
        carry3[0] = t144;
        x22[P * batch * 20 + batch * 4 + head + time2 * 4] = t146;
        x23[P * batch * 20 + batch * 4 + head + time2 * 4] = t153;
      }
    }
  }
}
