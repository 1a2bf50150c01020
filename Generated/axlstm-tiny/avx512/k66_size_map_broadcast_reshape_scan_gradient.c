#define SG_LANES 16
#include "sonograph_kernel.h"

/* k66_size_map_broadcast_reshape_scan_gradient
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
 * 3198240*B*P + 639648*B + 384 flops, 62400*B*P + 149008*B*ceil(5*P + 1, 32) + 12480*B + 1568 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k66_size_map_broadcast_reshape_scan_gradient(void *const *restrict buffers,
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
        const int64_t time = P * 5 - first - step;
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
        const int64_t time2 = P * 5 - first - step2;
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
          const vf32 t64 = v_load_f32(&tape32[key7 + outer * 3168 + step2 * 96 + 96]);
          sum_lanes += t63 * t64;
        }
        sum += v_reduce_sum_f32(sum_lanes);
        const float t65 = s_abs_f32(sum);
        const float t66 = tape42[outer * 33 + step2 + 1];
        const float t67 = -t66;
        const float t68 = s_exp_f32(t67);
        const float t69 = s_max_f32(t65, t68);
        const float t70 = t69 + 1e-06f;
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
          const float t74 = x5[P * batch * 1920 + batch * 384 + head * 96 + key8 + time2 * 384];
          const float t84 = x6[P * batch * 1920 + batch * 384 + head * 96 + key8 + time2 * 384];
          const float t85 = t62 * t84;
          vf32 sum7_lanes = v_splat_f32(0.0f);
          vf32 sum8_lanes = v_splat_f32(0.0f);
          #pragma GCC unroll 6
          for (int64_t value7 = 0; value7 < 81; value7 += 16) {
            const vf32 t71 = v_load_f32(&carry[key8 * 96 + value7]);
            const vf32 t72 = v_load_f32(&input[value7]);
            const vf32 t73 = t72 * v_splat_f32(1.0f / t70);
            const vf32 t75 = t73 * v_splat_f32(t74);
            const vf32 t76 = t71 + t75;
            const float t77 = kept42[outer * 32 + step2];
            const vf32 t78 = t76 * v_splat_f32(t77);
            const vf32 t79 = v_load_f32(&tape2[key8 * 96 + outer * 304128 + step2 * 9216 + value7]);
            const vf32 t80 = t76 * t79;
            const vf32 t81 = v_load_f32(&tape2[key8 * 96 + outer * 304128 + step2 * 9216 + value7 + 9216]);
            const vf32 t82 =
                v_load_f32(&x4[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value7]);
            const vf32 t83 = t76 * t82;
            const vf32 t86 = t76 * v_splat_f32(t85);
            sum6_lanes += t80;
            sum7_lanes += t73 * t81;
            sum8_lanes += t83;
            v_store_f32(&sum2[value7], v_load_f32(&sum2[value7]) + v_splat_f32(t74) * t81);
            v_store_f32(&sum5[value7], v_load_f32(&sum5[value7]) + t86);
            v_store_f32(&carry[key8 * 96 + value7], t78);
          }
          sum7 += v_reduce_sum_f32(sum7_lanes);
          sum8 += v_reduce_sum_f32(sum8_lanes);
          sum3[key8] = sum7;
          sum4[key8] = sum8;
        }
        sum6 += v_reduce_sum_f32(sum6_lanes);
        for (int64_t value8 = 0; value8 < 81; value8 += 16) {
          const vf32 t87 = v_load_f32(&sum5[value8]);
          v_store_f32(&x19[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value8], t87);
        }
        float sum9 = 0.0f;
        vf32 sum9_lanes = v_splat_f32(0.0f);
        for (int64_t value9 = 0; value9 < 81; value9 += 16) {
          const vf32 t88 = v_load_f32(&input[value9]);
          const vf32 t89 = v_load_f32(&sum2[value9]);
          const vf32 t90 = t88 * (-(t89 / v_splat_f32(t70)) / v_splat_f32(t70));
          sum9_lanes += t90;
        }
        sum9 += v_reduce_sum_f32(sum9_lanes);
        const float t91 = sum9 * (t65 < t68 ? 0.0f : (t68 < t65 ? 1.0f : 0.5f));
        const float t92 = t91 * s_sign_f32(sum);
        float sum10 = 0.0f;
        float sum11 = 0.0f;
        vf32 sum10_lanes = v_splat_f32(0.0f);
        vf32 sum11_lanes = v_splat_f32(0.0f);
        #pragma GCC unroll 6
        for (int64_t key9 = 0; key9 < 81; key9 += 16) {
          const vf32 t93 = v_load_f32(&sum3[key9]);
          const vf32 t94 = v_load_f32(&tape32[key9 + outer * 3168 + step2 * 96 + 96]);
          const vf32 t95 = v_splat_f32(t92) * t94;
          const vf32 t96 = t93 + t95;
          const vf32 t97 = v_load_f32(&carry2[key9]);
          const vf32 t98 = v_load_f32(&x5[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384]);
          const vf32 t99 = v_splat_f32(t92) * t98;
          const vf32 t100 = t97 + t99;
          const float t101 = kept42[outer * 32 + step2];
          const vf32 t102 = t100 * v_splat_f32(t101);
          const vf32 t103 = v_load_f32(&sum4[key9]);
          const vf32 t104 = t100 + t103;
          const vf32 t105 = t104 * v_splat_f32(t62);
          const vf32 t106 = v_load_f32(&tape32[key9 + outer * 3168 + step2 * 96]);
          const vf32 t107 = t100 * t106;
          const vf32 t108 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384]);
          const vf32 t109 = t104 * t108;
          sum10_lanes += t107;
          sum11_lanes += t109;
          v_store_f32(&x20[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384], t96);
          v_store_f32(&carry2[key9], t102);
          v_store_f32(&x21[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384], t105);
        }
        sum10 += v_reduce_sum_f32(sum10_lanes);
        sum11 += v_reduce_sum_f32(sum11_lanes);
        const float t110 = sum10 + sum6;
        const float t111 = kept2[outer * 32 + step2];
        const float t112 = tape42[outer * 33 + step2];
        const float t113 = t111 + t112;
        const float t114 = t113 - t66;
        const float t115 = t110 * s_exp_f32(t114);
        const float t116 = carry3[0];
        const float t117 = sum9 * (t65 < t68 ? 1.0f : (t68 < t65 ? 0.0f : 0.5f));
        const float t118 = t117 * s_exp_f32(t67);
        const float t119 = -t118;
        const float t120 = t116 + t119;
        const float t121 = -t115;
        const float t122 = t120 + t121;
        const float t123 = 0.10206208f * sum11;
        const float t124 = x10[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t125 = x11[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t126 = t124 + t125;
        const float t127 = x12[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t128 = t126 + t127;
        const float t129 = t128 + t20;
        const float t130 = t129 - t66;
        const float t131 = t123 * s_exp_f32(t130);
        const float t132 = -t131;
        const float t133 = t122 + t132;
        const float t134 = t133 * (t113 < t129 ? 0.0f : (t129 < t113 ? 1.0f : 0.5f));
        const float t135 = t115 + t134;
        const float t136 = t133 * (t113 < t129 ? 1.0f : (t129 < t113 ? 0.0f : 0.5f));
        const float t137 = t131 + t136;
        const float t138 = x7[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t139 = x8[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t140 = t138 + t139;
        const float t141 = x9[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t142 = t140 + t141;
        const float t143 = t142 + t10;
        const float t144 = t135 * s_sigmoid_f32(-t143);
        carry3[0] = t135;
        x22[P * batch * 20 + batch * 4 + head + time2 * 4] = t137;
        x23[P * batch * 20 + batch * 4 + head + time2 * 4] = t144;
      }
    }
  }
}
