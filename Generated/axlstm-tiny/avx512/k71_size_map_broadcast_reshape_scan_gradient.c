#define SG_LANES 16
#include "sonograph_kernel.h"

/* k71_size_map_broadcast_reshape_scan_gradient
 * size, map, broadcast, reshape, scan-gradient
 * x: f32, 36864*B*ceil(5*P + 1, 64) elements
 * x2: f32, 384*B*ceil(5*P + 1, 64) elements
 * x3: f32, 4*B*ceil(5*P + 1, 64) elements
 * x4: f32, 20*B*P + 4*B elements
 * bias: f32, 4 elements
 * x5: f32, 20*B*P + 4*B elements
 * bias2: f32, 4 elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 1920*B*P + 384*B elements
 * x8: f32, 1920*B*P + 384*B elements
 * x9: f32, 20*B*P + 4*B elements
 * x10: f32, 1920*B*P + 384*B elements
 * weight: f32, 384 elements
 * x11: f32, 20*B*P + 4*B elements
 * x12: f32, 1920*B*P + 384*B elements
 * x13: f32, 20*B*P + 4*B elements
 * x14: f32, 20*B*P + 4*B elements
 * x15: f32, 1920*B*P + 384*B elements
 * x16: f32, 1920*B*P + 384*B elements
 * x17: f32, 1920*B*P + 384*B elements
 * x18: f32, 1920*B*P + 384*B elements
 * x19: f32, 20*B*P + 4*B elements
 * x20: f32, 20*B*P + 4*B elements
 * x21: f32, 20*B*P + 4*B elements
 * 3753140*B*P + 750628*B + 384 flops, 69840*B*P + 149008*B*ceil(5*P + 1, 64) + 13968*B + 1568 bytes
 * first used in block10/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k71_size_map_broadcast_reshape_scan_gradient(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *bias = buffers[4];
  const float *x5 = buffers[5];
  const float *bias2 = buffers[6];
  const float *x6 = buffers[7];
  const float *x7 = buffers[8];
  const float *x8 = buffers[9];
  const float *x9 = buffers[10];
  const float *x10 = buffers[11];
  const float *weight = buffers[12];
  const float *x11 = buffers[13];
  const float *x12 = buffers[14];
  const float *x13 = buffers[15];
  const float *x14 = buffers[16];
  float *x15 = buffers[17];
  float *x16 = buffers[18];
  float *x17 = buffers[19];
  float *x18 = buffers[20];
  float *x19 = buffers[21];
  float *x20 = buffers[22];
  float *x21 = buffers[23];
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
    for (int64_t key2 = 0; key2 < 81; key2 += 16) {
      v_store_f32(&carry2[key2], v_splat_f32(0.0f));
    }
    carry3[0] = 0.0f;
    const float t6 = bias[head];
    const float t12 = bias2[head];
    for (int64_t chunk = 0; chunk < (P * 5 + 64) / 64; ++chunk) {
      const int64_t interval = (P * 5 + 64) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, P * 5 - first + 1);
      _Alignas(64) float tape[589824];
      _Alignas(64) float tape2[6144];
      _Alignas(64) float tape3[64];
      for (int64_t value2 = 0; value2 < 9201; value2 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 36864 + batch * 36864 + head * 9216 + value2]);
        v_store_f32(&tape[value2], t2);
      }
      for (int64_t key4 = 0; key4 < 81; key4 += 16) {
        const vf32 t3 = v_load_f32(&x2[B * interval * 384 + batch * 384 + head * 96 + key4]);
        v_store_f32(&tape2[key4], t3);
      }
      const float t4 = x3[B * interval * 4 + batch * 4 + head];
      tape3[0] = t4;
      for (int64_t step = 0; step < count - 1; ++step) {
        const int64_t time = first + step;
        const float t5 = x4[P * batch * 20 + batch * 4 + head + time * 4];
        const float t7 = t5 + t6;
        const float t8 = -s_softplus_f32(-t7);
        const float t9 = tape3[step];
        const float t10 = t8 + t9;
        const float t11 = x5[P * batch * 20 + batch * 4 + head + time * 4];
        const float t13 = t11 + t12;
        const float t14 = s_max_f32(t10, t13);
        tape3[step + 1] = t14;
        const float t15 = t10 - t14;
        const float t16 = s_exp_f32(t15);
        const float t19 = t13 - t14;
        const float t20 = s_exp_f32(t19);
        const float t21 = 0.10206208f * t20;
        for (int64_t key5 = 0; key5 < 96; ++key5) {
          const float t22 = x6[P * batch * 1920 + batch * 384 + head * 96 + key5 + time * 384];
          const float t23 = t21 * t22;
          for (int64_t value3 = 0; value3 < 81; value3 += 16) {
            const vf32 t17 = v_load_f32(&tape[key5 * 96 + step * 9216 + value3]);
            const vf32 t18 = v_splat_f32(t16) * t17;
            const vf32 t24 =
                v_load_f32(&x7[P * batch * 1920 + batch * 384 + head * 96 + time * 384 + value3]);
            const vf32 t25 = v_splat_f32(t23) * t24;
            const vf32 t26 = t18 + t25;
            v_store_f32(&tape[key5 * 96 + step * 9216 + value3 + 9216], t26);
          }
        }
        for (int64_t key6 = 0; key6 < 81; key6 += 16) {
          const vf32 t27 = v_load_f32(&tape2[key6 + step * 96]);
          const vf32 t28 = v_splat_f32(t16) * t27;
          const vf32 t29 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key6 + time * 384]);
          const vf32 t30 = v_splat_f32(t21) * t29;
          const vf32 t31 = t28 + t30;
          v_store_f32(&tape2[key6 + step * 96 + 96], t31);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        _Alignas(64) float next[9216];
        float sum = 0.0f;
        const float t33 = x4[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t34 = t33 + t6;
        const float t35 = -s_softplus_f32(-t34);
        const float t38 = x5[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t39 = t38 + t12;
        vf32 sum_lanes = v_splat_f32(0.0f);
        for (int64_t key7 = 0; key7 < 81; key7 += 16) {
          const vf32 t32 = v_load_f32(&x8[P * batch * 1920 + batch * 384 + head * 96 + key7 + time2 * 384]);
          const float t36 = tape3[step2];
          const float t37 = t35 + t36;
          const float t40 = s_max_f32(t37, t39);
          const float t41 = t37 - t40;
          const float t42 = s_exp_f32(t41);
          const vf32 t43 = v_load_f32(&tape2[key7 + step2 * 96]);
          const vf32 t44 = v_splat_f32(t42) * t43;
          const float t45 = t39 - t40;
          const float t46 = s_exp_f32(t45);
          const float t47 = 0.10206208f * t46;
          const vf32 t48 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key7 + time2 * 384]);
          const vf32 t49 = v_splat_f32(t47) * t48;
          const vf32 t50 = t44 + t49;
          sum_lanes += t32 * t50;
        }
        sum += v_reduce_sum_f32(sum_lanes);
        _Alignas(64) float sum2[96];
        _Alignas(64) float sum3[96];
        for (int64_t value4 = 0; value4 < 81; value4 += 16) {
          v_store_f32(&sum2[value4], v_splat_f32(0.0f));
          v_store_f32(&sum3[value4], v_splat_f32(0.0f));
        }
        const float t52 = x9[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t53 = 0.010416667f * t52;
        const float t54 = t53 + 1e-05f;
        const float t55 = s_rsqrt_f32(t54);
        const float t60 = x11[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t61 = 0.010416667f * t60;
        const float t64 = x13[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t65 = 0.010416667f * t64;
        const float t68 = x14[P * batch * 20 + batch * 4 + head + time2 * 4];
        const float t69 = 0.010416667f * t68;
        const float t73 = s_abs_f32(sum);
        for (int64_t key8 = 0; key8 < 96; ++key8) {
          const float t82 = x8[P * batch * 1920 + batch * 384 + head * 96 + key8 + time2 * 384];
          const float t93 = x6[P * batch * 1920 + batch * 384 + head * 96 + key8 + time2 * 384];
          for (int64_t value5 = 0; value5 < 81; value5 += 16) {
            const vf32 t51 = v_load_f32(&carry[key8 * 96 + value5]);
            const vf32 t56 =
                v_load_f32(&x10[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value5]);
            const vf32 t57 = v_load_f32(&weight[head * 96 + value5]);
            const vf32 t58 = v_splat_f32(1.0f) + t57;
            const vf32 t59 = t56 * t58;
            const vf32 t62 = t59 - v_splat_f32(t61);
            const vf32 t63 =
                v_load_f32(&x12[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value5]);
            const vf32 t66 = t63 - v_splat_f32(t65);
            const vf32 t67 = t66 * v_splat_f32(t55);
            const vf32 t70 = t67 * v_splat_f32(t69);
            const vf32 t71 = t62 - t70;
            const vf32 t72 = v_splat_f32(t55) * t71;
            const float t74 = tape3[step2];
            const float t75 = t35 + t74;
            const float t76 = s_max_f32(t75, t39);
            const float t77 = -t76;
            const float t78 = s_exp_f32(t77);
            const float t79 = s_max_f32(t73, t78);
            const float t80 = t79 + 1e-06f;
            const vf32 t81 = t72 * v_splat_f32(1.0f / t80);
            const vf32 t83 = t81 * v_splat_f32(t82);
            const vf32 t84 = t51 + t83;
            const float t85 = t75 - t76;
            const float t86 = s_exp_f32(t85);
            const vf32 t87 = t84 * v_splat_f32(t86);
            v_store_f32(&next[key8 * 96 + value5], t87);
            const vf32 t88 = v_load_f32(&tape[key8 * 96 + step2 * 9216 + value5]);
            const vf32 t89 = v_splat_f32(t86) * t88;
            const float t90 = t39 - t76;
            const float t91 = s_exp_f32(t90);
            const float t92 = 0.10206208f * t91;
            const float t94 = t92 * t93;
            const vf32 t95 =
                v_load_f32(&x7[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value5]);
            const vf32 t96 = v_splat_f32(t94) * t95;
            const vf32 t97 = t89 + t96;
            v_store_f32(&sum2[value5], v_load_f32(&sum2[value5]) + v_splat_f32(t82) * t97);
            const vf32 t98 = t84 * v_splat_f32(t94);
            v_store_f32(&sum3[value5], v_load_f32(&sum3[value5]) + t98);
          }
        }
        for (int64_t value6 = 0; value6 < 81; value6 += 16) {
          const vf32 t99 = v_load_f32(&sum3[value6]);
          v_scatter_f32(&x15[P * batch * 1920 + batch * 384 + head + time2 * 384 + value6 * 4], 4, t99);
        }
        float sum4 = 0.0f;
        vf32 sum4_lanes = v_splat_f32(0.0f);
        for (int64_t value7 = 0; value7 < 81; value7 += 16) {
          const vf32 t100 =
              v_load_f32(&x10[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value7]);
          const vf32 t101 = v_load_f32(&weight[head * 96 + value7]);
          const vf32 t102 = v_splat_f32(1.0f) + t101;
          const vf32 t103 = t100 * t102;
          const vf32 t104 = t103 - v_splat_f32(t61);
          const vf32 t105 =
              v_load_f32(&x12[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value7]);
          const vf32 t106 = t105 - v_splat_f32(t65);
          const vf32 t107 = t106 * v_splat_f32(t55);
          const vf32 t108 = t107 * v_splat_f32(t69);
          const vf32 t109 = t104 - t108;
          const vf32 t110 = v_splat_f32(t55) * t109;
          const vf32 t111 = v_load_f32(&sum2[value7]);
          const float t112 = tape3[step2];
          const float t113 = t35 + t112;
          const float t114 = s_max_f32(t113, t39);
          const float t115 = -t114;
          const float t116 = s_exp_f32(t115);
          const float t117 = s_max_f32(t73, t116);
          const float t118 = t117 + 1e-06f;
          const vf32 t119 = t110 * (-(t111 / v_splat_f32(t118)) / v_splat_f32(t118));
          sum4_lanes += t119;
        }
        sum4 += v_reduce_sum_f32(sum4_lanes);
        _Alignas(64) float sum5[96];
        for (int64_t key9 = 0; key9 < 96; ++key9) {
          float sum6 = 0.0f;
          float sum7 = 0.0f;
          const float t146 = x6[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384];
          const float t152 = x8[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384];
          vf32 sum6_lanes = v_splat_f32(0.0f);
          vf32 sum7_lanes = v_splat_f32(0.0f);
          for (int64_t value8 = 0; value8 < 81; value8 += 16) {
            const vf32 t120 =
                v_load_f32(&x10[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value8]);
            const vf32 t121 = v_load_f32(&weight[head * 96 + value8]);
            const vf32 t122 = v_splat_f32(1.0f) + t121;
            const vf32 t123 = t120 * t122;
            const vf32 t124 = t123 - v_splat_f32(t61);
            const vf32 t125 =
                v_load_f32(&x12[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value8]);
            const vf32 t126 = t125 - v_splat_f32(t65);
            const vf32 t127 = t126 * v_splat_f32(t55);
            const vf32 t128 = t127 * v_splat_f32(t69);
            const vf32 t129 = t124 - t128;
            const vf32 t130 = v_splat_f32(t55) * t129;
            const float t131 = tape3[step2];
            const float t132 = t35 + t131;
            const float t133 = s_max_f32(t132, t39);
            const float t134 = -t133;
            const float t135 = s_exp_f32(t134);
            const float t136 = s_max_f32(t73, t135);
            const float t137 = t136 + 1e-06f;
            const vf32 t138 = t130 * v_splat_f32(1.0f / t137);
            const float t139 = t132 - t133;
            const float t140 = s_exp_f32(t139);
            const vf32 t141 = v_load_f32(&tape[key9 * 96 + step2 * 9216 + value8]);
            const vf32 t142 = v_splat_f32(t140) * t141;
            const float t143 = t39 - t133;
            const float t144 = s_exp_f32(t143);
            const float t145 = 0.10206208f * t144;
            const float t147 = t145 * t146;
            const vf32 t148 =
                v_load_f32(&x7[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value8]);
            const vf32 t149 = v_splat_f32(t147) * t148;
            const vf32 t150 = t142 + t149;
            sum6_lanes += t138 * t150;
            const vf32 t151 = v_load_f32(&carry[key9 * 96 + value8]);
            const vf32 t153 = t138 * v_splat_f32(t152);
            const vf32 t154 = t151 + t153;
            const vf32 t155 = t154 * t148;
            sum7_lanes += t155;
          }
          sum6 += v_reduce_sum_f32(sum6_lanes);
          sum7 += v_reduce_sum_f32(sum7_lanes);
          x16[P * batch * 1920 + batch * 384 + head * 96 + key9 + time2 * 384] = sum6;
          sum5[key9] = sum7;
        }
        float sum8 = 0.0f;
        float sum9 = 0.0f;
        vf32 sum8_lanes = v_splat_f32(0.0f);
        vf32 sum9_lanes = v_splat_f32(0.0f);
        for (int64_t key10 = 0; key10 < 81; key10 += 16) {
          const float t156 = tape3[step2];
          const float t157 = t35 + t156;
          const float t158 = s_max_f32(t157, t39);
          const float t159 = -t158;
          const float t160 = s_exp_f32(t159);
          const float t161 = sum4 * (t73 < t160 ? 0.0f : (t160 < t73 ? 1.0f : 0.5f));
          const float t162 = t161 * s_sign_f32(sum);
          const float t163 = t157 - t158;
          const float t164 = s_exp_f32(t163);
          const vf32 t165 = v_load_f32(&tape2[key10 + step2 * 96]);
          const vf32 t166 = v_splat_f32(t164) * t165;
          const float t167 = t39 - t158;
          const float t168 = s_exp_f32(t167);
          const float t169 = 0.10206208f * t168;
          const vf32 t170 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key10 + time2 * 384]);
          const vf32 t171 = v_splat_f32(t169) * t170;
          const vf32 t172 = t166 + t171;
          const vf32 t173 = v_splat_f32(t162) * t172;
          v_store_f32(&x17[P * batch * 1920 + batch * 384 + head * 96 + key10 + time2 * 384], t173);
          const vf32 t174 = v_load_f32(&carry2[key10]);
          const vf32 t175 = v_load_f32(&x8[P * batch * 1920 + batch * 384 + head * 96 + key10 + time2 * 384]);
          const vf32 t176 = v_splat_f32(t162) * t175;
          const vf32 t177 = t174 + t176;
          const vf32 t178 = t177 * v_splat_f32(t164);
          v_store_f32(&carry2[key10], t178);
          const vf32 t179 = v_load_f32(&sum5[key10]);
          const vf32 t180 = t177 + t179;
          const vf32 t181 = t180 * v_splat_f32(t169);
          v_store_f32(&x18[P * batch * 1920 + batch * 384 + head * 96 + key10 + time2 * 384], t181);
          const vf32 t182 = t177 * t165;
          sum8_lanes += t182;
          const vf32 t183 = t180 * t170;
          sum9_lanes += t183;
        }
        sum8 += v_reduce_sum_f32(sum8_lanes);
        sum9 += v_reduce_sum_f32(sum9_lanes);
        float sum10 = 0.0f;
        for (int64_t key11 = 0; key11 < 96; ++key11) {
          const float t204 = x8[P * batch * 1920 + batch * 384 + head * 96 + key11 + time2 * 384];
          vf32 sum10_lanes = v_splat_f32(0.0f);
          for (int64_t value9 = 0; value9 < 81; value9 += 16) {
            const vf32 t184 = v_load_f32(&carry[key11 * 96 + value9]);
            const vf32 t185 =
                v_load_f32(&x10[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value9]);
            const vf32 t186 = v_load_f32(&weight[head * 96 + value9]);
            const vf32 t187 = v_splat_f32(1.0f) + t186;
            const vf32 t188 = t185 * t187;
            const vf32 t189 = t188 - v_splat_f32(t61);
            const vf32 t190 =
                v_load_f32(&x12[P * batch * 1920 + batch * 384 + head * 96 + time2 * 384 + value9]);
            const vf32 t191 = t190 - v_splat_f32(t65);
            const vf32 t192 = t191 * v_splat_f32(t55);
            const vf32 t193 = t192 * v_splat_f32(t69);
            const vf32 t194 = t189 - t193;
            const vf32 t195 = v_splat_f32(t55) * t194;
            const float t196 = tape3[step2];
            const float t197 = t35 + t196;
            const float t198 = s_max_f32(t197, t39);
            const float t199 = -t198;
            const float t200 = s_exp_f32(t199);
            const float t201 = s_max_f32(t73, t200);
            const float t202 = t201 + 1e-06f;
            const vf32 t203 = t195 * v_splat_f32(1.0f / t202);
            const vf32 t205 = t203 * v_splat_f32(t204);
            const vf32 t206 = t184 + t205;
            const vf32 t207 = v_load_f32(&tape[key11 * 96 + step2 * 9216 + value9]);
            const vf32 t208 = t206 * t207;
            sum10_lanes += t208;
          }
          sum10 += v_reduce_sum_f32(sum10_lanes);
        }
        const float t209 = 0.10206208f * sum9;
        const float t210 = tape3[step2];
        const float t211 = t35 + t210;
        const float t212 = s_max_f32(t211, t39);
        const float t213 = t39 - t212;
        const float t214 = t209 * s_exp_f32(t213);
        x19[P * batch * 20 + batch * 4 + head + time2 * 4] = t214;
        const float t215 = carry3[0];
        const float t216 = -t212;
        const float t217 = s_exp_f32(t216);
        const float t218 = sum4 * (t73 < t217 ? 1.0f : (t217 < t73 ? 0.0f : 0.5f));
        const float t219 = t218 * s_exp_f32(t216);
        const float t220 = -t219;
        const float t221 = t215 + t220;
        const float t222 = sum8 + sum10;
        const float t223 = t211 - t212;
        const float t224 = t222 * s_exp_f32(t223);
        const float t225 = -t224;
        const float t226 = t221 + t225;
        const float t227 = -t214;
        const float t228 = t226 + t227;
        const float t229 = t228 * (t211 < t39 ? 1.0f : (t39 < t211 ? 0.0f : 0.5f));
        x20[P * batch * 20 + batch * 4 + head + time2 * 4] = t229;
        const float t230 = t228 * (t211 < t39 ? 0.0f : (t39 < t211 ? 1.0f : 0.5f));
        const float t231 = t224 + t230;
        carry3[0] = t231;
        const float t232 = t231 * s_sigmoid_f32(-t34);
        x21[P * batch * 20 + batch * 4 + head + time2 * 4] = t232;
        for (int64_t value10 = 0; value10 < 9201; value10 += 16) {
          v_store_f32(&carry[value10], v_load_f32(&next[value10]));
        }
      }
    }
  }
}
