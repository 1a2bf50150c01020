#define SG_LANES 16
#include "sonograph_kernel.h"

/* k32_reshape_linear_attention
 * reshape, linear-attention
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 20*B*P + 4*B elements
 * x6: f32, 20*B*P + 4*B elements
 * x14: f32, 36864*B*ceil(5*P + 1, 48) - 36864*B elements
 * x15: f32, 20*B*P + 4*B elements
 * x16: f32, 384*B*ceil(5*P + 1, 48) - 384*B elements
 * 19200*B*P*P - 368640*B*P*ceil(5*P + 1, 48) + 1769472*B*ceil(5*P + 1, 48)*ceil(5*P + 1, 48) + 380160*B*P +
 * 5234688*B*ceil(5*P + 1, 48) - 7002624*B flops, 30960*B*P + 6192*B bytes
 * first used in block1/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k32_reshape_linear_attention(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  float *x14 = buffers[6];
  float *x15 = buffers[7];
  float *x16 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    _Alignas(64) float decays[2352];
    _Alignas(64) float reach[48];
    _Alignas(64) float scores[2304];
    _Alignas(64) float arriving[5376] = {0};
    _Alignas(64) float keys[4608];
    _Alignas(64) float state[12544] = {0};
    _Alignas(64) float norm_state[112] = {0};
    for (int64_t chunk = 0; chunk < (P * 5 + 1 + 47) / 48; ++chunk) {
      const int64_t first = chunk * 48;
      const int64_t count = s_min_index(48, P * 5 + 1 - first);
      float kept = 1.0f;
      #pragma GCC unroll 3
      for (int64_t f = 0; f < 33; f += 16) {
        v_store_f32(&decays[f], v_splat_f32(0.0f));
      }
      for (int64_t s = 0; s < count; ++s) {
        const float a = s_exp_f32(x6[head / 4 * P * 20 + P * 20 - first * 4 + head - s * 4]);
        kept = kept * a;
        reach[s] = kept;
        #pragma GCC unroll 3
        for (int64_t f2 = 0; f2 < 33; f2 += 16) {
          v_store_f32(&decays[f2 + s * 48 + 48], v_load_f32(&decays[f2 + s * 48]) * v_splat_f32(a));
        }
        decays[s * 49 + 48] = x5[head / 4 * P * 20 + P * 20 - first * 4 + head - s * 4];
      }
      for (int64_t s2 = count; s2 < 48; ++s2) {
        reach[s2] = 0.0f;
        #pragma GCC unroll 3
        for (int64_t f3 = 0; f3 < 33; f3 += 16) {
          v_store_f32(&decays[f3 + s2 * 48 + 48], v_splat_f32(0.0f));
        }
      }
      for (int64_t f5 = 0; f5 < 96; f5 += 16) {
        for (int64_t s4 = 0; s4 < count / 16 * 16; s4 += 16) {
          v_transpose_f32(&keys[f5 * 48 + s4], 48,
              &x3[head / 4 * P * 1920 + P * 1920 + f5 - first * 384 + head * 96 - s4 * 384], -384);
        }
        for (int64_t f5_rest = f5; f5_rest < f5 + 16; ++f5_rest) {
          for (int64_t s4 = count / 16 * 16; s4 < count - 15; s4 += 16) {
            v_store_f32(&keys[f5_rest * 48 + s4],
                v_gather_f32(&x3[head / 4 * P * 1920 + P * 1920 + f5_rest - first * 384 + head * 96
                        - s4 * 384], -384));
          }
          for (int64_t s4 = count / 16 * 16 + (count - count / 16 * 16) / 16 * 16; s4 < count; s4 += 16) {
            v_store_part_f32(&keys[f5_rest * 48 + s4],
                v_gather_part_f32(&x3[head / 4 * P * 1920 + P * 1920 + f5_rest - first * 384 + head * 96
                        - s4 * 384], -384, count - s4), count - s4);
          }
        }
      }
      for (int64_t f4 = 0; f4 < 96; ++f4) {
        for (int64_t s3 = count; s3 < (count + 15) / 16 * 16 - 15; s3 += 16) {
          v_store_f32(&keys[f4 * 48 + s3], v_splat_f32(0.0f));
        }
        for (int64_t s3 = count + ((count + 15) / 16 * 16 - count) / 16 * 16; s3 < (count + 15) / 16 * 16;
            s3 += 16) {
          v_store_part_f32(&keys[f4 * 48 + s3], v_splat_f32(0.0f), (count + 15) / 16 * 16 - s3);
        }
      }
      for (int64_t panel = 0; panel < s_min_index(3, (count + 15) / 16); ++panel) {
        for (int64_t s5 = panel * 16 / 12 * 12; s5 < count; s5 += 12) {
          vf32 s0_0 = v_splat_f32(0.0f);
          vf32 s1_0 = v_splat_f32(0.0f);
          vf32 s2_0 = v_splat_f32(0.0f);
          vf32 s3_0 = v_splat_f32(0.0f);
          vf32 s4_0 = v_splat_f32(0.0f);
          vf32 s5_0 = v_splat_f32(0.0f);
          vf32 s6_0 = v_splat_f32(0.0f);
          vf32 s7_0 = v_splat_f32(0.0f);
          vf32 s8_0 = v_splat_f32(0.0f);
          vf32 s9_0 = v_splat_f32(0.0f);
          vf32 s10_0 = v_splat_f32(0.0f);
          vf32 s11_0 = v_splat_f32(0.0f);
          #pragma GCC unroll 8
          for (int64_t j = 0; j < 96; ++j) {
            const vf32 y0 = v_load_f32(&keys[j * 48 + panel * 16]);
            const vf32 x0 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5, count - 1) * 384 + P * 1920 - first * 384
                    + head * 96 + j]);
            s0_0 += x0 * y0;
            const vf32 x1 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 1, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s1_0 += x1 * y0;
            const vf32 x22 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 2, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s2_0 += x22 * y0;
            const vf32 x32 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 3, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s3_0 += x32 * y0;
            const vf32 x42 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 4, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s4_0 += x42 * y0;
            const vf32 x52 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 5, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s5_0 += x52 * y0;
            const vf32 x62 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 6, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s6_0 += x62 * y0;
            const vf32 x7 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 7, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s7_0 += x7 * y0;
            const vf32 x8 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 8, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s8_0 += x8 * y0;
            const vf32 x9 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 9, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s9_0 += x9 * y0;
            const vf32 x10 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 10, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s10_0 += x10 * y0;
            const vf32 x11 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s5 + 11, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s11_0 += x11 * y0;
          }
          v_store_f32(&scores[panel * 16 + s5 * 48], s0_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 48]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 48],
              s1_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 96]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 96],
              s2_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 144]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 144],
              s3_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 192]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 192],
              s4_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 240]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 240],
              s5_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 288]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 288],
              s6_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 336]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 336],
              s7_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 384]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 384],
              s8_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 432]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 432],
              s9_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 480]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 480],
              s10_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 528]));
          v_store_f32(&scores[panel * 16 + s5 * 48 + 528],
              s11_0 * v_load_f32(&decays[panel * 16 + s5 * 48 + 576]));
        }
      }
      for (int64_t column = 0; column < 96; column += 48) {
        for (int64_t s6 = 0; s6 < count; s6 += 6) {
          if (0 < chunk) {
            for (int64_t value = column; value < column + 48; value += 16) {
              for (int64_t f6 = s6 / 6 * 6 / ((count + 5) / 6) * 16;
                  f6 < (s6 / 6 + 1) * 6 / ((count + 5) / 6) * 16; f6 += 16) {
                for (int64_t line = 0; line < 16; ++line) {
                  if (!s_is_streamed(x14, (P * 5 + 48) / 48 * B * 589824 - B * 589824)) s_prefetch(x14,
                      (P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + f6 - head * 9216 + line * 96
                      + value * 96 - 7680);
                }
                v_transpose_past_f32(&x14[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + f6 - head * 9216
                        + value * 96 - 9216], 96, &state[f6 * 112 + value], 112,
                    s_is_streamed(x14, (P * 5 + 48) / 48 * B * 589824 - B * 589824));
              }
            }
          }
          for (int64_t r = 0; r < s_min_index(6, count - s6); ++r) {
            s_prefetch(x4,
                head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - r * 384 - s6 * 384);
            s_prefetch(x4,
                head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - r * 384 - s6 * 384 + 16);
            s_prefetch(x4,
                head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - r * 384 - s6 * 384 + 32);
          }
          vf32 s0_02 = v_splat_f32(0.0f);
          vf32 s0_1 = v_splat_f32(0.0f);
          vf32 s0_2 = v_splat_f32(0.0f);
          vf32 s1_02 = v_splat_f32(0.0f);
          vf32 s1_1 = v_splat_f32(0.0f);
          vf32 s1_2 = v_splat_f32(0.0f);
          vf32 s2_02 = v_splat_f32(0.0f);
          vf32 s2_1 = v_splat_f32(0.0f);
          vf32 s2_2 = v_splat_f32(0.0f);
          vf32 s3_02 = v_splat_f32(0.0f);
          vf32 s3_1 = v_splat_f32(0.0f);
          vf32 s3_2 = v_splat_f32(0.0f);
          vf32 s4_02 = v_splat_f32(0.0f);
          vf32 s4_1 = v_splat_f32(0.0f);
          vf32 s4_2 = v_splat_f32(0.0f);
          vf32 s5_02 = v_splat_f32(0.0f);
          vf32 s5_1 = v_splat_f32(0.0f);
          vf32 s5_2 = v_splat_f32(0.0f);
          #pragma GCC unroll 8
          for (int64_t j2 = 0; j2 < s_min_index(96, chunk * 96); ++j2) {
            const vf32 y02 = v_load_f32(&state[column + j2 * 112]);
            const vf32 y1 = v_load_f32(&state[column + j2 * 112 + 16]);
            const vf32 y2 = v_load_f32(&state[column + j2 * 112 + 32]);
            const vf32 x02 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s6, count - 1) * 384 + P * 1920 - first * 384
                    + head * 96 + j2]);
            s0_02 += x02 * y02;
            s0_1 += x02 * y1;
            s0_2 += x02 * y2;
            const vf32 x12 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s6 + 1, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j2]);
            s1_02 += x12 * y02;
            s1_1 += x12 * y1;
            s1_2 += x12 * y2;
            const vf32 x23 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s6 + 2, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j2]);
            s2_02 += x23 * y02;
            s2_1 += x23 * y1;
            s2_2 += x23 * y2;
            const vf32 x33 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s6 + 3, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j2]);
            s3_02 += x33 * y02;
            s3_1 += x33 * y1;
            s3_2 += x33 * y2;
            const vf32 x43 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s6 + 4, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j2]);
            s4_02 += x43 * y02;
            s4_1 += x43 * y1;
            s4_2 += x43 * y2;
            const vf32 x53 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s6 + 5, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j2]);
            s5_02 += x53 * y02;
            s5_1 += x53 * y1;
            s5_2 += x53 * y2;
          }
          const vf32 f0 = v_splat_f32(reach[s6]);
          s0_02 = s0_02 * f0;
          s0_1 = s0_1 * f0;
          s0_2 = s0_2 * f0;
          const vf32 f1 = v_splat_f32(reach[s6 + 1]);
          s1_02 = s1_02 * f1;
          s1_1 = s1_1 * f1;
          s1_2 = s1_2 * f1;
          const vf32 f22 = v_splat_f32(reach[s6 + 2]);
          s2_02 = s2_02 * f22;
          s2_1 = s2_1 * f22;
          s2_2 = s2_2 * f22;
          const vf32 f32 = v_splat_f32(reach[s6 + 3]);
          s3_02 = s3_02 * f32;
          s3_1 = s3_1 * f32;
          s3_2 = s3_2 * f32;
          const vf32 f42 = v_splat_f32(reach[s6 + 4]);
          s4_02 = s4_02 * f42;
          s4_1 = s4_1 * f42;
          s4_2 = s4_2 * f42;
          const vf32 f52 = v_splat_f32(reach[s6 + 5]);
          s5_02 = s5_02 * f52;
          s5_1 = s5_1 * f52;
          s5_2 = s5_2 * f52;
          #pragma GCC unroll 8
          for (int64_t j3 = 0; j3 < s_min_index(s6 + 6, count); ++j3) {
            const vf32 y03 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - j3 * 384]);
            const vf32 y12 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - j3 * 384
                    + 16]);
            const vf32 y22 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - j3 * 384
                    + 32]);
            const vf32 x03 = v_splat_f32(scores[j3 + s6 * 48]);
            s0_02 += x03 * y03;
            s0_1 += x03 * y12;
            s0_2 += x03 * y22;
            const vf32 x13 = v_splat_f32(scores[j3 + s6 * 48 + 48]);
            s1_02 += x13 * y03;
            s1_1 += x13 * y12;
            s1_2 += x13 * y22;
            const vf32 x24 = v_splat_f32(scores[j3 + s6 * 48 + 96]);
            s2_02 += x24 * y03;
            s2_1 += x24 * y12;
            s2_2 += x24 * y22;
            const vf32 x34 = v_splat_f32(scores[j3 + s6 * 48 + 144]);
            s3_02 += x34 * y03;
            s3_1 += x34 * y12;
            s3_2 += x34 * y22;
            const vf32 x44 = v_splat_f32(scores[j3 + s6 * 48 + 192]);
            s4_02 += x44 * y03;
            s4_1 += x44 * y12;
            s4_2 += x44 * y22;
            const vf32 x54 = v_splat_f32(scores[j3 + s6 * 48 + 240]);
            s5_02 += x54 * y03;
            s5_1 += x54 * y12;
            s5_2 += x54 * y22;
          }
          if (s6 < count) {
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384],
                s0_02);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    + 16], s0_1);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    + 32], s0_2);
          }
          if (s6 + 1 < count) {
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 384], s1_02);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 368], s1_1);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 352], s1_2);
          }
          if (s6 + 2 < count) {
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 768], s2_02);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 752], s2_1);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 736], s2_2);
          }
          if (s6 + 3 < count) {
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1152], s3_02);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1136], s3_1);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1120], s3_2);
          }
          if (s6 + 4 < count) {
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1536], s4_02);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1520], s4_1);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1504], s4_2);
          }
          if (s6 + 5 < count) {
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1920], s5_02);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1904], s5_1);
            v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 + column - first * 384 + head * 96 - s6 * 384
                    - 1888], s5_2);
          }
        }
      }
      for (int64_t s7 = 0; s7 < count; ++s7) {
        float pairs = 0.0f;
        vf32 pairs_lanes = v_splat_f32(0.0f);
        for (int64_t f7 = 0; f7 < s7 + 1 - 15; f7 += 16) {
          pairs_lanes += v_load_f32(&scores[f7 + s7 * 48]);
        }
        for (int64_t f7 = (s7 + 1) / 16 * 16; f7 < s7 + 1; f7 += 16) {
          pairs_lanes += v_select_f32(v_first(s7 + 1 - f7),
              v_load_part_f32(&scores[f7 + s7 * 48], s7 + 1 - f7), v_splat_f32(0.0f));
        }
        pairs += v_reduce_sum_f32(pairs_lanes);
        float before = 0.0f;
        vf32 before_lanes = v_splat_f32(0.0f);
        for (int64_t f8 = 0; f8 < 81; f8 += 16) {
          before_lanes += v_load_f32(&x[head / 4 * P * 1920 + P * 1920 + f8 - first * 384 + head * 96
                  - s7 * 384]) * v_load_f32(&norm_state[f8]);
        }
        before += v_reduce_sum_f32(before_lanes);
        x15[head / 4 * P * 20 + P * 20 - first * 4 + head - s7 * 4] = pairs + reach[s7] * before;
      }
      if (0 < chunk) {
        for (int64_t f9 = 0; f9 < 81; f9 += 16) {
          v_stream_f32(&x16[(P * 5 + 48) / 48 * head * 96 + chunk * 96 + f9 - head * 96 - 96],
              v_load_f32(&norm_state[f9]), s_is_streamed(x16, (P * 5 + 48) / 48 * B * 6144 - B * 6144));
        }
      }
      if (chunk + 1 < (P * 5 + 1 + 47) / 48) {
        for (int64_t s8 = 0; s8 < count; ++s8) {
          #pragma GCC unroll 6
          for (int64_t f10 = 0; f10 < 81; f10 += 16) {
            v_store_f32(&arriving[f10 + s8 * 112],
                v_load_f32(&x3[head / 4 * P * 1920 + P * 1920 + f10 - first * 384 + head * 96 - s8 * 384])
                * v_splat_f32(decays[count * 48 + s8]));
          }
        }
        for (int64_t s9 = count; s9 < 48; ++s9) {
          #pragma GCC unroll 6
          for (int64_t f11 = 0; f11 < 81; f11 += 16) {
            v_store_f32(&arriving[f11 + s9 * 112], v_splat_f32(0.0f));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f12 = 0; f12 < 81; f12 += 16) {
          v_store_f32(&norm_state[f12], v_load_f32(&norm_state[f12]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s10 = 0; s10 < count; ++s10) {
          #pragma GCC unroll 6
          for (int64_t f13 = 0; f13 < 81; f13 += 16) {
            v_store_f32(&norm_state[f13],
                v_load_f32(&norm_state[f13]) + v_splat_f32(1.0f) * v_load_f32(&arriving[f13 + s10 * 112]));
          }
        }
        for (int64_t column2 = 0; column2 < 96; column2 += 48) {
          for (int64_t key = 0; key < 96; key += 6) {
            vf32 s0_03 = v_load_f32(&state[column2 + key * 112]);
            vf32 s0_12 = v_load_f32(&state[column2 + key * 112 + 16]);
            vf32 s0_22 = v_load_f32(&state[column2 + key * 112 + 32]);
            vf32 s1_03 = v_load_f32(&state[column2 + key * 112 + 112]);
            vf32 s1_12 = v_load_f32(&state[column2 + key * 112 + 128]);
            vf32 s1_22 = v_load_f32(&state[column2 + key * 112 + 144]);
            vf32 s2_03 = v_load_f32(&state[column2 + key * 112 + 224]);
            vf32 s2_12 = v_load_f32(&state[column2 + key * 112 + 240]);
            vf32 s2_22 = v_load_f32(&state[column2 + key * 112 + 256]);
            vf32 s3_03 = v_load_f32(&state[column2 + key * 112 + 336]);
            vf32 s3_12 = v_load_f32(&state[column2 + key * 112 + 352]);
            vf32 s3_22 = v_load_f32(&state[column2 + key * 112 + 368]);
            vf32 s4_03 = v_load_f32(&state[column2 + key * 112 + 448]);
            vf32 s4_12 = v_load_f32(&state[column2 + key * 112 + 464]);
            vf32 s4_22 = v_load_f32(&state[column2 + key * 112 + 480]);
            vf32 s5_03 = v_load_f32(&state[column2 + key * 112 + 560]);
            vf32 s5_12 = v_load_f32(&state[column2 + key * 112 + 576]);
            vf32 s5_22 = v_load_f32(&state[column2 + key * 112 + 592]);
            const vf32 f02 = v_splat_f32(reach[count - 1]);
            s0_03 = s0_03 * f02;
            s0_12 = s0_12 * f02;
            s0_22 = s0_22 * f02;
            const vf32 f14 = v_splat_f32(reach[count - 1]);
            s1_03 = s1_03 * f14;
            s1_12 = s1_12 * f14;
            s1_22 = s1_22 * f14;
            const vf32 f23 = v_splat_f32(reach[count - 1]);
            s2_03 = s2_03 * f23;
            s2_12 = s2_12 * f23;
            s2_22 = s2_22 * f23;
            const vf32 f33 = v_splat_f32(reach[count - 1]);
            s3_03 = s3_03 * f33;
            s3_12 = s3_12 * f33;
            s3_22 = s3_22 * f33;
            const vf32 f43 = v_splat_f32(reach[count - 1]);
            s4_03 = s4_03 * f43;
            s4_12 = s4_12 * f43;
            s4_22 = s4_22 * f43;
            const vf32 f53 = v_splat_f32(reach[count - 1]);
            s5_03 = s5_03 * f53;
            s5_12 = s5_12 * f53;
            s5_22 = s5_22 * f53;
            for (int64_t span = 0; span < 48; span += 8) {
              if (column2 / 48 * 96 + key / 6 * 6 + span / 8 < 48) {
                s_prefetch(x,
                    head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                    - first * 384 + head * 96 - 18432);
                s_prefetch(x,
                    head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                    - first * 384 + head * 96 - 18416);
                s_prefetch(x,
                    head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                    - first * 384 + head * 96 - 18400);
                s_prefetch(x,
                    head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                    - first * 384 + head * 96 - 18384);
                s_prefetch(x,
                    head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                    - first * 384 + head * 96 - 18368);
                s_prefetch(x,
                    head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                    - first * 384 + head * 96 - 18352);
              } else {
                if (column2 / 48 * 96 + key / 6 * 6 + span / 8 < 96) {
                  s_prefetch(x3,
                      head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                      - first * 384 + head * 96);
                  s_prefetch(x3,
                      head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                      - first * 384 + head * 96 + 16);
                  s_prefetch(x3,
                      head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                      - first * 384 + head * 96 + 32);
                  s_prefetch(x3,
                      head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                      - first * 384 + head * 96 + 48);
                  s_prefetch(x3,
                      head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                      - first * 384 + head * 96 + 64);
                  s_prefetch(x3,
                      head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384 + P * 1920
                      - first * 384 + head * 96 + 80);
                } else {
                  if (column2 / 48 * 96 + key / 6 * 6 + span / 8 < 144) {
                    s_prefetch(x2,
                        head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384
                        + P * 1920 - first * 384 + head * 96 + 18432);
                    s_prefetch(x2,
                        head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384
                        + P * 1920 - first * 384 + head * 96 + 18448);
                    s_prefetch(x2,
                        head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384
                        + P * 1920 - first * 384 + head * 96 + 18464);
                    s_prefetch(x2,
                        head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384
                        + P * 1920 - first * 384 + head * 96 + 18480);
                    s_prefetch(x2,
                        head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384
                        + P * 1920 - first * 384 + head * 96 + 18496);
                    s_prefetch(x2,
                        head / 4 * P * 1920 - column2 / 48 * 36864 - key / 6 * 2304 - span / 8 * 384
                        + P * 1920 - first * 384 + head * 96 + 18512);
                  }
                }
              }
              #pragma GCC unroll 8
              for (int64_t j4 = span; j4 < span + 8; ++j4) {
                const vf32 y04 =
                    v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 + column2 - first * 384 + head * 96
                        - j4 * 384]);
                const vf32 y13 =
                    v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 + column2 - first * 384 + head * 96
                        - j4 * 384 + 16]);
                const vf32 y23 =
                    v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 + column2 - first * 384 + head * 96
                        - j4 * 384 + 32]);
                const vf32 x04 = v_splat_f32(arriving[j4 * 112 + key]);
                s0_03 += x04 * y04;
                s0_12 += x04 * y13;
                s0_22 += x04 * y23;
                const vf32 x17 = v_splat_f32(arriving[j4 * 112 + key + 1]);
                s1_03 += x17 * y04;
                s1_12 += x17 * y13;
                s1_22 += x17 * y23;
                const vf32 x25 = v_splat_f32(arriving[j4 * 112 + key + 2]);
                s2_03 += x25 * y04;
                s2_12 += x25 * y13;
                s2_22 += x25 * y23;
                const vf32 x35 = v_splat_f32(arriving[j4 * 112 + key + 3]);
                s3_03 += x35 * y04;
                s3_12 += x35 * y13;
                s3_22 += x35 * y23;
                const vf32 x45 = v_splat_f32(arriving[j4 * 112 + key + 4]);
                s4_03 += x45 * y04;
                s4_12 += x45 * y13;
                s4_22 += x45 * y23;
                const vf32 x55 = v_splat_f32(arriving[j4 * 112 + key + 5]);
                s5_03 += x55 * y04;
                s5_12 += x55 * y13;
                s5_22 += x55 * y23;
              }
            }
            v_store_f32(&state[column2 + key * 112], s0_03);
            v_store_f32(&state[column2 + key * 112 + 16], s0_12);
            v_store_f32(&state[column2 + key * 112 + 32], s0_22);
            v_store_f32(&state[column2 + key * 112 + 112], s1_03);
            v_store_f32(&state[column2 + key * 112 + 128], s1_12);
            v_store_f32(&state[column2 + key * 112 + 144], s1_22);
            v_store_f32(&state[column2 + key * 112 + 224], s2_03);
            v_store_f32(&state[column2 + key * 112 + 240], s2_12);
            v_store_f32(&state[column2 + key * 112 + 256], s2_22);
            v_store_f32(&state[column2 + key * 112 + 336], s3_03);
            v_store_f32(&state[column2 + key * 112 + 352], s3_12);
            v_store_f32(&state[column2 + key * 112 + 368], s3_22);
            v_store_f32(&state[column2 + key * 112 + 448], s4_03);
            v_store_f32(&state[column2 + key * 112 + 464], s4_12);
            v_store_f32(&state[column2 + key * 112 + 480], s4_22);
            v_store_f32(&state[column2 + key * 112 + 560], s5_03);
            v_store_f32(&state[column2 + key * 112 + 576], s5_12);
            v_store_f32(&state[column2 + key * 112 + 592], s5_22);
          }
        }
      }
    }
  }
  s_end_streams();
}
