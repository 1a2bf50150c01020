#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_linear_attention
 * linear-attention
 * q: f32, 384*B*T elements
 * v: f32, 384*B*T elements
 * k: f32, 384*B*T elements
 * x: f32, 384*B*T elements
 * x2: f32, 4*B*T elements
 * x3: f32, 4*B*T elements
 * x16: f32, 4*B*T elements
 * 768*B*T*T - 73728*B*T*ceil(T, 48) + 1769472*B*ceil(T, 48)*ceil(T, 48) + 74496*B*T + 5308416*B*ceil(T, 48) -
 * 7077888*B flops, 6192*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_linear_attention(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *q = buffers[0];
  const float *v = buffers[1];
  const float *k = buffers[2];
  float *x = buffers[3];
  const float *x2 = buffers[4];
  const float *x3 = buffers[5];
  float *x16 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t head_count = B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    _Alignas(64) float decays[2352];
    _Alignas(64) float reach[48];
    _Alignas(64) float entries[48];
    _Alignas(64) float scores[2304];
    _Alignas(64) float k2[5376] = {0};
    _Alignas(64) float keys[4608];
    _Alignas(64) float state[12544] = {0};
    _Alignas(64) float norm_state[112] = {0};
    for (int64_t chunk = 0; chunk < (T + 47) / 48; ++chunk) {
      const int64_t first = chunk * 48;
      const int64_t count = s_min_index(48, T - first);
      float kept = 1.0f;
      #pragma GCC unroll 3
      for (int64_t f = 0; f < 33; f += 16) {
        v_store_f32(&decays[f], v_splat_f32(0.0f));
      }
      for (int64_t s = 0; s < count; ++s) {
        const float a = s_exp_f32(x2[head / 4 * T * 4 + head % 4 + first * 4 + s * 4]);
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
        entries[s3] = x3[head / 4 * T * 4 + head % 4 + first * 4 + s3 * 4];
      }
      for (int64_t s4 = count; s4 < 48; ++s4) {
        entries[s4] = 0.0f;
      }
      for (int64_t s5 = 0; s5 < count; ++s5) {
        #pragma GCC unroll 6
        for (int64_t f4 = 0; f4 < 81; f4 += 16) {
          v_store_f32(&k2[f4 + s5 * 112],
              v_load_f32(&k[head / 4 * T * 384 + head % 4 * 96 + f4 + first * 384 + s5 * 384])
              * v_splat_f32(entries[s5]));
        }
      }
      for (int64_t s6 = count; s6 < 48; ++s6) {
        #pragma GCC unroll 6
        for (int64_t f5 = 0; f5 < 81; f5 += 16) {
          v_store_f32(&k2[f5 + s6 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t f6 = 0; f6 < 96; f6 += 16) {
        for (int64_t s7 = 0; s7 < 48; s7 += 16) {
          v_transpose_f32(&keys[f6 * 48 + s7], 48, &k2[f6 + s7 * 112], 112);
        }
      }
      for (int64_t panel = 0; panel < s_min_index(3, (count + 15) / 16); ++panel) {
        for (int64_t s8 = panel * 16 / 12 * 12; s8 < count; s8 += 12) {
          if (panel < 1) {
            for (int64_t r = 0; r < s_min_index(12, count); ++r) {
              s_prefetch(q, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r * 384 + s8 * 384 + 18432);
              s_prefetch(q, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r * 384 + s8 * 384 + 18448);
              s_prefetch(q, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r * 384 + s8 * 384 + 18464);
              s_prefetch(q, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r * 384 + s8 * 384 + 18480);
              s_prefetch(q, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r * 384 + s8 * 384 + 18496);
              s_prefetch(q, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r * 384 + s8 * 384 + 18512);
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
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s0_0 += x0 * y0;
            const vf32 x1 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 1, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s1_0 += x1 * y0;
            const vf32 x22 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 2, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s2_0 += x22 * y0;
            const vf32 x32 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 3, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s3_0 += x32 * y0;
            const vf32 x4 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 4, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s4_0 += x4 * y0;
            const vf32 x5 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 5, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s5_0 += x5 * y0;
            const vf32 x6 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 6, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s6_0 += x6 * y0;
            const vf32 x7 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 7, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s7_0 += x7 * y0;
            const vf32 x8 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 8, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s8_0 += x8 * y0;
            const vf32 x9 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 9, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s9_0 += x9 * y0;
            const vf32 x10 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 10, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
            s10_0 += x10 * y0;
            const vf32 x11 =
                v_splat_f32(q[head / 4 * T * 384 + s_min_index(s8 + 11, count - 1) * 384 + head % 4 * 96
                    + first * 384 + j]);
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
            s_prefetch(k, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r2 * 384 + s9 * 384 + 18432);
            s_prefetch(k, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r2 * 384 + s9 * 384 + 18448);
            s_prefetch(k, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r2 * 384 + s9 * 384 + 18464);
            s_prefetch(k, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r2 * 384 + s9 * 384 + 18480);
            s_prefetch(k, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r2 * 384 + s9 * 384 + 18496);
            s_prefetch(k, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r2 * 384 + s9 * 384 + 18512);
          }
          for (int64_t r3 = 0; r3 < s_min_index(6, count); ++r3) {
            s_prefetch(v, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r3 * 384 + s9 * 384 + 18432);
            s_prefetch(v, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r3 * 384 + s9 * 384 + 18448);
            s_prefetch(v, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r3 * 384 + s9 * 384 + 18464);
            s_prefetch(v, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r3 * 384 + s9 * 384 + 18480);
            s_prefetch(v, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r3 * 384 + s9 * 384 + 18496);
            s_prefetch(v, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r3 * 384 + s9 * 384 + 18512);
          }
        }
        for (int64_t r4 = 0; r4 < s_min_index(6, count - s9); ++r4) {
          s_prefetch(x, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r4 * 384 + s9 * 384);
          s_prefetch(x, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r4 * 384 + s9 * 384 + 16);
          s_prefetch(x, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r4 * 384 + s9 * 384 + 32);
          s_prefetch(x, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r4 * 384 + s9 * 384 + 48);
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
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s9, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j2]);
          s0_02 += x02 * y02;
          s0_1 += x02 * y1;
          s0_2 += x02 * y2;
          s0_3 += x02 * y3;
          const vf32 x12 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s9 + 1, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j2]);
          s1_02 += x12 * y02;
          s1_1 += x12 * y1;
          s1_2 += x12 * y2;
          s1_3 += x12 * y3;
          const vf32 x23 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s9 + 2, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j2]);
          s2_02 += x23 * y02;
          s2_1 += x23 * y1;
          s2_2 += x23 * y2;
          s2_3 += x23 * y3;
          const vf32 x33 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s9 + 3, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j2]);
          s3_02 += x33 * y02;
          s3_1 += x33 * y1;
          s3_2 += x33 * y2;
          s3_3 += x33 * y3;
          const vf32 x42 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s9 + 4, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j2]);
          s4_02 += x42 * y02;
          s4_1 += x42 * y1;
          s4_2 += x42 * y2;
          s4_3 += x42 * y3;
          const vf32 x52 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s9 + 5, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j2]);
          s5_02 += x52 * y02;
          s5_1 += x52 * y1;
          s5_2 += x52 * y2;
          s5_3 += x52 * y3;
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
          const vf32 y03 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j3 * 384]);
          const vf32 y12 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j3 * 384 + 16]);
          const vf32 y22 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j3 * 384 + 32]);
          const vf32 y32 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j3 * 384 + 48]);
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
          const vf32 x43 = v_splat_f32(scores[j3 + s9 * 48 + 192]);
          s4_02 += x43 * y03;
          s4_1 += x43 * y12;
          s4_2 += x43 * y22;
          s4_3 += x43 * y32;
          const vf32 x53 = v_splat_f32(scores[j3 + s9 * 48 + 240]);
          s5_02 += x53 * y03;
          s5_1 += x53 * y12;
          s5_2 += x53 * y22;
          s5_3 += x53 * y32;
        }
        if (s9 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384], s0_02);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 16], s0_1);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 32], s0_2);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 48], s0_3);
        }
        if (s9 + 1 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 384], s1_02);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 400], s1_1);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 416], s1_2);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 432], s1_3);
        }
        if (s9 + 2 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 768], s2_02);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 784], s2_1);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 800], s2_2);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 816], s2_3);
        }
        if (s9 + 3 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1152], s3_02);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1168], s3_1);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1184], s3_2);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1200], s3_3);
        }
        if (s9 + 4 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1536], s4_02);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1552], s4_1);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1568], s4_2);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1584], s4_3);
        }
        if (s9 + 5 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1920], s5_02);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1936], s5_1);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1952], s5_2);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s9 * 384 + 1968], s5_3);
        }
      }
      for (int64_t s10 = 0; s10 < count; s10 += 6) {
        for (int64_t r7 = 0; r7 < s_min_index(6, count - s10); ++r7) {
          s_prefetch(x, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r7 * 384 + s10 * 384 + 64);
          s_prefetch(x, head / 4 * T * 384 + head % 4 * 96 + first * 384 + r7 * 384 + s10 * 384 + 80);
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
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s10, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j4]);
          s0_03 += x04 * y04;
          s0_12 += x04 * y13;
          const vf32 x14 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s10 + 1, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j4]);
          s1_03 += x14 * y04;
          s1_12 += x14 * y13;
          const vf32 x25 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s10 + 2, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j4]);
          s2_03 += x25 * y04;
          s2_12 += x25 * y13;
          const vf32 x35 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s10 + 3, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j4]);
          s3_03 += x35 * y04;
          s3_12 += x35 * y13;
          const vf32 x44 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s10 + 4, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j4]);
          s4_03 += x44 * y04;
          s4_12 += x44 * y13;
          const vf32 x54 =
              v_splat_f32(q[head / 4 * T * 384 + s_min_index(s10 + 5, count - 1) * 384 + head % 4 * 96
                  + first * 384 + j4]);
          s5_03 += x54 * y04;
          s5_12 += x54 * y13;
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
          const vf32 y05 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j5 * 384 + 64]);
          const vf32 y14 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j5 * 384 + 80]);
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
          const vf32 x45 = v_splat_f32(scores[j5 + s10 * 48 + 192]);
          s4_03 += x45 * y05;
          s4_12 += x45 * y14;
          const vf32 x55 = v_splat_f32(scores[j5 + s10 * 48 + 240]);
          s5_03 += x55 * y05;
          s5_12 += x55 * y14;
        }
        if (s10 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 64], s0_03);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 80], s0_12);
        }
        if (s10 + 1 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 448], s1_03);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 464], s1_12);
        }
        if (s10 + 2 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 832], s2_03);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 848], s2_12);
        }
        if (s10 + 3 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 1216], s3_03);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 1232], s3_12);
        }
        if (s10 + 4 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 1600], s4_03);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 1616], s4_12);
        }
        if (s10 + 5 < count) {
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 1984], s5_03);
          v_store_f32(&x[head / 4 * T * 384 + head % 4 * 96 + first * 384 + s10 * 384 + 2000], s5_12);
        }
      }
      for (int64_t s11 = 0; s11 < count; ++s11) {
        float pairs = 0.0f;
        vf32 pairs_lanes = v_splat_f32(0.0f);
        for (int64_t f7 = 0; f7 < s11 + 1 - 15; f7 += 16) {
          pairs_lanes += v_load_f32(&scores[f7 + s11 * 48]);
        }
        for (int64_t f7 = (s11 + 1) / 16 * 16; f7 < s11 + 1; f7 += 16) {
          pairs_lanes += v_select_f32(v_first(s11 + 1 - f7),
              v_load_part_f32(&scores[f7 + s11 * 48], s11 + 1 - f7), v_splat_f32(0.0f));
        }
        pairs += v_reduce_sum_f32(pairs_lanes);
        float before = 0.0f;
        vf32 before_lanes = v_splat_f32(0.0f);
        for (int64_t f8 = 0; f8 < 81; f8 += 16) {
          before_lanes += v_load_f32(&q[head / 4 * T * 384 + head % 4 * 96 + f8 + first * 384 + s11 * 384])
              * v_load_f32(&norm_state[f8]);
        }
        before += v_reduce_sum_f32(before_lanes);
        x16[head / 4 * T * 4 + head % 4 + first * 4 + s11 * 4] = pairs + reach[s11] * before;
      }
      if (chunk + 1 < (T + 47) / 48) {
        for (int64_t s12 = 0; s12 < count; ++s12) {
          #pragma GCC unroll 6
          for (int64_t f9 = 0; f9 < 81; f9 += 16) {
            v_store_f32(&k2[f9 + s12 * 112],
                v_load_f32(&k2[f9 + s12 * 112]) * v_splat_f32(decays[count * 48 + s12]));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f10 = 0; f10 < 81; f10 += 16) {
          v_store_f32(&norm_state[f10], v_load_f32(&norm_state[f10]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s13 = 0; s13 < count; ++s13) {
          #pragma GCC unroll 6
          for (int64_t f11 = 0; f11 < 81; f11 += 16) {
            v_store_f32(&norm_state[f11],
                v_load_f32(&norm_state[f11]) + v_splat_f32(1.0f) * v_load_f32(&k2[f11 + s13 * 112]));
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
          const vf32 f13 = v_splat_f32(reach[count - 1]);
          s1_04 = s1_04 * f13;
          s1_13 = s1_13 * f13;
          s1_22 = s1_22 * f13;
          s1_32 = s1_32 * f13;
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
            const vf32 y06 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j6 * 384]);
            const vf32 y15 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j6 * 384 + 16]);
            const vf32 y23 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j6 * 384 + 32]);
            const vf32 y33 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j6 * 384 + 48]);
            const vf32 x06 = v_splat_f32(k2[j6 * 112 + key]);
            s0_04 += x06 * y06;
            s0_13 += x06 * y15;
            s0_22 += x06 * y23;
            s0_32 += x06 * y33;
            const vf32 x17 = v_splat_f32(k2[j6 * 112 + key + 1]);
            s1_04 += x17 * y06;
            s1_13 += x17 * y15;
            s1_22 += x17 * y23;
            s1_32 += x17 * y33;
            const vf32 x27 = v_splat_f32(k2[j6 * 112 + key + 2]);
            s2_04 += x27 * y06;
            s2_13 += x27 * y15;
            s2_22 += x27 * y23;
            s2_32 += x27 * y33;
            const vf32 x37 = v_splat_f32(k2[j6 * 112 + key + 3]);
            s3_04 += x37 * y06;
            s3_13 += x37 * y15;
            s3_22 += x37 * y23;
            s3_32 += x37 * y33;
            const vf32 x46 = v_splat_f32(k2[j6 * 112 + key + 4]);
            s4_04 += x46 * y06;
            s4_13 += x46 * y15;
            s4_22 += x46 * y23;
            s4_32 += x46 * y33;
            const vf32 x56 = v_splat_f32(k2[j6 * 112 + key + 5]);
            s5_04 += x56 * y06;
            s5_13 += x56 * y15;
            s5_22 += x56 * y23;
            s5_32 += x56 * y33;
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
          const vf32 f14 = v_splat_f32(reach[count - 1]);
          s1_05 = s1_05 * f14;
          s1_14 = s1_14 * f14;
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
            const vf32 y07 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j7 * 384 + 64]);
            const vf32 y16 = v_load_f32(&v[head / 4 * T * 384 + head % 4 * 96 + first * 384 + j7 * 384 + 80]);
            const vf32 x07 = v_splat_f32(k2[j7 * 112 + key2]);
            s0_05 += x07 * y07;
            s0_14 += x07 * y16;
            const vf32 x18 = v_splat_f32(k2[j7 * 112 + key2 + 1]);
            s1_05 += x18 * y07;
            s1_14 += x18 * y16;
            const vf32 x28 = v_splat_f32(k2[j7 * 112 + key2 + 2]);
            s2_05 += x28 * y07;
            s2_14 += x28 * y16;
            const vf32 x38 = v_splat_f32(k2[j7 * 112 + key2 + 3]);
            s3_05 += x38 * y07;
            s3_14 += x38 * y16;
            const vf32 x47 = v_splat_f32(k2[j7 * 112 + key2 + 4]);
            s4_05 += x47 * y07;
            s4_14 += x47 * y16;
            const vf32 x57 = v_splat_f32(k2[j7 * 112 + key2 + 5]);
            s5_05 += x57 * y07;
            s5_14 += x57 * y16;
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
}
