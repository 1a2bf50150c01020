#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_linear_attention
 * linear-attention
 * x: f32, 4*B*T elements
 * x2: f32, 4*B*T elements
 * q2: f32, 384*B*T elements
 * k2: f32, 384*B*T elements
 * v2: f32, 384*B*T elements
 * x6: f32, 384*B*T elements
 * x7: f32, 4*B*T elements
 * 768*B*T*T - 98304*B*T*ceil(T, 64) + 3145728*B*ceil(T, 64)*ceil(T, 64) + 99072*B*T + 6291456*B*ceil(T, 64) -
 * 9437184*B flops, 6192*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_linear_attention(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *q2 = buffers[2];
  const float *k2 = buffers[3];
  const float *v2 = buffers[4];
  float *x6 = buffers[5];
  float *x7 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t head_count = B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    _Alignas(64) float decays[5360] = {0};
    _Alignas(64) float reach[66] = {0};
    _Alignas(64) float entries[66] = {0};
    _Alignas(64) float scores[5280] = {0};
    _Alignas(64) float y[7392] = {0};
    _Alignas(64) float q[7392] = {0};
    _Alignas(64) float k[7392] = {0};
    _Alignas(64) float v[7392] = {0};
    _Alignas(64) float keys[7680] = {0};
    _Alignas(64) float state[12544] = {0};
    _Alignas(64) float norm_state[112] = {0};
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      float kept = 1.0f;
      #pragma GCC unroll 4
      for (int64_t f = 0; f < 49; f += 16) {
        v_store_f32(&decays[f], v_splat_f32(0.0f));
      }
      for (int64_t s = 0; s < count; ++s) {
        const float a = s_exp_f32(x[head / 4 * T * 4 + head % 4 + first * 4 + s * 4]);
        kept = kept * a;
        reach[s] = kept;
        #pragma GCC unroll 4
        for (int64_t f2 = 0; f2 < 49; f2 += 16) {
          v_store_f32(&decays[f2 + s * 80 + 80], v_load_f32(&decays[f2 + s * 80]) * v_splat_f32(a));
        }
        decays[s * 81 + 80] = 1.0f;
      }
      for (int64_t s2 = count; s2 < 66; ++s2) {
        reach[s2] = 0.0f;
        #pragma GCC unroll 4
        for (int64_t f3 = 0; f3 < 49; f3 += 16) {
          v_store_f32(&decays[f3 + s2 * 80 + 80], v_splat_f32(0.0f));
        }
      }
      for (int64_t s3 = 0; s3 < count; ++s3) {
        entries[s3] = x2[head / 4 * T * 4 + head % 4 + first * 4 + s3 * 4];
      }
      for (int64_t s4 = count; s4 < 66; ++s4) {
        entries[s4] = 0.0f;
      }
      for (int64_t s5 = 0; s5 < count; ++s5) {
        #pragma GCC unroll 6
        for (int64_t f4 = 0; f4 < 81; f4 += 16) {
          v_store_f32(&q[f4 + s5 * 112],
              v_load_f32(&q2[head / 4 * T * 384 + head % 4 * 96 + f4 + first * 384 + s5 * 384]));
        }
      }
      for (int64_t s6 = count; s6 < 66; ++s6) {
        #pragma GCC unroll 6
        for (int64_t f5 = 0; f5 < 81; f5 += 16) {
          v_store_f32(&q[f5 + s6 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t s7 = 0; s7 < count; ++s7) {
        #pragma GCC unroll 6
        for (int64_t f6 = 0; f6 < 81; f6 += 16) {
          v_store_f32(&k[f6 + s7 * 112],
              v_load_f32(&k2[head / 4 * T * 384 + head % 4 * 96 + f6 + first * 384 + s7 * 384])
              * v_splat_f32(entries[s7]));
        }
      }
      for (int64_t s8 = count; s8 < 66; ++s8) {
        #pragma GCC unroll 6
        for (int64_t f7 = 0; f7 < 81; f7 += 16) {
          v_store_f32(&k[f7 + s8 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t s9 = 0; s9 < count; ++s9) {
        #pragma GCC unroll 6
        for (int64_t f8 = 0; f8 < 81; f8 += 16) {
          v_store_f32(&v[f8 + s9 * 112],
              v_load_f32(&v2[head / 4 * T * 384 + head % 4 * 96 + f8 + first * 384 + s9 * 384]));
        }
      }
      for (int64_t s10 = count; s10 < 66; ++s10) {
        #pragma GCC unroll 6
        for (int64_t f9 = 0; f9 < 81; f9 += 16) {
          v_store_f32(&v[f9 + s10 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t f10 = 0; f10 < 96; f10 += 16) {
        for (int64_t f11 = 0; f11 < 64; f11 += 16) {
          v_transpose_f32(&keys[f10 * 80 + f11], 80, &k[f10 + f11 * 112], 112);
        }
      }
      for (int64_t panel = 0; panel < s_min_index(2, (count + 31) / 32); ++panel) {
        for (int64_t s11 = panel * 32 / 6 * 6; s11 < count; s11 += 6) {
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24576);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24592);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24608);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24624);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24640);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24656);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24960);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24976);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 24992);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25008);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25024);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25040);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25344);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25360);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25376);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25392);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25408);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25424);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25728);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25744);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25760);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25776);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25792);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 25808);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26112);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26128);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26144);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26160);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26176);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26192);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26496);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26512);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26528);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26544);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26560);
          s_prefetch(q2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s11 * 384 + 26576);
          vf32 s0_0 = v_splat_f32(0.0f);
          vf32 s0_1 = v_splat_f32(0.0f);
          vf32 s1_0 = v_splat_f32(0.0f);
          vf32 s1_1 = v_splat_f32(0.0f);
          vf32 s2_0 = v_splat_f32(0.0f);
          vf32 s2_1 = v_splat_f32(0.0f);
          vf32 s3_0 = v_splat_f32(0.0f);
          vf32 s3_1 = v_splat_f32(0.0f);
          vf32 s4_0 = v_splat_f32(0.0f);
          vf32 s4_1 = v_splat_f32(0.0f);
          vf32 s5_0 = v_splat_f32(0.0f);
          vf32 s5_1 = v_splat_f32(0.0f);
          #pragma GCC unroll 8
          for (int64_t j = 0; j < 96; ++j) {
            const vf32 y0 = v_load_f32(&keys[j * 80 + panel * 32]);
            const vf32 y1 = v_load_f32(&keys[j * 80 + panel * 32 + 16]);
            const vf32 x0 = v_splat_f32(q[j + s11 * 112]);
            s0_0 += x0 * y0;
            s0_1 += x0 * y1;
            const vf32 x1 = v_splat_f32(q[j + s11 * 112 + 112]);
            s1_0 += x1 * y0;
            s1_1 += x1 * y1;
            const vf32 x22 = v_splat_f32(q[j + s11 * 112 + 224]);
            s2_0 += x22 * y0;
            s2_1 += x22 * y1;
            const vf32 x3 = v_splat_f32(q[j + s11 * 112 + 336]);
            s3_0 += x3 * y0;
            s3_1 += x3 * y1;
            const vf32 x4 = v_splat_f32(q[j + s11 * 112 + 448]);
            s4_0 += x4 * y0;
            s4_1 += x4 * y1;
            const vf32 x5 = v_splat_f32(q[j + s11 * 112 + 560]);
            s5_0 += x5 * y0;
            s5_1 += x5 * y1;
          }
          v_store_f32(&scores[panel * 32 + s11 * 80], s0_0 * v_load_f32(&decays[panel * 32 + s11 * 80 + 80]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 16],
              s0_1 * v_load_f32(&decays[panel * 32 + s11 * 80 + 96]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 80],
              s1_0 * v_load_f32(&decays[panel * 32 + s11 * 80 + 160]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 96],
              s1_1 * v_load_f32(&decays[panel * 32 + s11 * 80 + 176]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 160],
              s2_0 * v_load_f32(&decays[panel * 32 + s11 * 80 + 240]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 176],
              s2_1 * v_load_f32(&decays[panel * 32 + s11 * 80 + 256]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 240],
              s3_0 * v_load_f32(&decays[panel * 32 + s11 * 80 + 320]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 256],
              s3_1 * v_load_f32(&decays[panel * 32 + s11 * 80 + 336]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 320],
              s4_0 * v_load_f32(&decays[panel * 32 + s11 * 80 + 400]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 336],
              s4_1 * v_load_f32(&decays[panel * 32 + s11 * 80 + 416]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 400],
              s5_0 * v_load_f32(&decays[panel * 32 + s11 * 80 + 480]));
          v_store_f32(&scores[panel * 32 + s11 * 80 + 416],
              s5_1 * v_load_f32(&decays[panel * 32 + s11 * 80 + 496]));
        }
      }
      for (int64_t s12 = 0; s12 < count; s12 += 6) {
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24576);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24592);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24608);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24624);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24640);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24656);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24960);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24976);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24992);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25008);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25024);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25040);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25344);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25360);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25376);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25392);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25408);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25424);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25728);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25744);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25760);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25776);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25792);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25808);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26112);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26128);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26144);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26160);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26176);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26192);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26496);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26512);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26528);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26544);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26560);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26576);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24576);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24592);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24608);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24624);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24640);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24656);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24960);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24976);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 24992);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25008);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25024);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25040);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25344);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25360);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25376);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25392);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25408);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25424);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25728);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25744);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25760);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25776);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25792);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 25808);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26112);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26128);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26144);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26160);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26176);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26192);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26496);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26512);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26528);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26544);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26560);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s12 * 384 + 26576);
        vf32 s0_02 = v_splat_f32(0.0f);
        vf32 s0_12 = v_splat_f32(0.0f);
        vf32 s0_2 = v_splat_f32(0.0f);
        vf32 s0_3 = v_splat_f32(0.0f);
        vf32 s1_02 = v_splat_f32(0.0f);
        vf32 s1_12 = v_splat_f32(0.0f);
        vf32 s1_2 = v_splat_f32(0.0f);
        vf32 s1_3 = v_splat_f32(0.0f);
        vf32 s2_02 = v_splat_f32(0.0f);
        vf32 s2_12 = v_splat_f32(0.0f);
        vf32 s2_2 = v_splat_f32(0.0f);
        vf32 s2_3 = v_splat_f32(0.0f);
        vf32 s3_02 = v_splat_f32(0.0f);
        vf32 s3_12 = v_splat_f32(0.0f);
        vf32 s3_2 = v_splat_f32(0.0f);
        vf32 s3_3 = v_splat_f32(0.0f);
        vf32 s4_02 = v_splat_f32(0.0f);
        vf32 s4_12 = v_splat_f32(0.0f);
        vf32 s4_2 = v_splat_f32(0.0f);
        vf32 s4_3 = v_splat_f32(0.0f);
        vf32 s5_02 = v_splat_f32(0.0f);
        vf32 s5_12 = v_splat_f32(0.0f);
        vf32 s5_2 = v_splat_f32(0.0f);
        vf32 s5_3 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j2 = 0; j2 < s_min_index(96, chunk * 96); ++j2) {
          const vf32 y02 = v_load_f32(&state[j2 * 112]);
          const vf32 y12 = v_load_f32(&state[j2 * 112 + 16]);
          const vf32 y2 = v_load_f32(&state[j2 * 112 + 32]);
          const vf32 y3 = v_load_f32(&state[j2 * 112 + 48]);
          const vf32 x02 = v_splat_f32(q[j2 + s12 * 112]);
          s0_02 += x02 * y02;
          s0_12 += x02 * y12;
          s0_2 += x02 * y2;
          s0_3 += x02 * y3;
          const vf32 x12 = v_splat_f32(q[j2 + s12 * 112 + 112]);
          s1_02 += x12 * y02;
          s1_12 += x12 * y12;
          s1_2 += x12 * y2;
          s1_3 += x12 * y3;
          const vf32 x23 = v_splat_f32(q[j2 + s12 * 112 + 224]);
          s2_02 += x23 * y02;
          s2_12 += x23 * y12;
          s2_2 += x23 * y2;
          s2_3 += x23 * y3;
          const vf32 x32 = v_splat_f32(q[j2 + s12 * 112 + 336]);
          s3_02 += x32 * y02;
          s3_12 += x32 * y12;
          s3_2 += x32 * y2;
          s3_3 += x32 * y3;
          const vf32 x42 = v_splat_f32(q[j2 + s12 * 112 + 448]);
          s4_02 += x42 * y02;
          s4_12 += x42 * y12;
          s4_2 += x42 * y2;
          s4_3 += x42 * y3;
          const vf32 x52 = v_splat_f32(q[j2 + s12 * 112 + 560]);
          s5_02 += x52 * y02;
          s5_12 += x52 * y12;
          s5_2 += x52 * y2;
          s5_3 += x52 * y3;
        }
        const vf32 f0 = v_splat_f32(reach[s12]);
        s0_02 = s0_02 * f0;
        s0_12 = s0_12 * f0;
        s0_2 = s0_2 * f0;
        s0_3 = s0_3 * f0;
        const vf32 f1 = v_splat_f32(reach[s12 + 1]);
        s1_02 = s1_02 * f1;
        s1_12 = s1_12 * f1;
        s1_2 = s1_2 * f1;
        s1_3 = s1_3 * f1;
        const vf32 f22 = v_splat_f32(reach[s12 + 2]);
        s2_02 = s2_02 * f22;
        s2_12 = s2_12 * f22;
        s2_2 = s2_2 * f22;
        s2_3 = s2_3 * f22;
        const vf32 f32 = v_splat_f32(reach[s12 + 3]);
        s3_02 = s3_02 * f32;
        s3_12 = s3_12 * f32;
        s3_2 = s3_2 * f32;
        s3_3 = s3_3 * f32;
        const vf32 f42 = v_splat_f32(reach[s12 + 4]);
        s4_02 = s4_02 * f42;
        s4_12 = s4_12 * f42;
        s4_2 = s4_2 * f42;
        s4_3 = s4_3 * f42;
        const vf32 f52 = v_splat_f32(reach[s12 + 5]);
        s5_02 = s5_02 * f52;
        s5_12 = s5_12 * f52;
        s5_2 = s5_2 * f52;
        s5_3 = s5_3 * f52;
        #pragma GCC unroll 8
        for (int64_t j3 = 0; j3 < s_min_index(s12 + 6, count); ++j3) {
          const vf32 y03 = v_load_f32(&v[j3 * 112]);
          const vf32 y13 = v_load_f32(&v[j3 * 112 + 16]);
          const vf32 y22 = v_load_f32(&v[j3 * 112 + 32]);
          const vf32 y32 = v_load_f32(&v[j3 * 112 + 48]);
          const vf32 x03 = v_splat_f32(scores[j3 + s12 * 80]);
          s0_02 += x03 * y03;
          s0_12 += x03 * y13;
          s0_2 += x03 * y22;
          s0_3 += x03 * y32;
          const vf32 x13 = v_splat_f32(scores[j3 + s12 * 80 + 80]);
          s1_02 += x13 * y03;
          s1_12 += x13 * y13;
          s1_2 += x13 * y22;
          s1_3 += x13 * y32;
          const vf32 x24 = v_splat_f32(scores[j3 + s12 * 80 + 160]);
          s2_02 += x24 * y03;
          s2_12 += x24 * y13;
          s2_2 += x24 * y22;
          s2_3 += x24 * y32;
          const vf32 x33 = v_splat_f32(scores[j3 + s12 * 80 + 240]);
          s3_02 += x33 * y03;
          s3_12 += x33 * y13;
          s3_2 += x33 * y22;
          s3_3 += x33 * y32;
          const vf32 x43 = v_splat_f32(scores[j3 + s12 * 80 + 320]);
          s4_02 += x43 * y03;
          s4_12 += x43 * y13;
          s4_2 += x43 * y22;
          s4_3 += x43 * y32;
          const vf32 x53 = v_splat_f32(scores[j3 + s12 * 80 + 400]);
          s5_02 += x53 * y03;
          s5_12 += x53 * y13;
          s5_2 += x53 * y22;
          s5_3 += x53 * y32;
        }
        v_store_f32(&y[s12 * 112], s0_02);
        v_store_f32(&y[s12 * 112 + 16], s0_12);
        v_store_f32(&y[s12 * 112 + 32], s0_2);
        v_store_f32(&y[s12 * 112 + 48], s0_3);
        v_store_f32(&y[s12 * 112 + 112], s1_02);
        v_store_f32(&y[s12 * 112 + 128], s1_12);
        v_store_f32(&y[s12 * 112 + 144], s1_2);
        v_store_f32(&y[s12 * 112 + 160], s1_3);
        v_store_f32(&y[s12 * 112 + 224], s2_02);
        v_store_f32(&y[s12 * 112 + 240], s2_12);
        v_store_f32(&y[s12 * 112 + 256], s2_2);
        v_store_f32(&y[s12 * 112 + 272], s2_3);
        v_store_f32(&y[s12 * 112 + 336], s3_02);
        v_store_f32(&y[s12 * 112 + 352], s3_12);
        v_store_f32(&y[s12 * 112 + 368], s3_2);
        v_store_f32(&y[s12 * 112 + 384], s3_3);
        v_store_f32(&y[s12 * 112 + 448], s4_02);
        v_store_f32(&y[s12 * 112 + 464], s4_12);
        v_store_f32(&y[s12 * 112 + 480], s4_2);
        v_store_f32(&y[s12 * 112 + 496], s4_3);
        v_store_f32(&y[s12 * 112 + 560], s5_02);
        v_store_f32(&y[s12 * 112 + 576], s5_12);
        v_store_f32(&y[s12 * 112 + 592], s5_2);
        v_store_f32(&y[s12 * 112 + 608], s5_3);
      }
      for (int64_t s13 = 0; s13 < count; s13 += 6) {
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24576);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24592);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24608);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24624);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24640);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24656);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24960);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24976);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24992);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25008);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25024);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25040);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25344);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25360);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25376);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25392);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25408);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25424);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25728);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25744);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25760);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25776);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25792);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25808);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26112);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26128);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26144);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26160);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26176);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26192);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26496);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26512);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26528);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26544);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26560);
        s_prefetch(k2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26576);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24576);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24592);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24608);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24624);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24640);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24656);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24960);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24976);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 24992);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25008);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25024);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25040);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25344);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25360);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25376);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25392);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25408);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25424);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25728);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25744);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25760);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25776);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25792);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 25808);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26112);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26128);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26144);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26160);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26176);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26192);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26496);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26512);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26528);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26544);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26560);
        s_prefetch(v2, head / 4 * T * 384 + head % 4 * 96 + first * 384 + s13 * 384 + 26576);
        vf32 s0_03 = v_splat_f32(0.0f);
        vf32 s0_13 = v_splat_f32(0.0f);
        vf32 s1_03 = v_splat_f32(0.0f);
        vf32 s1_13 = v_splat_f32(0.0f);
        vf32 s2_03 = v_splat_f32(0.0f);
        vf32 s2_13 = v_splat_f32(0.0f);
        vf32 s3_03 = v_splat_f32(0.0f);
        vf32 s3_13 = v_splat_f32(0.0f);
        vf32 s4_03 = v_splat_f32(0.0f);
        vf32 s4_13 = v_splat_f32(0.0f);
        vf32 s5_03 = v_splat_f32(0.0f);
        vf32 s5_13 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j4 = 0; j4 < s_min_index(96, chunk * 96); ++j4) {
          const vf32 y04 = v_load_f32(&state[j4 * 112 + 64]);
          const vf32 y14 = v_load_f32(&state[j4 * 112 + 80]);
          const vf32 x04 = v_splat_f32(q[j4 + s13 * 112]);
          s0_03 += x04 * y04;
          s0_13 += x04 * y14;
          const vf32 x14 = v_splat_f32(q[j4 + s13 * 112 + 112]);
          s1_03 += x14 * y04;
          s1_13 += x14 * y14;
          const vf32 x25 = v_splat_f32(q[j4 + s13 * 112 + 224]);
          s2_03 += x25 * y04;
          s2_13 += x25 * y14;
          const vf32 x34 = v_splat_f32(q[j4 + s13 * 112 + 336]);
          s3_03 += x34 * y04;
          s3_13 += x34 * y14;
          const vf32 x44 = v_splat_f32(q[j4 + s13 * 112 + 448]);
          s4_03 += x44 * y04;
          s4_13 += x44 * y14;
          const vf32 x54 = v_splat_f32(q[j4 + s13 * 112 + 560]);
          s5_03 += x54 * y04;
          s5_13 += x54 * y14;
        }
        const vf32 f02 = v_splat_f32(reach[s13]);
        s0_03 = s0_03 * f02;
        s0_13 = s0_13 * f02;
        const vf32 f12 = v_splat_f32(reach[s13 + 1]);
        s1_03 = s1_03 * f12;
        s1_13 = s1_13 * f12;
        const vf32 f23 = v_splat_f32(reach[s13 + 2]);
        s2_03 = s2_03 * f23;
        s2_13 = s2_13 * f23;
        const vf32 f33 = v_splat_f32(reach[s13 + 3]);
        s3_03 = s3_03 * f33;
        s3_13 = s3_13 * f33;
        const vf32 f43 = v_splat_f32(reach[s13 + 4]);
        s4_03 = s4_03 * f43;
        s4_13 = s4_13 * f43;
        const vf32 f53 = v_splat_f32(reach[s13 + 5]);
        s5_03 = s5_03 * f53;
        s5_13 = s5_13 * f53;
        #pragma GCC unroll 8
        for (int64_t j5 = 0; j5 < s_min_index(s13 + 6, count); ++j5) {
          const vf32 y05 = v_load_f32(&v[j5 * 112 + 64]);
          const vf32 y15 = v_load_f32(&v[j5 * 112 + 80]);
          const vf32 x05 = v_splat_f32(scores[j5 + s13 * 80]);
          s0_03 += x05 * y05;
          s0_13 += x05 * y15;
          const vf32 x15 = v_splat_f32(scores[j5 + s13 * 80 + 80]);
          s1_03 += x15 * y05;
          s1_13 += x15 * y15;
          const vf32 x26 = v_splat_f32(scores[j5 + s13 * 80 + 160]);
          s2_03 += x26 * y05;
          s2_13 += x26 * y15;
          const vf32 x35 = v_splat_f32(scores[j5 + s13 * 80 + 240]);
          s3_03 += x35 * y05;
          s3_13 += x35 * y15;
          const vf32 x45 = v_splat_f32(scores[j5 + s13 * 80 + 320]);
          s4_03 += x45 * y05;
          s4_13 += x45 * y15;
          const vf32 x55 = v_splat_f32(scores[j5 + s13 * 80 + 400]);
          s5_03 += x55 * y05;
          s5_13 += x55 * y15;
        }
        v_store_f32(&y[s13 * 112 + 64], s0_03);
        v_store_f32(&y[s13 * 112 + 80], s0_13);
        v_store_f32(&y[s13 * 112 + 176], s1_03);
        v_store_f32(&y[s13 * 112 + 192], s1_13);
        v_store_f32(&y[s13 * 112 + 288], s2_03);
        v_store_f32(&y[s13 * 112 + 304], s2_13);
        v_store_f32(&y[s13 * 112 + 400], s3_03);
        v_store_f32(&y[s13 * 112 + 416], s3_13);
        v_store_f32(&y[s13 * 112 + 512], s4_03);
        v_store_f32(&y[s13 * 112 + 528], s4_13);
        v_store_f32(&y[s13 * 112 + 624], s5_03);
        v_store_f32(&y[s13 * 112 + 640], s5_13);
      }
      for (int64_t s14 = 0; s14 < count; ++s14) {
        for (int64_t f13 = 0; f13 < 81; f13 += 16) {
          v_store_f32(&x6[head / 4 * T * 384 + head % 4 * 96 + f13 + first * 384 + s14 * 384],
              v_load_f32(&y[f13 + s14 * 112]));
        }
        float pairs = 0.0f;
        vf32 pairs_lanes = v_splat_f32(0.0f);
        for (int64_t f14 = 0; f14 < s14 + 1 - 15; f14 += 16) {
          pairs_lanes += v_load_f32(&scores[f14 + s14 * 80]);
        }
        for (int64_t f14 = (s14 + 1) / 16 * 16; f14 < s14 + 1; f14 += 16) {
          pairs_lanes += v_select_f32(v_first(s14 + 1 - f14),
              v_load_part_f32(&scores[f14 + s14 * 80], s14 + 1 - f14), v_splat_f32(0.0f));
        }
        pairs += v_reduce_sum_f32(pairs_lanes);
        float before = 0.0f;
        vf32 before_lanes = v_splat_f32(0.0f);
        for (int64_t f15 = 0; f15 < 81; f15 += 16) {
          before_lanes += v_load_f32(&q[f15 + s14 * 112]) * v_load_f32(&norm_state[f15]);
        }
        before += v_reduce_sum_f32(before_lanes);
        x7[head / 4 * T * 4 + head % 4 + first * 4 + s14 * 4] = pairs + reach[s14] * before;
      }
      if (chunk + 1 < (T + 63) / 64) {
        for (int64_t s15 = 0; s15 < count; ++s15) {
          #pragma GCC unroll 6
          for (int64_t f16 = 0; f16 < 81; f16 += 16) {
            v_store_f32(&k[f16 + s15 * 112],
                v_load_f32(&k[f16 + s15 * 112]) * v_splat_f32(decays[count * 80 + s15]));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f17 = 0; f17 < 81; f17 += 16) {
          v_store_f32(&norm_state[f17], v_load_f32(&norm_state[f17]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s16 = 0; s16 < count; ++s16) {
          #pragma GCC unroll 6
          for (int64_t f18 = 0; f18 < 81; f18 += 16) {
            v_store_f32(&norm_state[f18],
                v_load_f32(&norm_state[f18]) + v_splat_f32(1.0f) * v_load_f32(&k[f18 + s16 * 112]));
          }
        }
        for (int64_t key = 0; key < 96; key += 6) {
          vf32 s0_04 = v_load_f32(&state[key * 112]);
          vf32 s0_14 = v_load_f32(&state[key * 112 + 16]);
          vf32 s0_22 = v_load_f32(&state[key * 112 + 32]);
          vf32 s0_32 = v_load_f32(&state[key * 112 + 48]);
          vf32 s1_04 = v_load_f32(&state[key * 112 + 112]);
          vf32 s1_14 = v_load_f32(&state[key * 112 + 128]);
          vf32 s1_22 = v_load_f32(&state[key * 112 + 144]);
          vf32 s1_32 = v_load_f32(&state[key * 112 + 160]);
          vf32 s2_04 = v_load_f32(&state[key * 112 + 224]);
          vf32 s2_14 = v_load_f32(&state[key * 112 + 240]);
          vf32 s2_22 = v_load_f32(&state[key * 112 + 256]);
          vf32 s2_32 = v_load_f32(&state[key * 112 + 272]);
          vf32 s3_04 = v_load_f32(&state[key * 112 + 336]);
          vf32 s3_14 = v_load_f32(&state[key * 112 + 352]);
          vf32 s3_22 = v_load_f32(&state[key * 112 + 368]);
          vf32 s3_32 = v_load_f32(&state[key * 112 + 384]);
          vf32 s4_04 = v_load_f32(&state[key * 112 + 448]);
          vf32 s4_14 = v_load_f32(&state[key * 112 + 464]);
          vf32 s4_22 = v_load_f32(&state[key * 112 + 480]);
          vf32 s4_32 = v_load_f32(&state[key * 112 + 496]);
          vf32 s5_04 = v_load_f32(&state[key * 112 + 560]);
          vf32 s5_14 = v_load_f32(&state[key * 112 + 576]);
          vf32 s5_22 = v_load_f32(&state[key * 112 + 592]);
          vf32 s5_32 = v_load_f32(&state[key * 112 + 608]);
          const vf32 f03 = v_splat_f32(reach[count - 1]);
          s0_04 = s0_04 * f03;
          s0_14 = s0_14 * f03;
          s0_22 = s0_22 * f03;
          s0_32 = s0_32 * f03;
          const vf32 f19 = v_splat_f32(reach[count - 1]);
          s1_04 = s1_04 * f19;
          s1_14 = s1_14 * f19;
          s1_22 = s1_22 * f19;
          s1_32 = s1_32 * f19;
          const vf32 f24 = v_splat_f32(reach[count - 1]);
          s2_04 = s2_04 * f24;
          s2_14 = s2_14 * f24;
          s2_22 = s2_22 * f24;
          s2_32 = s2_32 * f24;
          const vf32 f34 = v_splat_f32(reach[count - 1]);
          s3_04 = s3_04 * f34;
          s3_14 = s3_14 * f34;
          s3_22 = s3_22 * f34;
          s3_32 = s3_32 * f34;
          const vf32 f44 = v_splat_f32(reach[count - 1]);
          s4_04 = s4_04 * f44;
          s4_14 = s4_14 * f44;
          s4_22 = s4_22 * f44;
          s4_32 = s4_32 * f44;
          const vf32 f54 = v_splat_f32(reach[count - 1]);
          s5_04 = s5_04 * f54;
          s5_14 = s5_14 * f54;
          s5_22 = s5_22 * f54;
          s5_32 = s5_32 * f54;
          #pragma GCC unroll 8
          for (int64_t j6 = 0; j6 < count; ++j6) {
            const vf32 y06 = v_load_f32(&v[j6 * 112]);
            const vf32 y16 = v_load_f32(&v[j6 * 112 + 16]);
            const vf32 y23 = v_load_f32(&v[j6 * 112 + 32]);
            const vf32 y33 = v_load_f32(&v[j6 * 112 + 48]);
            const vf32 x06 = v_splat_f32(k[j6 * 112 + key]);
            s0_04 += x06 * y06;
            s0_14 += x06 * y16;
            s0_22 += x06 * y23;
            s0_32 += x06 * y33;
            const vf32 x16 = v_splat_f32(k[j6 * 112 + key + 1]);
            s1_04 += x16 * y06;
            s1_14 += x16 * y16;
            s1_22 += x16 * y23;
            s1_32 += x16 * y33;
            const vf32 x27 = v_splat_f32(k[j6 * 112 + key + 2]);
            s2_04 += x27 * y06;
            s2_14 += x27 * y16;
            s2_22 += x27 * y23;
            s2_32 += x27 * y33;
            const vf32 x36 = v_splat_f32(k[j6 * 112 + key + 3]);
            s3_04 += x36 * y06;
            s3_14 += x36 * y16;
            s3_22 += x36 * y23;
            s3_32 += x36 * y33;
            const vf32 x46 = v_splat_f32(k[j6 * 112 + key + 4]);
            s4_04 += x46 * y06;
            s4_14 += x46 * y16;
            s4_22 += x46 * y23;
            s4_32 += x46 * y33;
            const vf32 x56 = v_splat_f32(k[j6 * 112 + key + 5]);
            s5_04 += x56 * y06;
            s5_14 += x56 * y16;
            s5_22 += x56 * y23;
            s5_32 += x56 * y33;
          }
          v_store_f32(&state[key * 112], s0_04);
          v_store_f32(&state[key * 112 + 16], s0_14);
          v_store_f32(&state[key * 112 + 32], s0_22);
          v_store_f32(&state[key * 112 + 48], s0_32);
          v_store_f32(&state[key * 112 + 112], s1_04);
          v_store_f32(&state[key * 112 + 128], s1_14);
          v_store_f32(&state[key * 112 + 144], s1_22);
          v_store_f32(&state[key * 112 + 160], s1_32);
          v_store_f32(&state[key * 112 + 224], s2_04);
          v_store_f32(&state[key * 112 + 240], s2_14);
          v_store_f32(&state[key * 112 + 256], s2_22);
          v_store_f32(&state[key * 112 + 272], s2_32);
          v_store_f32(&state[key * 112 + 336], s3_04);
          v_store_f32(&state[key * 112 + 352], s3_14);
          v_store_f32(&state[key * 112 + 368], s3_22);
          v_store_f32(&state[key * 112 + 384], s3_32);
          v_store_f32(&state[key * 112 + 448], s4_04);
          v_store_f32(&state[key * 112 + 464], s4_14);
          v_store_f32(&state[key * 112 + 480], s4_22);
          v_store_f32(&state[key * 112 + 496], s4_32);
          v_store_f32(&state[key * 112 + 560], s5_04);
          v_store_f32(&state[key * 112 + 576], s5_14);
          v_store_f32(&state[key * 112 + 592], s5_22);
          v_store_f32(&state[key * 112 + 608], s5_32);
        }
        for (int64_t key2 = 0; key2 < 96; key2 += 6) {
          vf32 s0_05 = v_load_f32(&state[key2 * 112 + 64]);
          vf32 s0_15 = v_load_f32(&state[key2 * 112 + 80]);
          vf32 s1_05 = v_load_f32(&state[key2 * 112 + 176]);
          vf32 s1_15 = v_load_f32(&state[key2 * 112 + 192]);
          vf32 s2_05 = v_load_f32(&state[key2 * 112 + 288]);
          vf32 s2_15 = v_load_f32(&state[key2 * 112 + 304]);
          vf32 s3_05 = v_load_f32(&state[key2 * 112 + 400]);
          vf32 s3_15 = v_load_f32(&state[key2 * 112 + 416]);
          vf32 s4_05 = v_load_f32(&state[key2 * 112 + 512]);
          vf32 s4_15 = v_load_f32(&state[key2 * 112 + 528]);
          vf32 s5_05 = v_load_f32(&state[key2 * 112 + 624]);
          vf32 s5_15 = v_load_f32(&state[key2 * 112 + 640]);
          const vf32 f04 = v_splat_f32(reach[count - 1]);
          s0_05 = s0_05 * f04;
          s0_15 = s0_15 * f04;
          const vf32 f110 = v_splat_f32(reach[count - 1]);
          s1_05 = s1_05 * f110;
          s1_15 = s1_15 * f110;
          const vf32 f25 = v_splat_f32(reach[count - 1]);
          s2_05 = s2_05 * f25;
          s2_15 = s2_15 * f25;
          const vf32 f35 = v_splat_f32(reach[count - 1]);
          s3_05 = s3_05 * f35;
          s3_15 = s3_15 * f35;
          const vf32 f45 = v_splat_f32(reach[count - 1]);
          s4_05 = s4_05 * f45;
          s4_15 = s4_15 * f45;
          const vf32 f55 = v_splat_f32(reach[count - 1]);
          s5_05 = s5_05 * f55;
          s5_15 = s5_15 * f55;
          #pragma GCC unroll 8
          for (int64_t j7 = 0; j7 < count; ++j7) {
            const vf32 y07 = v_load_f32(&v[j7 * 112 + 64]);
            const vf32 y17 = v_load_f32(&v[j7 * 112 + 80]);
            const vf32 x07 = v_splat_f32(k[j7 * 112 + key2]);
            s0_05 += x07 * y07;
            s0_15 += x07 * y17;
            const vf32 x17 = v_splat_f32(k[j7 * 112 + key2 + 1]);
            s1_05 += x17 * y07;
            s1_15 += x17 * y17;
            const vf32 x28 = v_splat_f32(k[j7 * 112 + key2 + 2]);
            s2_05 += x28 * y07;
            s2_15 += x28 * y17;
            const vf32 x37 = v_splat_f32(k[j7 * 112 + key2 + 3]);
            s3_05 += x37 * y07;
            s3_15 += x37 * y17;
            const vf32 x47 = v_splat_f32(k[j7 * 112 + key2 + 4]);
            s4_05 += x47 * y07;
            s4_15 += x47 * y17;
            const vf32 x57 = v_splat_f32(k[j7 * 112 + key2 + 5]);
            s5_05 += x57 * y07;
            s5_15 += x57 * y17;
          }
          v_store_f32(&state[key2 * 112 + 64], s0_05);
          v_store_f32(&state[key2 * 112 + 80], s0_15);
          v_store_f32(&state[key2 * 112 + 176], s1_05);
          v_store_f32(&state[key2 * 112 + 192], s1_15);
          v_store_f32(&state[key2 * 112 + 288], s2_05);
          v_store_f32(&state[key2 * 112 + 304], s2_15);
          v_store_f32(&state[key2 * 112 + 400], s3_05);
          v_store_f32(&state[key2 * 112 + 416], s3_15);
          v_store_f32(&state[key2 * 112 + 512], s4_05);
          v_store_f32(&state[key2 * 112 + 528], s4_15);
          v_store_f32(&state[key2 * 112 + 624], s5_05);
          v_store_f32(&state[key2 * 112 + 640], s5_15);
        }
      }
    }
  }
}
