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
 * x7: f32, 36864*B*ceil(5*P + 1, 48) elements
 * x8: f32, 384*B*ceil(5*P + 1, 48) elements
 * x16: f32, 20*B*P + 4*B elements
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
  float *x7 = buffers[6];
  float *x8 = buffers[7];
  float *x16 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    _Alignas(64) float decays[2352];
    _Alignas(64) float reach[48];
    _Alignas(64) float entries[48];
    _Alignas(64) float scores[2304];
    _Alignas(64) float k[5376] = {0};
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
        const float a = s_exp_f32(x5[head / 4 * P * 20 + P * 20 - first * 4 + head - s * 4]);
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
        entries[s3] = x6[head / 4 * P * 20 + P * 20 - first * 4 + head - s3 * 4];
      }
      for (int64_t s4 = count; s4 < 48; ++s4) {
        entries[s4] = 0.0f;
      }
      for (int64_t s5 = 0; s5 < count; ++s5) {
        #pragma GCC unroll 6
        for (int64_t f4 = 0; f4 < 81; f4 += 16) {
          v_store_f32(&k[f4 + s5 * 112],
              v_load_f32(&x3[head / 4 * P * 1920 + P * 1920 + f4 - first * 384 + head * 96 - s5 * 384])
              * v_splat_f32(entries[s5]));
        }
      }
      for (int64_t s6 = count; s6 < 48; ++s6) {
        #pragma GCC unroll 6
        for (int64_t f5 = 0; f5 < 81; f5 += 16) {
          v_store_f32(&k[f5 + s6 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t value = 0; value < 96; value += 16) {
        for (int64_t f6 = 0; f6 < 96; f6 += 16) {
          v_transpose_past_f32(&x7[(P * 5 + 48) / 48 * head * 9216 + chunk * 9216 + f6 + value * 96], 96,
              &state[f6 * 112 + value], 112, s_is_streamed(x7, (P * 5 + 48) / 48 * B * 589824));
        }
      }
      for (int64_t f7 = 0; f7 < 81; f7 += 16) {
        v_stream_f32(&x8[(P * 5 + 48) / 48 * head * 96 + chunk * 96 + f7], v_load_f32(&norm_state[f7]),
            s_is_streamed(x8, (P * 5 + 48) / 48 * B * 6144));
      }
      for (int64_t f8 = 0; f8 < 96; f8 += 16) {
        for (int64_t s7 = 0; s7 < 48; s7 += 16) {
          v_transpose_f32(&keys[f8 * 48 + s7], 48, &k[f8 + s7 * 112], 112);
        }
      }
      for (int64_t panel = 0; panel < s_min_index(3, (count + 15) / 16); ++panel) {
        for (int64_t s8 = panel * 16 / 12 * 12; s8 < count; s8 += 12) {
          if (panel < 1) {
            for (int64_t r = 0; r < s_min_index(12, count); ++r) {
              s_prefetch(x,
                  head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r * 384 - s8 * 384 - 18432);
              s_prefetch(x,
                  head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r * 384 - s8 * 384 - 18416);
              s_prefetch(x,
                  head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r * 384 - s8 * 384 - 18400);
              s_prefetch(x,
                  head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r * 384 - s8 * 384 - 18384);
              s_prefetch(x,
                  head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r * 384 - s8 * 384 - 18368);
              s_prefetch(x,
                  head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r * 384 - s8 * 384 - 18352);
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
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8, count - 1) * 384 + P * 1920 - first * 384
                    + head * 96 + j]);
            s0_0 += x0 * y0;
            const vf32 x1 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 1, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s1_0 += x1 * y0;
            const vf32 x22 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 2, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s2_0 += x22 * y0;
            const vf32 x32 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 3, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s3_0 += x32 * y0;
            const vf32 x42 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 4, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s4_0 += x42 * y0;
            const vf32 x52 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 5, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s5_0 += x52 * y0;
            const vf32 x62 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 6, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s6_0 += x62 * y0;
            const vf32 x72 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 7, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s7_0 += x72 * y0;
            const vf32 x82 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 8, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s8_0 += x82 * y0;
            const vf32 x9 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 9, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s9_0 += x9 * y0;
            const vf32 x10 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 10, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s10_0 += x10 * y0;
            const vf32 x11 =
                v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s8 + 11, count - 1) * 384 + P * 1920
                    - first * 384 + head * 96 + j]);
            s11_0 += x11 * y0;
          }
          v_store_f32(&scores[panel * 16 + s8 * 48], s0_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 48]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 48],
              s1_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 96]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 96],
              s2_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 144]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 144],
              s3_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 192]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 192],
              s4_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 240]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 240],
              s5_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 288]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 288],
              s6_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 336]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 336],
              s7_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 384]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 384],
              s8_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 432]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 432],
              s9_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 480]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 480],
              s10_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 528]));
          v_store_f32(&scores[panel * 16 + s8 * 48 + 528],
              s11_0 * v_load_f32(&decays[panel * 16 + s8 * 48 + 576]));
        }
      }
      for (int64_t s9 = 0; s9 < count; s9 += 6) {
        if (0 < 1) {
          for (int64_t r2 = 0; r2 < s_min_index(6, count); ++r2) {
            s_prefetch(x3,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r2 * 384 - s9 * 384 - 18432);
            s_prefetch(x3,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r2 * 384 - s9 * 384 - 18416);
            s_prefetch(x3,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r2 * 384 - s9 * 384 - 18400);
            s_prefetch(x3,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r2 * 384 - s9 * 384 - 18384);
            s_prefetch(x3,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r2 * 384 - s9 * 384 - 18368);
            s_prefetch(x3,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r2 * 384 - s9 * 384 - 18352);
          }
          for (int64_t r3 = 0; r3 < s_min_index(6, count); ++r3) {
            s_prefetch(x2,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r3 * 384 - s9 * 384 - 18432);
            s_prefetch(x2,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r3 * 384 - s9 * 384 - 18416);
            s_prefetch(x2,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r3 * 384 - s9 * 384 - 18400);
            s_prefetch(x2,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r3 * 384 - s9 * 384 - 18384);
            s_prefetch(x2,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r3 * 384 - s9 * 384 - 18368);
            s_prefetch(x2,
                head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r3 * 384 - s9 * 384 - 18352);
          }
        }
        for (int64_t r5 = 0; r5 < s_min_index(6, count - s9); ++r5) {
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r5 * 384 - s9 * 384);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r5 * 384 - s9 * 384 + 16);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r5 * 384 - s9 * 384 + 32);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r5 * 384 - s9 * 384 + 48);
        }
        vf32 s0_02 = v_splat_f32(0.0f);
        vf32 s0_1 = v_splat_f32(0.0f);
        vf32 s0_2 = v_splat_f32(0.0f);
        vf32 s0_3 = v_splat_f32(0.0f);
        vf32 s1_02 = v_splat_f32(0.0f);
        vf32 s1_1 = v_splat_f32(0.0f);
        vf32 s1_2 = v_splat_f32(0.0f);
        vf32 s1_3 = v_splat_f32(0.0f);
        vf32 s2_02 = v_splat_f32(0.0f);
        vf32 s2_1 = v_splat_f32(0.0f);
        vf32 s2_2 = v_splat_f32(0.0f);
        vf32 s2_3 = v_splat_f32(0.0f);
        vf32 s3_02 = v_splat_f32(0.0f);
        vf32 s3_1 = v_splat_f32(0.0f);
        vf32 s3_2 = v_splat_f32(0.0f);
        vf32 s3_3 = v_splat_f32(0.0f);
        vf32 s4_02 = v_splat_f32(0.0f);
        vf32 s4_1 = v_splat_f32(0.0f);
        vf32 s4_2 = v_splat_f32(0.0f);
        vf32 s4_3 = v_splat_f32(0.0f);
        vf32 s5_02 = v_splat_f32(0.0f);
        vf32 s5_1 = v_splat_f32(0.0f);
        vf32 s5_2 = v_splat_f32(0.0f);
        vf32 s5_3 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j2 = 0; j2 < s_min_index(96, chunk * 96); ++j2) {
          const vf32 y02 = v_load_f32(&state[j2 * 112]);
          const vf32 y1 = v_load_f32(&state[j2 * 112 + 16]);
          const vf32 y2 = v_load_f32(&state[j2 * 112 + 32]);
          const vf32 y3 = v_load_f32(&state[j2 * 112 + 48]);
          const vf32 x02 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s9, count - 1) * 384 + P * 1920 - first * 384
                  + head * 96 + j2]);
          s0_02 += x02 * y02;
          s0_1 += x02 * y1;
          s0_2 += x02 * y2;
          s0_3 += x02 * y3;
          const vf32 x12 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s9 + 1, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j2]);
          s1_02 += x12 * y02;
          s1_1 += x12 * y1;
          s1_2 += x12 * y2;
          s1_3 += x12 * y3;
          const vf32 x23 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s9 + 2, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j2]);
          s2_02 += x23 * y02;
          s2_1 += x23 * y1;
          s2_2 += x23 * y2;
          s2_3 += x23 * y3;
          const vf32 x33 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s9 + 3, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j2]);
          s3_02 += x33 * y02;
          s3_1 += x33 * y1;
          s3_2 += x33 * y2;
          s3_3 += x33 * y3;
          const vf32 x43 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s9 + 4, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j2]);
          s4_02 += x43 * y02;
          s4_1 += x43 * y1;
          s4_2 += x43 * y2;
          s4_3 += x43 * y3;
          const vf32 x53 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s9 + 5, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j2]);
          s5_02 += x53 * y02;
          s5_1 += x53 * y1;
          s5_2 += x53 * y2;
          s5_3 += x53 * y3;
        }
        const vf32 f0 = v_splat_f32(reach[s9]);
        s0_02 = s0_02 * f0;
        s0_1 = s0_1 * f0;
        s0_2 = s0_2 * f0;
        s0_3 = s0_3 * f0;
        const vf32 f1 = v_splat_f32(reach[s9 + 1]);
        s1_02 = s1_02 * f1;
        s1_1 = s1_1 * f1;
        s1_2 = s1_2 * f1;
        s1_3 = s1_3 * f1;
        const vf32 f22 = v_splat_f32(reach[s9 + 2]);
        s2_02 = s2_02 * f22;
        s2_1 = s2_1 * f22;
        s2_2 = s2_2 * f22;
        s2_3 = s2_3 * f22;
        const vf32 f32 = v_splat_f32(reach[s9 + 3]);
        s3_02 = s3_02 * f32;
        s3_1 = s3_1 * f32;
        s3_2 = s3_2 * f32;
        s3_3 = s3_3 * f32;
        const vf32 f42 = v_splat_f32(reach[s9 + 4]);
        s4_02 = s4_02 * f42;
        s4_1 = s4_1 * f42;
        s4_2 = s4_2 * f42;
        s4_3 = s4_3 * f42;
        const vf32 f52 = v_splat_f32(reach[s9 + 5]);
        s5_02 = s5_02 * f52;
        s5_1 = s5_1 * f52;
        s5_2 = s5_2 * f52;
        s5_3 = s5_3 * f52;
        #pragma GCC unroll 8
        for (int64_t j3 = 0; j3 < s_min_index(s9 + 6, count); ++j3) {
          const vf32 y03 =
              v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j3 * 384]);
          const vf32 y12 =
              v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j3 * 384 + 16]);
          const vf32 y22 =
              v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j3 * 384 + 32]);
          const vf32 y32 =
              v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j3 * 384 + 48]);
          const vf32 x03 = v_splat_f32(scores[j3 + s9 * 48]);
          s0_02 += x03 * y03;
          s0_1 += x03 * y12;
          s0_2 += x03 * y22;
          s0_3 += x03 * y32;
          const vf32 x13 = v_splat_f32(scores[j3 + s9 * 48 + 48]);
          s1_02 += x13 * y03;
          s1_1 += x13 * y12;
          s1_2 += x13 * y22;
          s1_3 += x13 * y32;
          const vf32 x24 = v_splat_f32(scores[j3 + s9 * 48 + 96]);
          s2_02 += x24 * y03;
          s2_1 += x24 * y12;
          s2_2 += x24 * y22;
          s2_3 += x24 * y32;
          const vf32 x34 = v_splat_f32(scores[j3 + s9 * 48 + 144]);
          s3_02 += x34 * y03;
          s3_1 += x34 * y12;
          s3_2 += x34 * y22;
          s3_3 += x34 * y32;
          const vf32 x44 = v_splat_f32(scores[j3 + s9 * 48 + 192]);
          s4_02 += x44 * y03;
          s4_1 += x44 * y12;
          s4_2 += x44 * y22;
          s4_3 += x44 * y32;
          const vf32 x54 = v_splat_f32(scores[j3 + s9 * 48 + 240]);
          s5_02 += x54 * y03;
          s5_1 += x54 * y12;
          s5_2 += x54 * y22;
          s5_3 += x54 * y32;
        }
        if (s9 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384], s0_02);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 + 16], s0_1);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 + 32], s0_2);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 + 48], s0_3);
        }
        if (s9 + 1 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 384], s1_02);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 368], s1_1);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 352], s1_2);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 336], s1_3);
        }
        if (s9 + 2 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 768], s2_02);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 752], s2_1);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 736], s2_2);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 720], s2_3);
        }
        if (s9 + 3 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1152], s3_02);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1136], s3_1);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1120], s3_2);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1104], s3_3);
        }
        if (s9 + 4 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1536], s4_02);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1520], s4_1);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1504], s4_2);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1488], s4_3);
        }
        if (s9 + 5 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1920], s5_02);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1904], s5_1);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1888], s5_2);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s9 * 384 - 1872], s5_3);
        }
      }
      for (int64_t s10 = 0; s10 < count; s10 += 6) {
        for (int64_t r9 = 0; r9 < s_min_index(6, count - s10); ++r9) {
          s_prefetch(x4,
              head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r9 * 384 - s10 * 384 + 64);
          s_prefetch(x4,
              head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - r9 * 384 - s10 * 384 + 80);
        }
        vf32 s0_03 = v_splat_f32(0.0f);
        vf32 s0_12 = v_splat_f32(0.0f);
        vf32 s1_03 = v_splat_f32(0.0f);
        vf32 s1_12 = v_splat_f32(0.0f);
        vf32 s2_03 = v_splat_f32(0.0f);
        vf32 s2_12 = v_splat_f32(0.0f);
        vf32 s3_03 = v_splat_f32(0.0f);
        vf32 s3_12 = v_splat_f32(0.0f);
        vf32 s4_03 = v_splat_f32(0.0f);
        vf32 s4_12 = v_splat_f32(0.0f);
        vf32 s5_03 = v_splat_f32(0.0f);
        vf32 s5_12 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j4 = 0; j4 < s_min_index(96, chunk * 96); ++j4) {
          const vf32 y04 = v_load_f32(&state[j4 * 112 + 64]);
          const vf32 y13 = v_load_f32(&state[j4 * 112 + 80]);
          const vf32 x04 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s10, count - 1) * 384 + P * 1920 - first * 384
                  + head * 96 + j4]);
          s0_03 += x04 * y04;
          s0_12 += x04 * y13;
          const vf32 x14 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s10 + 1, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j4]);
          s1_03 += x14 * y04;
          s1_12 += x14 * y13;
          const vf32 x25 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s10 + 2, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j4]);
          s2_03 += x25 * y04;
          s2_12 += x25 * y13;
          const vf32 x35 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s10 + 3, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j4]);
          s3_03 += x35 * y04;
          s3_12 += x35 * y13;
          const vf32 x45 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s10 + 4, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j4]);
          s4_03 += x45 * y04;
          s4_12 += x45 * y13;
          const vf32 x55 =
              v_splat_f32(x[head / 4 * P * 1920 - s_min_index(s10 + 5, count - 1) * 384 + P * 1920
                  - first * 384 + head * 96 + j4]);
          s5_03 += x55 * y04;
          s5_12 += x55 * y13;
        }
        const vf32 f02 = v_splat_f32(reach[s10]);
        s0_03 = s0_03 * f02;
        s0_12 = s0_12 * f02;
        const vf32 f12 = v_splat_f32(reach[s10 + 1]);
        s1_03 = s1_03 * f12;
        s1_12 = s1_12 * f12;
        const vf32 f23 = v_splat_f32(reach[s10 + 2]);
        s2_03 = s2_03 * f23;
        s2_12 = s2_12 * f23;
        const vf32 f33 = v_splat_f32(reach[s10 + 3]);
        s3_03 = s3_03 * f33;
        s3_12 = s3_12 * f33;
        const vf32 f43 = v_splat_f32(reach[s10 + 4]);
        s4_03 = s4_03 * f43;
        s4_12 = s4_12 * f43;
        const vf32 f53 = v_splat_f32(reach[s10 + 5]);
        s5_03 = s5_03 * f53;
        s5_12 = s5_12 * f53;
        #pragma GCC unroll 8
        for (int64_t j5 = 0; j5 < s_min_index(s10 + 6, count); ++j5) {
          const vf32 y05 =
              v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j5 * 384 + 64]);
          const vf32 y14 =
              v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j5 * 384 + 80]);
          const vf32 x05 = v_splat_f32(scores[j5 + s10 * 48]);
          s0_03 += x05 * y05;
          s0_12 += x05 * y14;
          const vf32 x15 = v_splat_f32(scores[j5 + s10 * 48 + 48]);
          s1_03 += x15 * y05;
          s1_12 += x15 * y14;
          const vf32 x26 = v_splat_f32(scores[j5 + s10 * 48 + 96]);
          s2_03 += x26 * y05;
          s2_12 += x26 * y14;
          const vf32 x36 = v_splat_f32(scores[j5 + s10 * 48 + 144]);
          s3_03 += x36 * y05;
          s3_12 += x36 * y14;
          const vf32 x46 = v_splat_f32(scores[j5 + s10 * 48 + 192]);
          s4_03 += x46 * y05;
          s4_12 += x46 * y14;
          const vf32 x56 = v_splat_f32(scores[j5 + s10 * 48 + 240]);
          s5_03 += x56 * y05;
          s5_12 += x56 * y14;
        }
        if (s10 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 + 64], s0_03);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 + 80], s0_12);
        }
        if (s10 + 1 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 320], s1_03);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 304], s1_12);
        }
        if (s10 + 2 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 704], s2_03);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 688], s2_12);
        }
        if (s10 + 3 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 1088],
              s3_03);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 1072],
              s3_12);
        }
        if (s10 + 4 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 1472],
              s4_03);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 1456],
              s4_12);
        }
        if (s10 + 5 < count) {
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 1856],
              s5_03);
          v_store_f32(&x4[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s10 * 384 - 1840],
              s5_12);
        }
      }
      for (int64_t s11 = 0; s11 < count; ++s11) {
        float pairs = 0.0f;
        vf32 pairs_lanes = v_splat_f32(0.0f);
        for (int64_t f9 = 0; f9 < s11 + 1 - 15; f9 += 16) {
          pairs_lanes += v_load_f32(&scores[f9 + s11 * 48]);
        }
        for (int64_t f9 = (s11 + 1) / 16 * 16; f9 < s11 + 1; f9 += 16) {
          pairs_lanes += v_select_f32(v_first(s11 + 1 - f9),
              v_load_part_f32(&scores[f9 + s11 * 48], s11 + 1 - f9), v_splat_f32(0.0f));
        }
        pairs += v_reduce_sum_f32(pairs_lanes);
        float before = 0.0f;
        vf32 before_lanes = v_splat_f32(0.0f);
        for (int64_t f10 = 0; f10 < 81; f10 += 16) {
          before_lanes += v_load_f32(&x[head / 4 * P * 1920 + P * 1920 + f10 - first * 384 + head * 96
                  - s11 * 384]) * v_load_f32(&norm_state[f10]);
        }
        before += v_reduce_sum_f32(before_lanes);
        x16[head / 4 * P * 20 + P * 20 - first * 4 + head - s11 * 4] = pairs + reach[s11] * before;
      }
      if (chunk + 1 < (P * 5 + 1 + 47) / 48) {
        for (int64_t s12 = 0; s12 < count; ++s12) {
          #pragma GCC unroll 6
          for (int64_t f11 = 0; f11 < 81; f11 += 16) {
            v_store_f32(&k[f11 + s12 * 112],
                v_load_f32(&k[f11 + s12 * 112]) * v_splat_f32(decays[count * 48 + s12]));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f13 = 0; f13 < 81; f13 += 16) {
          v_store_f32(&norm_state[f13], v_load_f32(&norm_state[f13]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s13 = 0; s13 < count; ++s13) {
          #pragma GCC unroll 6
          for (int64_t f14 = 0; f14 < 81; f14 += 16) {
            v_store_f32(&norm_state[f14],
                v_load_f32(&norm_state[f14]) + v_splat_f32(1.0f) * v_load_f32(&k[f14 + s13 * 112]));
          }
        }
        for (int64_t key = 0; key < 96; key += 6) {
          vf32 s0_04 = v_load_f32(&state[key * 112]);
          vf32 s0_13 = v_load_f32(&state[key * 112 + 16]);
          vf32 s0_22 = v_load_f32(&state[key * 112 + 32]);
          vf32 s0_32 = v_load_f32(&state[key * 112 + 48]);
          vf32 s1_04 = v_load_f32(&state[key * 112 + 112]);
          vf32 s1_13 = v_load_f32(&state[key * 112 + 128]);
          vf32 s1_22 = v_load_f32(&state[key * 112 + 144]);
          vf32 s1_32 = v_load_f32(&state[key * 112 + 160]);
          vf32 s2_04 = v_load_f32(&state[key * 112 + 224]);
          vf32 s2_13 = v_load_f32(&state[key * 112 + 240]);
          vf32 s2_22 = v_load_f32(&state[key * 112 + 256]);
          vf32 s2_32 = v_load_f32(&state[key * 112 + 272]);
          vf32 s3_04 = v_load_f32(&state[key * 112 + 336]);
          vf32 s3_13 = v_load_f32(&state[key * 112 + 352]);
          vf32 s3_22 = v_load_f32(&state[key * 112 + 368]);
          vf32 s3_32 = v_load_f32(&state[key * 112 + 384]);
          vf32 s4_04 = v_load_f32(&state[key * 112 + 448]);
          vf32 s4_13 = v_load_f32(&state[key * 112 + 464]);
          vf32 s4_22 = v_load_f32(&state[key * 112 + 480]);
          vf32 s4_32 = v_load_f32(&state[key * 112 + 496]);
          vf32 s5_04 = v_load_f32(&state[key * 112 + 560]);
          vf32 s5_13 = v_load_f32(&state[key * 112 + 576]);
          vf32 s5_22 = v_load_f32(&state[key * 112 + 592]);
          vf32 s5_32 = v_load_f32(&state[key * 112 + 608]);
          const vf32 f03 = v_splat_f32(reach[count - 1]);
          s0_04 = s0_04 * f03;
          s0_13 = s0_13 * f03;
          s0_22 = s0_22 * f03;
          s0_32 = s0_32 * f03;
          const vf32 f15 = v_splat_f32(reach[count - 1]);
          s1_04 = s1_04 * f15;
          s1_13 = s1_13 * f15;
          s1_22 = s1_22 * f15;
          s1_32 = s1_32 * f15;
          const vf32 f24 = v_splat_f32(reach[count - 1]);
          s2_04 = s2_04 * f24;
          s2_13 = s2_13 * f24;
          s2_22 = s2_22 * f24;
          s2_32 = s2_32 * f24;
          const vf32 f34 = v_splat_f32(reach[count - 1]);
          s3_04 = s3_04 * f34;
          s3_13 = s3_13 * f34;
          s3_22 = s3_22 * f34;
          s3_32 = s3_32 * f34;
          const vf32 f44 = v_splat_f32(reach[count - 1]);
          s4_04 = s4_04 * f44;
          s4_13 = s4_13 * f44;
          s4_22 = s4_22 * f44;
          s4_32 = s4_32 * f44;
          const vf32 f54 = v_splat_f32(reach[count - 1]);
          s5_04 = s5_04 * f54;
          s5_13 = s5_13 * f54;
          s5_22 = s5_22 * f54;
          s5_32 = s5_32 * f54;
          #pragma GCC unroll 8
          for (int64_t j6 = 0; j6 < count; ++j6) {
            const vf32 y06 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j6 * 384]);
            const vf32 y15 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j6 * 384 + 16]);
            const vf32 y23 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j6 * 384 + 32]);
            const vf32 y33 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j6 * 384 + 48]);
            const vf32 x06 = v_splat_f32(k[j6 * 112 + key]);
            s0_04 += x06 * y06;
            s0_13 += x06 * y15;
            s0_22 += x06 * y23;
            s0_32 += x06 * y33;
            const vf32 x17 = v_splat_f32(k[j6 * 112 + key + 1]);
            s1_04 += x17 * y06;
            s1_13 += x17 * y15;
            s1_22 += x17 * y23;
            s1_32 += x17 * y33;
            const vf32 x27 = v_splat_f32(k[j6 * 112 + key + 2]);
            s2_04 += x27 * y06;
            s2_13 += x27 * y15;
            s2_22 += x27 * y23;
            s2_32 += x27 * y33;
            const vf32 x37 = v_splat_f32(k[j6 * 112 + key + 3]);
            s3_04 += x37 * y06;
            s3_13 += x37 * y15;
            s3_22 += x37 * y23;
            s3_32 += x37 * y33;
            const vf32 x47 = v_splat_f32(k[j6 * 112 + key + 4]);
            s4_04 += x47 * y06;
            s4_13 += x47 * y15;
            s4_22 += x47 * y23;
            s4_32 += x47 * y33;
            const vf32 x57 = v_splat_f32(k[j6 * 112 + key + 5]);
            s5_04 += x57 * y06;
            s5_13 += x57 * y15;
            s5_22 += x57 * y23;
            s5_32 += x57 * y33;
          }
          v_store_f32(&state[key * 112], s0_04);
          v_store_f32(&state[key * 112 + 16], s0_13);
          v_store_f32(&state[key * 112 + 32], s0_22);
          v_store_f32(&state[key * 112 + 48], s0_32);
          v_store_f32(&state[key * 112 + 112], s1_04);
          v_store_f32(&state[key * 112 + 128], s1_13);
          v_store_f32(&state[key * 112 + 144], s1_22);
          v_store_f32(&state[key * 112 + 160], s1_32);
          v_store_f32(&state[key * 112 + 224], s2_04);
          v_store_f32(&state[key * 112 + 240], s2_13);
          v_store_f32(&state[key * 112 + 256], s2_22);
          v_store_f32(&state[key * 112 + 272], s2_32);
          v_store_f32(&state[key * 112 + 336], s3_04);
          v_store_f32(&state[key * 112 + 352], s3_13);
          v_store_f32(&state[key * 112 + 368], s3_22);
          v_store_f32(&state[key * 112 + 384], s3_32);
          v_store_f32(&state[key * 112 + 448], s4_04);
          v_store_f32(&state[key * 112 + 464], s4_13);
          v_store_f32(&state[key * 112 + 480], s4_22);
          v_store_f32(&state[key * 112 + 496], s4_32);
          v_store_f32(&state[key * 112 + 560], s5_04);
          v_store_f32(&state[key * 112 + 576], s5_13);
          v_store_f32(&state[key * 112 + 592], s5_22);
          v_store_f32(&state[key * 112 + 608], s5_32);
        }
        for (int64_t key2 = 0; key2 < 96; key2 += 6) {
          vf32 s0_05 = v_load_f32(&state[key2 * 112 + 64]);
          vf32 s0_14 = v_load_f32(&state[key2 * 112 + 80]);
          vf32 s1_05 = v_load_f32(&state[key2 * 112 + 176]);
          vf32 s1_14 = v_load_f32(&state[key2 * 112 + 192]);
          vf32 s2_05 = v_load_f32(&state[key2 * 112 + 288]);
          vf32 s2_14 = v_load_f32(&state[key2 * 112 + 304]);
          vf32 s3_05 = v_load_f32(&state[key2 * 112 + 400]);
          vf32 s3_14 = v_load_f32(&state[key2 * 112 + 416]);
          vf32 s4_05 = v_load_f32(&state[key2 * 112 + 512]);
          vf32 s4_14 = v_load_f32(&state[key2 * 112 + 528]);
          vf32 s5_05 = v_load_f32(&state[key2 * 112 + 624]);
          vf32 s5_14 = v_load_f32(&state[key2 * 112 + 640]);
          const vf32 f04 = v_splat_f32(reach[count - 1]);
          s0_05 = s0_05 * f04;
          s0_14 = s0_14 * f04;
          const vf32 f16 = v_splat_f32(reach[count - 1]);
          s1_05 = s1_05 * f16;
          s1_14 = s1_14 * f16;
          const vf32 f25 = v_splat_f32(reach[count - 1]);
          s2_05 = s2_05 * f25;
          s2_14 = s2_14 * f25;
          const vf32 f35 = v_splat_f32(reach[count - 1]);
          s3_05 = s3_05 * f35;
          s3_14 = s3_14 * f35;
          const vf32 f45 = v_splat_f32(reach[count - 1]);
          s4_05 = s4_05 * f45;
          s4_14 = s4_14 * f45;
          const vf32 f55 = v_splat_f32(reach[count - 1]);
          s5_05 = s5_05 * f55;
          s5_14 = s5_14 * f55;
          #pragma GCC unroll 8
          for (int64_t j7 = 0; j7 < count; ++j7) {
            const vf32 y07 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j7 * 384 + 64]);
            const vf32 y16 =
                v_load_f32(&x2[head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - j7 * 384 + 80]);
            const vf32 x07 = v_splat_f32(k[j7 * 112 + key2]);
            s0_05 += x07 * y07;
            s0_14 += x07 * y16;
            const vf32 x18 = v_splat_f32(k[j7 * 112 + key2 + 1]);
            s1_05 += x18 * y07;
            s1_14 += x18 * y16;
            const vf32 x28 = v_splat_f32(k[j7 * 112 + key2 + 2]);
            s2_05 += x28 * y07;
            s2_14 += x28 * y16;
            const vf32 x38 = v_splat_f32(k[j7 * 112 + key2 + 3]);
            s3_05 += x38 * y07;
            s3_14 += x38 * y16;
            const vf32 x48 = v_splat_f32(k[j7 * 112 + key2 + 4]);
            s4_05 += x48 * y07;
            s4_14 += x48 * y16;
            const vf32 x58 = v_splat_f32(k[j7 * 112 + key2 + 5]);
            s5_05 += x58 * y07;
            s5_14 += x58 * y16;
          }
          v_store_f32(&state[key2 * 112 + 64], s0_05);
          v_store_f32(&state[key2 * 112 + 80], s0_14);
          v_store_f32(&state[key2 * 112 + 176], s1_05);
          v_store_f32(&state[key2 * 112 + 192], s1_14);
          v_store_f32(&state[key2 * 112 + 288], s2_05);
          v_store_f32(&state[key2 * 112 + 304], s2_14);
          v_store_f32(&state[key2 * 112 + 400], s3_05);
          v_store_f32(&state[key2 * 112 + 416], s3_14);
          v_store_f32(&state[key2 * 112 + 512], s4_05);
          v_store_f32(&state[key2 * 112 + 528], s4_14);
          v_store_f32(&state[key2 * 112 + 624], s5_05);
          v_store_f32(&state[key2 * 112 + 640], s5_14);
        }
      }
    }
  }
  s_end_streams();
}
