#define SG_LANES 16
#include "sonograph_kernel.h"

/* k98_reshape_linear_attention_gradient
 * reshape, linear-attention-gradient
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 1920*B*P + 384*B elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 1920*B*P + 384*B elements
 * x8: f32, 20*B*P + 4*B elements
 * x9: f32, 20*B*P + 4*B elements
 * x10: f32, 20*B*P + 4*B elements
 * x11: f32, 36864*B*ceil(5*P + 1, 48) elements
 * x12: f32, 384*B*ceil(5*P + 1, 48) elements
 * x20: f32, 20*B*P + 4*B elements
 * x21: f32, 20*B*P + 4*B elements
 * 48000*B*P*P - 921600*B*P*ceil(5*P + 1, 48) + 4423680*B*ceil(5*P + 1, 48)*ceil(5*P + 1, 48) + 950400*B*P +
 * 9547776*B*ceil(5*P + 1, 48) - 13967616*B flops, 54160*B*P + 148992*B*ceil(5*P + 1, 48) + 10832*B bytes
 * first used in block10/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k98_reshape_linear_attention_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  float *x5 = buffers[4];
  float *x6 = buffers[5];
  float *x7 = buffers[6];
  const float *x8 = buffers[7];
  const float *x9 = buffers[8];
  const float *x10 = buffers[9];
  const float *x11 = buffers[10];
  const float *x12 = buffers[11];
  float *x20 = buffers[12];
  float *x21 = buffers[13];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    _Alignas(64) float reach[48];
    _Alignas(64) float entries[48];
    _Alignas(64) float dnorm[48];
    _Alignas(64) float flows[2304];
    _Alignas(64) float query_flows[48];
    _Alignas(64) float key_flows[48];
    _Alignas(64) float entry_slopes[48];
    _Alignas(64) float decays[2352] = {0};
    _Alignas(64) float scores[2304] = {0};
    _Alignas(64) float slopes[2304] = {0};
    _Alignas(64) float k[5376] = {0};
    _Alignas(64) float keys[4608];
    _Alignas(64) float values[4608] = {0};
    _Alignas(64) float state_by_value[10752] = {0};
    _Alignas(64) float slope_by_value[10752] = {0};
    _Alignas(64) float state_slope[12544] = {0};
    _Alignas(64) float norm_state[112] = {0};
    _Alignas(64) float norm_slope[112] = {0};
    for (int64_t back = 0; back < (P * 5 + 1 + 47) / 48; ++back) {
      const int64_t chunk = (P * 5 + 1 + 47) / 48 - 1 - back;
      const int64_t first = chunk * 48;
      const int64_t count = s_min_index(48, P * 5 + 1 - first);
      float kept = 1.0f;
      #pragma GCC unroll 3
      for (int64_t f = 0; f < 33; f += 16) {
        v_store_f32(&decays[f], v_splat_f32(0.0f));
      }
      for (int64_t s = 0; s < count; ++s) {
        const float a = s_exp_f32(x8[head / 4 * P * 20 + first * 4 + head + s * 4]);
        kept = kept * a;
        reach[s] = kept;
        #pragma GCC unroll 3
        for (int64_t f2 = 0; f2 < 33; f2 += 16) {
          v_store_f32(&decays[f2 + s * 48 + 48], v_load_f32(&decays[f2 + s * 48]) * v_splat_f32(a));
        }
        decays[s * 49 + 48] = 1.0f;
      }
      for (int64_t s2 = count; s2 < 48; ++s2) {
        reach[s2] = 0.0f;
        #pragma GCC unroll 3
        for (int64_t f3 = 0; f3 < 33; f3 += 16) {
          v_store_f32(&decays[f3 + s2 * 48 + 48], v_splat_f32(0.0f));
        }
      }
      for (int64_t s3 = 0; s3 < count; ++s3) {
        entries[s3] = x9[head / 4 * P * 20 + first * 4 + head + s3 * 4];
      }
      for (int64_t s4 = count; s4 < 48; ++s4) {
        entries[s4] = 0.0f;
      }
      for (int64_t s5 = 0; s5 < count; ++s5) {
        #pragma GCC unroll 6
        for (int64_t f4 = 0; f4 < 81; f4 += 16) {
          v_store_f32(&k[f4 + s5 * 112],
              v_load_f32(&x4[head / 4 * P * 1920 + f4 + first * 384 + head * 96 + s5 * 384])
              * v_splat_f32(entries[s5]));
        }
      }
      for (int64_t s6 = count; s6 < 48; ++s6) {
        #pragma GCC unroll 6
        for (int64_t f5 = 0; f5 < 81; f5 += 16) {
          v_store_f32(&k[f5 + s6 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t s7 = 0; s7 < count; ++s7) {
        dnorm[s7] = x10[head / 4 * P * 20 + first * 4 + head + s7 * 4];
      }
      for (int64_t s8 = count; s8 < 48; ++s8) {
        dnorm[s8] = 0.0f;
      }
      if (0 < chunk) {
        for (int64_t value = 0; value < 96; ++value) {
          #pragma GCC unroll 6
          for (int64_t f6 = 0; f6 < 81; f6 += 16) {
            v_store_f32(&state_by_value[f6 + value * 112],
                v_load_f32(&x11[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + f6 + value * 96]));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f7 = 0; f7 < 81; f7 += 16) {
          v_store_f32(&norm_state[f7], v_load_f32(&x12[(P * 5 + 48) / 48 * head * 96 + chunk * 96 + f7]));
        }
      } else {
        #pragma GCC unroll 6
        for (int64_t f8 = 0; f8 < 81; f8 += 16) {
          v_store_f32(&norm_state[f8], v_splat_f32(0.0f));
        }
      }
      #pragma GCC unroll 3
      for (int64_t f9 = 0; f9 < 33; f9 += 16) {
        v_store_f32(&query_flows[f9], v_splat_f32(0.0f));
        v_store_f32(&key_flows[f9], v_splat_f32(0.0f));
        v_store_f32(&entry_slopes[f9], v_splat_f32(0.0f));
      }
      for (int64_t f10 = 0; f10 < 96; f10 += 16) {
        for (int64_t s9 = 0; s9 < 48; s9 += 16) {
          v_transpose_f32(&keys[f10 * 48 + s9], 48, &k[f10 + s9 * 112], 112);
        }
      }
      for (int64_t f11 = 0; f11 < 96; f11 += 16) {
        for (int64_t s10 = 0; s10 < count / 16 * 16; s10 += 16) {
          v_transpose_f32(&values[f11 * 48 + s10], 48,
              &x3[head / 4 * P * 1920 + f11 + first * 384 + head * 96 + s10 * 384], 384);
        }
        for (int64_t f11_rest = f11; f11_rest < f11 + 16; ++f11_rest) {
          for (int64_t s10 = count / 16 * 16; s10 < count - 15; s10 += 16) {
            v_store_f32(&values[f11_rest * 48 + s10],
                v_gather_f32(&x3[head / 4 * P * 1920 + f11_rest + first * 384 + head * 96 + s10 * 384], 384));
          }
          for (int64_t s10 = count / 16 * 16 + (count - count / 16 * 16) / 16 * 16; s10 < count; s10 += 16) {
            v_store_part_f32(&values[f11_rest * 48 + s10],
                v_gather_part_f32(&x3[head / 4 * P * 1920 + f11_rest + first * 384 + head * 96 + s10 * 384],
                    384, count - s10), count - s10);
          }
        }
      }
      for (int64_t panel = 0; panel < s_min_index(3, (count + 15) / 16); ++panel) {
        for (int64_t s11 = panel * 16 / 12 * 12; s11 < count; s11 += 12) {
          if (panel < 1) {
            for (int64_t r = 0; r < s_min_index(12, count); ++r) {
              s_prefetch(x, head / 4 * P * 1920 + first * 384 + head * 96 + r * 384 + s11 * 384 - 18432);
              s_prefetch(x, head / 4 * P * 1920 + first * 384 + head * 96 + r * 384 + s11 * 384 - 18416);
              s_prefetch(x, head / 4 * P * 1920 + first * 384 + head * 96 + r * 384 + s11 * 384 - 18400);
              s_prefetch(x, head / 4 * P * 1920 + first * 384 + head * 96 + r * 384 + s11 * 384 - 18384);
              s_prefetch(x, head / 4 * P * 1920 + first * 384 + head * 96 + r * 384 + s11 * 384 - 18368);
              s_prefetch(x, head / 4 * P * 1920 + first * 384 + head * 96 + r * 384 + s11 * 384 - 18352);
            }
          }
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
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s0_0 += x0 * y0;
            const vf32 x1 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 1, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s1_0 += x1 * y0;
            const vf32 x22 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 2, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s2_0 += x22 * y0;
            const vf32 x32 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 3, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s3_0 += x32 * y0;
            const vf32 x42 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 4, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s4_0 += x42 * y0;
            const vf32 x52 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 5, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s5_0 += x52 * y0;
            const vf32 x62 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 6, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s6_0 += x62 * y0;
            const vf32 x72 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 7, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s7_0 += x72 * y0;
            const vf32 x82 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 8, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s8_0 += x82 * y0;
            const vf32 x92 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 9, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s9_0 += x92 * y0;
            const vf32 x102 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 10, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s10_0 += x102 * y0;
            const vf32 x112 =
                v_splat_f32(x[head / 4 * P * 1920 + s_min_index(s11 + 11, count - 1) * 384 + first * 384
                    + head * 96 + j]);
            s11_0 += x112 * y0;
          }
          v_store_f32(&scores[panel * 16 + s11 * 48], s0_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 48]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 48],
              s1_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 96]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 96],
              s2_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 144]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 144],
              s3_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 192]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 192],
              s4_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 240]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 240],
              s5_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 288]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 288],
              s6_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 336]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 336],
              s7_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 384]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 384],
              s8_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 432]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 432],
              s9_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 480]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 480],
              s10_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 528]));
          v_store_f32(&scores[panel * 16 + s11 * 48 + 528],
              s11_0 * v_load_f32(&decays[panel * 16 + s11 * 48 + 576]));
        }
      }
      for (int64_t panel2 = 0; panel2 < s_min_index(3, (count + 15) / 16); ++panel2) {
        for (int64_t s12 = panel2 * 16 / 12 * 12; s12 < count; s12 += 12) {
          if (panel2 < 1) {
            for (int64_t r2 = 0; r2 < s_min_index(12, count); ++r2) {
              s_prefetch(x4, head / 4 * P * 1920 + first * 384 + head * 96 + r2 * 384 + s12 * 384 - 18432);
              s_prefetch(x4, head / 4 * P * 1920 + first * 384 + head * 96 + r2 * 384 + s12 * 384 - 18416);
              s_prefetch(x4, head / 4 * P * 1920 + first * 384 + head * 96 + r2 * 384 + s12 * 384 - 18400);
              s_prefetch(x4, head / 4 * P * 1920 + first * 384 + head * 96 + r2 * 384 + s12 * 384 - 18384);
              s_prefetch(x4, head / 4 * P * 1920 + first * 384 + head * 96 + r2 * 384 + s12 * 384 - 18368);
              s_prefetch(x4, head / 4 * P * 1920 + first * 384 + head * 96 + r2 * 384 + s12 * 384 - 18352);
            }
          }
          vf32 s0_02 = v_splat_f32(0.0f);
          vf32 s1_02 = v_splat_f32(0.0f);
          vf32 s2_02 = v_splat_f32(0.0f);
          vf32 s3_02 = v_splat_f32(0.0f);
          vf32 s4_02 = v_splat_f32(0.0f);
          vf32 s5_02 = v_splat_f32(0.0f);
          vf32 s6_02 = v_splat_f32(0.0f);
          vf32 s7_02 = v_splat_f32(0.0f);
          vf32 s8_02 = v_splat_f32(0.0f);
          vf32 s9_02 = v_splat_f32(0.0f);
          vf32 s10_02 = v_splat_f32(0.0f);
          vf32 s11_02 = v_splat_f32(0.0f);
          #pragma GCC unroll 8
          for (int64_t j2 = 0; j2 < 96; ++j2) {
            const vf32 y02 = v_load_f32(&values[j2 * 48 + panel2 * 16]);
            const vf32 x02 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s0_02 += x02 * y02;
            const vf32 x13 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 1, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s1_02 += x13 * y02;
            const vf32 x23 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 2, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s2_02 += x23 * y02;
            const vf32 x33 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 3, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s3_02 += x33 * y02;
            const vf32 x43 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 4, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s4_02 += x43 * y02;
            const vf32 x53 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 5, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s5_02 += x53 * y02;
            const vf32 x63 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 6, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s6_02 += x63 * y02;
            const vf32 x73 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 7, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s7_02 += x73 * y02;
            const vf32 x83 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 8, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s8_02 += x83 * y02;
            const vf32 x93 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 9, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s9_02 += x93 * y02;
            const vf32 x103 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 10, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s10_02 += x103 * y02;
            const vf32 x113 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s12 + 11, count - 1) * 384 + first * 384
                    + head * 96 + j2]);
            s11_02 += x113 * y02;
          }
          v_store_f32(&flows[panel2 * 16 + s12 * 48],
              v_load_f32(&scores[panel2 * 16 + s12 * 48]) * (s0_02 + v_splat_f32(dnorm[s12])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48],
              (s0_02 + v_splat_f32(dnorm[s12])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 48]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 48],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 48]) * (s1_02 + v_splat_f32(dnorm[s12 + 1])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 48],
              (s1_02 + v_splat_f32(dnorm[s12 + 1])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 96]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 96],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 96]) * (s2_02 + v_splat_f32(dnorm[s12 + 2])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 96],
              (s2_02 + v_splat_f32(dnorm[s12 + 2])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 144]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 144],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 144]) * (s3_02 + v_splat_f32(dnorm[s12 + 3])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 144],
              (s3_02 + v_splat_f32(dnorm[s12 + 3])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 192]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 192],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 192]) * (s4_02 + v_splat_f32(dnorm[s12 + 4])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 192],
              (s4_02 + v_splat_f32(dnorm[s12 + 4])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 240]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 240],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 240]) * (s5_02 + v_splat_f32(dnorm[s12 + 5])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 240],
              (s5_02 + v_splat_f32(dnorm[s12 + 5])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 288]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 288],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 288]) * (s6_02 + v_splat_f32(dnorm[s12 + 6])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 288],
              (s6_02 + v_splat_f32(dnorm[s12 + 6])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 336]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 336],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 336]) * (s7_02 + v_splat_f32(dnorm[s12 + 7])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 336],
              (s7_02 + v_splat_f32(dnorm[s12 + 7])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 384]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 384],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 384]) * (s8_02 + v_splat_f32(dnorm[s12 + 8])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 384],
              (s8_02 + v_splat_f32(dnorm[s12 + 8])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 432]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 432],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 432]) * (s9_02 + v_splat_f32(dnorm[s12 + 9])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 432],
              (s9_02 + v_splat_f32(dnorm[s12 + 9])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 480]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 480],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 480]) * (s10_02 + v_splat_f32(dnorm[s12 + 10])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 480],
              (s10_02 + v_splat_f32(dnorm[s12 + 10])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 528]));
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 528],
              v_load_f32(&scores[panel2 * 16 + s12 * 48 + 528]) * (s11_02 + v_splat_f32(dnorm[s12 + 11])));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 528],
              (s11_02 + v_splat_f32(dnorm[s12 + 11])) * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 576]));
        }
      }
      for (int64_t s13 = 0; s13 < count; s13 += 6) {
        if (0 < 1) {
          for (int64_t r3 = 0; r3 < s_min_index(6, count); ++r3) {
            s_prefetch(x3, head / 4 * P * 1920 + first * 384 + head * 96 + r3 * 384 + s13 * 384 - 18432);
            s_prefetch(x3, head / 4 * P * 1920 + first * 384 + head * 96 + r3 * 384 + s13 * 384 - 18416);
            s_prefetch(x3, head / 4 * P * 1920 + first * 384 + head * 96 + r3 * 384 + s13 * 384 - 18400);
            s_prefetch(x3, head / 4 * P * 1920 + first * 384 + head * 96 + r3 * 384 + s13 * 384 - 18384);
            s_prefetch(x3, head / 4 * P * 1920 + first * 384 + head * 96 + r3 * 384 + s13 * 384 - 18368);
            s_prefetch(x3, head / 4 * P * 1920 + first * 384 + head * 96 + r3 * 384 + s13 * 384 - 18352);
          }
        }
        for (int64_t r4 = 0; r4 < s_min_index(6, count - s13); ++r4) {
          s_prefetch(x7, head / 4 * P * 1920 + first * 384 + head * 96 + r4 * 384 + s13 * 384);
          s_prefetch(x7, head / 4 * P * 1920 + first * 384 + head * 96 + r4 * 384 + s13 * 384 + 16);
          s_prefetch(x7, head / 4 * P * 1920 + first * 384 + head * 96 + r4 * 384 + s13 * 384 + 32);
          s_prefetch(x7, head / 4 * P * 1920 + first * 384 + head * 96 + r4 * 384 + s13 * 384 + 48);
        }
        vf32 s0_03 = v_splat_f32(0.0f);
        vf32 s0_1 = v_splat_f32(0.0f);
        vf32 s0_2 = v_splat_f32(0.0f);
        vf32 s0_3 = v_splat_f32(0.0f);
        vf32 s1_03 = v_splat_f32(0.0f);
        vf32 s1_1 = v_splat_f32(0.0f);
        vf32 s1_2 = v_splat_f32(0.0f);
        vf32 s1_3 = v_splat_f32(0.0f);
        vf32 s2_03 = v_splat_f32(0.0f);
        vf32 s2_1 = v_splat_f32(0.0f);
        vf32 s2_2 = v_splat_f32(0.0f);
        vf32 s2_3 = v_splat_f32(0.0f);
        vf32 s3_03 = v_splat_f32(0.0f);
        vf32 s3_1 = v_splat_f32(0.0f);
        vf32 s3_2 = v_splat_f32(0.0f);
        vf32 s3_3 = v_splat_f32(0.0f);
        vf32 s4_03 = v_splat_f32(0.0f);
        vf32 s4_1 = v_splat_f32(0.0f);
        vf32 s4_2 = v_splat_f32(0.0f);
        vf32 s4_3 = v_splat_f32(0.0f);
        vf32 s5_03 = v_splat_f32(0.0f);
        vf32 s5_1 = v_splat_f32(0.0f);
        vf32 s5_2 = v_splat_f32(0.0f);
        vf32 s5_3 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j3 = 0; j3 < s_min_index(96, back * 96); ++j3) {
          const vf32 y03 = v_load_f32(&state_slope[j3 * 112]);
          const vf32 y1 = v_load_f32(&state_slope[j3 * 112 + 16]);
          const vf32 y2 = v_load_f32(&state_slope[j3 * 112 + 32]);
          const vf32 y3 = v_load_f32(&state_slope[j3 * 112 + 48]);
          const vf32 x03 = v_splat_f32(k[j3 + s13 * 112]);
          s0_03 += x03 * y03;
          s0_1 += x03 * y1;
          s0_2 += x03 * y2;
          s0_3 += x03 * y3;
          const vf32 x14 = v_splat_f32(k[j3 + s13 * 112 + 112]);
          s1_03 += x14 * y03;
          s1_1 += x14 * y1;
          s1_2 += x14 * y2;
          s1_3 += x14 * y3;
          const vf32 x24 = v_splat_f32(k[j3 + s13 * 112 + 224]);
          s2_03 += x24 * y03;
          s2_1 += x24 * y1;
          s2_2 += x24 * y2;
          s2_3 += x24 * y3;
          const vf32 x34 = v_splat_f32(k[j3 + s13 * 112 + 336]);
          s3_03 += x34 * y03;
          s3_1 += x34 * y1;
          s3_2 += x34 * y2;
          s3_3 += x34 * y3;
          const vf32 x44 = v_splat_f32(k[j3 + s13 * 112 + 448]);
          s4_03 += x44 * y03;
          s4_1 += x44 * y1;
          s4_2 += x44 * y2;
          s4_3 += x44 * y3;
          const vf32 x54 = v_splat_f32(k[j3 + s13 * 112 + 560]);
          s5_03 += x54 * y03;
          s5_1 += x54 * y1;
          s5_2 += x54 * y2;
          s5_3 += x54 * y3;
        }
        const vf32 f0 = v_splat_f32(decays[count * 48 + s13]);
        s0_03 = s0_03 * f0;
        s0_1 = s0_1 * f0;
        s0_2 = s0_2 * f0;
        s0_3 = s0_3 * f0;
        const vf32 f1 = v_splat_f32(decays[count * 48 + s13 + 1]);
        s1_03 = s1_03 * f1;
        s1_1 = s1_1 * f1;
        s1_2 = s1_2 * f1;
        s1_3 = s1_3 * f1;
        const vf32 f22 = v_splat_f32(decays[count * 48 + s13 + 2]);
        s2_03 = s2_03 * f22;
        s2_1 = s2_1 * f22;
        s2_2 = s2_2 * f22;
        s2_3 = s2_3 * f22;
        const vf32 f32 = v_splat_f32(decays[count * 48 + s13 + 3]);
        s3_03 = s3_03 * f32;
        s3_1 = s3_1 * f32;
        s3_2 = s3_2 * f32;
        s3_3 = s3_3 * f32;
        const vf32 f42 = v_splat_f32(decays[count * 48 + s13 + 4]);
        s4_03 = s4_03 * f42;
        s4_1 = s4_1 * f42;
        s4_2 = s4_2 * f42;
        s4_3 = s4_3 * f42;
        const vf32 f52 = v_splat_f32(decays[count * 48 + s13 + 5]);
        s5_03 = s5_03 * f52;
        s5_1 = s5_1 * f52;
        s5_2 = s5_2 * f52;
        s5_3 = s5_3 * f52;
        #pragma GCC unroll 8
        for (int64_t j4 = s13; j4 < count; ++j4) {
          const vf32 y04 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j4 * 384]);
          const vf32 y12 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j4 * 384 + 16]);
          const vf32 y22 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j4 * 384 + 32]);
          const vf32 y32 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j4 * 384 + 48]);
          const vf32 x04 = v_splat_f32(scores[j4 * 48 + s13]);
          s0_03 += x04 * y04;
          s0_1 += x04 * y12;
          s0_2 += x04 * y22;
          s0_3 += x04 * y32;
          const vf32 x15 = v_splat_f32(scores[j4 * 48 + s13 + 1]);
          s1_03 += x15 * y04;
          s1_1 += x15 * y12;
          s1_2 += x15 * y22;
          s1_3 += x15 * y32;
          const vf32 x25 = v_splat_f32(scores[j4 * 48 + s13 + 2]);
          s2_03 += x25 * y04;
          s2_1 += x25 * y12;
          s2_2 += x25 * y22;
          s2_3 += x25 * y32;
          const vf32 x35 = v_splat_f32(scores[j4 * 48 + s13 + 3]);
          s3_03 += x35 * y04;
          s3_1 += x35 * y12;
          s3_2 += x35 * y22;
          s3_3 += x35 * y32;
          const vf32 x45 = v_splat_f32(scores[j4 * 48 + s13 + 4]);
          s4_03 += x45 * y04;
          s4_1 += x45 * y12;
          s4_2 += x45 * y22;
          s4_3 += x45 * y32;
          const vf32 x55 = v_splat_f32(scores[j4 * 48 + s13 + 5]);
          s5_03 += x55 * y04;
          s5_1 += x55 * y12;
          s5_2 += x55 * y22;
          s5_3 += x55 * y32;
        }
        if (s13 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384], s0_03);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 16], s0_1);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 32], s0_2);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 48], s0_3);
        }
        if (s13 + 1 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 384], s1_03);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 400], s1_1);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 416], s1_2);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 432], s1_3);
        }
        if (s13 + 2 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 768], s2_03);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 784], s2_1);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 800], s2_2);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 816], s2_3);
        }
        if (s13 + 3 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1152], s3_03);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1168], s3_1);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1184], s3_2);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1200], s3_3);
        }
        if (s13 + 4 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1536], s4_03);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1552], s4_1);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1568], s4_2);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1584], s4_3);
        }
        if (s13 + 5 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1920], s5_03);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1936], s5_1);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1952], s5_2);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s13 * 384 + 1968], s5_3);
        }
      }
      for (int64_t s14 = 0; s14 < count; s14 += 6) {
        for (int64_t r6 = 0; r6 < s_min_index(6, count - s14); ++r6) {
          s_prefetch(x7, head / 4 * P * 1920 + first * 384 + head * 96 + r6 * 384 + s14 * 384 + 64);
          s_prefetch(x7, head / 4 * P * 1920 + first * 384 + head * 96 + r6 * 384 + s14 * 384 + 80);
        }
        vf32 s0_04 = v_splat_f32(0.0f);
        vf32 s0_12 = v_splat_f32(0.0f);
        vf32 s1_04 = v_splat_f32(0.0f);
        vf32 s1_12 = v_splat_f32(0.0f);
        vf32 s2_04 = v_splat_f32(0.0f);
        vf32 s2_12 = v_splat_f32(0.0f);
        vf32 s3_04 = v_splat_f32(0.0f);
        vf32 s3_12 = v_splat_f32(0.0f);
        vf32 s4_04 = v_splat_f32(0.0f);
        vf32 s4_12 = v_splat_f32(0.0f);
        vf32 s5_04 = v_splat_f32(0.0f);
        vf32 s5_12 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j5 = 0; j5 < s_min_index(96, back * 96); ++j5) {
          const vf32 y05 = v_load_f32(&state_slope[j5 * 112 + 64]);
          const vf32 y13 = v_load_f32(&state_slope[j5 * 112 + 80]);
          const vf32 x05 = v_splat_f32(k[j5 + s14 * 112]);
          s0_04 += x05 * y05;
          s0_12 += x05 * y13;
          const vf32 x16 = v_splat_f32(k[j5 + s14 * 112 + 112]);
          s1_04 += x16 * y05;
          s1_12 += x16 * y13;
          const vf32 x26 = v_splat_f32(k[j5 + s14 * 112 + 224]);
          s2_04 += x26 * y05;
          s2_12 += x26 * y13;
          const vf32 x36 = v_splat_f32(k[j5 + s14 * 112 + 336]);
          s3_04 += x36 * y05;
          s3_12 += x36 * y13;
          const vf32 x46 = v_splat_f32(k[j5 + s14 * 112 + 448]);
          s4_04 += x46 * y05;
          s4_12 += x46 * y13;
          const vf32 x56 = v_splat_f32(k[j5 + s14 * 112 + 560]);
          s5_04 += x56 * y05;
          s5_12 += x56 * y13;
        }
        const vf32 f02 = v_splat_f32(decays[count * 48 + s14]);
        s0_04 = s0_04 * f02;
        s0_12 = s0_12 * f02;
        const vf32 f12 = v_splat_f32(decays[count * 48 + s14 + 1]);
        s1_04 = s1_04 * f12;
        s1_12 = s1_12 * f12;
        const vf32 f23 = v_splat_f32(decays[count * 48 + s14 + 2]);
        s2_04 = s2_04 * f23;
        s2_12 = s2_12 * f23;
        const vf32 f33 = v_splat_f32(decays[count * 48 + s14 + 3]);
        s3_04 = s3_04 * f33;
        s3_12 = s3_12 * f33;
        const vf32 f43 = v_splat_f32(decays[count * 48 + s14 + 4]);
        s4_04 = s4_04 * f43;
        s4_12 = s4_12 * f43;
        const vf32 f53 = v_splat_f32(decays[count * 48 + s14 + 5]);
        s5_04 = s5_04 * f53;
        s5_12 = s5_12 * f53;
        #pragma GCC unroll 8
        for (int64_t j6 = s14; j6 < count; ++j6) {
          const vf32 y06 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j6 * 384 + 64]);
          const vf32 y14 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j6 * 384 + 80]);
          const vf32 x06 = v_splat_f32(scores[j6 * 48 + s14]);
          s0_04 += x06 * y06;
          s0_12 += x06 * y14;
          const vf32 x17 = v_splat_f32(scores[j6 * 48 + s14 + 1]);
          s1_04 += x17 * y06;
          s1_12 += x17 * y14;
          const vf32 x27 = v_splat_f32(scores[j6 * 48 + s14 + 2]);
          s2_04 += x27 * y06;
          s2_12 += x27 * y14;
          const vf32 x37 = v_splat_f32(scores[j6 * 48 + s14 + 3]);
          s3_04 += x37 * y06;
          s3_12 += x37 * y14;
          const vf32 x47 = v_splat_f32(scores[j6 * 48 + s14 + 4]);
          s4_04 += x47 * y06;
          s4_12 += x47 * y14;
          const vf32 x57 = v_splat_f32(scores[j6 * 48 + s14 + 5]);
          s5_04 += x57 * y06;
          s5_12 += x57 * y14;
        }
        if (s14 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 64], s0_04);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 80], s0_12);
        }
        if (s14 + 1 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 448], s1_04);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 464], s1_12);
        }
        if (s14 + 2 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 832], s2_04);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 848], s2_12);
        }
        if (s14 + 3 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 1216], s3_04);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 1232], s3_12);
        }
        if (s14 + 4 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 1600], s4_04);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 1616], s4_12);
        }
        if (s14 + 5 < count) {
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 1984], s5_04);
          v_store_f32(&x7[head / 4 * P * 1920 + first * 384 + head * 96 + s14 * 384 + 2000], s5_12);
        }
      }
      for (int64_t s15 = 0; s15 < count; s15 += 6) {
        if (0 < 1) {
          for (int64_t r7 = 0; r7 < s_min_index(6, count); ++r7) {
            s_prefetch(x2, head / 4 * P * 1920 + first * 384 + head * 96 + r7 * 384 + s15 * 384 - 18432);
            s_prefetch(x2, head / 4 * P * 1920 + first * 384 + head * 96 + r7 * 384 + s15 * 384 - 18416);
            s_prefetch(x2, head / 4 * P * 1920 + first * 384 + head * 96 + r7 * 384 + s15 * 384 - 18400);
            s_prefetch(x2, head / 4 * P * 1920 + first * 384 + head * 96 + r7 * 384 + s15 * 384 - 18384);
            s_prefetch(x2, head / 4 * P * 1920 + first * 384 + head * 96 + r7 * 384 + s15 * 384 - 18368);
            s_prefetch(x2, head / 4 * P * 1920 + first * 384 + head * 96 + r7 * 384 + s15 * 384 - 18352);
          }
        }
        for (int64_t r8 = 0; r8 < s_min_index(6, count - s15); ++r8) {
          s_prefetch(x6, head / 4 * P * 1920 + first * 384 + head * 96 + r8 * 384 + s15 * 384);
          s_prefetch(x6, head / 4 * P * 1920 + first * 384 + head * 96 + r8 * 384 + s15 * 384 + 16);
          s_prefetch(x6, head / 4 * P * 1920 + first * 384 + head * 96 + r8 * 384 + s15 * 384 + 32);
          s_prefetch(x6, head / 4 * P * 1920 + first * 384 + head * 96 + r8 * 384 + s15 * 384 + 48);
        }
        vf32 s0_05 = v_load_f32(norm_slope);
        vf32 s0_13 = v_load_f32(&norm_slope[16]);
        vf32 s0_22 = v_load_f32(&norm_slope[32]);
        vf32 s0_32 = v_load_f32(&norm_slope[48]);
        vf32 s1_05 = v_load_f32(norm_slope);
        vf32 s1_13 = v_load_f32(&norm_slope[16]);
        vf32 s1_22 = v_load_f32(&norm_slope[32]);
        vf32 s1_32 = v_load_f32(&norm_slope[48]);
        vf32 s2_05 = v_load_f32(norm_slope);
        vf32 s2_13 = v_load_f32(&norm_slope[16]);
        vf32 s2_22 = v_load_f32(&norm_slope[32]);
        vf32 s2_32 = v_load_f32(&norm_slope[48]);
        vf32 s3_05 = v_load_f32(norm_slope);
        vf32 s3_13 = v_load_f32(&norm_slope[16]);
        vf32 s3_22 = v_load_f32(&norm_slope[32]);
        vf32 s3_32 = v_load_f32(&norm_slope[48]);
        vf32 s4_05 = v_load_f32(norm_slope);
        vf32 s4_13 = v_load_f32(&norm_slope[16]);
        vf32 s4_22 = v_load_f32(&norm_slope[32]);
        vf32 s4_32 = v_load_f32(&norm_slope[48]);
        vf32 s5_05 = v_load_f32(norm_slope);
        vf32 s5_13 = v_load_f32(&norm_slope[16]);
        vf32 s5_22 = v_load_f32(&norm_slope[32]);
        vf32 s5_32 = v_load_f32(&norm_slope[48]);
        #pragma GCC unroll 8
        for (int64_t j7 = 0; j7 < s_min_index(96, back * 96); ++j7) {
          const vf32 y07 = v_load_f32(&slope_by_value[j7 * 112]);
          const vf32 y15 = v_load_f32(&slope_by_value[j7 * 112 + 16]);
          const vf32 y23 = v_load_f32(&slope_by_value[j7 * 112 + 32]);
          const vf32 y33 = v_load_f32(&slope_by_value[j7 * 112 + 48]);
          const vf32 x07 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + first * 384 + head * 96
                  + j7]);
          s0_05 += x07 * y07;
          s0_13 += x07 * y15;
          s0_22 += x07 * y23;
          s0_32 += x07 * y33;
          const vf32 x18 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + first * 384
                  + head * 96 + j7]);
          s1_05 += x18 * y07;
          s1_13 += x18 * y15;
          s1_22 += x18 * y23;
          s1_32 += x18 * y33;
          const vf32 x28 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + first * 384
                  + head * 96 + j7]);
          s2_05 += x28 * y07;
          s2_13 += x28 * y15;
          s2_22 += x28 * y23;
          s2_32 += x28 * y33;
          const vf32 x38 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + first * 384
                  + head * 96 + j7]);
          s3_05 += x38 * y07;
          s3_13 += x38 * y15;
          s3_22 += x38 * y23;
          s3_32 += x38 * y33;
          const vf32 x48 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + first * 384
                  + head * 96 + j7]);
          s4_05 += x48 * y07;
          s4_13 += x48 * y15;
          s4_22 += x48 * y23;
          s4_32 += x48 * y33;
          const vf32 x58 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + first * 384
                  + head * 96 + j7]);
          s5_05 += x58 * y07;
          s5_13 += x58 * y15;
          s5_22 += x58 * y23;
          s5_32 += x58 * y33;
        }
        const vf32 f03 = v_splat_f32(decays[count * 48 + s15]);
        s0_05 = s0_05 * f03;
        s0_13 = s0_13 * f03;
        s0_22 = s0_22 * f03;
        s0_32 = s0_32 * f03;
        const vf32 f13 = v_splat_f32(decays[count * 48 + s15 + 1]);
        s1_05 = s1_05 * f13;
        s1_13 = s1_13 * f13;
        s1_22 = s1_22 * f13;
        s1_32 = s1_32 * f13;
        const vf32 f24 = v_splat_f32(decays[count * 48 + s15 + 2]);
        s2_05 = s2_05 * f24;
        s2_13 = s2_13 * f24;
        s2_22 = s2_22 * f24;
        s2_32 = s2_32 * f24;
        const vf32 f34 = v_splat_f32(decays[count * 48 + s15 + 3]);
        s3_05 = s3_05 * f34;
        s3_13 = s3_13 * f34;
        s3_22 = s3_22 * f34;
        s3_32 = s3_32 * f34;
        const vf32 f44 = v_splat_f32(decays[count * 48 + s15 + 4]);
        s4_05 = s4_05 * f44;
        s4_13 = s4_13 * f44;
        s4_22 = s4_22 * f44;
        s4_32 = s4_32 * f44;
        const vf32 f54 = v_splat_f32(decays[count * 48 + s15 + 5]);
        s5_05 = s5_05 * f54;
        s5_13 = s5_13 * f54;
        s5_22 = s5_22 * f54;
        s5_32 = s5_32 * f54;
        key_flows[s15] = key_flows[s15]
            + v_reduce_sum_f32(s0_05 * v_load_f32(&k[s15 * 112]) + s0_13 * v_load_f32(&k[s15 * 112 + 16])
            + s0_22 * v_load_f32(&k[s15 * 112 + 32]) + s0_32 * v_load_f32(&k[s15 * 112 + 48]));
        key_flows[s15 + 1] = key_flows[s15 + 1]
            + v_reduce_sum_f32(s1_05 * v_load_f32(&k[s15 * 112 + 112])
            + s1_13 * v_load_f32(&k[s15 * 112 + 128]) + s1_22 * v_load_f32(&k[s15 * 112 + 144])
            + s1_32 * v_load_f32(&k[s15 * 112 + 160]));
        key_flows[s15 + 2] = key_flows[s15 + 2]
            + v_reduce_sum_f32(s2_05 * v_load_f32(&k[s15 * 112 + 224])
            + s2_13 * v_load_f32(&k[s15 * 112 + 240]) + s2_22 * v_load_f32(&k[s15 * 112 + 256])
            + s2_32 * v_load_f32(&k[s15 * 112 + 272]));
        key_flows[s15 + 3] = key_flows[s15 + 3]
            + v_reduce_sum_f32(s3_05 * v_load_f32(&k[s15 * 112 + 336])
            + s3_13 * v_load_f32(&k[s15 * 112 + 352]) + s3_22 * v_load_f32(&k[s15 * 112 + 368])
            + s3_32 * v_load_f32(&k[s15 * 112 + 384]));
        key_flows[s15 + 4] = key_flows[s15 + 4]
            + v_reduce_sum_f32(s4_05 * v_load_f32(&k[s15 * 112 + 448])
            + s4_13 * v_load_f32(&k[s15 * 112 + 464]) + s4_22 * v_load_f32(&k[s15 * 112 + 480])
            + s4_32 * v_load_f32(&k[s15 * 112 + 496]));
        key_flows[s15 + 5] = key_flows[s15 + 5]
            + v_reduce_sum_f32(s5_05 * v_load_f32(&k[s15 * 112 + 560])
            + s5_13 * v_load_f32(&k[s15 * 112 + 576]) + s5_22 * v_load_f32(&k[s15 * 112 + 592])
            + s5_32 * v_load_f32(&k[s15 * 112 + 608]));
        #pragma GCC unroll 8
        for (int64_t j8 = s15; j8 < count; ++j8) {
          const vf32 y08 = v_load_f32(&x[head / 4 * P * 1920 + first * 384 + head * 96 + j8 * 384]);
          const vf32 y16 = v_load_f32(&x[head / 4 * P * 1920 + first * 384 + head * 96 + j8 * 384 + 16]);
          const vf32 y24 = v_load_f32(&x[head / 4 * P * 1920 + first * 384 + head * 96 + j8 * 384 + 32]);
          const vf32 y34 = v_load_f32(&x[head / 4 * P * 1920 + first * 384 + head * 96 + j8 * 384 + 48]);
          const vf32 x08 = v_splat_f32(slopes[j8 * 48 + s15]);
          s0_05 += x08 * y08;
          s0_13 += x08 * y16;
          s0_22 += x08 * y24;
          s0_32 += x08 * y34;
          const vf32 x19 = v_splat_f32(slopes[j8 * 48 + s15 + 1]);
          s1_05 += x19 * y08;
          s1_13 += x19 * y16;
          s1_22 += x19 * y24;
          s1_32 += x19 * y34;
          const vf32 x29 = v_splat_f32(slopes[j8 * 48 + s15 + 2]);
          s2_05 += x29 * y08;
          s2_13 += x29 * y16;
          s2_22 += x29 * y24;
          s2_32 += x29 * y34;
          const vf32 x39 = v_splat_f32(slopes[j8 * 48 + s15 + 3]);
          s3_05 += x39 * y08;
          s3_13 += x39 * y16;
          s3_22 += x39 * y24;
          s3_32 += x39 * y34;
          const vf32 x49 = v_splat_f32(slopes[j8 * 48 + s15 + 4]);
          s4_05 += x49 * y08;
          s4_13 += x49 * y16;
          s4_22 += x49 * y24;
          s4_32 += x49 * y34;
          const vf32 x59 = v_splat_f32(slopes[j8 * 48 + s15 + 5]);
          s5_05 += x59 * y08;
          s5_13 += x59 * y16;
          s5_22 += x59 * y24;
          s5_32 += x59 * y34;
        }
        entry_slopes[s15] = entry_slopes[s15]
            + v_reduce_sum_f32(s0_05
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + first * 384
                    + head * 96])
            + s0_13
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + first * 384 + head * 96
                    + 16])
            + s0_22
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + first * 384 + head * 96
                    + 32])
            + s0_32
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + first * 384 + head * 96
                    + 48]));
        entry_slopes[s15 + 1] = entry_slopes[s15 + 1]
            + v_reduce_sum_f32(s1_05
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + first * 384
                    + head * 96])
            + s1_13
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s1_22
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s1_32
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        entry_slopes[s15 + 2] = entry_slopes[s15 + 2]
            + v_reduce_sum_f32(s2_05
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + first * 384
                    + head * 96])
            + s2_13
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s2_22
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s2_32
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        entry_slopes[s15 + 3] = entry_slopes[s15 + 3]
            + v_reduce_sum_f32(s3_05
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + first * 384
                    + head * 96])
            + s3_13
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s3_22
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s3_32
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        entry_slopes[s15 + 4] = entry_slopes[s15 + 4]
            + v_reduce_sum_f32(s4_05
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + first * 384
                    + head * 96])
            + s4_13
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s4_22
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s4_32
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        entry_slopes[s15 + 5] = entry_slopes[s15 + 5]
            + v_reduce_sum_f32(s5_05
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + first * 384
                    + head * 96])
            + s5_13
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s5_22
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s5_32
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        const vf32 f04 = v_splat_f32(entries[s15]);
        s0_05 = s0_05 * f04;
        s0_13 = s0_13 * f04;
        s0_22 = s0_22 * f04;
        s0_32 = s0_32 * f04;
        const vf32 f14 = v_splat_f32(entries[s15 + 1]);
        s1_05 = s1_05 * f14;
        s1_13 = s1_13 * f14;
        s1_22 = s1_22 * f14;
        s1_32 = s1_32 * f14;
        const vf32 f25 = v_splat_f32(entries[s15 + 2]);
        s2_05 = s2_05 * f25;
        s2_13 = s2_13 * f25;
        s2_22 = s2_22 * f25;
        s2_32 = s2_32 * f25;
        const vf32 f35 = v_splat_f32(entries[s15 + 3]);
        s3_05 = s3_05 * f35;
        s3_13 = s3_13 * f35;
        s3_22 = s3_22 * f35;
        s3_32 = s3_32 * f35;
        const vf32 f45 = v_splat_f32(entries[s15 + 4]);
        s4_05 = s4_05 * f45;
        s4_13 = s4_13 * f45;
        s4_22 = s4_22 * f45;
        s4_32 = s4_32 * f45;
        const vf32 f55 = v_splat_f32(entries[s15 + 5]);
        s5_05 = s5_05 * f55;
        s5_13 = s5_13 * f55;
        s5_22 = s5_22 * f55;
        s5_32 = s5_32 * f55;
        if (s15 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384], s0_05);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 16], s0_13);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 32], s0_22);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 48], s0_32);
        }
        if (s15 + 1 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 384], s1_05);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 400], s1_13);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 416], s1_22);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 432], s1_32);
        }
        if (s15 + 2 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 768], s2_05);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 784], s2_13);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 800], s2_22);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 816], s2_32);
        }
        if (s15 + 3 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1152], s3_05);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1168], s3_13);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1184], s3_22);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1200], s3_32);
        }
        if (s15 + 4 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1536], s4_05);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1552], s4_13);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1568], s4_22);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1584], s4_32);
        }
        if (s15 + 5 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1920], s5_05);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1936], s5_13);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1952], s5_22);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s15 * 384 + 1968], s5_32);
        }
      }
      for (int64_t s16 = 0; s16 < count; s16 += 6) {
        for (int64_t r10 = 0; r10 < s_min_index(6, count - s16); ++r10) {
          s_prefetch(x6, head / 4 * P * 1920 + first * 384 + head * 96 + r10 * 384 + s16 * 384 + 64);
          s_prefetch(x6, head / 4 * P * 1920 + first * 384 + head * 96 + r10 * 384 + s16 * 384 + 80);
        }
        vf32 s0_06 = v_load_f32(&norm_slope[64]);
        vf32 s0_14 = v_load_f32(&norm_slope[80]);
        vf32 s1_06 = v_load_f32(&norm_slope[64]);
        vf32 s1_14 = v_load_f32(&norm_slope[80]);
        vf32 s2_06 = v_load_f32(&norm_slope[64]);
        vf32 s2_14 = v_load_f32(&norm_slope[80]);
        vf32 s3_06 = v_load_f32(&norm_slope[64]);
        vf32 s3_14 = v_load_f32(&norm_slope[80]);
        vf32 s4_06 = v_load_f32(&norm_slope[64]);
        vf32 s4_14 = v_load_f32(&norm_slope[80]);
        vf32 s5_06 = v_load_f32(&norm_slope[64]);
        vf32 s5_14 = v_load_f32(&norm_slope[80]);
        #pragma GCC unroll 8
        for (int64_t j9 = 0; j9 < s_min_index(96, back * 96); ++j9) {
          const vf32 y09 = v_load_f32(&slope_by_value[j9 * 112 + 64]);
          const vf32 y17 = v_load_f32(&slope_by_value[j9 * 112 + 80]);
          const vf32 x09 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s16, count - 1) * 384 + first * 384 + head * 96
                  + j9]);
          s0_06 += x09 * y09;
          s0_14 += x09 * y17;
          const vf32 x110 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s16 + 1, count - 1) * 384 + first * 384
                  + head * 96 + j9]);
          s1_06 += x110 * y09;
          s1_14 += x110 * y17;
          const vf32 x210 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s16 + 2, count - 1) * 384 + first * 384
                  + head * 96 + j9]);
          s2_06 += x210 * y09;
          s2_14 += x210 * y17;
          const vf32 x310 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s16 + 3, count - 1) * 384 + first * 384
                  + head * 96 + j9]);
          s3_06 += x310 * y09;
          s3_14 += x310 * y17;
          const vf32 x410 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s16 + 4, count - 1) * 384 + first * 384
                  + head * 96 + j9]);
          s4_06 += x410 * y09;
          s4_14 += x410 * y17;
          const vf32 x510 =
              v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s16 + 5, count - 1) * 384 + first * 384
                  + head * 96 + j9]);
          s5_06 += x510 * y09;
          s5_14 += x510 * y17;
        }
        const vf32 f05 = v_splat_f32(decays[count * 48 + s16]);
        s0_06 = s0_06 * f05;
        s0_14 = s0_14 * f05;
        const vf32 f15 = v_splat_f32(decays[count * 48 + s16 + 1]);
        s1_06 = s1_06 * f15;
        s1_14 = s1_14 * f15;
        const vf32 f26 = v_splat_f32(decays[count * 48 + s16 + 2]);
        s2_06 = s2_06 * f26;
        s2_14 = s2_14 * f26;
        const vf32 f36 = v_splat_f32(decays[count * 48 + s16 + 3]);
        s3_06 = s3_06 * f36;
        s3_14 = s3_14 * f36;
        const vf32 f46 = v_splat_f32(decays[count * 48 + s16 + 4]);
        s4_06 = s4_06 * f46;
        s4_14 = s4_14 * f46;
        const vf32 f56 = v_splat_f32(decays[count * 48 + s16 + 5]);
        s5_06 = s5_06 * f56;
        s5_14 = s5_14 * f56;
        key_flows[s16] = key_flows[s16]
            + v_reduce_sum_f32(s0_06 * v_load_f32(&k[s16 * 112 + 64])
            + s0_14 * v_load_f32(&k[s16 * 112 + 80]));
        key_flows[s16 + 1] = key_flows[s16 + 1]
            + v_reduce_sum_f32(s1_06 * v_load_f32(&k[s16 * 112 + 176])
            + s1_14 * v_load_f32(&k[s16 * 112 + 192]));
        key_flows[s16 + 2] = key_flows[s16 + 2]
            + v_reduce_sum_f32(s2_06 * v_load_f32(&k[s16 * 112 + 288])
            + s2_14 * v_load_f32(&k[s16 * 112 + 304]));
        key_flows[s16 + 3] = key_flows[s16 + 3]
            + v_reduce_sum_f32(s3_06 * v_load_f32(&k[s16 * 112 + 400])
            + s3_14 * v_load_f32(&k[s16 * 112 + 416]));
        key_flows[s16 + 4] = key_flows[s16 + 4]
            + v_reduce_sum_f32(s4_06 * v_load_f32(&k[s16 * 112 + 512])
            + s4_14 * v_load_f32(&k[s16 * 112 + 528]));
        key_flows[s16 + 5] = key_flows[s16 + 5]
            + v_reduce_sum_f32(s5_06 * v_load_f32(&k[s16 * 112 + 624])
            + s5_14 * v_load_f32(&k[s16 * 112 + 640]));
        #pragma GCC unroll 8
        for (int64_t j10 = s16; j10 < count; ++j10) {
          const vf32 y010 = v_load_f32(&x[head / 4 * P * 1920 + first * 384 + head * 96 + j10 * 384 + 64]);
          const vf32 y18 = v_load_f32(&x[head / 4 * P * 1920 + first * 384 + head * 96 + j10 * 384 + 80]);
          const vf32 x010 = v_splat_f32(slopes[j10 * 48 + s16]);
          s0_06 += x010 * y010;
          s0_14 += x010 * y18;
          const vf32 x111 = v_splat_f32(slopes[j10 * 48 + s16 + 1]);
          s1_06 += x111 * y010;
          s1_14 += x111 * y18;
          const vf32 x211 = v_splat_f32(slopes[j10 * 48 + s16 + 2]);
          s2_06 += x211 * y010;
          s2_14 += x211 * y18;
          const vf32 x311 = v_splat_f32(slopes[j10 * 48 + s16 + 3]);
          s3_06 += x311 * y010;
          s3_14 += x311 * y18;
          const vf32 x411 = v_splat_f32(slopes[j10 * 48 + s16 + 4]);
          s4_06 += x411 * y010;
          s4_14 += x411 * y18;
          const vf32 x511 = v_splat_f32(slopes[j10 * 48 + s16 + 5]);
          s5_06 += x511 * y010;
          s5_14 += x511 * y18;
        }
        entry_slopes[s16] = entry_slopes[s16]
            + v_reduce_sum_f32(s0_06
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16, count - 1) * 384 + first * 384 + head * 96
                    + 64])
            + s0_14
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16, count - 1) * 384 + first * 384 + head * 96
                    + 80]));
        entry_slopes[s16 + 1] = entry_slopes[s16 + 1]
            + v_reduce_sum_f32(s1_06
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s1_14
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        entry_slopes[s16 + 2] = entry_slopes[s16 + 2]
            + v_reduce_sum_f32(s2_06
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s2_14
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        entry_slopes[s16 + 3] = entry_slopes[s16 + 3]
            + v_reduce_sum_f32(s3_06
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s3_14
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        entry_slopes[s16 + 4] = entry_slopes[s16 + 4]
            + v_reduce_sum_f32(s4_06
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s4_14
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        entry_slopes[s16 + 5] = entry_slopes[s16 + 5]
            + v_reduce_sum_f32(s5_06
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s5_14
            * v_load_f32(&x4[head / 4 * P * 1920 + s_min_index(s16 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        const vf32 f06 = v_splat_f32(entries[s16]);
        s0_06 = s0_06 * f06;
        s0_14 = s0_14 * f06;
        const vf32 f16 = v_splat_f32(entries[s16 + 1]);
        s1_06 = s1_06 * f16;
        s1_14 = s1_14 * f16;
        const vf32 f27 = v_splat_f32(entries[s16 + 2]);
        s2_06 = s2_06 * f27;
        s2_14 = s2_14 * f27;
        const vf32 f37 = v_splat_f32(entries[s16 + 3]);
        s3_06 = s3_06 * f37;
        s3_14 = s3_14 * f37;
        const vf32 f47 = v_splat_f32(entries[s16 + 4]);
        s4_06 = s4_06 * f47;
        s4_14 = s4_14 * f47;
        const vf32 f57 = v_splat_f32(entries[s16 + 5]);
        s5_06 = s5_06 * f57;
        s5_14 = s5_14 * f57;
        if (s16 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 64], s0_06);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 80], s0_14);
        }
        if (s16 + 1 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 448], s1_06);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 464], s1_14);
        }
        if (s16 + 2 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 832], s2_06);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 848], s2_14);
        }
        if (s16 + 3 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 1216], s3_06);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 1232], s3_14);
        }
        if (s16 + 4 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 1600], s4_06);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 1616], s4_14);
        }
        if (s16 + 5 < count) {
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 1984], s5_06);
          v_store_f32(&x6[head / 4 * P * 1920 + first * 384 + head * 96 + s16 * 384 + 2000], s5_14);
        }
      }
      for (int64_t s17 = 0; s17 < count; ++s17) {
        x20[head / 4 * P * 20 + first * 4 + head + s17 * 4] = entry_slopes[s17];
      }
      for (int64_t s18 = 0; s18 < count; s18 += 6) {
        for (int64_t r11 = 0; r11 < s_min_index(6, count - s18); ++r11) {
          s_prefetch(x5, head / 4 * P * 1920 + first * 384 + head * 96 + r11 * 384 + s18 * 384);
          s_prefetch(x5, head / 4 * P * 1920 + first * 384 + head * 96 + r11 * 384 + s18 * 384 + 16);
          s_prefetch(x5, head / 4 * P * 1920 + first * 384 + head * 96 + r11 * 384 + s18 * 384 + 32);
          s_prefetch(x5, head / 4 * P * 1920 + first * 384 + head * 96 + r11 * 384 + s18 * 384 + 48);
        }
        vf32 s0_07 = v_load_f32(norm_state);
        vf32 s0_15 = v_load_f32(&norm_state[16]);
        vf32 s0_23 = v_load_f32(&norm_state[32]);
        vf32 s0_33 = v_load_f32(&norm_state[48]);
        vf32 s1_07 = v_load_f32(norm_state);
        vf32 s1_15 = v_load_f32(&norm_state[16]);
        vf32 s1_23 = v_load_f32(&norm_state[32]);
        vf32 s1_33 = v_load_f32(&norm_state[48]);
        vf32 s2_07 = v_load_f32(norm_state);
        vf32 s2_15 = v_load_f32(&norm_state[16]);
        vf32 s2_23 = v_load_f32(&norm_state[32]);
        vf32 s2_33 = v_load_f32(&norm_state[48]);
        vf32 s3_07 = v_load_f32(norm_state);
        vf32 s3_15 = v_load_f32(&norm_state[16]);
        vf32 s3_23 = v_load_f32(&norm_state[32]);
        vf32 s3_33 = v_load_f32(&norm_state[48]);
        vf32 s4_07 = v_load_f32(norm_state);
        vf32 s4_15 = v_load_f32(&norm_state[16]);
        vf32 s4_23 = v_load_f32(&norm_state[32]);
        vf32 s4_33 = v_load_f32(&norm_state[48]);
        vf32 s5_07 = v_load_f32(norm_state);
        vf32 s5_15 = v_load_f32(&norm_state[16]);
        vf32 s5_23 = v_load_f32(&norm_state[32]);
        vf32 s5_33 = v_load_f32(&norm_state[48]);
        const vf32 f07 = v_splat_f32(dnorm[s18]);
        s0_07 = s0_07 * f07;
        s0_15 = s0_15 * f07;
        s0_23 = s0_23 * f07;
        s0_33 = s0_33 * f07;
        const vf32 f17 = v_splat_f32(dnorm[s18 + 1]);
        s1_07 = s1_07 * f17;
        s1_15 = s1_15 * f17;
        s1_23 = s1_23 * f17;
        s1_33 = s1_33 * f17;
        const vf32 f28 = v_splat_f32(dnorm[s18 + 2]);
        s2_07 = s2_07 * f28;
        s2_15 = s2_15 * f28;
        s2_23 = s2_23 * f28;
        s2_33 = s2_33 * f28;
        const vf32 f38 = v_splat_f32(dnorm[s18 + 3]);
        s3_07 = s3_07 * f38;
        s3_15 = s3_15 * f38;
        s3_23 = s3_23 * f38;
        s3_33 = s3_33 * f38;
        const vf32 f48 = v_splat_f32(dnorm[s18 + 4]);
        s4_07 = s4_07 * f48;
        s4_15 = s4_15 * f48;
        s4_23 = s4_23 * f48;
        s4_33 = s4_33 * f48;
        const vf32 f58 = v_splat_f32(dnorm[s18 + 5]);
        s5_07 = s5_07 * f58;
        s5_15 = s5_15 * f58;
        s5_23 = s5_23 * f58;
        s5_33 = s5_33 * f58;
        #pragma GCC unroll 8
        for (int64_t j11 = 0; j11 < s_min_index(96, chunk * 96); ++j11) {
          const vf32 y011 = v_load_f32(&state_by_value[j11 * 112]);
          const vf32 y19 = v_load_f32(&state_by_value[j11 * 112 + 16]);
          const vf32 y25 = v_load_f32(&state_by_value[j11 * 112 + 32]);
          const vf32 y35 = v_load_f32(&state_by_value[j11 * 112 + 48]);
          const vf32 x011 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s18, count - 1) * 384 + first * 384 + head * 96
                  + j11]);
          s0_07 += x011 * y011;
          s0_15 += x011 * y19;
          s0_23 += x011 * y25;
          s0_33 += x011 * y35;
          const vf32 x114 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s18 + 1, count - 1) * 384 + first * 384
                  + head * 96 + j11]);
          s1_07 += x114 * y011;
          s1_15 += x114 * y19;
          s1_23 += x114 * y25;
          s1_33 += x114 * y35;
          const vf32 x212 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s18 + 2, count - 1) * 384 + first * 384
                  + head * 96 + j11]);
          s2_07 += x212 * y011;
          s2_15 += x212 * y19;
          s2_23 += x212 * y25;
          s2_33 += x212 * y35;
          const vf32 x312 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s18 + 3, count - 1) * 384 + first * 384
                  + head * 96 + j11]);
          s3_07 += x312 * y011;
          s3_15 += x312 * y19;
          s3_23 += x312 * y25;
          s3_33 += x312 * y35;
          const vf32 x412 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s18 + 4, count - 1) * 384 + first * 384
                  + head * 96 + j11]);
          s4_07 += x412 * y011;
          s4_15 += x412 * y19;
          s4_23 += x412 * y25;
          s4_33 += x412 * y35;
          const vf32 x512 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s18 + 5, count - 1) * 384 + first * 384
                  + head * 96 + j11]);
          s5_07 += x512 * y011;
          s5_15 += x512 * y19;
          s5_23 += x512 * y25;
          s5_33 += x512 * y35;
        }
        const vf32 f08 = v_splat_f32(reach[s18]);
        s0_07 = s0_07 * f08;
        s0_15 = s0_15 * f08;
        s0_23 = s0_23 * f08;
        s0_33 = s0_33 * f08;
        const vf32 f18 = v_splat_f32(reach[s18 + 1]);
        s1_07 = s1_07 * f18;
        s1_15 = s1_15 * f18;
        s1_23 = s1_23 * f18;
        s1_33 = s1_33 * f18;
        const vf32 f29 = v_splat_f32(reach[s18 + 2]);
        s2_07 = s2_07 * f29;
        s2_15 = s2_15 * f29;
        s2_23 = s2_23 * f29;
        s2_33 = s2_33 * f29;
        const vf32 f39 = v_splat_f32(reach[s18 + 3]);
        s3_07 = s3_07 * f39;
        s3_15 = s3_15 * f39;
        s3_23 = s3_23 * f39;
        s3_33 = s3_33 * f39;
        const vf32 f49 = v_splat_f32(reach[s18 + 4]);
        s4_07 = s4_07 * f49;
        s4_15 = s4_15 * f49;
        s4_23 = s4_23 * f49;
        s4_33 = s4_33 * f49;
        const vf32 f59 = v_splat_f32(reach[s18 + 5]);
        s5_07 = s5_07 * f59;
        s5_15 = s5_15 * f59;
        s5_23 = s5_23 * f59;
        s5_33 = s5_33 * f59;
        query_flows[s18] = query_flows[s18]
            + v_reduce_sum_f32(s0_07
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18, count - 1) * 384 + first * 384
                    + head * 96])
            + s0_15
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18, count - 1) * 384 + first * 384 + head * 96
                    + 16])
            + s0_23
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18, count - 1) * 384 + first * 384 + head * 96
                    + 32])
            + s0_33
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18, count - 1) * 384 + first * 384 + head * 96
                    + 48]));
        query_flows[s18 + 1] = query_flows[s18 + 1]
            + v_reduce_sum_f32(s1_07
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 1, count - 1) * 384 + first * 384
                    + head * 96])
            + s1_15
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s1_23
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s1_33
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        query_flows[s18 + 2] = query_flows[s18 + 2]
            + v_reduce_sum_f32(s2_07
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 2, count - 1) * 384 + first * 384
                    + head * 96])
            + s2_15
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s2_23
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s2_33
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        query_flows[s18 + 3] = query_flows[s18 + 3]
            + v_reduce_sum_f32(s3_07
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 3, count - 1) * 384 + first * 384
                    + head * 96])
            + s3_15
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s3_23
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s3_33
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        query_flows[s18 + 4] = query_flows[s18 + 4]
            + v_reduce_sum_f32(s4_07
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 4, count - 1) * 384 + first * 384
                    + head * 96])
            + s4_15
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s4_23
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s4_33
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        query_flows[s18 + 5] = query_flows[s18 + 5]
            + v_reduce_sum_f32(s5_07
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 5, count - 1) * 384 + first * 384
                    + head * 96])
            + s5_15
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 16])
            + s5_23
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 32])
            + s5_33
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s18 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 48]));
        #pragma GCC unroll 8
        for (int64_t j12 = 0; j12 < s_min_index(s18 + 6, count); ++j12) {
          const vf32 y012 = v_load_f32(&k[j12 * 112]);
          const vf32 y110 = v_load_f32(&k[j12 * 112 + 16]);
          const vf32 y26 = v_load_f32(&k[j12 * 112 + 32]);
          const vf32 y36 = v_load_f32(&k[j12 * 112 + 48]);
          const vf32 x012 = v_splat_f32(slopes[j12 + s18 * 48]);
          s0_07 += x012 * y012;
          s0_15 += x012 * y110;
          s0_23 += x012 * y26;
          s0_33 += x012 * y36;
          const vf32 x115 = v_splat_f32(slopes[j12 + s18 * 48 + 48]);
          s1_07 += x115 * y012;
          s1_15 += x115 * y110;
          s1_23 += x115 * y26;
          s1_33 += x115 * y36;
          const vf32 x213 = v_splat_f32(slopes[j12 + s18 * 48 + 96]);
          s2_07 += x213 * y012;
          s2_15 += x213 * y110;
          s2_23 += x213 * y26;
          s2_33 += x213 * y36;
          const vf32 x313 = v_splat_f32(slopes[j12 + s18 * 48 + 144]);
          s3_07 += x313 * y012;
          s3_15 += x313 * y110;
          s3_23 += x313 * y26;
          s3_33 += x313 * y36;
          const vf32 x413 = v_splat_f32(slopes[j12 + s18 * 48 + 192]);
          s4_07 += x413 * y012;
          s4_15 += x413 * y110;
          s4_23 += x413 * y26;
          s4_33 += x413 * y36;
          const vf32 x513 = v_splat_f32(slopes[j12 + s18 * 48 + 240]);
          s5_07 += x513 * y012;
          s5_15 += x513 * y110;
          s5_23 += x513 * y26;
          s5_33 += x513 * y36;
        }
        if (s18 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384], s0_07);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 16], s0_15);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 32], s0_23);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 48], s0_33);
        }
        if (s18 + 1 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 384], s1_07);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 400], s1_15);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 416], s1_23);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 432], s1_33);
        }
        if (s18 + 2 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 768], s2_07);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 784], s2_15);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 800], s2_23);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 816], s2_33);
        }
        if (s18 + 3 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1152], s3_07);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1168], s3_15);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1184], s3_23);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1200], s3_33);
        }
        if (s18 + 4 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1536], s4_07);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1552], s4_15);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1568], s4_23);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1584], s4_33);
        }
        if (s18 + 5 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1920], s5_07);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1936], s5_15);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1952], s5_23);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s18 * 384 + 1968], s5_33);
        }
      }
      for (int64_t s19 = 0; s19 < count; s19 += 6) {
        for (int64_t r12 = 0; r12 < s_min_index(6, count - s19); ++r12) {
          s_prefetch(x5, head / 4 * P * 1920 + first * 384 + head * 96 + r12 * 384 + s19 * 384 + 64);
          s_prefetch(x5, head / 4 * P * 1920 + first * 384 + head * 96 + r12 * 384 + s19 * 384 + 80);
        }
        vf32 s0_08 = v_load_f32(&norm_state[64]);
        vf32 s0_16 = v_load_f32(&norm_state[80]);
        vf32 s1_08 = v_load_f32(&norm_state[64]);
        vf32 s1_16 = v_load_f32(&norm_state[80]);
        vf32 s2_08 = v_load_f32(&norm_state[64]);
        vf32 s2_16 = v_load_f32(&norm_state[80]);
        vf32 s3_08 = v_load_f32(&norm_state[64]);
        vf32 s3_16 = v_load_f32(&norm_state[80]);
        vf32 s4_08 = v_load_f32(&norm_state[64]);
        vf32 s4_16 = v_load_f32(&norm_state[80]);
        vf32 s5_08 = v_load_f32(&norm_state[64]);
        vf32 s5_16 = v_load_f32(&norm_state[80]);
        const vf32 f09 = v_splat_f32(dnorm[s19]);
        s0_08 = s0_08 * f09;
        s0_16 = s0_16 * f09;
        const vf32 f19 = v_splat_f32(dnorm[s19 + 1]);
        s1_08 = s1_08 * f19;
        s1_16 = s1_16 * f19;
        const vf32 f210 = v_splat_f32(dnorm[s19 + 2]);
        s2_08 = s2_08 * f210;
        s2_16 = s2_16 * f210;
        const vf32 f310 = v_splat_f32(dnorm[s19 + 3]);
        s3_08 = s3_08 * f310;
        s3_16 = s3_16 * f310;
        const vf32 f410 = v_splat_f32(dnorm[s19 + 4]);
        s4_08 = s4_08 * f410;
        s4_16 = s4_16 * f410;
        const vf32 f510 = v_splat_f32(dnorm[s19 + 5]);
        s5_08 = s5_08 * f510;
        s5_16 = s5_16 * f510;
        #pragma GCC unroll 8
        for (int64_t j13 = 0; j13 < s_min_index(96, chunk * 96); ++j13) {
          const vf32 y013 = v_load_f32(&state_by_value[j13 * 112 + 64]);
          const vf32 y111 = v_load_f32(&state_by_value[j13 * 112 + 80]);
          const vf32 x013 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s19, count - 1) * 384 + first * 384 + head * 96
                  + j13]);
          s0_08 += x013 * y013;
          s0_16 += x013 * y111;
          const vf32 x116 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s19 + 1, count - 1) * 384 + first * 384
                  + head * 96 + j13]);
          s1_08 += x116 * y013;
          s1_16 += x116 * y111;
          const vf32 x214 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s19 + 2, count - 1) * 384 + first * 384
                  + head * 96 + j13]);
          s2_08 += x214 * y013;
          s2_16 += x214 * y111;
          const vf32 x314 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s19 + 3, count - 1) * 384 + first * 384
                  + head * 96 + j13]);
          s3_08 += x314 * y013;
          s3_16 += x314 * y111;
          const vf32 x414 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s19 + 4, count - 1) * 384 + first * 384
                  + head * 96 + j13]);
          s4_08 += x414 * y013;
          s4_16 += x414 * y111;
          const vf32 x514 =
              v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s19 + 5, count - 1) * 384 + first * 384
                  + head * 96 + j13]);
          s5_08 += x514 * y013;
          s5_16 += x514 * y111;
        }
        const vf32 f010 = v_splat_f32(reach[s19]);
        s0_08 = s0_08 * f010;
        s0_16 = s0_16 * f010;
        const vf32 f110 = v_splat_f32(reach[s19 + 1]);
        s1_08 = s1_08 * f110;
        s1_16 = s1_16 * f110;
        const vf32 f211 = v_splat_f32(reach[s19 + 2]);
        s2_08 = s2_08 * f211;
        s2_16 = s2_16 * f211;
        const vf32 f311 = v_splat_f32(reach[s19 + 3]);
        s3_08 = s3_08 * f311;
        s3_16 = s3_16 * f311;
        const vf32 f411 = v_splat_f32(reach[s19 + 4]);
        s4_08 = s4_08 * f411;
        s4_16 = s4_16 * f411;
        const vf32 f511 = v_splat_f32(reach[s19 + 5]);
        s5_08 = s5_08 * f511;
        s5_16 = s5_16 * f511;
        query_flows[s19] = query_flows[s19]
            + v_reduce_sum_f32(s0_08
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19, count - 1) * 384 + first * 384 + head * 96
                    + 64])
            + s0_16
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19, count - 1) * 384 + first * 384 + head * 96
                    + 80]));
        query_flows[s19 + 1] = query_flows[s19 + 1]
            + v_reduce_sum_f32(s1_08
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s1_16
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 1, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        query_flows[s19 + 2] = query_flows[s19 + 2]
            + v_reduce_sum_f32(s2_08
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s2_16
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 2, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        query_flows[s19 + 3] = query_flows[s19 + 3]
            + v_reduce_sum_f32(s3_08
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s3_16
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 3, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        query_flows[s19 + 4] = query_flows[s19 + 4]
            + v_reduce_sum_f32(s4_08
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s4_16
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 4, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        query_flows[s19 + 5] = query_flows[s19 + 5]
            + v_reduce_sum_f32(s5_08
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 64])
            + s5_16
            * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s19 + 5, count - 1) * 384 + first * 384
                    + head * 96 + 80]));
        #pragma GCC unroll 8
        for (int64_t j14 = 0; j14 < s_min_index(s19 + 6, count); ++j14) {
          const vf32 y014 = v_load_f32(&k[j14 * 112 + 64]);
          const vf32 y112 = v_load_f32(&k[j14 * 112 + 80]);
          const vf32 x014 = v_splat_f32(slopes[j14 + s19 * 48]);
          s0_08 += x014 * y014;
          s0_16 += x014 * y112;
          const vf32 x117 = v_splat_f32(slopes[j14 + s19 * 48 + 48]);
          s1_08 += x117 * y014;
          s1_16 += x117 * y112;
          const vf32 x215 = v_splat_f32(slopes[j14 + s19 * 48 + 96]);
          s2_08 += x215 * y014;
          s2_16 += x215 * y112;
          const vf32 x315 = v_splat_f32(slopes[j14 + s19 * 48 + 144]);
          s3_08 += x315 * y014;
          s3_16 += x315 * y112;
          const vf32 x415 = v_splat_f32(slopes[j14 + s19 * 48 + 192]);
          s4_08 += x415 * y014;
          s4_16 += x415 * y112;
          const vf32 x515 = v_splat_f32(slopes[j14 + s19 * 48 + 240]);
          s5_08 += x515 * y014;
          s5_16 += x515 * y112;
        }
        if (s19 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 64], s0_08);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 80], s0_16);
        }
        if (s19 + 1 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 448], s1_08);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 464], s1_16);
        }
        if (s19 + 2 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 832], s2_08);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 848], s2_16);
        }
        if (s19 + 3 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 1216], s3_08);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 1232], s3_16);
        }
        if (s19 + 4 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 1600], s4_08);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 1616], s4_16);
        }
        if (s19 + 5 < count) {
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 1984], s5_08);
          v_store_f32(&x5[head / 4 * P * 1920 + first * 384 + head * 96 + s19 * 384 + 2000], s5_16);
        }
      }
      float through = 0.0f;
      float behind = 0.0f;
      float before = 0.0f;
      _Alignas(64) float later_flows[48] = {0};
      if (0 < s_min_index(chunk, back)) {
        float kept2 = 0.0f;
        vf32 kept2_lanes = v_splat_f32(0.0f);
        for (int64_t f30 = 0; f30 < 81; f30 += 16) {
          kept2_lanes += v_load_f32(&norm_state[f30]) * v_load_f32(&norm_slope[f30]);
        }
        kept2 += v_reduce_sum_f32(kept2_lanes);
        through = kept2;
        for (int64_t value2 = 0; value2 < 96; ++value2) {
          float kept3 = 0.0f;
          vf32 kept3_lanes = v_splat_f32(0.0f);
          for (int64_t f31 = 0; f31 < 81; f31 += 16) {
            kept3_lanes += v_load_f32(&state_by_value[f31 + value2 * 112])
                * v_load_f32(&slope_by_value[f31 + value2 * 112]);
          }
          kept3 += v_reduce_sum_f32(kept3_lanes);
          through = through + kept3;
        }
        through = reach[count - 1] * through;
      }
      for (int64_t s20 = 0; s20 < count; ++s20) {
        const float own = key_flows[s20];
        key_flows[s20] = behind;
        behind = behind + own;
      }
      for (int64_t i = 0; i < count; ++i) {
        before = before + query_flows[count - i - 1];
        for (int64_t f21 = 0; f21 < count - i - 1 + 1 - 15; f21 += 16) {
          v_store_f32(&later_flows[f21],
              v_load_f32(&later_flows[f21]) + v_load_f32(&flows[count * 48 + f21 - i * 48 - 48]));
        }
        for (int64_t f21 = (count - i - 1 + 1) / 16 * 16; f21 < count - i - 1 + 1; f21 += 16) {
          v_store_part_f32(&later_flows[f21],
              v_load_part_f32(&later_flows[f21], count - i - 1 + 1 - f21)
              + v_load_part_f32(&flows[count * 48 + f21 - i * 48 - 48], count - i - 1 + 1 - f21),
              count - i - 1 + 1 - f21);
        }
        float within = 0.0f;
        vf32 within_lanes = v_splat_f32(0.0f);
        for (int64_t f20 = 0; f20 < count - i - 1 - 15; f20 += 16) {
          within_lanes += v_load_f32(&later_flows[f20]);
        }
        for (int64_t f20 = (count - i - 1) / 16 * 16; f20 < count - i - 1; f20 += 16) {
          within_lanes += v_select_f32(v_first(count - i - 1 - f20),
              v_load_part_f32(&later_flows[f20], count - i - 1 - f20), v_splat_f32(0.0f));
        }
        within += v_reduce_sum_f32(within_lanes);
        x21[head / 4 * P * 20 + count * 4 + first * 4 + head - i * 4 - 4] = within + before
            + (key_flows[count - i - 1] + through);
      }
      if (0 < chunk) {
        for (int64_t s21 = 0; s21 < count; ++s21) {
          #pragma GCC unroll 6
          for (int64_t f40 = 0; f40 < 81; f40 += 16) {
            v_store_f32(&k[f40 + s21 * 112],
                v_load_f32(&x[head / 4 * P * 1920 + f40 + first * 384 + head * 96 + s21 * 384])
                * v_splat_f32(reach[s21]));
          }
        }
        for (int64_t s22 = count; s22 < 48; ++s22) {
          #pragma GCC unroll 6
          for (int64_t f41 = 0; f41 < 81; f41 += 16) {
            v_store_f32(&k[f41 + s22 * 112], v_splat_f32(0.0f));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f50 = 0; f50 < 81; f50 += 16) {
          v_store_f32(&norm_slope[f50], v_load_f32(&norm_slope[f50]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s23 = 0; s23 < count; ++s23) {
          #pragma GCC unroll 6
          for (int64_t f51 = 0; f51 < 81; f51 += 16) {
            v_store_f32(&norm_slope[f51],
                v_load_f32(&norm_slope[f51]) + v_splat_f32(dnorm[s23]) * v_load_f32(&k[f51 + s23 * 112]));
          }
        }
        for (int64_t key = 0; key < 96; key += 6) {
          vf32 s0_09 = v_load_f32(&state_slope[key * 112]);
          vf32 s0_17 = v_load_f32(&state_slope[key * 112 + 16]);
          vf32 s0_24 = v_load_f32(&state_slope[key * 112 + 32]);
          vf32 s0_34 = v_load_f32(&state_slope[key * 112 + 48]);
          vf32 s1_09 = v_load_f32(&state_slope[key * 112 + 112]);
          vf32 s1_17 = v_load_f32(&state_slope[key * 112 + 128]);
          vf32 s1_24 = v_load_f32(&state_slope[key * 112 + 144]);
          vf32 s1_34 = v_load_f32(&state_slope[key * 112 + 160]);
          vf32 s2_09 = v_load_f32(&state_slope[key * 112 + 224]);
          vf32 s2_17 = v_load_f32(&state_slope[key * 112 + 240]);
          vf32 s2_24 = v_load_f32(&state_slope[key * 112 + 256]);
          vf32 s2_34 = v_load_f32(&state_slope[key * 112 + 272]);
          vf32 s3_09 = v_load_f32(&state_slope[key * 112 + 336]);
          vf32 s3_17 = v_load_f32(&state_slope[key * 112 + 352]);
          vf32 s3_24 = v_load_f32(&state_slope[key * 112 + 368]);
          vf32 s3_34 = v_load_f32(&state_slope[key * 112 + 384]);
          vf32 s4_09 = v_load_f32(&state_slope[key * 112 + 448]);
          vf32 s4_17 = v_load_f32(&state_slope[key * 112 + 464]);
          vf32 s4_24 = v_load_f32(&state_slope[key * 112 + 480]);
          vf32 s4_34 = v_load_f32(&state_slope[key * 112 + 496]);
          vf32 s5_09 = v_load_f32(&state_slope[key * 112 + 560]);
          vf32 s5_17 = v_load_f32(&state_slope[key * 112 + 576]);
          vf32 s5_24 = v_load_f32(&state_slope[key * 112 + 592]);
          vf32 s5_34 = v_load_f32(&state_slope[key * 112 + 608]);
          const vf32 f011 = v_splat_f32(reach[count - 1]);
          s0_09 = s0_09 * f011;
          s0_17 = s0_17 * f011;
          s0_24 = s0_24 * f011;
          s0_34 = s0_34 * f011;
          const vf32 f111 = v_splat_f32(reach[count - 1]);
          s1_09 = s1_09 * f111;
          s1_17 = s1_17 * f111;
          s1_24 = s1_24 * f111;
          s1_34 = s1_34 * f111;
          const vf32 f212 = v_splat_f32(reach[count - 1]);
          s2_09 = s2_09 * f212;
          s2_17 = s2_17 * f212;
          s2_24 = s2_24 * f212;
          s2_34 = s2_34 * f212;
          const vf32 f312 = v_splat_f32(reach[count - 1]);
          s3_09 = s3_09 * f312;
          s3_17 = s3_17 * f312;
          s3_24 = s3_24 * f312;
          s3_34 = s3_34 * f312;
          const vf32 f412 = v_splat_f32(reach[count - 1]);
          s4_09 = s4_09 * f412;
          s4_17 = s4_17 * f412;
          s4_24 = s4_24 * f412;
          s4_34 = s4_34 * f412;
          const vf32 f512 = v_splat_f32(reach[count - 1]);
          s5_09 = s5_09 * f512;
          s5_17 = s5_17 * f512;
          s5_24 = s5_24 * f512;
          s5_34 = s5_34 * f512;
          #pragma GCC unroll 8
          for (int64_t j15 = 0; j15 < count; ++j15) {
            const vf32 y015 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j15 * 384]);
            const vf32 y113 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j15 * 384 + 16]);
            const vf32 y27 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j15 * 384 + 32]);
            const vf32 y37 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j15 * 384 + 48]);
            const vf32 x015 = v_splat_f32(k[j15 * 112 + key]);
            s0_09 += x015 * y015;
            s0_17 += x015 * y113;
            s0_24 += x015 * y27;
            s0_34 += x015 * y37;
            const vf32 x118 = v_splat_f32(k[j15 * 112 + key + 1]);
            s1_09 += x118 * y015;
            s1_17 += x118 * y113;
            s1_24 += x118 * y27;
            s1_34 += x118 * y37;
            const vf32 x216 = v_splat_f32(k[j15 * 112 + key + 2]);
            s2_09 += x216 * y015;
            s2_17 += x216 * y113;
            s2_24 += x216 * y27;
            s2_34 += x216 * y37;
            const vf32 x316 = v_splat_f32(k[j15 * 112 + key + 3]);
            s3_09 += x316 * y015;
            s3_17 += x316 * y113;
            s3_24 += x316 * y27;
            s3_34 += x316 * y37;
            const vf32 x416 = v_splat_f32(k[j15 * 112 + key + 4]);
            s4_09 += x416 * y015;
            s4_17 += x416 * y113;
            s4_24 += x416 * y27;
            s4_34 += x416 * y37;
            const vf32 x516 = v_splat_f32(k[j15 * 112 + key + 5]);
            s5_09 += x516 * y015;
            s5_17 += x516 * y113;
            s5_24 += x516 * y27;
            s5_34 += x516 * y37;
          }
          v_store_f32(&state_slope[key * 112], s0_09);
          v_store_f32(&state_slope[key * 112 + 16], s0_17);
          v_store_f32(&state_slope[key * 112 + 32], s0_24);
          v_store_f32(&state_slope[key * 112 + 48], s0_34);
          v_store_f32(&state_slope[key * 112 + 112], s1_09);
          v_store_f32(&state_slope[key * 112 + 128], s1_17);
          v_store_f32(&state_slope[key * 112 + 144], s1_24);
          v_store_f32(&state_slope[key * 112 + 160], s1_34);
          v_store_f32(&state_slope[key * 112 + 224], s2_09);
          v_store_f32(&state_slope[key * 112 + 240], s2_17);
          v_store_f32(&state_slope[key * 112 + 256], s2_24);
          v_store_f32(&state_slope[key * 112 + 272], s2_34);
          v_store_f32(&state_slope[key * 112 + 336], s3_09);
          v_store_f32(&state_slope[key * 112 + 352], s3_17);
          v_store_f32(&state_slope[key * 112 + 368], s3_24);
          v_store_f32(&state_slope[key * 112 + 384], s3_34);
          v_store_f32(&state_slope[key * 112 + 448], s4_09);
          v_store_f32(&state_slope[key * 112 + 464], s4_17);
          v_store_f32(&state_slope[key * 112 + 480], s4_24);
          v_store_f32(&state_slope[key * 112 + 496], s4_34);
          v_store_f32(&state_slope[key * 112 + 560], s5_09);
          v_store_f32(&state_slope[key * 112 + 576], s5_17);
          v_store_f32(&state_slope[key * 112 + 592], s5_24);
          v_store_f32(&state_slope[key * 112 + 608], s5_34);
        }
        for (int64_t key2 = 0; key2 < 96; key2 += 6) {
          vf32 s0_010 = v_load_f32(&state_slope[key2 * 112 + 64]);
          vf32 s0_18 = v_load_f32(&state_slope[key2 * 112 + 80]);
          vf32 s1_010 = v_load_f32(&state_slope[key2 * 112 + 176]);
          vf32 s1_18 = v_load_f32(&state_slope[key2 * 112 + 192]);
          vf32 s2_010 = v_load_f32(&state_slope[key2 * 112 + 288]);
          vf32 s2_18 = v_load_f32(&state_slope[key2 * 112 + 304]);
          vf32 s3_010 = v_load_f32(&state_slope[key2 * 112 + 400]);
          vf32 s3_18 = v_load_f32(&state_slope[key2 * 112 + 416]);
          vf32 s4_010 = v_load_f32(&state_slope[key2 * 112 + 512]);
          vf32 s4_18 = v_load_f32(&state_slope[key2 * 112 + 528]);
          vf32 s5_010 = v_load_f32(&state_slope[key2 * 112 + 624]);
          vf32 s5_18 = v_load_f32(&state_slope[key2 * 112 + 640]);
          const vf32 f012 = v_splat_f32(reach[count - 1]);
          s0_010 = s0_010 * f012;
          s0_18 = s0_18 * f012;
          const vf32 f112 = v_splat_f32(reach[count - 1]);
          s1_010 = s1_010 * f112;
          s1_18 = s1_18 * f112;
          const vf32 f213 = v_splat_f32(reach[count - 1]);
          s2_010 = s2_010 * f213;
          s2_18 = s2_18 * f213;
          const vf32 f313 = v_splat_f32(reach[count - 1]);
          s3_010 = s3_010 * f313;
          s3_18 = s3_18 * f313;
          const vf32 f413 = v_splat_f32(reach[count - 1]);
          s4_010 = s4_010 * f413;
          s4_18 = s4_18 * f413;
          const vf32 f513 = v_splat_f32(reach[count - 1]);
          s5_010 = s5_010 * f513;
          s5_18 = s5_18 * f513;
          #pragma GCC unroll 8
          for (int64_t j16 = 0; j16 < count; ++j16) {
            const vf32 y016 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j16 * 384 + 64]);
            const vf32 y114 = v_load_f32(&x2[head / 4 * P * 1920 + first * 384 + head * 96 + j16 * 384 + 80]);
            const vf32 x016 = v_splat_f32(k[j16 * 112 + key2]);
            s0_010 += x016 * y016;
            s0_18 += x016 * y114;
            const vf32 x119 = v_splat_f32(k[j16 * 112 + key2 + 1]);
            s1_010 += x119 * y016;
            s1_18 += x119 * y114;
            const vf32 x217 = v_splat_f32(k[j16 * 112 + key2 + 2]);
            s2_010 += x217 * y016;
            s2_18 += x217 * y114;
            const vf32 x317 = v_splat_f32(k[j16 * 112 + key2 + 3]);
            s3_010 += x317 * y016;
            s3_18 += x317 * y114;
            const vf32 x417 = v_splat_f32(k[j16 * 112 + key2 + 4]);
            s4_010 += x417 * y016;
            s4_18 += x417 * y114;
            const vf32 x517 = v_splat_f32(k[j16 * 112 + key2 + 5]);
            s5_010 += x517 * y016;
            s5_18 += x517 * y114;
          }
          v_store_f32(&state_slope[key2 * 112 + 64], s0_010);
          v_store_f32(&state_slope[key2 * 112 + 80], s0_18);
          v_store_f32(&state_slope[key2 * 112 + 176], s1_010);
          v_store_f32(&state_slope[key2 * 112 + 192], s1_18);
          v_store_f32(&state_slope[key2 * 112 + 288], s2_010);
          v_store_f32(&state_slope[key2 * 112 + 304], s2_18);
          v_store_f32(&state_slope[key2 * 112 + 400], s3_010);
          v_store_f32(&state_slope[key2 * 112 + 416], s3_18);
          v_store_f32(&state_slope[key2 * 112 + 512], s4_010);
          v_store_f32(&state_slope[key2 * 112 + 528], s4_18);
          v_store_f32(&state_slope[key2 * 112 + 624], s5_010);
          v_store_f32(&state_slope[key2 * 112 + 640], s5_18);
        }
        for (int64_t f60 = 0; f60 < 96; f60 += 16) {
          for (int64_t s24 = 0; s24 < 96; s24 += 16) {
            v_transpose_f32(&slope_by_value[f60 * 112 + s24], 112, &state_slope[f60 + s24 * 112], 112);
          }
        }
      }
    }
  }
}
