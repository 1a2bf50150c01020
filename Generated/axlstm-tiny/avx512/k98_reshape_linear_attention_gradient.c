#define SG_LANES 16
#include "sonograph_kernel.h"

/* k98_reshape_linear_attention_gradient
 * reshape, linear-attention-gradient
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 36864*B*ceil(5*P + 1, 48) - 36864*B elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 1920*B*P + 384*B elements
 * x8: f32, 1920*B*P + 384*B elements
 * x9: f32, 20*B*P + 4*B elements
 * x10: f32, 20*B*P + 4*B elements
 * x11: f32, 20*B*P + 4*B elements
 * x12: f32, 384*B*ceil(5*P + 1, 48) - 384*B elements
 * x20: f32, 20*B*P + 4*B elements
 * x21: f32, 20*B*P + 4*B elements
 * 48000*B*P*P - 921600*B*P*ceil(5*P + 1, 48) + 4423680*B*ceil(5*P + 1, 48)*ceil(5*P + 1, 48) + 950400*B*P +
 * 9547776*B*ceil(5*P + 1, 48) - 13967616*B flops, 54160*B*P + 148992*B*ceil(5*P + 1, 48) - 138160*B bytes
 * first used in block10/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k98_reshape_linear_attention_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  float *x6 = buffers[5];
  float *x7 = buffers[6];
  float *x8 = buffers[7];
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
    _Alignas(64) float entries[48] = {0};
    _Alignas(64) float reach[48];
    _Alignas(64) float dnorm[48];
    _Alignas(64) float flows[2304];
    _Alignas(64) float query_flows[48];
    _Alignas(64) float key_flows[48];
    _Alignas(64) float decays[2352] = {0};
    _Alignas(64) float scores[2304] = {0};
    _Alignas(64) float slopes[2304] = {0};
    _Alignas(64) float reaching[5376] = {0};
    _Alignas(64) float keys[4608];
    _Alignas(64) float values[4608];
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
        const float a = s_exp_f32(x9[head / 4 * P * 20 + first * 4 + head + s * 4]);
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
        entries[s3] = x10[head / 4 * P * 20 + first * 4 + head + s3 * 4];
      }
      for (int64_t s4 = count; s4 < 48; ++s4) {
        entries[s4] = 0.0f;
      }
      for (int64_t s5 = 0; s5 < count; ++s5) {
        dnorm[s5] = x11[head / 4 * P * 20 + first * 4 + head + s5 * 4];
      }
      for (int64_t s6 = count; s6 < 48; ++s6) {
        dnorm[s6] = 0.0f;
      }
      if (0 < chunk) {
        #pragma GCC unroll 6
        for (int64_t f5 = 0; f5 < 81; f5 += 16) {
          v_store_f32(&norm_state[f5],
              v_load_f32(&x12[(P * 5 + 48) / 48 * head * 96 + chunk * 96 + f5 - head * 96 - 96]));
        }
      } else {
        #pragma GCC unroll 6
        for (int64_t f6 = 0; f6 < 81; f6 += 16) {
          v_store_f32(&norm_state[f6], v_splat_f32(0.0f));
        }
      }
      #pragma GCC unroll 3
      for (int64_t f7 = 0; f7 < 33; f7 += 16) {
        v_store_f32(&query_flows[f7], v_splat_f32(0.0f));
        v_store_f32(&key_flows[f7], v_splat_f32(0.0f));
      }
      for (int64_t f9 = 0; f9 < 96; f9 += 16) {
        for (int64_t s8 = 0; s8 < count / 16 * 16; s8 += 16) {
          v_transpose_f32(&keys[f9 * 48 + s8], 48,
              &x3[head / 4 * P * 1920 + f9 + first * 384 + head * 96 + s8 * 384], 384);
        }
        for (int64_t f9_rest = f9; f9_rest < f9 + 16; ++f9_rest) {
          for (int64_t s8 = count / 16 * 16; s8 < count - 15; s8 += 16) {
            v_store_f32(&keys[f9_rest * 48 + s8],
                v_gather_f32(&x3[head / 4 * P * 1920 + f9_rest + first * 384 + head * 96 + s8 * 384], 384));
          }
          for (int64_t s8 = count / 16 * 16 + (count - count / 16 * 16) / 16 * 16; s8 < count; s8 += 16) {
            v_store_part_f32(&keys[f9_rest * 48 + s8],
                v_gather_part_f32(&x3[head / 4 * P * 1920 + f9_rest + first * 384 + head * 96 + s8 * 384],
                    384, count - s8), count - s8);
          }
        }
      }
      for (int64_t f8 = 0; f8 < 96; ++f8) {
        for (int64_t s7 = count; s7 < (count + 15) / 16 * 16 - 15; s7 += 16) {
          v_store_f32(&keys[f8 * 48 + s7], v_splat_f32(0.0f));
        }
        for (int64_t s7 = count + ((count + 15) / 16 * 16 - count) / 16 * 16; s7 < (count + 15) / 16 * 16;
            s7 += 16) {
          v_store_part_f32(&keys[f8 * 48 + s7], v_splat_f32(0.0f), (count + 15) / 16 * 16 - s7);
        }
      }
      for (int64_t f11 = 0; f11 < 96; f11 += 16) {
        for (int64_t s10 = 0; s10 < count / 16 * 16; s10 += 16) {
          v_transpose_f32(&values[f11 * 48 + s10], 48,
              &x4[head / 4 * P * 1920 + f11 + first * 384 + head * 96 + s10 * 384], 384);
        }
        for (int64_t f11_rest = f11; f11_rest < f11 + 16; ++f11_rest) {
          for (int64_t s10 = count / 16 * 16; s10 < count - 15; s10 += 16) {
            v_store_f32(&values[f11_rest * 48 + s10],
                v_gather_f32(&x4[head / 4 * P * 1920 + f11_rest + first * 384 + head * 96 + s10 * 384], 384));
          }
          for (int64_t s10 = count / 16 * 16 + (count - count / 16 * 16) / 16 * 16; s10 < count; s10 += 16) {
            v_store_part_f32(&values[f11_rest * 48 + s10],
                v_gather_part_f32(&x4[head / 4 * P * 1920 + f11_rest + first * 384 + head * 96 + s10 * 384],
                    384, count - s10), count - s10);
          }
        }
      }
      for (int64_t f10 = 0; f10 < 96; ++f10) {
        for (int64_t s9 = count; s9 < (count + 15) / 16 * 16 - 15; s9 += 16) {
          v_store_f32(&values[f10 * 48 + s9], v_splat_f32(0.0f));
        }
        for (int64_t s9 = count + ((count + 15) / 16 * 16 - count) / 16 * 16; s9 < (count + 15) / 16 * 16;
            s9 += 16) {
          v_store_part_f32(&values[f10 * 48 + s9], v_splat_f32(0.0f), (count + 15) / 16 * 16 - s9);
        }
      }
      for (int64_t panel = 0; panel < s_min_index(3, (count + 15) / 16); ++panel) {
        for (int64_t s11 = panel * 16 / 12 * 12; s11 < count; s11 += 12) {
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
          for (int64_t span = 0; span < 96; span += 8) {
            if (s11 / 12 * 12 + span / 8 + panel * 48 < 48) {
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s11 / 12 * 1152 + span / 8 * 96 + chunk * 9216
                  - head * 9216 + panel * 4608 - 9216);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s11 / 12 * 1152 + span / 8 * 96 + chunk * 9216
                  - head * 9216 + panel * 4608 - 9200);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s11 / 12 * 1152 + span / 8 * 96 + chunk * 9216
                  - head * 9216 + panel * 4608 - 9184);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s11 / 12 * 1152 + span / 8 * 96 + chunk * 9216
                  - head * 9216 + panel * 4608 - 9168);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s11 / 12 * 1152 + span / 8 * 96 + chunk * 9216
                  - head * 9216 + panel * 4608 - 9152);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s11 / 12 * 1152 + span / 8 * 96 + chunk * 9216
                  - head * 9216 + panel * 4608 - 9136);
            }
            #pragma GCC unroll 8
            for (int64_t j = span; j < span + 8; ++j) {
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
          for (int64_t span2 = 0; span2 < 96; span2 += 8) {
            if (s12 / 12 * 12 + span2 / 8 + panel2 * 48 < 48) {
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s12 / 12 * 1152 + span2 / 8 * 96 + chunk * 9216
                  - head * 9216 + panel2 * 4608 - 4608);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s12 / 12 * 1152 + span2 / 8 * 96 + chunk * 9216
                  - head * 9216 + panel2 * 4608 - 4592);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s12 / 12 * 1152 + span2 / 8 * 96 + chunk * 9216
                  - head * 9216 + panel2 * 4608 - 4576);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s12 / 12 * 1152 + span2 / 8 * 96 + chunk * 9216
                  - head * 9216 + panel2 * 4608 - 4560);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s12 / 12 * 1152 + span2 / 8 * 96 + chunk * 9216
                  - head * 9216 + panel2 * 4608 - 4544);
              s_prefetch(x5,
                  (P * 5 + 48) / 48 * head * 9216 + s12 / 12 * 1152 + span2 / 8 * 96 + chunk * 9216
                  - head * 9216 + panel2 * 4608 - 4528);
            }
            #pragma GCC unroll 8
            for (int64_t j2 = span2; j2 < span2 + 8; ++j2) {
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
          }
          const vf32 slope = s0_02 + v_splat_f32(dnorm[s12]);
          const vf32 score = v_load_f32(&scores[panel2 * 16 + s12 * 48]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48], score * slope);
          v_store_f32(&scores[panel2 * 16 + s12 * 48], score * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48],
              slope * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 48]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope2 = s1_02 + v_splat_f32(dnorm[s12 + 1]);
          const vf32 score2 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 48]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 48], score2 * slope2);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 48], score2 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 48],
              slope2 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 96]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope3 = s2_02 + v_splat_f32(dnorm[s12 + 2]);
          const vf32 score3 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 96]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 96], score3 * slope3);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 96], score3 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 96],
              slope3 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 144]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope4 = s3_02 + v_splat_f32(dnorm[s12 + 3]);
          const vf32 score4 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 144]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 144], score4 * slope4);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 144], score4 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 144],
              slope4 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 192]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope5 = s4_02 + v_splat_f32(dnorm[s12 + 4]);
          const vf32 score5 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 192]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 192], score5 * slope5);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 192], score5 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 192],
              slope5 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 240]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope6 = s5_02 + v_splat_f32(dnorm[s12 + 5]);
          const vf32 score6 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 240]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 240], score6 * slope6);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 240], score6 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 240],
              slope6 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 288]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope7 = s6_02 + v_splat_f32(dnorm[s12 + 6]);
          const vf32 score7 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 288]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 288], score7 * slope7);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 288], score7 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 288],
              slope7 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 336]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope8 = s7_02 + v_splat_f32(dnorm[s12 + 7]);
          const vf32 score8 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 336]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 336], score8 * slope8);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 336], score8 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 336],
              slope8 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 384]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope9 = s8_02 + v_splat_f32(dnorm[s12 + 8]);
          const vf32 score9 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 384]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 384], score9 * slope9);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 384], score9 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 384],
              slope9 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 432]) * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope10 = s9_02 + v_splat_f32(dnorm[s12 + 9]);
          const vf32 score10 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 432]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 432], score10 * slope10);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 432], score10 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 432],
              slope10 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 480])
              * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope11 = s10_02 + v_splat_f32(dnorm[s12 + 10]);
          const vf32 score11 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 480]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 480], score11 * slope11);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 480], score11 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 480],
              slope11 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 528])
              * v_load_f32(&entries[panel2 * 16]));
          const vf32 slope12 = s11_02 + v_splat_f32(dnorm[s12 + 11]);
          const vf32 score12 = v_load_f32(&scores[panel2 * 16 + s12 * 48 + 528]);
          v_store_f32(&flows[panel2 * 16 + s12 * 48 + 528], score12 * slope12);
          v_store_f32(&scores[panel2 * 16 + s12 * 48 + 528], score12 * v_load_f32(&entries[panel2 * 16]));
          v_store_f32(&slopes[panel2 * 16 + s12 * 48 + 528],
              slope12 * v_load_f32(&decays[panel2 * 16 + s12 * 48 + 576])
              * v_load_f32(&entries[panel2 * 16]));
        }
      }
      for (int64_t column = 0; column < 96; column += 48) {
        for (int64_t s13 = 0; s13 < count; s13 += 6) {
          for (int64_t r = 0; r < s_min_index(6, count - s13); ++r) {
            s_prefetch(x8, head / 4 * P * 1920 + column + first * 384 + head * 96 + r * 384 + s13 * 384);
            s_prefetch(x8, head / 4 * P * 1920 + column + first * 384 + head * 96 + r * 384 + s13 * 384 + 16);
            s_prefetch(x8, head / 4 * P * 1920 + column + first * 384 + head * 96 + r * 384 + s13 * 384 + 32);
          }
          vf32 s0_03 = v_splat_f32(0.0f);
          vf32 s0_1 = v_splat_f32(0.0f);
          vf32 s0_2 = v_splat_f32(0.0f);
          vf32 s1_03 = v_splat_f32(0.0f);
          vf32 s1_1 = v_splat_f32(0.0f);
          vf32 s1_2 = v_splat_f32(0.0f);
          vf32 s2_03 = v_splat_f32(0.0f);
          vf32 s2_1 = v_splat_f32(0.0f);
          vf32 s2_2 = v_splat_f32(0.0f);
          vf32 s3_03 = v_splat_f32(0.0f);
          vf32 s3_1 = v_splat_f32(0.0f);
          vf32 s3_2 = v_splat_f32(0.0f);
          vf32 s4_03 = v_splat_f32(0.0f);
          vf32 s4_1 = v_splat_f32(0.0f);
          vf32 s4_2 = v_splat_f32(0.0f);
          vf32 s5_03 = v_splat_f32(0.0f);
          vf32 s5_1 = v_splat_f32(0.0f);
          vf32 s5_2 = v_splat_f32(0.0f);
          #pragma GCC unroll 8
          for (int64_t j3 = 0; j3 < s_min_index(96, back * 96); ++j3) {
            const vf32 y03 = v_load_f32(&state_slope[column + j3 * 112]);
            const vf32 y1 = v_load_f32(&state_slope[column + j3 * 112 + 16]);
            const vf32 y2 = v_load_f32(&state_slope[column + j3 * 112 + 32]);
            const vf32 x03 =
                v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s13, count - 1) * 384 + first * 384
                    + head * 96 + j3]);
            s0_03 += x03 * y03;
            s0_1 += x03 * y1;
            s0_2 += x03 * y2;
            const vf32 x14 =
                v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s13 + 1, count - 1) * 384 + first * 384
                    + head * 96 + j3]);
            s1_03 += x14 * y03;
            s1_1 += x14 * y1;
            s1_2 += x14 * y2;
            const vf32 x24 =
                v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s13 + 2, count - 1) * 384 + first * 384
                    + head * 96 + j3]);
            s2_03 += x24 * y03;
            s2_1 += x24 * y1;
            s2_2 += x24 * y2;
            const vf32 x34 =
                v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s13 + 3, count - 1) * 384 + first * 384
                    + head * 96 + j3]);
            s3_03 += x34 * y03;
            s3_1 += x34 * y1;
            s3_2 += x34 * y2;
            const vf32 x44 =
                v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s13 + 4, count - 1) * 384 + first * 384
                    + head * 96 + j3]);
            s4_03 += x44 * y03;
            s4_1 += x44 * y1;
            s4_2 += x44 * y2;
            const vf32 x54 =
                v_splat_f32(x3[head / 4 * P * 1920 + s_min_index(s13 + 5, count - 1) * 384 + first * 384
                    + head * 96 + j3]);
            s5_03 += x54 * y03;
            s5_1 += x54 * y1;
            s5_2 += x54 * y2;
          }
          const vf32 f0 = v_splat_f32(decays[count * 48 + s13] * entries[s13]);
          s0_03 = s0_03 * f0;
          s0_1 = s0_1 * f0;
          s0_2 = s0_2 * f0;
          const vf32 f1 = v_splat_f32(decays[count * 48 + s13 + 1] * entries[s13 + 1]);
          s1_03 = s1_03 * f1;
          s1_1 = s1_1 * f1;
          s1_2 = s1_2 * f1;
          const vf32 f22 = v_splat_f32(decays[count * 48 + s13 + 2] * entries[s13 + 2]);
          s2_03 = s2_03 * f22;
          s2_1 = s2_1 * f22;
          s2_2 = s2_2 * f22;
          const vf32 f32 = v_splat_f32(decays[count * 48 + s13 + 3] * entries[s13 + 3]);
          s3_03 = s3_03 * f32;
          s3_1 = s3_1 * f32;
          s3_2 = s3_2 * f32;
          const vf32 f42 = v_splat_f32(decays[count * 48 + s13 + 4] * entries[s13 + 4]);
          s4_03 = s4_03 * f42;
          s4_1 = s4_1 * f42;
          s4_2 = s4_2 * f42;
          const vf32 f52 = v_splat_f32(decays[count * 48 + s13 + 5] * entries[s13 + 5]);
          s5_03 = s5_03 * f52;
          s5_1 = s5_1 * f52;
          s5_2 = s5_2 * f52;
          #pragma GCC unroll 8
          for (int64_t j4 = s13; j4 < count; ++j4) {
            const vf32 y04 =
                v_load_f32(&x2[head / 4 * P * 1920 + column + first * 384 + head * 96 + j4 * 384]);
            const vf32 y12 =
                v_load_f32(&x2[head / 4 * P * 1920 + column + first * 384 + head * 96 + j4 * 384 + 16]);
            const vf32 y22 =
                v_load_f32(&x2[head / 4 * P * 1920 + column + first * 384 + head * 96 + j4 * 384 + 32]);
            const vf32 x04 = v_splat_f32(scores[j4 * 48 + s13]);
            s0_03 += x04 * y04;
            s0_1 += x04 * y12;
            s0_2 += x04 * y22;
            const vf32 x15 = v_splat_f32(scores[j4 * 48 + s13 + 1]);
            s1_03 += x15 * y04;
            s1_1 += x15 * y12;
            s1_2 += x15 * y22;
            const vf32 x25 = v_splat_f32(scores[j4 * 48 + s13 + 2]);
            s2_03 += x25 * y04;
            s2_1 += x25 * y12;
            s2_2 += x25 * y22;
            const vf32 x35 = v_splat_f32(scores[j4 * 48 + s13 + 3]);
            s3_03 += x35 * y04;
            s3_1 += x35 * y12;
            s3_2 += x35 * y22;
            const vf32 x45 = v_splat_f32(scores[j4 * 48 + s13 + 4]);
            s4_03 += x45 * y04;
            s4_1 += x45 * y12;
            s4_2 += x45 * y22;
            const vf32 x55 = v_splat_f32(scores[j4 * 48 + s13 + 5]);
            s5_03 += x55 * y04;
            s5_1 += x55 * y12;
            s5_2 += x55 * y22;
          }
          if (s13 < count) {
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384], s0_03);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 16], s0_1);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 32], s0_2);
          }
          if (s13 + 1 < count) {
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 384], s1_03);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 400], s1_1);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 416], s1_2);
          }
          if (s13 + 2 < count) {
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 768], s2_03);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 784], s2_1);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 800], s2_2);
          }
          if (s13 + 3 < count) {
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1152],
                s3_03);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1168], s3_1);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1184], s3_2);
          }
          if (s13 + 4 < count) {
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1536],
                s4_03);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1552], s4_1);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1568], s4_2);
          }
          if (s13 + 5 < count) {
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1920],
                s5_03);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1936], s5_1);
            v_store_f32(&x8[head / 4 * P * 1920 + column + first * 384 + head * 96 + s13 * 384 + 1952], s5_2);
          }
        }
      }
      for (int64_t column2 = 0; column2 < 96; column2 += 48) {
        for (int64_t s14 = 0; s14 < count; s14 += 6) {
          for (int64_t r2 = 0; r2 < s_min_index(6, count - s14); ++r2) {
            s_prefetch(x7, head / 4 * P * 1920 + column2 + first * 384 + head * 96 + r2 * 384 + s14 * 384);
            s_prefetch(x7,
                head / 4 * P * 1920 + column2 + first * 384 + head * 96 + r2 * 384 + s14 * 384 + 16);
            s_prefetch(x7,
                head / 4 * P * 1920 + column2 + first * 384 + head * 96 + r2 * 384 + s14 * 384 + 32);
          }
          vf32 s0_04 = v_load_f32(&norm_slope[column2]);
          vf32 s0_12 = v_load_f32(&norm_slope[column2 + 16]);
          vf32 s0_22 = v_load_f32(&norm_slope[column2 + 32]);
          vf32 s1_04 = v_load_f32(&norm_slope[column2]);
          vf32 s1_12 = v_load_f32(&norm_slope[column2 + 16]);
          vf32 s1_22 = v_load_f32(&norm_slope[column2 + 32]);
          vf32 s2_04 = v_load_f32(&norm_slope[column2]);
          vf32 s2_12 = v_load_f32(&norm_slope[column2 + 16]);
          vf32 s2_22 = v_load_f32(&norm_slope[column2 + 32]);
          vf32 s3_04 = v_load_f32(&norm_slope[column2]);
          vf32 s3_12 = v_load_f32(&norm_slope[column2 + 16]);
          vf32 s3_22 = v_load_f32(&norm_slope[column2 + 32]);
          vf32 s4_04 = v_load_f32(&norm_slope[column2]);
          vf32 s4_12 = v_load_f32(&norm_slope[column2 + 16]);
          vf32 s4_22 = v_load_f32(&norm_slope[column2 + 32]);
          vf32 s5_04 = v_load_f32(&norm_slope[column2]);
          vf32 s5_12 = v_load_f32(&norm_slope[column2 + 16]);
          vf32 s5_22 = v_load_f32(&norm_slope[column2 + 32]);
          #pragma GCC unroll 8
          for (int64_t j5 = 0; j5 < s_min_index(96, back * 96); ++j5) {
            const vf32 y05 = v_load_f32(&slope_by_value[column2 + j5 * 112]);
            const vf32 y13 = v_load_f32(&slope_by_value[column2 + j5 * 112 + 16]);
            const vf32 y23 = v_load_f32(&slope_by_value[column2 + j5 * 112 + 32]);
            const vf32 x05 =
                v_splat_f32(x4[head / 4 * P * 1920 + s_min_index(s14, count - 1) * 384 + first * 384
                    + head * 96 + j5]);
            s0_04 += x05 * y05;
            s0_12 += x05 * y13;
            s0_22 += x05 * y23;
            const vf32 x16 =
                v_splat_f32(x4[head / 4 * P * 1920 + s_min_index(s14 + 1, count - 1) * 384 + first * 384
                    + head * 96 + j5]);
            s1_04 += x16 * y05;
            s1_12 += x16 * y13;
            s1_22 += x16 * y23;
            const vf32 x26 =
                v_splat_f32(x4[head / 4 * P * 1920 + s_min_index(s14 + 2, count - 1) * 384 + first * 384
                    + head * 96 + j5]);
            s2_04 += x26 * y05;
            s2_12 += x26 * y13;
            s2_22 += x26 * y23;
            const vf32 x36 =
                v_splat_f32(x4[head / 4 * P * 1920 + s_min_index(s14 + 3, count - 1) * 384 + first * 384
                    + head * 96 + j5]);
            s3_04 += x36 * y05;
            s3_12 += x36 * y13;
            s3_22 += x36 * y23;
            const vf32 x46 =
                v_splat_f32(x4[head / 4 * P * 1920 + s_min_index(s14 + 4, count - 1) * 384 + first * 384
                    + head * 96 + j5]);
            s4_04 += x46 * y05;
            s4_12 += x46 * y13;
            s4_22 += x46 * y23;
            const vf32 x56 =
                v_splat_f32(x4[head / 4 * P * 1920 + s_min_index(s14 + 5, count - 1) * 384 + first * 384
                    + head * 96 + j5]);
            s5_04 += x56 * y05;
            s5_12 += x56 * y13;
            s5_22 += x56 * y23;
          }
          key_flows[s14] = key_flows[s14]
              + v_reduce_sum_f32(s0_04
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14, count - 1) * 384 + column2 + first * 384
                      + head * 96])
              + s0_12
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14, count - 1) * 384 + column2 + first * 384
                      + head * 96 + 16])
              + s0_22
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14, count - 1) * 384 + column2 + first * 384
                      + head * 96 + 32]));
          key_flows[s14 + 1] = key_flows[s14 + 1]
              + v_reduce_sum_f32(s1_04
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 1, count - 1) * 384 + column2
                      + first * 384 + head * 96])
              + s1_12
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 1, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 16])
              + s1_22
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 1, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 32]));
          key_flows[s14 + 2] = key_flows[s14 + 2]
              + v_reduce_sum_f32(s2_04
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 2, count - 1) * 384 + column2
                      + first * 384 + head * 96])
              + s2_12
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 2, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 16])
              + s2_22
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 2, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 32]));
          key_flows[s14 + 3] = key_flows[s14 + 3]
              + v_reduce_sum_f32(s3_04
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 3, count - 1) * 384 + column2
                      + first * 384 + head * 96])
              + s3_12
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 3, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 16])
              + s3_22
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 3, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 32]));
          key_flows[s14 + 4] = key_flows[s14 + 4]
              + v_reduce_sum_f32(s4_04
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 4, count - 1) * 384 + column2
                      + first * 384 + head * 96])
              + s4_12
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 4, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 16])
              + s4_22
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 4, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 32]));
          key_flows[s14 + 5] = key_flows[s14 + 5]
              + v_reduce_sum_f32(s5_04
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 5, count - 1) * 384 + column2
                      + first * 384 + head * 96])
              + s5_12
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 5, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 16])
              + s5_22
              * v_load_f32(&x3[head / 4 * P * 1920 + s_min_index(s14 + 5, count - 1) * 384 + column2
                      + first * 384 + head * 96 + 32]));
          const vf32 f02 = v_splat_f32(decays[count * 48 + s14] * entries[s14]);
          s0_04 = s0_04 * f02;
          s0_12 = s0_12 * f02;
          s0_22 = s0_22 * f02;
          const vf32 f12 = v_splat_f32(decays[count * 48 + s14 + 1] * entries[s14 + 1]);
          s1_04 = s1_04 * f12;
          s1_12 = s1_12 * f12;
          s1_22 = s1_22 * f12;
          const vf32 f23 = v_splat_f32(decays[count * 48 + s14 + 2] * entries[s14 + 2]);
          s2_04 = s2_04 * f23;
          s2_12 = s2_12 * f23;
          s2_22 = s2_22 * f23;
          const vf32 f33 = v_splat_f32(decays[count * 48 + s14 + 3] * entries[s14 + 3]);
          s3_04 = s3_04 * f33;
          s3_12 = s3_12 * f33;
          s3_22 = s3_22 * f33;
          const vf32 f43 = v_splat_f32(decays[count * 48 + s14 + 4] * entries[s14 + 4]);
          s4_04 = s4_04 * f43;
          s4_12 = s4_12 * f43;
          s4_22 = s4_22 * f43;
          const vf32 f53 = v_splat_f32(decays[count * 48 + s14 + 5] * entries[s14 + 5]);
          s5_04 = s5_04 * f53;
          s5_12 = s5_12 * f53;
          s5_22 = s5_22 * f53;
          #pragma GCC unroll 8
          for (int64_t j6 = s14; j6 < count; ++j6) {
            const vf32 y06 =
                v_load_f32(&x[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + j6 * 384]);
            const vf32 y14 =
                v_load_f32(&x[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + j6 * 384 + 16]);
            const vf32 y24 =
                v_load_f32(&x[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + j6 * 384 + 32]);
            const vf32 x06 = v_splat_f32(slopes[j6 * 48 + s14]);
            s0_04 += x06 * y06;
            s0_12 += x06 * y14;
            s0_22 += x06 * y24;
            const vf32 x17 = v_splat_f32(slopes[j6 * 48 + s14 + 1]);
            s1_04 += x17 * y06;
            s1_12 += x17 * y14;
            s1_22 += x17 * y24;
            const vf32 x27 = v_splat_f32(slopes[j6 * 48 + s14 + 2]);
            s2_04 += x27 * y06;
            s2_12 += x27 * y14;
            s2_22 += x27 * y24;
            const vf32 x37 = v_splat_f32(slopes[j6 * 48 + s14 + 3]);
            s3_04 += x37 * y06;
            s3_12 += x37 * y14;
            s3_22 += x37 * y24;
            const vf32 x47 = v_splat_f32(slopes[j6 * 48 + s14 + 4]);
            s4_04 += x47 * y06;
            s4_12 += x47 * y14;
            s4_22 += x47 * y24;
            const vf32 x57 = v_splat_f32(slopes[j6 * 48 + s14 + 5]);
            s5_04 += x57 * y06;
            s5_12 += x57 * y14;
            s5_22 += x57 * y24;
          }
          if (s14 < count) {
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384], s0_04);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 16], s0_12);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 32], s0_22);
          }
          if (s14 + 1 < count) {
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 384],
                s1_04);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 400],
                s1_12);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 416],
                s1_22);
          }
          if (s14 + 2 < count) {
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 768],
                s2_04);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 784],
                s2_12);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 800],
                s2_22);
          }
          if (s14 + 3 < count) {
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1152],
                s3_04);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1168],
                s3_12);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1184],
                s3_22);
          }
          if (s14 + 4 < count) {
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1536],
                s4_04);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1552],
                s4_12);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1568],
                s4_22);
          }
          if (s14 + 5 < count) {
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1920],
                s5_04);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1936],
                s5_12);
            v_store_f32(&x7[head / 4 * P * 1920 + column2 + first * 384 + head * 96 + s14 * 384 + 1952],
                s5_22);
          }
        }
      }
      for (int64_t column3 = 0; column3 < 96; column3 += 48) {
        for (int64_t s15 = 0; s15 < count; s15 += 6) {
          for (int64_t r3 = 0; r3 < s_min_index(6, count - s15); ++r3) {
            s_prefetch(x6, head / 4 * P * 1920 + column3 + first * 384 + head * 96 + r3 * 384 + s15 * 384);
            s_prefetch(x6,
                head / 4 * P * 1920 + column3 + first * 384 + head * 96 + r3 * 384 + s15 * 384 + 16);
            s_prefetch(x6,
                head / 4 * P * 1920 + column3 + first * 384 + head * 96 + r3 * 384 + s15 * 384 + 32);
          }
          vf32 s0_05 = v_load_f32(&norm_state[column3]);
          vf32 s0_13 = v_load_f32(&norm_state[column3 + 16]);
          vf32 s0_23 = v_load_f32(&norm_state[column3 + 32]);
          vf32 s1_05 = v_load_f32(&norm_state[column3]);
          vf32 s1_13 = v_load_f32(&norm_state[column3 + 16]);
          vf32 s1_23 = v_load_f32(&norm_state[column3 + 32]);
          vf32 s2_05 = v_load_f32(&norm_state[column3]);
          vf32 s2_13 = v_load_f32(&norm_state[column3 + 16]);
          vf32 s2_23 = v_load_f32(&norm_state[column3 + 32]);
          vf32 s3_05 = v_load_f32(&norm_state[column3]);
          vf32 s3_13 = v_load_f32(&norm_state[column3 + 16]);
          vf32 s3_23 = v_load_f32(&norm_state[column3 + 32]);
          vf32 s4_05 = v_load_f32(&norm_state[column3]);
          vf32 s4_13 = v_load_f32(&norm_state[column3 + 16]);
          vf32 s4_23 = v_load_f32(&norm_state[column3 + 32]);
          vf32 s5_05 = v_load_f32(&norm_state[column3]);
          vf32 s5_13 = v_load_f32(&norm_state[column3 + 16]);
          vf32 s5_23 = v_load_f32(&norm_state[column3 + 32]);
          const vf32 f03 = v_splat_f32(dnorm[s15]);
          s0_05 = s0_05 * f03;
          s0_13 = s0_13 * f03;
          s0_23 = s0_23 * f03;
          const vf32 f13 = v_splat_f32(dnorm[s15 + 1]);
          s1_05 = s1_05 * f13;
          s1_13 = s1_13 * f13;
          s1_23 = s1_23 * f13;
          const vf32 f24 = v_splat_f32(dnorm[s15 + 2]);
          s2_05 = s2_05 * f24;
          s2_13 = s2_13 * f24;
          s2_23 = s2_23 * f24;
          const vf32 f34 = v_splat_f32(dnorm[s15 + 3]);
          s3_05 = s3_05 * f34;
          s3_13 = s3_13 * f34;
          s3_23 = s3_23 * f34;
          const vf32 f44 = v_splat_f32(dnorm[s15 + 4]);
          s4_05 = s4_05 * f44;
          s4_13 = s4_13 * f44;
          s4_23 = s4_23 * f44;
          const vf32 f54 = v_splat_f32(dnorm[s15 + 5]);
          s5_05 = s5_05 * f54;
          s5_13 = s5_13 * f54;
          s5_23 = s5_23 * f54;
          #pragma GCC unroll 8
          for (int64_t j7 = 0; j7 < s_min_index(96, chunk * 96); ++j7) {
            const vf32 y07 =
                v_load_f32(&x5[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + column3 - head * 9216
                    + j7 * 96 - 9216]);
            const vf32 y15 =
                v_load_f32(&x5[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + column3 - head * 9216
                    + j7 * 96 - 9200]);
            const vf32 y25 =
                v_load_f32(&x5[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + column3 - head * 9216
                    + j7 * 96 - 9184]);
            const vf32 x07 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + first * 384
                    + head * 96 + j7]);
            s0_05 += x07 * y07;
            s0_13 += x07 * y15;
            s0_23 += x07 * y25;
            const vf32 x18 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + first * 384
                    + head * 96 + j7]);
            s1_05 += x18 * y07;
            s1_13 += x18 * y15;
            s1_23 += x18 * y25;
            const vf32 x28 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + first * 384
                    + head * 96 + j7]);
            s2_05 += x28 * y07;
            s2_13 += x28 * y15;
            s2_23 += x28 * y25;
            const vf32 x38 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + first * 384
                    + head * 96 + j7]);
            s3_05 += x38 * y07;
            s3_13 += x38 * y15;
            s3_23 += x38 * y25;
            const vf32 x48 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + first * 384
                    + head * 96 + j7]);
            s4_05 += x48 * y07;
            s4_13 += x48 * y15;
            s4_23 += x48 * y25;
            const vf32 x58 =
                v_splat_f32(x2[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + first * 384
                    + head * 96 + j7]);
            s5_05 += x58 * y07;
            s5_13 += x58 * y15;
            s5_23 += x58 * y25;
          }
          const vf32 f04 = v_splat_f32(reach[s15]);
          s0_05 = s0_05 * f04;
          s0_13 = s0_13 * f04;
          s0_23 = s0_23 * f04;
          const vf32 f14 = v_splat_f32(reach[s15 + 1]);
          s1_05 = s1_05 * f14;
          s1_13 = s1_13 * f14;
          s1_23 = s1_23 * f14;
          const vf32 f25 = v_splat_f32(reach[s15 + 2]);
          s2_05 = s2_05 * f25;
          s2_13 = s2_13 * f25;
          s2_23 = s2_23 * f25;
          const vf32 f35 = v_splat_f32(reach[s15 + 3]);
          s3_05 = s3_05 * f35;
          s3_13 = s3_13 * f35;
          s3_23 = s3_23 * f35;
          const vf32 f45 = v_splat_f32(reach[s15 + 4]);
          s4_05 = s4_05 * f45;
          s4_13 = s4_13 * f45;
          s4_23 = s4_23 * f45;
          const vf32 f55 = v_splat_f32(reach[s15 + 5]);
          s5_05 = s5_05 * f55;
          s5_13 = s5_13 * f55;
          s5_23 = s5_23 * f55;
          query_flows[s15] = query_flows[s15]
              + v_reduce_sum_f32(s0_05
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + column3 + first * 384
                      + head * 96])
              + s0_13
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + column3 + first * 384
                      + head * 96 + 16])
              + s0_23
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15, count - 1) * 384 + column3 + first * 384
                      + head * 96 + 32]));
          query_flows[s15 + 1] = query_flows[s15 + 1]
              + v_reduce_sum_f32(s1_05
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + column3
                      + first * 384 + head * 96])
              + s1_13
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 16])
              + s1_23
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 1, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 32]));
          query_flows[s15 + 2] = query_flows[s15 + 2]
              + v_reduce_sum_f32(s2_05
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + column3
                      + first * 384 + head * 96])
              + s2_13
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 16])
              + s2_23
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 2, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 32]));
          query_flows[s15 + 3] = query_flows[s15 + 3]
              + v_reduce_sum_f32(s3_05
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + column3
                      + first * 384 + head * 96])
              + s3_13
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 16])
              + s3_23
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 3, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 32]));
          query_flows[s15 + 4] = query_flows[s15 + 4]
              + v_reduce_sum_f32(s4_05
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + column3
                      + first * 384 + head * 96])
              + s4_13
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 16])
              + s4_23
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 4, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 32]));
          query_flows[s15 + 5] = query_flows[s15 + 5]
              + v_reduce_sum_f32(s5_05
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + column3
                      + first * 384 + head * 96])
              + s5_13
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 16])
              + s5_23
              * v_load_f32(&x[head / 4 * P * 1920 + s_min_index(s15 + 5, count - 1) * 384 + column3
                      + first * 384 + head * 96 + 32]));
          #pragma GCC unroll 8
          for (int64_t j8 = 0; j8 < s_min_index(s15 + 6, count); ++j8) {
            const vf32 y08 =
                v_load_f32(&x3[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + j8 * 384]);
            const vf32 y16 =
                v_load_f32(&x3[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + j8 * 384 + 16]);
            const vf32 y26 =
                v_load_f32(&x3[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + j8 * 384 + 32]);
            const vf32 x08 = v_splat_f32(slopes[j8 + s15 * 48]);
            s0_05 += x08 * y08;
            s0_13 += x08 * y16;
            s0_23 += x08 * y26;
            const vf32 x19 = v_splat_f32(slopes[j8 + s15 * 48 + 48]);
            s1_05 += x19 * y08;
            s1_13 += x19 * y16;
            s1_23 += x19 * y26;
            const vf32 x29 = v_splat_f32(slopes[j8 + s15 * 48 + 96]);
            s2_05 += x29 * y08;
            s2_13 += x29 * y16;
            s2_23 += x29 * y26;
            const vf32 x39 = v_splat_f32(slopes[j8 + s15 * 48 + 144]);
            s3_05 += x39 * y08;
            s3_13 += x39 * y16;
            s3_23 += x39 * y26;
            const vf32 x49 = v_splat_f32(slopes[j8 + s15 * 48 + 192]);
            s4_05 += x49 * y08;
            s4_13 += x49 * y16;
            s4_23 += x49 * y26;
            const vf32 x59 = v_splat_f32(slopes[j8 + s15 * 48 + 240]);
            s5_05 += x59 * y08;
            s5_13 += x59 * y16;
            s5_23 += x59 * y26;
          }
          if (s15 < count) {
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384], s0_05);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 16], s0_13);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 32], s0_23);
          }
          if (s15 + 1 < count) {
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 384],
                s1_05);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 400],
                s1_13);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 416],
                s1_23);
          }
          if (s15 + 2 < count) {
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 768],
                s2_05);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 784],
                s2_13);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 800],
                s2_23);
          }
          if (s15 + 3 < count) {
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1152],
                s3_05);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1168],
                s3_13);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1184],
                s3_23);
          }
          if (s15 + 4 < count) {
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1536],
                s4_05);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1552],
                s4_13);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1568],
                s4_23);
          }
          if (s15 + 5 < count) {
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1920],
                s5_05);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1936],
                s5_13);
            v_store_f32(&x6[head / 4 * P * 1920 + column3 + first * 384 + head * 96 + s15 * 384 + 1952],
                s5_23);
          }
        }
      }
      _Alignas(64) float later_flows[48] = {0};
      #pragma GCC unroll 3
      for (int64_t f19 = 0; f19 < 33; f19 += 16) {
        v_store_f32(&key_flows[f19], v_load_f32(&key_flows[f19]) * v_load_f32(&decays[count * 48 + f19]));
      }
      float through = 0.0f;
      float behind = 0.0f;
      float before = 0.0f;
      _Alignas(64) float to_behind[48];
      if (0 < s_min_index(chunk, back)) {
        float kept2 = 0.0f;
        vf32 kept2_lanes = v_splat_f32(0.0f);
        for (int64_t f15 = 0; f15 < 81; f15 += 16) {
          kept2_lanes += v_load_f32(&norm_state[f15]) * v_load_f32(&norm_slope[f15]);
        }
        kept2 += v_reduce_sum_f32(kept2_lanes);
        through = kept2;
        for (int64_t value2 = 0; value2 < 96; ++value2) {
          float kept3 = 0.0f;
          vf32 kept3_lanes = v_splat_f32(0.0f);
          for (int64_t f16 = 0; f16 < 81; f16 += 16) {
            kept3_lanes += v_load_f32(&x5[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + f16 - head * 9216
                    + value2 * 96 - 9216]) * v_load_f32(&slope_by_value[f16 + value2 * 112]);
          }
          kept3 += v_reduce_sum_f32(kept3_lanes);
          through = through + kept3;
        }
        through = reach[count - 1] * through;
      }
      for (int64_t s16 = 0; s16 < count; ++s16) {
        to_behind[s16] = behind;
        behind = behind + key_flows[s16] * entries[s16];
      }
      for (int64_t i = 0; i < count; ++i) {
        for (int64_t f17 = 0; f17 < count - i - 1 + 1 - 15; f17 += 16) {
          v_store_f32(&later_flows[f17],
              v_load_f32(&later_flows[f17]) + v_load_f32(&flows[count * 48 + f17 - i * 48 - 48]));
        }
        for (int64_t f17 = (count - i - 1 + 1) / 16 * 16; f17 < count - i - 1 + 1; f17 += 16) {
          v_store_part_f32(&later_flows[f17],
              v_load_part_f32(&later_flows[f17], count - i - 1 + 1 - f17)
              + v_load_part_f32(&flows[count * 48 + f17 - i * 48 - 48], count - i - 1 + 1 - f17),
              count - i - 1 + 1 - f17);
        }
        before = before + query_flows[count - i - 1];
        float within = 0.0f;
        vf32 within_lanes = v_splat_f32(0.0f);
        for (int64_t f18 = 0; f18 < count - i - 1 - 15; f18 += 16) {
          within_lanes += v_load_f32(&later_flows[f18]) * v_load_f32(&entries[f18]);
        }
        for (int64_t f18 = (count - i - 1) / 16 * 16; f18 < count - i - 1; f18 += 16) {
          within_lanes += v_select_f32(v_first(count - i - 1 - f18),
              v_load_part_f32(&later_flows[f18], count - i - 1 - f18)
              * v_load_part_f32(&entries[f18], count - i - 1 - f18), v_splat_f32(0.0f));
        }
        within += v_reduce_sum_f32(within_lanes);
        x20[head / 4 * P * 20 + count * 4 + first * 4 + head - i * 4 - 4] = within + before
            + (to_behind[count - i - 1] + through);
      }
      for (int64_t s17 = 0; s17 < count; ++s17) {
        x21[head / 4 * P * 20 + first * 4 + head + s17 * 4] = key_flows[s17] + later_flows[s17];
      }
      if (0 < chunk) {
        for (int64_t s18 = 0; s18 < count; ++s18) {
          #pragma GCC unroll 6
          for (int64_t f20 = 0; f20 < 81; f20 += 16) {
            v_store_f32(&reaching[f20 + s18 * 112],
                v_load_f32(&x[head / 4 * P * 1920 + f20 + first * 384 + head * 96 + s18 * 384])
                * v_splat_f32(reach[s18]));
          }
        }
        for (int64_t s19 = count; s19 < 48; ++s19) {
          #pragma GCC unroll 6
          for (int64_t f21 = 0; f21 < 81; f21 += 16) {
            v_store_f32(&reaching[f21 + s19 * 112], v_splat_f32(0.0f));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f26 = 0; f26 < 81; f26 += 16) {
          v_store_f32(&norm_slope[f26], v_load_f32(&norm_slope[f26]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s20 = 0; s20 < count; ++s20) {
          #pragma GCC unroll 6
          for (int64_t f27 = 0; f27 < 81; f27 += 16) {
            v_store_f32(&norm_slope[f27],
                v_load_f32(&norm_slope[f27])
                + v_splat_f32(dnorm[s20]) * v_load_f32(&reaching[f27 + s20 * 112]));
          }
        }
        for (int64_t column4 = 0; column4 < 96; column4 += 48) {
          for (int64_t key = 0; key < 96; key += 6) {
            vf32 s0_06 = v_load_f32(&state_slope[column4 + key * 112]);
            vf32 s0_14 = v_load_f32(&state_slope[column4 + key * 112 + 16]);
            vf32 s0_24 = v_load_f32(&state_slope[column4 + key * 112 + 32]);
            vf32 s1_06 = v_load_f32(&state_slope[column4 + key * 112 + 112]);
            vf32 s1_14 = v_load_f32(&state_slope[column4 + key * 112 + 128]);
            vf32 s1_24 = v_load_f32(&state_slope[column4 + key * 112 + 144]);
            vf32 s2_06 = v_load_f32(&state_slope[column4 + key * 112 + 224]);
            vf32 s2_14 = v_load_f32(&state_slope[column4 + key * 112 + 240]);
            vf32 s2_24 = v_load_f32(&state_slope[column4 + key * 112 + 256]);
            vf32 s3_06 = v_load_f32(&state_slope[column4 + key * 112 + 336]);
            vf32 s3_14 = v_load_f32(&state_slope[column4 + key * 112 + 352]);
            vf32 s3_24 = v_load_f32(&state_slope[column4 + key * 112 + 368]);
            vf32 s4_06 = v_load_f32(&state_slope[column4 + key * 112 + 448]);
            vf32 s4_14 = v_load_f32(&state_slope[column4 + key * 112 + 464]);
            vf32 s4_24 = v_load_f32(&state_slope[column4 + key * 112 + 480]);
            vf32 s5_06 = v_load_f32(&state_slope[column4 + key * 112 + 560]);
            vf32 s5_14 = v_load_f32(&state_slope[column4 + key * 112 + 576]);
            vf32 s5_24 = v_load_f32(&state_slope[column4 + key * 112 + 592]);
            const vf32 f05 = v_splat_f32(reach[count - 1]);
            s0_06 = s0_06 * f05;
            s0_14 = s0_14 * f05;
            s0_24 = s0_24 * f05;
            const vf32 f110 = v_splat_f32(reach[count - 1]);
            s1_06 = s1_06 * f110;
            s1_14 = s1_14 * f110;
            s1_24 = s1_24 * f110;
            const vf32 f28 = v_splat_f32(reach[count - 1]);
            s2_06 = s2_06 * f28;
            s2_14 = s2_14 * f28;
            s2_24 = s2_24 * f28;
            const vf32 f36 = v_splat_f32(reach[count - 1]);
            s3_06 = s3_06 * f36;
            s3_14 = s3_14 * f36;
            s3_24 = s3_24 * f36;
            const vf32 f46 = v_splat_f32(reach[count - 1]);
            s4_06 = s4_06 * f46;
            s4_14 = s4_14 * f46;
            s4_24 = s4_24 * f46;
            const vf32 f56 = v_splat_f32(reach[count - 1]);
            s5_06 = s5_06 * f56;
            s5_14 = s5_14 * f56;
            s5_24 = s5_24 * f56;
            for (int64_t span3 = 0; span3 < count / 8 * 8; span3 += 8) {
              if (column4 / 48 * 96 + key / 6 * 6 + span3 / 8 < 48) {
                s_prefetch(x,
                    head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                    + first * 384 + head * 96 - 18432);
                s_prefetch(x,
                    head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                    + first * 384 + head * 96 - 18416);
                s_prefetch(x,
                    head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                    + first * 384 + head * 96 - 18400);
                s_prefetch(x,
                    head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                    + first * 384 + head * 96 - 18384);
                s_prefetch(x,
                    head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                    + first * 384 + head * 96 - 18368);
                s_prefetch(x,
                    head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                    + first * 384 + head * 96 - 18352);
              } else {
                if (column4 / 48 * 96 + key / 6 * 6 + span3 / 8 < 96) {
                  s_prefetch(x3,
                      head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                      + first * 384 + head * 96 - 36864);
                  s_prefetch(x3,
                      head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                      + first * 384 + head * 96 - 36848);
                  s_prefetch(x3,
                      head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                      + first * 384 + head * 96 - 36832);
                  s_prefetch(x3,
                      head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                      + first * 384 + head * 96 - 36816);
                  s_prefetch(x3,
                      head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                      + first * 384 + head * 96 - 36800);
                  s_prefetch(x3,
                      head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                      + first * 384 + head * 96 - 36784);
                } else {
                  if (column4 / 48 * 96 + key / 6 * 6 + span3 / 8 < 144) {
                    s_prefetch(x4,
                        head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                        + first * 384 + head * 96 - 55296);
                    s_prefetch(x4,
                        head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                        + first * 384 + head * 96 - 55280);
                    s_prefetch(x4,
                        head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                        + first * 384 + head * 96 - 55264);
                    s_prefetch(x4,
                        head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                        + first * 384 + head * 96 - 55248);
                    s_prefetch(x4,
                        head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                        + first * 384 + head * 96 - 55232);
                    s_prefetch(x4,
                        head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                        + first * 384 + head * 96 - 55216);
                  } else {
                    if (column4 / 48 * 96 + key / 6 * 6 + span3 / 8 < 192) {
                      s_prefetch(x2,
                          head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                          + first * 384 + head * 96 - 73728);
                      s_prefetch(x2,
                          head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                          + first * 384 + head * 96 - 73712);
                      s_prefetch(x2,
                          head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                          + first * 384 + head * 96 - 73696);
                      s_prefetch(x2,
                          head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                          + first * 384 + head * 96 - 73680);
                      s_prefetch(x2,
                          head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                          + first * 384 + head * 96 - 73664);
                      s_prefetch(x2,
                          head / 4 * P * 1920 + column4 / 48 * 36864 + key / 6 * 2304 + span3 / 8 * 384
                          + first * 384 + head * 96 - 73648);
                    }
                  }
                }
              }
              #pragma GCC unroll 8
              for (int64_t j9 = span3; j9 < span3 + 8; ++j9) {
                const vf32 y09 =
                    v_load_f32(&x2[head / 4 * P * 1920 + column4 + first * 384 + head * 96 + j9 * 384]);
                const vf32 y17 =
                    v_load_f32(&x2[head / 4 * P * 1920 + column4 + first * 384 + head * 96 + j9 * 384 + 16]);
                const vf32 y27 =
                    v_load_f32(&x2[head / 4 * P * 1920 + column4 + first * 384 + head * 96 + j9 * 384 + 32]);
                const vf32 x09 = v_splat_f32(reaching[j9 * 112 + key]);
                s0_06 += x09 * y09;
                s0_14 += x09 * y17;
                s0_24 += x09 * y27;
                const vf32 x110 = v_splat_f32(reaching[j9 * 112 + key + 1]);
                s1_06 += x110 * y09;
                s1_14 += x110 * y17;
                s1_24 += x110 * y27;
                const vf32 x210 = v_splat_f32(reaching[j9 * 112 + key + 2]);
                s2_06 += x210 * y09;
                s2_14 += x210 * y17;
                s2_24 += x210 * y27;
                const vf32 x310 = v_splat_f32(reaching[j9 * 112 + key + 3]);
                s3_06 += x310 * y09;
                s3_14 += x310 * y17;
                s3_24 += x310 * y27;
                const vf32 x410 = v_splat_f32(reaching[j9 * 112 + key + 4]);
                s4_06 += x410 * y09;
                s4_14 += x410 * y17;
                s4_24 += x410 * y27;
                const vf32 x510 = v_splat_f32(reaching[j9 * 112 + key + 5]);
                s5_06 += x510 * y09;
                s5_14 += x510 * y17;
                s5_24 += x510 * y27;
              }
            }
            #pragma GCC unroll 8
            for (int64_t j10 = count / 8 * 8; j10 < count; ++j10) {
              const vf32 y010 =
                  v_load_f32(&x2[head / 4 * P * 1920 + column4 + first * 384 + head * 96 + j10 * 384]);
              const vf32 y18 =
                  v_load_f32(&x2[head / 4 * P * 1920 + column4 + first * 384 + head * 96 + j10 * 384 + 16]);
              const vf32 y28 =
                  v_load_f32(&x2[head / 4 * P * 1920 + column4 + first * 384 + head * 96 + j10 * 384 + 32]);
              const vf32 x010 = v_splat_f32(reaching[j10 * 112 + key]);
              s0_06 += x010 * y010;
              s0_14 += x010 * y18;
              s0_24 += x010 * y28;
              const vf32 x111 = v_splat_f32(reaching[j10 * 112 + key + 1]);
              s1_06 += x111 * y010;
              s1_14 += x111 * y18;
              s1_24 += x111 * y28;
              const vf32 x211 = v_splat_f32(reaching[j10 * 112 + key + 2]);
              s2_06 += x211 * y010;
              s2_14 += x211 * y18;
              s2_24 += x211 * y28;
              const vf32 x311 = v_splat_f32(reaching[j10 * 112 + key + 3]);
              s3_06 += x311 * y010;
              s3_14 += x311 * y18;
              s3_24 += x311 * y28;
              const vf32 x411 = v_splat_f32(reaching[j10 * 112 + key + 4]);
              s4_06 += x411 * y010;
              s4_14 += x411 * y18;
              s4_24 += x411 * y28;
              const vf32 x511 = v_splat_f32(reaching[j10 * 112 + key + 5]);
              s5_06 += x511 * y010;
              s5_14 += x511 * y18;
              s5_24 += x511 * y28;
            }
            v_store_f32(&state_slope[column4 + key * 112], s0_06);
            v_store_f32(&state_slope[column4 + key * 112 + 16], s0_14);
            v_store_f32(&state_slope[column4 + key * 112 + 32], s0_24);
            v_store_f32(&state_slope[column4 + key * 112 + 112], s1_06);
            v_store_f32(&state_slope[column4 + key * 112 + 128], s1_14);
            v_store_f32(&state_slope[column4 + key * 112 + 144], s1_24);
            v_store_f32(&state_slope[column4 + key * 112 + 224], s2_06);
            v_store_f32(&state_slope[column4 + key * 112 + 240], s2_14);
            v_store_f32(&state_slope[column4 + key * 112 + 256], s2_24);
            v_store_f32(&state_slope[column4 + key * 112 + 336], s3_06);
            v_store_f32(&state_slope[column4 + key * 112 + 352], s3_14);
            v_store_f32(&state_slope[column4 + key * 112 + 368], s3_24);
            v_store_f32(&state_slope[column4 + key * 112 + 448], s4_06);
            v_store_f32(&state_slope[column4 + key * 112 + 464], s4_14);
            v_store_f32(&state_slope[column4 + key * 112 + 480], s4_24);
            v_store_f32(&state_slope[column4 + key * 112 + 560], s5_06);
            v_store_f32(&state_slope[column4 + key * 112 + 576], s5_14);
            v_store_f32(&state_slope[column4 + key * 112 + 592], s5_24);
          }
        }
        for (int64_t f29 = 0; f29 < 96; f29 += 16) {
          for (int64_t s21 = 0; s21 < 96; s21 += 16) {
            v_transpose_f32(&slope_by_value[f29 * 112 + s21], 112, &state_slope[f29 + s21 * 112], 112);
          }
        }
      }
    }
  }
}
