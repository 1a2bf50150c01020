#define SG_LANES 16
#include "sonograph_kernel.h"

/* k68_reshape_linear_attention_gradient
 * reshape, linear-attention-gradient
 * x: f32, 20*B*P + 4*B elements
 * x2: f32, 20*B*P + 4*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 1920*B*P + 384*B elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 20*B*P + 4*B elements
 * x8: f32, 36864*B*ceil(5*P + 1, 64) elements
 * x9: f32, 384*B*ceil(5*P + 1, 64) elements
 * x10: f32, 1920*B*P + 384*B elements
 * x11: f32, 20*B*P + 4*B elements
 * x20: f32, 1920*B*P + 384*B elements
 * x21: f32, 1920*B*P + 384*B elements
 * x30: f32, 20*B*P + 4*B elements
 * 48000*B*P*P - 1228800*B*P*ceil(5*P + 1, 64) + 7864320*B*ceil(5*P + 1, 64)*ceil(5*P + 1, 64) + 1257600*B*P +
 * 10764288*B*ceil(5*P + 1, 64) - 18624768*B flops, 54160*B*P + 148992*B*ceil(5*P + 1, 64) + 10832*B bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k68_reshape_linear_attention_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  const float *x7 = buffers[6];
  const float *x8 = buffers[7];
  const float *x9 = buffers[8];
  float *x10 = buffers[9];
  float *x11 = buffers[10];
  float *x20 = buffers[11];
  float *x21 = buffers[12];
  float *x30 = buffers[13];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t head_count = B * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    _Alignas(64) float decays[5360] = {0};
    _Alignas(64) float reach[66] = {0};
    _Alignas(64) float entries[66] = {0};
    _Alignas(64) float dnorm[66] = {0};
    _Alignas(64) float scores[5280] = {0};
    _Alignas(64) float slopes[5280] = {0};
    _Alignas(64) float flows[5280] = {0};
    _Alignas(64) float query_flows[66] = {0};
    _Alignas(64) float key_flows[66] = {0};
    _Alignas(64) float slope_rows[7392] = {0};
    _Alignas(64) float q[7392] = {0};
    _Alignas(64) float k[7392] = {0};
    _Alignas(64) float v[7392] = {0};
    _Alignas(64) float dy[7392] = {0};
    _Alignas(64) float keys[7680] = {0};
    _Alignas(64) float values[7680] = {0};
    _Alignas(64) float state_by_value[10752] = {0};
    _Alignas(64) float slope_by_value[10752] = {0};
    _Alignas(64) float state_slope[12544] = {0};
    _Alignas(64) float norm_state[112] = {0};
    _Alignas(64) float norm_slope[112] = {0};
    for (int64_t back = 0; back < (P * 5 + 1 + 63) / 64; ++back) {
      const int64_t chunk = (P * 5 + 1 + 63) / 64 - 1 - back;
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, P * 5 + 1 - first);
      float kept = 1.0f;
      #pragma GCC unroll 4
      for (int64_t f = 0; f < 49; f += 16) {
        v_store_f32(&decays[f], v_splat_f32(0.0f));
      }
      for (int64_t s = 0; s < count; ++s) {
        const float a = s_exp_f32(x[head / 4 * P * 20 + P * 20 - first * 4 + head - s * 4]);
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
        entries[s3] = x2[head / 4 * P * 20 + P * 20 - first * 4 + head - s3 * 4];
      }
      for (int64_t s4 = count; s4 < 66; ++s4) {
        entries[s4] = 0.0f;
      }
      for (int64_t s5 = 0; s5 < count; ++s5) {
        #pragma GCC unroll 6
        for (int64_t f4 = 0; f4 < 81; f4 += 16) {
          v_store_f32(&q[f4 + s5 * 112],
              v_load_f32(&x3[head / 4 * P * 1920 + P * 1920 + f4 - first * 384 + head * 96 - s5 * 384]));
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
              v_load_f32(&x4[head / 4 * P * 1920 + P * 1920 + f6 - first * 384 + head * 96 - s7 * 384])
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
              v_load_f32(&x5[head / 4 * P * 1920 + P * 1920 + f8 - first * 384 + head * 96 - s9 * 384]));
        }
      }
      for (int64_t s10 = count; s10 < 66; ++s10) {
        #pragma GCC unroll 6
        for (int64_t f9 = 0; f9 < 81; f9 += 16) {
          v_store_f32(&v[f9 + s10 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t s11 = 0; s11 < count; ++s11) {
        #pragma GCC unroll 6
        for (int64_t f10 = 0; f10 < 81; f10 += 16) {
          v_store_f32(&dy[f10 + s11 * 112],
              v_load_f32(&x6[head / 4 * P * 1920 + P * 1920 + f10 - first * 384 + head * 96 - s11 * 384]));
        }
      }
      for (int64_t s12 = count; s12 < 66; ++s12) {
        #pragma GCC unroll 6
        for (int64_t f11 = 0; f11 < 81; f11 += 16) {
          v_store_f32(&dy[f11 + s12 * 112], v_splat_f32(0.0f));
        }
      }
      for (int64_t s13 = 0; s13 < count; ++s13) {
        dnorm[s13] = x7[head / 4 * P * 20 + P * 20 - first * 4 + head - s13 * 4];
      }
      for (int64_t s14 = count; s14 < 66; ++s14) {
        dnorm[s14] = 0.0f;
      }
      if (0 < chunk) {
        for (int64_t value = 0; value < 96; value += 16) {
          for (int64_t f12 = 0; f12 < 96; f12 += 16) {
            v_transpose_f32(&state_by_value[f12 + value * 112], 112,
                &x8[(P * 5 + 64) / 64 * head * 9216 + chunk * 9216 + f12 * 96 + value], 96);
          }
        }
        #pragma GCC unroll 6
        for (int64_t f13 = 0; f13 < 81; f13 += 16) {
          v_store_f32(&norm_state[f13], v_load_f32(&x9[(P * 5 + 64) / 64 * head * 96 + chunk * 96 + f13]));
        }
      } else {
        #pragma GCC unroll 6
        for (int64_t f14 = 0; f14 < 81; f14 += 16) {
          v_store_f32(&norm_state[f14], v_splat_f32(0.0f));
        }
      }
      for (int64_t f15 = 0; f15 < 96; f15 += 16) {
        for (int64_t f16 = 0; f16 < 64; f16 += 16) {
          v_transpose_f32(&keys[f15 * 80 + f16], 80, &k[f15 + f16 * 112], 112);
        }
      }
      for (int64_t f17 = 0; f17 < 96; f17 += 16) {
        for (int64_t f18 = 0; f18 < 64; f18 += 16) {
          v_transpose_f32(&values[f17 * 80 + f18], 80, &v[f17 + f18 * 112], 112);
        }
      }
      for (int64_t panel = 0; panel < s_min_index(2, (count + 31) / 32); ++panel) {
        for (int64_t s15 = panel * 32 / 6 * 6; s15 < count; s15 += 6) {
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24576);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24592);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24608);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24624);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24640);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24656);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24192);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24208);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24224);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24240);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24256);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 24272);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23808);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23824);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23840);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23856);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23872);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23888);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23424);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23440);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23456);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23472);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23488);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23504);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23040);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23056);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23072);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23088);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23104);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 23120);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 22656);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 22672);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 22688);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 22704);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 22720);
          s_prefetch(x3, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s15 * 384 + 22736);
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
            const vf32 x0 = v_splat_f32(q[j + s15 * 112]);
            s0_0 += x0 * y0;
            s0_1 += x0 * y1;
            const vf32 x1 = v_splat_f32(q[j + s15 * 112 + 112]);
            s1_0 += x1 * y0;
            s1_1 += x1 * y1;
            const vf32 x22 = v_splat_f32(q[j + s15 * 112 + 224]);
            s2_0 += x22 * y0;
            s2_1 += x22 * y1;
            const vf32 x32 = v_splat_f32(q[j + s15 * 112 + 336]);
            s3_0 += x32 * y0;
            s3_1 += x32 * y1;
            const vf32 x42 = v_splat_f32(q[j + s15 * 112 + 448]);
            s4_0 += x42 * y0;
            s4_1 += x42 * y1;
            const vf32 x52 = v_splat_f32(q[j + s15 * 112 + 560]);
            s5_0 += x52 * y0;
            s5_1 += x52 * y1;
          }
          v_store_f32(&scores[panel * 32 + s15 * 80], s0_0 * v_load_f32(&decays[panel * 32 + s15 * 80 + 80]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 16],
              s0_1 * v_load_f32(&decays[panel * 32 + s15 * 80 + 96]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 80],
              s1_0 * v_load_f32(&decays[panel * 32 + s15 * 80 + 160]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 96],
              s1_1 * v_load_f32(&decays[panel * 32 + s15 * 80 + 176]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 160],
              s2_0 * v_load_f32(&decays[panel * 32 + s15 * 80 + 240]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 176],
              s2_1 * v_load_f32(&decays[panel * 32 + s15 * 80 + 256]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 240],
              s3_0 * v_load_f32(&decays[panel * 32 + s15 * 80 + 320]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 256],
              s3_1 * v_load_f32(&decays[panel * 32 + s15 * 80 + 336]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 320],
              s4_0 * v_load_f32(&decays[panel * 32 + s15 * 80 + 400]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 336],
              s4_1 * v_load_f32(&decays[panel * 32 + s15 * 80 + 416]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 400],
              s5_0 * v_load_f32(&decays[panel * 32 + s15 * 80 + 480]));
          v_store_f32(&scores[panel * 32 + s15 * 80 + 416],
              s5_1 * v_load_f32(&decays[panel * 32 + s15 * 80 + 496]));
        }
      }
      for (int64_t panel2 = 0; panel2 < s_min_index(2, (count + 31) / 32); ++panel2) {
        for (int64_t s16 = panel2 * 32 / 6 * 6; s16 < count; s16 += 6) {
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24576);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24592);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24608);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24624);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24640);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24656);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24192);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24208);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24224);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24240);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24256);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 24272);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23808);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23824);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23840);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23856);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23872);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23888);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23424);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23440);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23456);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23472);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23488);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23504);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23040);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23056);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23072);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23088);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23104);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 23120);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 22656);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 22672);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 22688);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 22704);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 22720);
          s_prefetch(x4, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s16 * 384 + 22736);
          vf32 s0_02 = v_splat_f32(0.0f);
          vf32 s0_12 = v_splat_f32(0.0f);
          vf32 s1_02 = v_splat_f32(0.0f);
          vf32 s1_12 = v_splat_f32(0.0f);
          vf32 s2_02 = v_splat_f32(0.0f);
          vf32 s2_12 = v_splat_f32(0.0f);
          vf32 s3_02 = v_splat_f32(0.0f);
          vf32 s3_12 = v_splat_f32(0.0f);
          vf32 s4_02 = v_splat_f32(0.0f);
          vf32 s4_12 = v_splat_f32(0.0f);
          vf32 s5_02 = v_splat_f32(0.0f);
          vf32 s5_12 = v_splat_f32(0.0f);
          #pragma GCC unroll 8
          for (int64_t j2 = 0; j2 < 96; ++j2) {
            const vf32 y02 = v_load_f32(&values[j2 * 80 + panel2 * 32]);
            const vf32 y12 = v_load_f32(&values[j2 * 80 + panel2 * 32 + 16]);
            const vf32 x02 = v_splat_f32(dy[j2 + s16 * 112]);
            s0_02 += x02 * y02;
            s0_12 += x02 * y12;
            const vf32 x12 = v_splat_f32(dy[j2 + s16 * 112 + 112]);
            s1_02 += x12 * y02;
            s1_12 += x12 * y12;
            const vf32 x23 = v_splat_f32(dy[j2 + s16 * 112 + 224]);
            s2_02 += x23 * y02;
            s2_12 += x23 * y12;
            const vf32 x33 = v_splat_f32(dy[j2 + s16 * 112 + 336]);
            s3_02 += x33 * y02;
            s3_12 += x33 * y12;
            const vf32 x43 = v_splat_f32(dy[j2 + s16 * 112 + 448]);
            s4_02 += x43 * y02;
            s4_12 += x43 * y12;
            const vf32 x53 = v_splat_f32(dy[j2 + s16 * 112 + 560]);
            s5_02 += x53 * y02;
            s5_12 += x53 * y12;
          }
          v_store_f32(&flows[panel2 * 32 + s16 * 80],
              v_load_f32(&scores[panel2 * 32 + s16 * 80]) * (s0_02 + v_splat_f32(dnorm[s16])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80],
              (s0_02 + v_splat_f32(dnorm[s16])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 80]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 16],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 16]) * (s0_12 + v_splat_f32(dnorm[s16])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 16],
              (s0_12 + v_splat_f32(dnorm[s16])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 96]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 80],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 80]) * (s1_02 + v_splat_f32(dnorm[s16 + 1])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 80],
              (s1_02 + v_splat_f32(dnorm[s16 + 1])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 160]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 96],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 96]) * (s1_12 + v_splat_f32(dnorm[s16 + 1])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 96],
              (s1_12 + v_splat_f32(dnorm[s16 + 1])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 176]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 160],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 160]) * (s2_02 + v_splat_f32(dnorm[s16 + 2])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 160],
              (s2_02 + v_splat_f32(dnorm[s16 + 2])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 240]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 176],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 176]) * (s2_12 + v_splat_f32(dnorm[s16 + 2])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 176],
              (s2_12 + v_splat_f32(dnorm[s16 + 2])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 256]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 240],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 240]) * (s3_02 + v_splat_f32(dnorm[s16 + 3])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 240],
              (s3_02 + v_splat_f32(dnorm[s16 + 3])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 320]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 256],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 256]) * (s3_12 + v_splat_f32(dnorm[s16 + 3])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 256],
              (s3_12 + v_splat_f32(dnorm[s16 + 3])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 336]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 320],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 320]) * (s4_02 + v_splat_f32(dnorm[s16 + 4])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 320],
              (s4_02 + v_splat_f32(dnorm[s16 + 4])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 400]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 336],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 336]) * (s4_12 + v_splat_f32(dnorm[s16 + 4])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 336],
              (s4_12 + v_splat_f32(dnorm[s16 + 4])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 416]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 400],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 400]) * (s5_02 + v_splat_f32(dnorm[s16 + 5])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 400],
              (s5_02 + v_splat_f32(dnorm[s16 + 5])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 480]));
          v_store_f32(&flows[panel2 * 32 + s16 * 80 + 416],
              v_load_f32(&scores[panel2 * 32 + s16 * 80 + 416]) * (s5_12 + v_splat_f32(dnorm[s16 + 5])));
          v_store_f32(&slopes[panel2 * 32 + s16 * 80 + 416],
              (s5_12 + v_splat_f32(dnorm[s16 + 5])) * v_load_f32(&decays[panel2 * 32 + s16 * 80 + 496]));
        }
      }
      for (int64_t s17 = 0; s17 < count; s17 += 6) {
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24576);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24592);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24608);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24624);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24640);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24656);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24192);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24208);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24224);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24240);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24256);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 24272);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23808);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23824);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23840);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23856);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23872);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23888);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23424);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23440);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23456);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23472);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23488);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23504);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23040);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23056);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23072);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23088);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23104);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 23120);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 22656);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 22672);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 22688);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 22704);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 22720);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s17 * 384 + 22736);
        vf32 s0_03 = v_splat_f32(0.0f);
        vf32 s0_13 = v_splat_f32(0.0f);
        vf32 s0_2 = v_splat_f32(0.0f);
        vf32 s0_3 = v_splat_f32(0.0f);
        vf32 s1_03 = v_splat_f32(0.0f);
        vf32 s1_13 = v_splat_f32(0.0f);
        vf32 s1_2 = v_splat_f32(0.0f);
        vf32 s1_3 = v_splat_f32(0.0f);
        vf32 s2_03 = v_splat_f32(0.0f);
        vf32 s2_13 = v_splat_f32(0.0f);
        vf32 s2_2 = v_splat_f32(0.0f);
        vf32 s2_3 = v_splat_f32(0.0f);
        vf32 s3_03 = v_splat_f32(0.0f);
        vf32 s3_13 = v_splat_f32(0.0f);
        vf32 s3_2 = v_splat_f32(0.0f);
        vf32 s3_3 = v_splat_f32(0.0f);
        vf32 s4_03 = v_splat_f32(0.0f);
        vf32 s4_13 = v_splat_f32(0.0f);
        vf32 s4_2 = v_splat_f32(0.0f);
        vf32 s4_3 = v_splat_f32(0.0f);
        vf32 s5_03 = v_splat_f32(0.0f);
        vf32 s5_13 = v_splat_f32(0.0f);
        vf32 s5_2 = v_splat_f32(0.0f);
        vf32 s5_3 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j3 = 0; j3 < s_min_index(96, back * 96); ++j3) {
          const vf32 y03 = v_load_f32(&state_slope[j3 * 112]);
          const vf32 y13 = v_load_f32(&state_slope[j3 * 112 + 16]);
          const vf32 y2 = v_load_f32(&state_slope[j3 * 112 + 32]);
          const vf32 y3 = v_load_f32(&state_slope[j3 * 112 + 48]);
          const vf32 x03 = v_splat_f32(k[j3 + s17 * 112]);
          s0_03 += x03 * y03;
          s0_13 += x03 * y13;
          s0_2 += x03 * y2;
          s0_3 += x03 * y3;
          const vf32 x13 = v_splat_f32(k[j3 + s17 * 112 + 112]);
          s1_03 += x13 * y03;
          s1_13 += x13 * y13;
          s1_2 += x13 * y2;
          s1_3 += x13 * y3;
          const vf32 x24 = v_splat_f32(k[j3 + s17 * 112 + 224]);
          s2_03 += x24 * y03;
          s2_13 += x24 * y13;
          s2_2 += x24 * y2;
          s2_3 += x24 * y3;
          const vf32 x34 = v_splat_f32(k[j3 + s17 * 112 + 336]);
          s3_03 += x34 * y03;
          s3_13 += x34 * y13;
          s3_2 += x34 * y2;
          s3_3 += x34 * y3;
          const vf32 x44 = v_splat_f32(k[j3 + s17 * 112 + 448]);
          s4_03 += x44 * y03;
          s4_13 += x44 * y13;
          s4_2 += x44 * y2;
          s4_3 += x44 * y3;
          const vf32 x54 = v_splat_f32(k[j3 + s17 * 112 + 560]);
          s5_03 += x54 * y03;
          s5_13 += x54 * y13;
          s5_2 += x54 * y2;
          s5_3 += x54 * y3;
        }
        const vf32 f0 = v_splat_f32(decays[count * 80 + s17]);
        s0_03 = s0_03 * f0;
        s0_13 = s0_13 * f0;
        s0_2 = s0_2 * f0;
        s0_3 = s0_3 * f0;
        const vf32 f1 = v_splat_f32(decays[count * 80 + s17 + 1]);
        s1_03 = s1_03 * f1;
        s1_13 = s1_13 * f1;
        s1_2 = s1_2 * f1;
        s1_3 = s1_3 * f1;
        const vf32 f22 = v_splat_f32(decays[count * 80 + s17 + 2]);
        s2_03 = s2_03 * f22;
        s2_13 = s2_13 * f22;
        s2_2 = s2_2 * f22;
        s2_3 = s2_3 * f22;
        const vf32 f32 = v_splat_f32(decays[count * 80 + s17 + 3]);
        s3_03 = s3_03 * f32;
        s3_13 = s3_13 * f32;
        s3_2 = s3_2 * f32;
        s3_3 = s3_3 * f32;
        const vf32 f42 = v_splat_f32(decays[count * 80 + s17 + 4]);
        s4_03 = s4_03 * f42;
        s4_13 = s4_13 * f42;
        s4_2 = s4_2 * f42;
        s4_3 = s4_3 * f42;
        const vf32 f52 = v_splat_f32(decays[count * 80 + s17 + 5]);
        s5_03 = s5_03 * f52;
        s5_13 = s5_13 * f52;
        s5_2 = s5_2 * f52;
        s5_3 = s5_3 * f52;
        #pragma GCC unroll 8
        for (int64_t j4 = s17; j4 < count; ++j4) {
          const vf32 y04 = v_load_f32(&dy[j4 * 112]);
          const vf32 y14 = v_load_f32(&dy[j4 * 112 + 16]);
          const vf32 y22 = v_load_f32(&dy[j4 * 112 + 32]);
          const vf32 y32 = v_load_f32(&dy[j4 * 112 + 48]);
          const vf32 x04 = v_splat_f32(scores[j4 * 80 + s17]);
          s0_03 += x04 * y04;
          s0_13 += x04 * y14;
          s0_2 += x04 * y22;
          s0_3 += x04 * y32;
          const vf32 x14 = v_splat_f32(scores[j4 * 80 + s17 + 1]);
          s1_03 += x14 * y04;
          s1_13 += x14 * y14;
          s1_2 += x14 * y22;
          s1_3 += x14 * y32;
          const vf32 x25 = v_splat_f32(scores[j4 * 80 + s17 + 2]);
          s2_03 += x25 * y04;
          s2_13 += x25 * y14;
          s2_2 += x25 * y22;
          s2_3 += x25 * y32;
          const vf32 x35 = v_splat_f32(scores[j4 * 80 + s17 + 3]);
          s3_03 += x35 * y04;
          s3_13 += x35 * y14;
          s3_2 += x35 * y22;
          s3_3 += x35 * y32;
          const vf32 x45 = v_splat_f32(scores[j4 * 80 + s17 + 4]);
          s4_03 += x45 * y04;
          s4_13 += x45 * y14;
          s4_2 += x45 * y22;
          s4_3 += x45 * y32;
          const vf32 x55 = v_splat_f32(scores[j4 * 80 + s17 + 5]);
          s5_03 += x55 * y04;
          s5_13 += x55 * y14;
          s5_2 += x55 * y22;
          s5_3 += x55 * y32;
        }
        v_store_f32(&slope_rows[s17 * 112], s0_03);
        v_store_f32(&slope_rows[s17 * 112 + 16], s0_13);
        v_store_f32(&slope_rows[s17 * 112 + 32], s0_2);
        v_store_f32(&slope_rows[s17 * 112 + 48], s0_3);
        v_store_f32(&slope_rows[s17 * 112 + 112], s1_03);
        v_store_f32(&slope_rows[s17 * 112 + 128], s1_13);
        v_store_f32(&slope_rows[s17 * 112 + 144], s1_2);
        v_store_f32(&slope_rows[s17 * 112 + 160], s1_3);
        v_store_f32(&slope_rows[s17 * 112 + 224], s2_03);
        v_store_f32(&slope_rows[s17 * 112 + 240], s2_13);
        v_store_f32(&slope_rows[s17 * 112 + 256], s2_2);
        v_store_f32(&slope_rows[s17 * 112 + 272], s2_3);
        v_store_f32(&slope_rows[s17 * 112 + 336], s3_03);
        v_store_f32(&slope_rows[s17 * 112 + 352], s3_13);
        v_store_f32(&slope_rows[s17 * 112 + 368], s3_2);
        v_store_f32(&slope_rows[s17 * 112 + 384], s3_3);
        v_store_f32(&slope_rows[s17 * 112 + 448], s4_03);
        v_store_f32(&slope_rows[s17 * 112 + 464], s4_13);
        v_store_f32(&slope_rows[s17 * 112 + 480], s4_2);
        v_store_f32(&slope_rows[s17 * 112 + 496], s4_3);
        v_store_f32(&slope_rows[s17 * 112 + 560], s5_03);
        v_store_f32(&slope_rows[s17 * 112 + 576], s5_13);
        v_store_f32(&slope_rows[s17 * 112 + 592], s5_2);
        v_store_f32(&slope_rows[s17 * 112 + 608], s5_3);
      }
      for (int64_t s18 = 0; s18 < count; s18 += 6) {
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24576);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24592);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24608);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24624);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24640);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24656);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24192);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24208);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24224);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24240);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24256);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 24272);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23808);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23824);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23840);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23856);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23872);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23888);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23424);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23440);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23456);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23472);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23488);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23504);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23040);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23056);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23072);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23088);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23104);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 23120);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 22656);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 22672);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 22688);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 22704);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 22720);
        s_prefetch(x5, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s18 * 384 + 22736);
        vf32 s0_04 = v_splat_f32(0.0f);
        vf32 s0_14 = v_splat_f32(0.0f);
        vf32 s1_04 = v_splat_f32(0.0f);
        vf32 s1_14 = v_splat_f32(0.0f);
        vf32 s2_04 = v_splat_f32(0.0f);
        vf32 s2_14 = v_splat_f32(0.0f);
        vf32 s3_04 = v_splat_f32(0.0f);
        vf32 s3_14 = v_splat_f32(0.0f);
        vf32 s4_04 = v_splat_f32(0.0f);
        vf32 s4_14 = v_splat_f32(0.0f);
        vf32 s5_04 = v_splat_f32(0.0f);
        vf32 s5_14 = v_splat_f32(0.0f);
        #pragma GCC unroll 8
        for (int64_t j5 = 0; j5 < s_min_index(96, back * 96); ++j5) {
          const vf32 y05 = v_load_f32(&state_slope[j5 * 112 + 64]);
          const vf32 y15 = v_load_f32(&state_slope[j5 * 112 + 80]);
          const vf32 x05 = v_splat_f32(k[j5 + s18 * 112]);
          s0_04 += x05 * y05;
          s0_14 += x05 * y15;
          const vf32 x15 = v_splat_f32(k[j5 + s18 * 112 + 112]);
          s1_04 += x15 * y05;
          s1_14 += x15 * y15;
          const vf32 x26 = v_splat_f32(k[j5 + s18 * 112 + 224]);
          s2_04 += x26 * y05;
          s2_14 += x26 * y15;
          const vf32 x36 = v_splat_f32(k[j5 + s18 * 112 + 336]);
          s3_04 += x36 * y05;
          s3_14 += x36 * y15;
          const vf32 x46 = v_splat_f32(k[j5 + s18 * 112 + 448]);
          s4_04 += x46 * y05;
          s4_14 += x46 * y15;
          const vf32 x56 = v_splat_f32(k[j5 + s18 * 112 + 560]);
          s5_04 += x56 * y05;
          s5_14 += x56 * y15;
        }
        const vf32 f02 = v_splat_f32(decays[count * 80 + s18]);
        s0_04 = s0_04 * f02;
        s0_14 = s0_14 * f02;
        const vf32 f19 = v_splat_f32(decays[count * 80 + s18 + 1]);
        s1_04 = s1_04 * f19;
        s1_14 = s1_14 * f19;
        const vf32 f23 = v_splat_f32(decays[count * 80 + s18 + 2]);
        s2_04 = s2_04 * f23;
        s2_14 = s2_14 * f23;
        const vf32 f33 = v_splat_f32(decays[count * 80 + s18 + 3]);
        s3_04 = s3_04 * f33;
        s3_14 = s3_14 * f33;
        const vf32 f43 = v_splat_f32(decays[count * 80 + s18 + 4]);
        s4_04 = s4_04 * f43;
        s4_14 = s4_14 * f43;
        const vf32 f53 = v_splat_f32(decays[count * 80 + s18 + 5]);
        s5_04 = s5_04 * f53;
        s5_14 = s5_14 * f53;
        #pragma GCC unroll 8
        for (int64_t j6 = s18; j6 < count; ++j6) {
          const vf32 y06 = v_load_f32(&dy[j6 * 112 + 64]);
          const vf32 y16 = v_load_f32(&dy[j6 * 112 + 80]);
          const vf32 x06 = v_splat_f32(scores[j6 * 80 + s18]);
          s0_04 += x06 * y06;
          s0_14 += x06 * y16;
          const vf32 x16 = v_splat_f32(scores[j6 * 80 + s18 + 1]);
          s1_04 += x16 * y06;
          s1_14 += x16 * y16;
          const vf32 x27 = v_splat_f32(scores[j6 * 80 + s18 + 2]);
          s2_04 += x27 * y06;
          s2_14 += x27 * y16;
          const vf32 x37 = v_splat_f32(scores[j6 * 80 + s18 + 3]);
          s3_04 += x37 * y06;
          s3_14 += x37 * y16;
          const vf32 x47 = v_splat_f32(scores[j6 * 80 + s18 + 4]);
          s4_04 += x47 * y06;
          s4_14 += x47 * y16;
          const vf32 x57 = v_splat_f32(scores[j6 * 80 + s18 + 5]);
          s5_04 += x57 * y06;
          s5_14 += x57 * y16;
        }
        v_store_f32(&slope_rows[s18 * 112 + 64], s0_04);
        v_store_f32(&slope_rows[s18 * 112 + 80], s0_14);
        v_store_f32(&slope_rows[s18 * 112 + 176], s1_04);
        v_store_f32(&slope_rows[s18 * 112 + 192], s1_14);
        v_store_f32(&slope_rows[s18 * 112 + 288], s2_04);
        v_store_f32(&slope_rows[s18 * 112 + 304], s2_14);
        v_store_f32(&slope_rows[s18 * 112 + 400], s3_04);
        v_store_f32(&slope_rows[s18 * 112 + 416], s3_14);
        v_store_f32(&slope_rows[s18 * 112 + 512], s4_04);
        v_store_f32(&slope_rows[s18 * 112 + 528], s4_14);
        v_store_f32(&slope_rows[s18 * 112 + 624], s5_04);
        v_store_f32(&slope_rows[s18 * 112 + 640], s5_14);
      }
      for (int64_t s19 = 0; s19 < count; ++s19) {
        for (int64_t f20 = 0; f20 < 81; f20 += 16) {
          v_store_f32(&x10[head / 4 * P * 1920 + P * 1920 + f20 - first * 384 + head * 96 - s19 * 384],
              v_load_f32(&slope_rows[f20 + s19 * 112]));
        }
      }
      for (int64_t s20 = 0; s20 < count; s20 += 6) {
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24576);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24592);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24608);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24624);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24640);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24656);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24192);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24208);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24224);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24240);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24256);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 24272);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23808);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23824);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23840);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23856);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23872);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23888);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23424);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23440);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23456);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23472);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23488);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23504);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23040);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23056);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23072);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23088);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23104);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 23120);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 22656);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 22672);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 22688);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 22704);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 22720);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s20 * 384 + 22736);
        vf32 s0_05 = v_load_f32(norm_slope);
        vf32 s0_15 = v_load_f32(&norm_slope[16]);
        vf32 s0_22 = v_load_f32(&norm_slope[32]);
        vf32 s0_32 = v_load_f32(&norm_slope[48]);
        vf32 s1_05 = v_load_f32(norm_slope);
        vf32 s1_15 = v_load_f32(&norm_slope[16]);
        vf32 s1_22 = v_load_f32(&norm_slope[32]);
        vf32 s1_32 = v_load_f32(&norm_slope[48]);
        vf32 s2_05 = v_load_f32(norm_slope);
        vf32 s2_15 = v_load_f32(&norm_slope[16]);
        vf32 s2_22 = v_load_f32(&norm_slope[32]);
        vf32 s2_32 = v_load_f32(&norm_slope[48]);
        vf32 s3_05 = v_load_f32(norm_slope);
        vf32 s3_15 = v_load_f32(&norm_slope[16]);
        vf32 s3_22 = v_load_f32(&norm_slope[32]);
        vf32 s3_32 = v_load_f32(&norm_slope[48]);
        vf32 s4_05 = v_load_f32(norm_slope);
        vf32 s4_15 = v_load_f32(&norm_slope[16]);
        vf32 s4_22 = v_load_f32(&norm_slope[32]);
        vf32 s4_32 = v_load_f32(&norm_slope[48]);
        vf32 s5_05 = v_load_f32(norm_slope);
        vf32 s5_15 = v_load_f32(&norm_slope[16]);
        vf32 s5_22 = v_load_f32(&norm_slope[32]);
        vf32 s5_32 = v_load_f32(&norm_slope[48]);
        #pragma GCC unroll 8
        for (int64_t j7 = 0; j7 < s_min_index(96, back * 96); ++j7) {
          const vf32 y07 = v_load_f32(&slope_by_value[j7 * 112]);
          const vf32 y17 = v_load_f32(&slope_by_value[j7 * 112 + 16]);
          const vf32 y23 = v_load_f32(&slope_by_value[j7 * 112 + 32]);
          const vf32 y33 = v_load_f32(&slope_by_value[j7 * 112 + 48]);
          const vf32 x07 = v_splat_f32(v[j7 + s20 * 112]);
          s0_05 += x07 * y07;
          s0_15 += x07 * y17;
          s0_22 += x07 * y23;
          s0_32 += x07 * y33;
          const vf32 x17 = v_splat_f32(v[j7 + s20 * 112 + 112]);
          s1_05 += x17 * y07;
          s1_15 += x17 * y17;
          s1_22 += x17 * y23;
          s1_32 += x17 * y33;
          const vf32 x28 = v_splat_f32(v[j7 + s20 * 112 + 224]);
          s2_05 += x28 * y07;
          s2_15 += x28 * y17;
          s2_22 += x28 * y23;
          s2_32 += x28 * y33;
          const vf32 x38 = v_splat_f32(v[j7 + s20 * 112 + 336]);
          s3_05 += x38 * y07;
          s3_15 += x38 * y17;
          s3_22 += x38 * y23;
          s3_32 += x38 * y33;
          const vf32 x48 = v_splat_f32(v[j7 + s20 * 112 + 448]);
          s4_05 += x48 * y07;
          s4_15 += x48 * y17;
          s4_22 += x48 * y23;
          s4_32 += x48 * y33;
          const vf32 x58 = v_splat_f32(v[j7 + s20 * 112 + 560]);
          s5_05 += x58 * y07;
          s5_15 += x58 * y17;
          s5_22 += x58 * y23;
          s5_32 += x58 * y33;
        }
        const vf32 f03 = v_splat_f32(decays[count * 80 + s20]);
        s0_05 = s0_05 * f03;
        s0_15 = s0_15 * f03;
        s0_22 = s0_22 * f03;
        s0_32 = s0_32 * f03;
        const vf32 f110 = v_splat_f32(decays[count * 80 + s20 + 1]);
        s1_05 = s1_05 * f110;
        s1_15 = s1_15 * f110;
        s1_22 = s1_22 * f110;
        s1_32 = s1_32 * f110;
        const vf32 f24 = v_splat_f32(decays[count * 80 + s20 + 2]);
        s2_05 = s2_05 * f24;
        s2_15 = s2_15 * f24;
        s2_22 = s2_22 * f24;
        s2_32 = s2_32 * f24;
        const vf32 f34 = v_splat_f32(decays[count * 80 + s20 + 3]);
        s3_05 = s3_05 * f34;
        s3_15 = s3_15 * f34;
        s3_22 = s3_22 * f34;
        s3_32 = s3_32 * f34;
        const vf32 f44 = v_splat_f32(decays[count * 80 + s20 + 4]);
        s4_05 = s4_05 * f44;
        s4_15 = s4_15 * f44;
        s4_22 = s4_22 * f44;
        s4_32 = s4_32 * f44;
        const vf32 f54 = v_splat_f32(decays[count * 80 + s20 + 5]);
        s5_05 = s5_05 * f54;
        s5_15 = s5_15 * f54;
        s5_22 = s5_22 * f54;
        s5_32 = s5_32 * f54;
        v_store_f32(&slope_rows[s20 * 112], s0_05);
        v_store_f32(&slope_rows[s20 * 112 + 16], s0_15);
        v_store_f32(&slope_rows[s20 * 112 + 32], s0_22);
        v_store_f32(&slope_rows[s20 * 112 + 48], s0_32);
        v_store_f32(&slope_rows[s20 * 112 + 112], s1_05);
        v_store_f32(&slope_rows[s20 * 112 + 128], s1_15);
        v_store_f32(&slope_rows[s20 * 112 + 144], s1_22);
        v_store_f32(&slope_rows[s20 * 112 + 160], s1_32);
        v_store_f32(&slope_rows[s20 * 112 + 224], s2_05);
        v_store_f32(&slope_rows[s20 * 112 + 240], s2_15);
        v_store_f32(&slope_rows[s20 * 112 + 256], s2_22);
        v_store_f32(&slope_rows[s20 * 112 + 272], s2_32);
        v_store_f32(&slope_rows[s20 * 112 + 336], s3_05);
        v_store_f32(&slope_rows[s20 * 112 + 352], s3_15);
        v_store_f32(&slope_rows[s20 * 112 + 368], s3_22);
        v_store_f32(&slope_rows[s20 * 112 + 384], s3_32);
        v_store_f32(&slope_rows[s20 * 112 + 448], s4_05);
        v_store_f32(&slope_rows[s20 * 112 + 464], s4_15);
        v_store_f32(&slope_rows[s20 * 112 + 480], s4_22);
        v_store_f32(&slope_rows[s20 * 112 + 496], s4_32);
        v_store_f32(&slope_rows[s20 * 112 + 560], s5_05);
        v_store_f32(&slope_rows[s20 * 112 + 576], s5_15);
        v_store_f32(&slope_rows[s20 * 112 + 592], s5_22);
        v_store_f32(&slope_rows[s20 * 112 + 608], s5_32);
      }
      for (int64_t s21 = 0; s21 < count; s21 += 6) {
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24576);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24592);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24608);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24624);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24640);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24656);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24192);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24208);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24224);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24240);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24256);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 24272);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23808);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23824);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23840);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23856);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23872);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23888);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23424);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23440);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23456);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23472);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23488);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23504);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23040);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23056);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23072);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23088);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23104);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 23120);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 22656);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 22672);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 22688);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 22704);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 22720);
        s_prefetch(x6, head / 4 * P * 1920 + P * 1920 - first * 384 + head * 96 - s21 * 384 + 22736);
        vf32 s0_06 = v_load_f32(&norm_slope[64]);
        vf32 s0_16 = v_load_f32(&norm_slope[80]);
        vf32 s1_06 = v_load_f32(&norm_slope[64]);
        vf32 s1_16 = v_load_f32(&norm_slope[80]);
        vf32 s2_06 = v_load_f32(&norm_slope[64]);
        vf32 s2_16 = v_load_f32(&norm_slope[80]);
        vf32 s3_06 = v_load_f32(&norm_slope[64]);
        vf32 s3_16 = v_load_f32(&norm_slope[80]);
        vf32 s4_06 = v_load_f32(&norm_slope[64]);
        vf32 s4_16 = v_load_f32(&norm_slope[80]);
        vf32 s5_06 = v_load_f32(&norm_slope[64]);
        vf32 s5_16 = v_load_f32(&norm_slope[80]);
        #pragma GCC unroll 8
        for (int64_t j8 = 0; j8 < s_min_index(96, back * 96); ++j8) {
          const vf32 y08 = v_load_f32(&slope_by_value[j8 * 112 + 64]);
          const vf32 y18 = v_load_f32(&slope_by_value[j8 * 112 + 80]);
          const vf32 x08 = v_splat_f32(v[j8 + s21 * 112]);
          s0_06 += x08 * y08;
          s0_16 += x08 * y18;
          const vf32 x18 = v_splat_f32(v[j8 + s21 * 112 + 112]);
          s1_06 += x18 * y08;
          s1_16 += x18 * y18;
          const vf32 x29 = v_splat_f32(v[j8 + s21 * 112 + 224]);
          s2_06 += x29 * y08;
          s2_16 += x29 * y18;
          const vf32 x39 = v_splat_f32(v[j8 + s21 * 112 + 336]);
          s3_06 += x39 * y08;
          s3_16 += x39 * y18;
          const vf32 x49 = v_splat_f32(v[j8 + s21 * 112 + 448]);
          s4_06 += x49 * y08;
          s4_16 += x49 * y18;
          const vf32 x59 = v_splat_f32(v[j8 + s21 * 112 + 560]);
          s5_06 += x59 * y08;
          s5_16 += x59 * y18;
        }
        const vf32 f04 = v_splat_f32(decays[count * 80 + s21]);
        s0_06 = s0_06 * f04;
        s0_16 = s0_16 * f04;
        const vf32 f111 = v_splat_f32(decays[count * 80 + s21 + 1]);
        s1_06 = s1_06 * f111;
        s1_16 = s1_16 * f111;
        const vf32 f25 = v_splat_f32(decays[count * 80 + s21 + 2]);
        s2_06 = s2_06 * f25;
        s2_16 = s2_16 * f25;
        const vf32 f35 = v_splat_f32(decays[count * 80 + s21 + 3]);
        s3_06 = s3_06 * f35;
        s3_16 = s3_16 * f35;
        const vf32 f45 = v_splat_f32(decays[count * 80 + s21 + 4]);
        s4_06 = s4_06 * f45;
        s4_16 = s4_16 * f45;
        const vf32 f55 = v_splat_f32(decays[count * 80 + s21 + 5]);
        s5_06 = s5_06 * f55;
        s5_16 = s5_16 * f55;
        v_store_f32(&slope_rows[s21 * 112 + 64], s0_06);
        v_store_f32(&slope_rows[s21 * 112 + 80], s0_16);
        v_store_f32(&slope_rows[s21 * 112 + 176], s1_06);
        v_store_f32(&slope_rows[s21 * 112 + 192], s1_16);
        v_store_f32(&slope_rows[s21 * 112 + 288], s2_06);
        v_store_f32(&slope_rows[s21 * 112 + 304], s2_16);
        v_store_f32(&slope_rows[s21 * 112 + 400], s3_06);
        v_store_f32(&slope_rows[s21 * 112 + 416], s3_16);
        v_store_f32(&slope_rows[s21 * 112 + 512], s4_06);
        v_store_f32(&slope_rows[s21 * 112 + 528], s4_16);
        v_store_f32(&slope_rows[s21 * 112 + 624], s5_06);
        v_store_f32(&slope_rows[s21 * 112 + 640], s5_16);
      }
      for (int64_t s24 = 0; s24 < count; ++s24) {
        float flow = 0.0f;
        vf32 flow_lanes = v_splat_f32(0.0f);
        for (int64_t f21 = 0; f21 < 81; f21 += 16) {
          flow_lanes += v_load_f32(&k[f21 + s24 * 112]) * v_load_f32(&slope_rows[f21 + s24 * 112]);
        }
        flow += v_reduce_sum_f32(flow_lanes);
        key_flows[s24] = flow;
      }
      for (int64_t s22 = 0; s22 < count; s22 += 6) {
        vf32 s0_07 = v_load_f32(&slope_rows[s22 * 112]);
        vf32 s0_17 = v_load_f32(&slope_rows[s22 * 112 + 16]);
        vf32 s0_23 = v_load_f32(&slope_rows[s22 * 112 + 32]);
        vf32 s0_33 = v_load_f32(&slope_rows[s22 * 112 + 48]);
        vf32 s1_07 = v_load_f32(&slope_rows[s22 * 112 + 112]);
        vf32 s1_17 = v_load_f32(&slope_rows[s22 * 112 + 128]);
        vf32 s1_23 = v_load_f32(&slope_rows[s22 * 112 + 144]);
        vf32 s1_33 = v_load_f32(&slope_rows[s22 * 112 + 160]);
        vf32 s2_07 = v_load_f32(&slope_rows[s22 * 112 + 224]);
        vf32 s2_17 = v_load_f32(&slope_rows[s22 * 112 + 240]);
        vf32 s2_23 = v_load_f32(&slope_rows[s22 * 112 + 256]);
        vf32 s2_33 = v_load_f32(&slope_rows[s22 * 112 + 272]);
        vf32 s3_07 = v_load_f32(&slope_rows[s22 * 112 + 336]);
        vf32 s3_17 = v_load_f32(&slope_rows[s22 * 112 + 352]);
        vf32 s3_23 = v_load_f32(&slope_rows[s22 * 112 + 368]);
        vf32 s3_33 = v_load_f32(&slope_rows[s22 * 112 + 384]);
        vf32 s4_07 = v_load_f32(&slope_rows[s22 * 112 + 448]);
        vf32 s4_17 = v_load_f32(&slope_rows[s22 * 112 + 464]);
        vf32 s4_23 = v_load_f32(&slope_rows[s22 * 112 + 480]);
        vf32 s4_33 = v_load_f32(&slope_rows[s22 * 112 + 496]);
        vf32 s5_07 = v_load_f32(&slope_rows[s22 * 112 + 560]);
        vf32 s5_17 = v_load_f32(&slope_rows[s22 * 112 + 576]);
        vf32 s5_23 = v_load_f32(&slope_rows[s22 * 112 + 592]);
        vf32 s5_33 = v_load_f32(&slope_rows[s22 * 112 + 608]);
        #pragma GCC unroll 8
        for (int64_t j9 = s22; j9 < count; ++j9) {
          const vf32 y09 = v_load_f32(&q[j9 * 112]);
          const vf32 y19 = v_load_f32(&q[j9 * 112 + 16]);
          const vf32 y24 = v_load_f32(&q[j9 * 112 + 32]);
          const vf32 y34 = v_load_f32(&q[j9 * 112 + 48]);
          const vf32 x09 = v_splat_f32(slopes[j9 * 80 + s22]);
          s0_07 += x09 * y09;
          s0_17 += x09 * y19;
          s0_23 += x09 * y24;
          s0_33 += x09 * y34;
          const vf32 x19 = v_splat_f32(slopes[j9 * 80 + s22 + 1]);
          s1_07 += x19 * y09;
          s1_17 += x19 * y19;
          s1_23 += x19 * y24;
          s1_33 += x19 * y34;
          const vf32 x210 = v_splat_f32(slopes[j9 * 80 + s22 + 2]);
          s2_07 += x210 * y09;
          s2_17 += x210 * y19;
          s2_23 += x210 * y24;
          s2_33 += x210 * y34;
          const vf32 x310 = v_splat_f32(slopes[j9 * 80 + s22 + 3]);
          s3_07 += x310 * y09;
          s3_17 += x310 * y19;
          s3_23 += x310 * y24;
          s3_33 += x310 * y34;
          const vf32 x410 = v_splat_f32(slopes[j9 * 80 + s22 + 4]);
          s4_07 += x410 * y09;
          s4_17 += x410 * y19;
          s4_23 += x410 * y24;
          s4_33 += x410 * y34;
          const vf32 x510 = v_splat_f32(slopes[j9 * 80 + s22 + 5]);
          s5_07 += x510 * y09;
          s5_17 += x510 * y19;
          s5_23 += x510 * y24;
          s5_33 += x510 * y34;
        }
        v_store_f32(&slope_rows[s22 * 112], s0_07);
        v_store_f32(&slope_rows[s22 * 112 + 16], s0_17);
        v_store_f32(&slope_rows[s22 * 112 + 32], s0_23);
        v_store_f32(&slope_rows[s22 * 112 + 48], s0_33);
        v_store_f32(&slope_rows[s22 * 112 + 112], s1_07);
        v_store_f32(&slope_rows[s22 * 112 + 128], s1_17);
        v_store_f32(&slope_rows[s22 * 112 + 144], s1_23);
        v_store_f32(&slope_rows[s22 * 112 + 160], s1_33);
        v_store_f32(&slope_rows[s22 * 112 + 224], s2_07);
        v_store_f32(&slope_rows[s22 * 112 + 240], s2_17);
        v_store_f32(&slope_rows[s22 * 112 + 256], s2_23);
        v_store_f32(&slope_rows[s22 * 112 + 272], s2_33);
        v_store_f32(&slope_rows[s22 * 112 + 336], s3_07);
        v_store_f32(&slope_rows[s22 * 112 + 352], s3_17);
        v_store_f32(&slope_rows[s22 * 112 + 368], s3_23);
        v_store_f32(&slope_rows[s22 * 112 + 384], s3_33);
        v_store_f32(&slope_rows[s22 * 112 + 448], s4_07);
        v_store_f32(&slope_rows[s22 * 112 + 464], s4_17);
        v_store_f32(&slope_rows[s22 * 112 + 480], s4_23);
        v_store_f32(&slope_rows[s22 * 112 + 496], s4_33);
        v_store_f32(&slope_rows[s22 * 112 + 560], s5_07);
        v_store_f32(&slope_rows[s22 * 112 + 576], s5_17);
        v_store_f32(&slope_rows[s22 * 112 + 592], s5_23);
        v_store_f32(&slope_rows[s22 * 112 + 608], s5_33);
      }
      for (int64_t s23 = 0; s23 < count; s23 += 6) {
        vf32 s0_08 = v_load_f32(&slope_rows[s23 * 112 + 64]);
        vf32 s0_18 = v_load_f32(&slope_rows[s23 * 112 + 80]);
        vf32 s1_08 = v_load_f32(&slope_rows[s23 * 112 + 176]);
        vf32 s1_18 = v_load_f32(&slope_rows[s23 * 112 + 192]);
        vf32 s2_08 = v_load_f32(&slope_rows[s23 * 112 + 288]);
        vf32 s2_18 = v_load_f32(&slope_rows[s23 * 112 + 304]);
        vf32 s3_08 = v_load_f32(&slope_rows[s23 * 112 + 400]);
        vf32 s3_18 = v_load_f32(&slope_rows[s23 * 112 + 416]);
        vf32 s4_08 = v_load_f32(&slope_rows[s23 * 112 + 512]);
        vf32 s4_18 = v_load_f32(&slope_rows[s23 * 112 + 528]);
        vf32 s5_08 = v_load_f32(&slope_rows[s23 * 112 + 624]);
        vf32 s5_18 = v_load_f32(&slope_rows[s23 * 112 + 640]);
        #pragma GCC unroll 8
        for (int64_t j10 = s23; j10 < count; ++j10) {
          const vf32 y010 = v_load_f32(&q[j10 * 112 + 64]);
          const vf32 y110 = v_load_f32(&q[j10 * 112 + 80]);
          const vf32 x010 = v_splat_f32(slopes[j10 * 80 + s23]);
          s0_08 += x010 * y010;
          s0_18 += x010 * y110;
          const vf32 x110 = v_splat_f32(slopes[j10 * 80 + s23 + 1]);
          s1_08 += x110 * y010;
          s1_18 += x110 * y110;
          const vf32 x211 = v_splat_f32(slopes[j10 * 80 + s23 + 2]);
          s2_08 += x211 * y010;
          s2_18 += x211 * y110;
          const vf32 x311 = v_splat_f32(slopes[j10 * 80 + s23 + 3]);
          s3_08 += x311 * y010;
          s3_18 += x311 * y110;
          const vf32 x411 = v_splat_f32(slopes[j10 * 80 + s23 + 4]);
          s4_08 += x411 * y010;
          s4_18 += x411 * y110;
          const vf32 x511 = v_splat_f32(slopes[j10 * 80 + s23 + 5]);
          s5_08 += x511 * y010;
          s5_18 += x511 * y110;
        }
        v_store_f32(&slope_rows[s23 * 112 + 64], s0_08);
        v_store_f32(&slope_rows[s23 * 112 + 80], s0_18);
        v_store_f32(&slope_rows[s23 * 112 + 176], s1_08);
        v_store_f32(&slope_rows[s23 * 112 + 192], s1_18);
        v_store_f32(&slope_rows[s23 * 112 + 288], s2_08);
        v_store_f32(&slope_rows[s23 * 112 + 304], s2_18);
        v_store_f32(&slope_rows[s23 * 112 + 400], s3_08);
        v_store_f32(&slope_rows[s23 * 112 + 416], s3_18);
        v_store_f32(&slope_rows[s23 * 112 + 512], s4_08);
        v_store_f32(&slope_rows[s23 * 112 + 528], s4_18);
        v_store_f32(&slope_rows[s23 * 112 + 624], s5_08);
        v_store_f32(&slope_rows[s23 * 112 + 640], s5_18);
      }
      for (int64_t s25 = 0; s25 < count; ++s25) {
        float entry_slope = 0.0f;
        vf32 entry_slope_lanes = v_splat_f32(0.0f);
        for (int64_t f26 = 0; f26 < 81; f26 += 16) {
          entry_slope_lanes += v_load_f32(&x4[head / 4 * P * 1920 + P * 1920 + f26 - first * 384 + head * 96
                  - s25 * 384]) * v_load_f32(&slope_rows[f26 + s25 * 112]);
        }
        entry_slope += v_reduce_sum_f32(entry_slope_lanes);
        x11[head / 4 * P * 20 + P * 20 - first * 4 + head - s25 * 4] = entry_slope;
        for (int64_t f27 = 0; f27 < 81; f27 += 16) {
          v_store_f32(&x20[head / 4 * P * 1920 + P * 1920 + f27 - first * 384 + head * 96 - s25 * 384],
              v_load_f32(&slope_rows[f27 + s25 * 112]) * v_splat_f32(entries[s25]));
        }
      }
      for (int64_t s26 = 0; s26 < count; s26 += 6) {
        vf32 s0_09 = v_load_f32(norm_state);
        vf32 s0_19 = v_load_f32(&norm_state[16]);
        vf32 s0_24 = v_load_f32(&norm_state[32]);
        vf32 s0_34 = v_load_f32(&norm_state[48]);
        vf32 s1_09 = v_load_f32(norm_state);
        vf32 s1_19 = v_load_f32(&norm_state[16]);
        vf32 s1_24 = v_load_f32(&norm_state[32]);
        vf32 s1_34 = v_load_f32(&norm_state[48]);
        vf32 s2_09 = v_load_f32(norm_state);
        vf32 s2_19 = v_load_f32(&norm_state[16]);
        vf32 s2_24 = v_load_f32(&norm_state[32]);
        vf32 s2_34 = v_load_f32(&norm_state[48]);
        vf32 s3_09 = v_load_f32(norm_state);
        vf32 s3_19 = v_load_f32(&norm_state[16]);
        vf32 s3_24 = v_load_f32(&norm_state[32]);
        vf32 s3_34 = v_load_f32(&norm_state[48]);
        vf32 s4_09 = v_load_f32(norm_state);
        vf32 s4_19 = v_load_f32(&norm_state[16]);
        vf32 s4_24 = v_load_f32(&norm_state[32]);
        vf32 s4_34 = v_load_f32(&norm_state[48]);
        vf32 s5_09 = v_load_f32(norm_state);
        vf32 s5_19 = v_load_f32(&norm_state[16]);
        vf32 s5_24 = v_load_f32(&norm_state[32]);
        vf32 s5_34 = v_load_f32(&norm_state[48]);
        const vf32 f05 = v_splat_f32(dnorm[s26]);
        s0_09 = s0_09 * f05;
        s0_19 = s0_19 * f05;
        s0_24 = s0_24 * f05;
        s0_34 = s0_34 * f05;
        const vf32 f112 = v_splat_f32(dnorm[s26 + 1]);
        s1_09 = s1_09 * f112;
        s1_19 = s1_19 * f112;
        s1_24 = s1_24 * f112;
        s1_34 = s1_34 * f112;
        const vf32 f28 = v_splat_f32(dnorm[s26 + 2]);
        s2_09 = s2_09 * f28;
        s2_19 = s2_19 * f28;
        s2_24 = s2_24 * f28;
        s2_34 = s2_34 * f28;
        const vf32 f36 = v_splat_f32(dnorm[s26 + 3]);
        s3_09 = s3_09 * f36;
        s3_19 = s3_19 * f36;
        s3_24 = s3_24 * f36;
        s3_34 = s3_34 * f36;
        const vf32 f46 = v_splat_f32(dnorm[s26 + 4]);
        s4_09 = s4_09 * f46;
        s4_19 = s4_19 * f46;
        s4_24 = s4_24 * f46;
        s4_34 = s4_34 * f46;
        const vf32 f56 = v_splat_f32(dnorm[s26 + 5]);
        s5_09 = s5_09 * f56;
        s5_19 = s5_19 * f56;
        s5_24 = s5_24 * f56;
        s5_34 = s5_34 * f56;
        #pragma GCC unroll 8
        for (int64_t j11 = 0; j11 < s_min_index(96, chunk * 96); ++j11) {
          const vf32 y011 = v_load_f32(&state_by_value[j11 * 112]);
          const vf32 y111 = v_load_f32(&state_by_value[j11 * 112 + 16]);
          const vf32 y25 = v_load_f32(&state_by_value[j11 * 112 + 32]);
          const vf32 y35 = v_load_f32(&state_by_value[j11 * 112 + 48]);
          const vf32 x011 = v_splat_f32(dy[j11 + s26 * 112]);
          s0_09 += x011 * y011;
          s0_19 += x011 * y111;
          s0_24 += x011 * y25;
          s0_34 += x011 * y35;
          const vf32 x111 = v_splat_f32(dy[j11 + s26 * 112 + 112]);
          s1_09 += x111 * y011;
          s1_19 += x111 * y111;
          s1_24 += x111 * y25;
          s1_34 += x111 * y35;
          const vf32 x212 = v_splat_f32(dy[j11 + s26 * 112 + 224]);
          s2_09 += x212 * y011;
          s2_19 += x212 * y111;
          s2_24 += x212 * y25;
          s2_34 += x212 * y35;
          const vf32 x312 = v_splat_f32(dy[j11 + s26 * 112 + 336]);
          s3_09 += x312 * y011;
          s3_19 += x312 * y111;
          s3_24 += x312 * y25;
          s3_34 += x312 * y35;
          const vf32 x412 = v_splat_f32(dy[j11 + s26 * 112 + 448]);
          s4_09 += x412 * y011;
          s4_19 += x412 * y111;
          s4_24 += x412 * y25;
          s4_34 += x412 * y35;
          const vf32 x512 = v_splat_f32(dy[j11 + s26 * 112 + 560]);
          s5_09 += x512 * y011;
          s5_19 += x512 * y111;
          s5_24 += x512 * y25;
          s5_34 += x512 * y35;
        }
        const vf32 f06 = v_splat_f32(reach[s26]);
        s0_09 = s0_09 * f06;
        s0_19 = s0_19 * f06;
        s0_24 = s0_24 * f06;
        s0_34 = s0_34 * f06;
        const vf32 f113 = v_splat_f32(reach[s26 + 1]);
        s1_09 = s1_09 * f113;
        s1_19 = s1_19 * f113;
        s1_24 = s1_24 * f113;
        s1_34 = s1_34 * f113;
        const vf32 f29 = v_splat_f32(reach[s26 + 2]);
        s2_09 = s2_09 * f29;
        s2_19 = s2_19 * f29;
        s2_24 = s2_24 * f29;
        s2_34 = s2_34 * f29;
        const vf32 f37 = v_splat_f32(reach[s26 + 3]);
        s3_09 = s3_09 * f37;
        s3_19 = s3_19 * f37;
        s3_24 = s3_24 * f37;
        s3_34 = s3_34 * f37;
        const vf32 f47 = v_splat_f32(reach[s26 + 4]);
        s4_09 = s4_09 * f47;
        s4_19 = s4_19 * f47;
        s4_24 = s4_24 * f47;
        s4_34 = s4_34 * f47;
        const vf32 f57 = v_splat_f32(reach[s26 + 5]);
        s5_09 = s5_09 * f57;
        s5_19 = s5_19 * f57;
        s5_24 = s5_24 * f57;
        s5_34 = s5_34 * f57;
        v_store_f32(&slope_rows[s26 * 112], s0_09);
        v_store_f32(&slope_rows[s26 * 112 + 16], s0_19);
        v_store_f32(&slope_rows[s26 * 112 + 32], s0_24);
        v_store_f32(&slope_rows[s26 * 112 + 48], s0_34);
        v_store_f32(&slope_rows[s26 * 112 + 112], s1_09);
        v_store_f32(&slope_rows[s26 * 112 + 128], s1_19);
        v_store_f32(&slope_rows[s26 * 112 + 144], s1_24);
        v_store_f32(&slope_rows[s26 * 112 + 160], s1_34);
        v_store_f32(&slope_rows[s26 * 112 + 224], s2_09);
        v_store_f32(&slope_rows[s26 * 112 + 240], s2_19);
        v_store_f32(&slope_rows[s26 * 112 + 256], s2_24);
        v_store_f32(&slope_rows[s26 * 112 + 272], s2_34);
        v_store_f32(&slope_rows[s26 * 112 + 336], s3_09);
        v_store_f32(&slope_rows[s26 * 112 + 352], s3_19);
        v_store_f32(&slope_rows[s26 * 112 + 368], s3_24);
        v_store_f32(&slope_rows[s26 * 112 + 384], s3_34);
        v_store_f32(&slope_rows[s26 * 112 + 448], s4_09);
        v_store_f32(&slope_rows[s26 * 112 + 464], s4_19);
        v_store_f32(&slope_rows[s26 * 112 + 480], s4_24);
        v_store_f32(&slope_rows[s26 * 112 + 496], s4_34);
        v_store_f32(&slope_rows[s26 * 112 + 560], s5_09);
        v_store_f32(&slope_rows[s26 * 112 + 576], s5_19);
        v_store_f32(&slope_rows[s26 * 112 + 592], s5_24);
        v_store_f32(&slope_rows[s26 * 112 + 608], s5_34);
      }
      for (int64_t s27 = 0; s27 < count; s27 += 6) {
        vf32 s0_010 = v_load_f32(&norm_state[64]);
        vf32 s0_110 = v_load_f32(&norm_state[80]);
        vf32 s1_010 = v_load_f32(&norm_state[64]);
        vf32 s1_110 = v_load_f32(&norm_state[80]);
        vf32 s2_010 = v_load_f32(&norm_state[64]);
        vf32 s2_110 = v_load_f32(&norm_state[80]);
        vf32 s3_010 = v_load_f32(&norm_state[64]);
        vf32 s3_110 = v_load_f32(&norm_state[80]);
        vf32 s4_010 = v_load_f32(&norm_state[64]);
        vf32 s4_110 = v_load_f32(&norm_state[80]);
        vf32 s5_010 = v_load_f32(&norm_state[64]);
        vf32 s5_110 = v_load_f32(&norm_state[80]);
        const vf32 f07 = v_splat_f32(dnorm[s27]);
        s0_010 = s0_010 * f07;
        s0_110 = s0_110 * f07;
        const vf32 f114 = v_splat_f32(dnorm[s27 + 1]);
        s1_010 = s1_010 * f114;
        s1_110 = s1_110 * f114;
        const vf32 f210 = v_splat_f32(dnorm[s27 + 2]);
        s2_010 = s2_010 * f210;
        s2_110 = s2_110 * f210;
        const vf32 f38 = v_splat_f32(dnorm[s27 + 3]);
        s3_010 = s3_010 * f38;
        s3_110 = s3_110 * f38;
        const vf32 f48 = v_splat_f32(dnorm[s27 + 4]);
        s4_010 = s4_010 * f48;
        s4_110 = s4_110 * f48;
        const vf32 f58 = v_splat_f32(dnorm[s27 + 5]);
        s5_010 = s5_010 * f58;
        s5_110 = s5_110 * f58;
        #pragma GCC unroll 8
        for (int64_t j12 = 0; j12 < s_min_index(96, chunk * 96); ++j12) {
          const vf32 y012 = v_load_f32(&state_by_value[j12 * 112 + 64]);
          const vf32 y112 = v_load_f32(&state_by_value[j12 * 112 + 80]);
          const vf32 x012 = v_splat_f32(dy[j12 + s27 * 112]);
          s0_010 += x012 * y012;
          s0_110 += x012 * y112;
          const vf32 x112 = v_splat_f32(dy[j12 + s27 * 112 + 112]);
          s1_010 += x112 * y012;
          s1_110 += x112 * y112;
          const vf32 x213 = v_splat_f32(dy[j12 + s27 * 112 + 224]);
          s2_010 += x213 * y012;
          s2_110 += x213 * y112;
          const vf32 x313 = v_splat_f32(dy[j12 + s27 * 112 + 336]);
          s3_010 += x313 * y012;
          s3_110 += x313 * y112;
          const vf32 x413 = v_splat_f32(dy[j12 + s27 * 112 + 448]);
          s4_010 += x413 * y012;
          s4_110 += x413 * y112;
          const vf32 x513 = v_splat_f32(dy[j12 + s27 * 112 + 560]);
          s5_010 += x513 * y012;
          s5_110 += x513 * y112;
        }
        const vf32 f08 = v_splat_f32(reach[s27]);
        s0_010 = s0_010 * f08;
        s0_110 = s0_110 * f08;
        const vf32 f115 = v_splat_f32(reach[s27 + 1]);
        s1_010 = s1_010 * f115;
        s1_110 = s1_110 * f115;
        const vf32 f211 = v_splat_f32(reach[s27 + 2]);
        s2_010 = s2_010 * f211;
        s2_110 = s2_110 * f211;
        const vf32 f39 = v_splat_f32(reach[s27 + 3]);
        s3_010 = s3_010 * f39;
        s3_110 = s3_110 * f39;
        const vf32 f49 = v_splat_f32(reach[s27 + 4]);
        s4_010 = s4_010 * f49;
        s4_110 = s4_110 * f49;
        const vf32 f59 = v_splat_f32(reach[s27 + 5]);
        s5_010 = s5_010 * f59;
        s5_110 = s5_110 * f59;
        v_store_f32(&slope_rows[s27 * 112 + 64], s0_010);
        v_store_f32(&slope_rows[s27 * 112 + 80], s0_110);
        v_store_f32(&slope_rows[s27 * 112 + 176], s1_010);
        v_store_f32(&slope_rows[s27 * 112 + 192], s1_110);
        v_store_f32(&slope_rows[s27 * 112 + 288], s2_010);
        v_store_f32(&slope_rows[s27 * 112 + 304], s2_110);
        v_store_f32(&slope_rows[s27 * 112 + 400], s3_010);
        v_store_f32(&slope_rows[s27 * 112 + 416], s3_110);
        v_store_f32(&slope_rows[s27 * 112 + 512], s4_010);
        v_store_f32(&slope_rows[s27 * 112 + 528], s4_110);
        v_store_f32(&slope_rows[s27 * 112 + 624], s5_010);
        v_store_f32(&slope_rows[s27 * 112 + 640], s5_110);
      }
      for (int64_t s30 = 0; s30 < count; ++s30) {
        float flow2 = 0.0f;
        vf32 flow2_lanes = v_splat_f32(0.0f);
        for (int64_t f30 = 0; f30 < 81; f30 += 16) {
          flow2_lanes += v_load_f32(&q[f30 + s30 * 112]) * v_load_f32(&slope_rows[f30 + s30 * 112]);
        }
        flow2 += v_reduce_sum_f32(flow2_lanes);
        query_flows[s30] = flow2;
      }
      for (int64_t s28 = 0; s28 < count; s28 += 6) {
        vf32 s0_011 = v_load_f32(&slope_rows[s28 * 112]);
        vf32 s0_111 = v_load_f32(&slope_rows[s28 * 112 + 16]);
        vf32 s0_25 = v_load_f32(&slope_rows[s28 * 112 + 32]);
        vf32 s0_35 = v_load_f32(&slope_rows[s28 * 112 + 48]);
        vf32 s1_011 = v_load_f32(&slope_rows[s28 * 112 + 112]);
        vf32 s1_111 = v_load_f32(&slope_rows[s28 * 112 + 128]);
        vf32 s1_25 = v_load_f32(&slope_rows[s28 * 112 + 144]);
        vf32 s1_35 = v_load_f32(&slope_rows[s28 * 112 + 160]);
        vf32 s2_011 = v_load_f32(&slope_rows[s28 * 112 + 224]);
        vf32 s2_111 = v_load_f32(&slope_rows[s28 * 112 + 240]);
        vf32 s2_25 = v_load_f32(&slope_rows[s28 * 112 + 256]);
        vf32 s2_35 = v_load_f32(&slope_rows[s28 * 112 + 272]);
        vf32 s3_011 = v_load_f32(&slope_rows[s28 * 112 + 336]);
        vf32 s3_111 = v_load_f32(&slope_rows[s28 * 112 + 352]);
        vf32 s3_25 = v_load_f32(&slope_rows[s28 * 112 + 368]);
        vf32 s3_35 = v_load_f32(&slope_rows[s28 * 112 + 384]);
        vf32 s4_011 = v_load_f32(&slope_rows[s28 * 112 + 448]);
        vf32 s4_111 = v_load_f32(&slope_rows[s28 * 112 + 464]);
        vf32 s4_25 = v_load_f32(&slope_rows[s28 * 112 + 480]);
        vf32 s4_35 = v_load_f32(&slope_rows[s28 * 112 + 496]);
        vf32 s5_011 = v_load_f32(&slope_rows[s28 * 112 + 560]);
        vf32 s5_111 = v_load_f32(&slope_rows[s28 * 112 + 576]);
        vf32 s5_25 = v_load_f32(&slope_rows[s28 * 112 + 592]);
        vf32 s5_35 = v_load_f32(&slope_rows[s28 * 112 + 608]);
        #pragma GCC unroll 8
        for (int64_t j13 = 0; j13 < s_min_index(s28 + 6, count); ++j13) {
          const vf32 y013 = v_load_f32(&k[j13 * 112]);
          const vf32 y113 = v_load_f32(&k[j13 * 112 + 16]);
          const vf32 y26 = v_load_f32(&k[j13 * 112 + 32]);
          const vf32 y36 = v_load_f32(&k[j13 * 112 + 48]);
          const vf32 x013 = v_splat_f32(slopes[j13 + s28 * 80]);
          s0_011 += x013 * y013;
          s0_111 += x013 * y113;
          s0_25 += x013 * y26;
          s0_35 += x013 * y36;
          const vf32 x113 = v_splat_f32(slopes[j13 + s28 * 80 + 80]);
          s1_011 += x113 * y013;
          s1_111 += x113 * y113;
          s1_25 += x113 * y26;
          s1_35 += x113 * y36;
          const vf32 x214 = v_splat_f32(slopes[j13 + s28 * 80 + 160]);
          s2_011 += x214 * y013;
          s2_111 += x214 * y113;
          s2_25 += x214 * y26;
          s2_35 += x214 * y36;
          const vf32 x314 = v_splat_f32(slopes[j13 + s28 * 80 + 240]);
          s3_011 += x314 * y013;
          s3_111 += x314 * y113;
          s3_25 += x314 * y26;
          s3_35 += x314 * y36;
          const vf32 x414 = v_splat_f32(slopes[j13 + s28 * 80 + 320]);
          s4_011 += x414 * y013;
          s4_111 += x414 * y113;
          s4_25 += x414 * y26;
          s4_35 += x414 * y36;
          const vf32 x514 = v_splat_f32(slopes[j13 + s28 * 80 + 400]);
          s5_011 += x514 * y013;
          s5_111 += x514 * y113;
          s5_25 += x514 * y26;
          s5_35 += x514 * y36;
        }
        v_store_f32(&slope_rows[s28 * 112], s0_011);
        v_store_f32(&slope_rows[s28 * 112 + 16], s0_111);
        v_store_f32(&slope_rows[s28 * 112 + 32], s0_25);
        v_store_f32(&slope_rows[s28 * 112 + 48], s0_35);
        v_store_f32(&slope_rows[s28 * 112 + 112], s1_011);
        v_store_f32(&slope_rows[s28 * 112 + 128], s1_111);
        v_store_f32(&slope_rows[s28 * 112 + 144], s1_25);
        v_store_f32(&slope_rows[s28 * 112 + 160], s1_35);
        v_store_f32(&slope_rows[s28 * 112 + 224], s2_011);
        v_store_f32(&slope_rows[s28 * 112 + 240], s2_111);
        v_store_f32(&slope_rows[s28 * 112 + 256], s2_25);
        v_store_f32(&slope_rows[s28 * 112 + 272], s2_35);
        v_store_f32(&slope_rows[s28 * 112 + 336], s3_011);
        v_store_f32(&slope_rows[s28 * 112 + 352], s3_111);
        v_store_f32(&slope_rows[s28 * 112 + 368], s3_25);
        v_store_f32(&slope_rows[s28 * 112 + 384], s3_35);
        v_store_f32(&slope_rows[s28 * 112 + 448], s4_011);
        v_store_f32(&slope_rows[s28 * 112 + 464], s4_111);
        v_store_f32(&slope_rows[s28 * 112 + 480], s4_25);
        v_store_f32(&slope_rows[s28 * 112 + 496], s4_35);
        v_store_f32(&slope_rows[s28 * 112 + 560], s5_011);
        v_store_f32(&slope_rows[s28 * 112 + 576], s5_111);
        v_store_f32(&slope_rows[s28 * 112 + 592], s5_25);
        v_store_f32(&slope_rows[s28 * 112 + 608], s5_35);
      }
      for (int64_t s29 = 0; s29 < count; s29 += 6) {
        vf32 s0_012 = v_load_f32(&slope_rows[s29 * 112 + 64]);
        vf32 s0_112 = v_load_f32(&slope_rows[s29 * 112 + 80]);
        vf32 s1_012 = v_load_f32(&slope_rows[s29 * 112 + 176]);
        vf32 s1_112 = v_load_f32(&slope_rows[s29 * 112 + 192]);
        vf32 s2_012 = v_load_f32(&slope_rows[s29 * 112 + 288]);
        vf32 s2_112 = v_load_f32(&slope_rows[s29 * 112 + 304]);
        vf32 s3_012 = v_load_f32(&slope_rows[s29 * 112 + 400]);
        vf32 s3_112 = v_load_f32(&slope_rows[s29 * 112 + 416]);
        vf32 s4_012 = v_load_f32(&slope_rows[s29 * 112 + 512]);
        vf32 s4_112 = v_load_f32(&slope_rows[s29 * 112 + 528]);
        vf32 s5_012 = v_load_f32(&slope_rows[s29 * 112 + 624]);
        vf32 s5_112 = v_load_f32(&slope_rows[s29 * 112 + 640]);
        #pragma GCC unroll 8
        for (int64_t j14 = 0; j14 < s_min_index(s29 + 6, count); ++j14) {
          const vf32 y014 = v_load_f32(&k[j14 * 112 + 64]);
          const vf32 y114 = v_load_f32(&k[j14 * 112 + 80]);
          const vf32 x014 = v_splat_f32(slopes[j14 + s29 * 80]);
          s0_012 += x014 * y014;
          s0_112 += x014 * y114;
          const vf32 x114 = v_splat_f32(slopes[j14 + s29 * 80 + 80]);
          s1_012 += x114 * y014;
          s1_112 += x114 * y114;
          const vf32 x215 = v_splat_f32(slopes[j14 + s29 * 80 + 160]);
          s2_012 += x215 * y014;
          s2_112 += x215 * y114;
          const vf32 x315 = v_splat_f32(slopes[j14 + s29 * 80 + 240]);
          s3_012 += x315 * y014;
          s3_112 += x315 * y114;
          const vf32 x415 = v_splat_f32(slopes[j14 + s29 * 80 + 320]);
          s4_012 += x415 * y014;
          s4_112 += x415 * y114;
          const vf32 x515 = v_splat_f32(slopes[j14 + s29 * 80 + 400]);
          s5_012 += x515 * y014;
          s5_112 += x515 * y114;
        }
        v_store_f32(&slope_rows[s29 * 112 + 64], s0_012);
        v_store_f32(&slope_rows[s29 * 112 + 80], s0_112);
        v_store_f32(&slope_rows[s29 * 112 + 176], s1_012);
        v_store_f32(&slope_rows[s29 * 112 + 192], s1_112);
        v_store_f32(&slope_rows[s29 * 112 + 288], s2_012);
        v_store_f32(&slope_rows[s29 * 112 + 304], s2_112);
        v_store_f32(&slope_rows[s29 * 112 + 400], s3_012);
        v_store_f32(&slope_rows[s29 * 112 + 416], s3_112);
        v_store_f32(&slope_rows[s29 * 112 + 512], s4_012);
        v_store_f32(&slope_rows[s29 * 112 + 528], s4_112);
        v_store_f32(&slope_rows[s29 * 112 + 624], s5_012);
        v_store_f32(&slope_rows[s29 * 112 + 640], s5_112);
      }
      for (int64_t s31 = 0; s31 < count; ++s31) {
        for (int64_t f31 = 0; f31 < 81; f31 += 16) {
          v_store_f32(&x21[head / 4 * P * 1920 + P * 1920 + f31 - first * 384 + head * 96 - s31 * 384],
              v_load_f32(&slope_rows[f31 + s31 * 112]));
        }
      }
      float through = 0.0f;
      float behind = 0.0f;
      float before = 0.0f;
      _Alignas(64) float later_flows[80] = {0};
      if (0 < s_min_index(chunk, back)) {
        float kept2 = 0.0f;
        vf32 kept2_lanes = v_splat_f32(0.0f);
        for (int64_t f50 = 0; f50 < 10737; f50 += 16) {
          kept2_lanes += v_load_f32(&state_by_value[f50]) * v_load_f32(&slope_by_value[f50]);
        }
        kept2 += v_reduce_sum_f32(kept2_lanes);
        float kept3 = 0.0f;
        vf32 kept3_lanes = v_splat_f32(0.0f);
        for (int64_t f51 = 0; f51 < 81; f51 += 16) {
          kept3_lanes += v_load_f32(&norm_state[f51]) * v_load_f32(&norm_slope[f51]);
        }
        kept3 += v_reduce_sum_f32(kept3_lanes);
        through = reach[count - 1] * (kept2 + kept3);
      }
      for (int64_t s32 = 0; s32 < count; ++s32) {
        const float own = key_flows[s32];
        key_flows[s32] = behind;
        behind = behind + own;
      }
      for (int64_t i = 0; i < count; ++i) {
        before = before + query_flows[count - i - 1];
        for (int64_t f41 = 0; f41 < count - i - 1 + 1 - 15; f41 += 16) {
          v_store_f32(&later_flows[f41],
              v_load_f32(&later_flows[f41]) + v_load_f32(&flows[count * 80 + f41 - i * 80 - 80]));
        }
        for (int64_t f41 = (count - i - 1 + 1) / 16 * 16; f41 < count - i - 1 + 1; f41 += 16) {
          v_store_part_f32(&later_flows[f41],
              v_load_part_f32(&later_flows[f41], count - i - 1 + 1 - f41)
              + v_load_part_f32(&flows[count * 80 + f41 - i * 80 - 80], count - i - 1 + 1 - f41),
              count - i - 1 + 1 - f41);
        }
        float within = 0.0f;
        vf32 within_lanes = v_splat_f32(0.0f);
        for (int64_t f40 = 0; f40 < count - i - 1 - 15; f40 += 16) {
          within_lanes += v_load_f32(&later_flows[f40]);
        }
        for (int64_t f40 = (count - i - 1) / 16 * 16; f40 < count - i - 1; f40 += 16) {
          within_lanes += v_select_f32(v_first(count - i - 1 - f40),
              v_load_part_f32(&later_flows[f40], count - i - 1 - f40), v_splat_f32(0.0f));
        }
        within += v_reduce_sum_f32(within_lanes);
        x30[head / 4 * P * 20 + P * 20 - count * 4 - first * 4 + head + i * 4 + 4] = within + before
            + (key_flows[count - i - 1] + through);
      }
      if (0 < chunk) {
        for (int64_t s33 = 0; s33 < count; ++s33) {
          #pragma GCC unroll 6
          for (int64_t f60 = 0; f60 < 81; f60 += 16) {
            v_store_f32(&q[f60 + s33 * 112], v_load_f32(&q[f60 + s33 * 112]) * v_splat_f32(reach[s33]));
          }
        }
        #pragma GCC unroll 6
        for (int64_t f61 = 0; f61 < 81; f61 += 16) {
          v_store_f32(&norm_slope[f61], v_load_f32(&norm_slope[f61]) * v_splat_f32(reach[count - 1]));
        }
        for (int64_t s34 = 0; s34 < count; ++s34) {
          #pragma GCC unroll 6
          for (int64_t f62 = 0; f62 < 81; f62 += 16) {
            v_store_f32(&norm_slope[f62],
                v_load_f32(&norm_slope[f62]) + v_splat_f32(dnorm[s34]) * v_load_f32(&q[f62 + s34 * 112]));
          }
        }
        for (int64_t key = 0; key < 96; key += 6) {
          vf32 s0_013 = v_load_f32(&state_slope[key * 112]);
          vf32 s0_113 = v_load_f32(&state_slope[key * 112 + 16]);
          vf32 s0_26 = v_load_f32(&state_slope[key * 112 + 32]);
          vf32 s0_36 = v_load_f32(&state_slope[key * 112 + 48]);
          vf32 s1_013 = v_load_f32(&state_slope[key * 112 + 112]);
          vf32 s1_113 = v_load_f32(&state_slope[key * 112 + 128]);
          vf32 s1_26 = v_load_f32(&state_slope[key * 112 + 144]);
          vf32 s1_36 = v_load_f32(&state_slope[key * 112 + 160]);
          vf32 s2_013 = v_load_f32(&state_slope[key * 112 + 224]);
          vf32 s2_113 = v_load_f32(&state_slope[key * 112 + 240]);
          vf32 s2_26 = v_load_f32(&state_slope[key * 112 + 256]);
          vf32 s2_36 = v_load_f32(&state_slope[key * 112 + 272]);
          vf32 s3_013 = v_load_f32(&state_slope[key * 112 + 336]);
          vf32 s3_113 = v_load_f32(&state_slope[key * 112 + 352]);
          vf32 s3_26 = v_load_f32(&state_slope[key * 112 + 368]);
          vf32 s3_36 = v_load_f32(&state_slope[key * 112 + 384]);
          vf32 s4_013 = v_load_f32(&state_slope[key * 112 + 448]);
          vf32 s4_113 = v_load_f32(&state_slope[key * 112 + 464]);
          vf32 s4_26 = v_load_f32(&state_slope[key * 112 + 480]);
          vf32 s4_36 = v_load_f32(&state_slope[key * 112 + 496]);
          vf32 s5_013 = v_load_f32(&state_slope[key * 112 + 560]);
          vf32 s5_113 = v_load_f32(&state_slope[key * 112 + 576]);
          vf32 s5_26 = v_load_f32(&state_slope[key * 112 + 592]);
          vf32 s5_36 = v_load_f32(&state_slope[key * 112 + 608]);
          const vf32 f09 = v_splat_f32(reach[count - 1]);
          s0_013 = s0_013 * f09;
          s0_113 = s0_113 * f09;
          s0_26 = s0_26 * f09;
          s0_36 = s0_36 * f09;
          const vf32 f116 = v_splat_f32(reach[count - 1]);
          s1_013 = s1_013 * f116;
          s1_113 = s1_113 * f116;
          s1_26 = s1_26 * f116;
          s1_36 = s1_36 * f116;
          const vf32 f212 = v_splat_f32(reach[count - 1]);
          s2_013 = s2_013 * f212;
          s2_113 = s2_113 * f212;
          s2_26 = s2_26 * f212;
          s2_36 = s2_36 * f212;
          const vf32 f310 = v_splat_f32(reach[count - 1]);
          s3_013 = s3_013 * f310;
          s3_113 = s3_113 * f310;
          s3_26 = s3_26 * f310;
          s3_36 = s3_36 * f310;
          const vf32 f410 = v_splat_f32(reach[count - 1]);
          s4_013 = s4_013 * f410;
          s4_113 = s4_113 * f410;
          s4_26 = s4_26 * f410;
          s4_36 = s4_36 * f410;
          const vf32 f510 = v_splat_f32(reach[count - 1]);
          s5_013 = s5_013 * f510;
          s5_113 = s5_113 * f510;
          s5_26 = s5_26 * f510;
          s5_36 = s5_36 * f510;
          #pragma GCC unroll 8
          for (int64_t j15 = 0; j15 < count; ++j15) {
            const vf32 y015 = v_load_f32(&dy[j15 * 112]);
            const vf32 y115 = v_load_f32(&dy[j15 * 112 + 16]);
            const vf32 y27 = v_load_f32(&dy[j15 * 112 + 32]);
            const vf32 y37 = v_load_f32(&dy[j15 * 112 + 48]);
            const vf32 x015 = v_splat_f32(q[j15 * 112 + key]);
            s0_013 += x015 * y015;
            s0_113 += x015 * y115;
            s0_26 += x015 * y27;
            s0_36 += x015 * y37;
            const vf32 x115 = v_splat_f32(q[j15 * 112 + key + 1]);
            s1_013 += x115 * y015;
            s1_113 += x115 * y115;
            s1_26 += x115 * y27;
            s1_36 += x115 * y37;
            const vf32 x216 = v_splat_f32(q[j15 * 112 + key + 2]);
            s2_013 += x216 * y015;
            s2_113 += x216 * y115;
            s2_26 += x216 * y27;
            s2_36 += x216 * y37;
            const vf32 x316 = v_splat_f32(q[j15 * 112 + key + 3]);
            s3_013 += x316 * y015;
            s3_113 += x316 * y115;
            s3_26 += x316 * y27;
            s3_36 += x316 * y37;
            const vf32 x416 = v_splat_f32(q[j15 * 112 + key + 4]);
            s4_013 += x416 * y015;
            s4_113 += x416 * y115;
            s4_26 += x416 * y27;
            s4_36 += x416 * y37;
            const vf32 x516 = v_splat_f32(q[j15 * 112 + key + 5]);
            s5_013 += x516 * y015;
            s5_113 += x516 * y115;
            s5_26 += x516 * y27;
            s5_36 += x516 * y37;
          }
          v_store_f32(&state_slope[key * 112], s0_013);
          v_store_f32(&state_slope[key * 112 + 16], s0_113);
          v_store_f32(&state_slope[key * 112 + 32], s0_26);
          v_store_f32(&state_slope[key * 112 + 48], s0_36);
          v_store_f32(&state_slope[key * 112 + 112], s1_013);
          v_store_f32(&state_slope[key * 112 + 128], s1_113);
          v_store_f32(&state_slope[key * 112 + 144], s1_26);
          v_store_f32(&state_slope[key * 112 + 160], s1_36);
          v_store_f32(&state_slope[key * 112 + 224], s2_013);
          v_store_f32(&state_slope[key * 112 + 240], s2_113);
          v_store_f32(&state_slope[key * 112 + 256], s2_26);
          v_store_f32(&state_slope[key * 112 + 272], s2_36);
          v_store_f32(&state_slope[key * 112 + 336], s3_013);
          v_store_f32(&state_slope[key * 112 + 352], s3_113);
          v_store_f32(&state_slope[key * 112 + 368], s3_26);
          v_store_f32(&state_slope[key * 112 + 384], s3_36);
          v_store_f32(&state_slope[key * 112 + 448], s4_013);
          v_store_f32(&state_slope[key * 112 + 464], s4_113);
          v_store_f32(&state_slope[key * 112 + 480], s4_26);
          v_store_f32(&state_slope[key * 112 + 496], s4_36);
          v_store_f32(&state_slope[key * 112 + 560], s5_013);
          v_store_f32(&state_slope[key * 112 + 576], s5_113);
          v_store_f32(&state_slope[key * 112 + 592], s5_26);
          v_store_f32(&state_slope[key * 112 + 608], s5_36);
        }
        for (int64_t key2 = 0; key2 < 96; key2 += 6) {
          vf32 s0_014 = v_load_f32(&state_slope[key2 * 112 + 64]);
          vf32 s0_114 = v_load_f32(&state_slope[key2 * 112 + 80]);
          vf32 s1_014 = v_load_f32(&state_slope[key2 * 112 + 176]);
          vf32 s1_114 = v_load_f32(&state_slope[key2 * 112 + 192]);
          vf32 s2_014 = v_load_f32(&state_slope[key2 * 112 + 288]);
          vf32 s2_114 = v_load_f32(&state_slope[key2 * 112 + 304]);
          vf32 s3_014 = v_load_f32(&state_slope[key2 * 112 + 400]);
          vf32 s3_114 = v_load_f32(&state_slope[key2 * 112 + 416]);
          vf32 s4_014 = v_load_f32(&state_slope[key2 * 112 + 512]);
          vf32 s4_114 = v_load_f32(&state_slope[key2 * 112 + 528]);
          vf32 s5_014 = v_load_f32(&state_slope[key2 * 112 + 624]);
          vf32 s5_114 = v_load_f32(&state_slope[key2 * 112 + 640]);
          const vf32 f010 = v_splat_f32(reach[count - 1]);
          s0_014 = s0_014 * f010;
          s0_114 = s0_114 * f010;
          const vf32 f117 = v_splat_f32(reach[count - 1]);
          s1_014 = s1_014 * f117;
          s1_114 = s1_114 * f117;
          const vf32 f213 = v_splat_f32(reach[count - 1]);
          s2_014 = s2_014 * f213;
          s2_114 = s2_114 * f213;
          const vf32 f311 = v_splat_f32(reach[count - 1]);
          s3_014 = s3_014 * f311;
          s3_114 = s3_114 * f311;
          const vf32 f411 = v_splat_f32(reach[count - 1]);
          s4_014 = s4_014 * f411;
          s4_114 = s4_114 * f411;
          const vf32 f511 = v_splat_f32(reach[count - 1]);
          s5_014 = s5_014 * f511;
          s5_114 = s5_114 * f511;
          #pragma GCC unroll 8
          for (int64_t j16 = 0; j16 < count; ++j16) {
            const vf32 y016 = v_load_f32(&dy[j16 * 112 + 64]);
            const vf32 y116 = v_load_f32(&dy[j16 * 112 + 80]);
            const vf32 x016 = v_splat_f32(q[j16 * 112 + key2]);
            s0_014 += x016 * y016;
            s0_114 += x016 * y116;
            const vf32 x116 = v_splat_f32(q[j16 * 112 + key2 + 1]);
            s1_014 += x116 * y016;
            s1_114 += x116 * y116;
            const vf32 x217 = v_splat_f32(q[j16 * 112 + key2 + 2]);
            s2_014 += x217 * y016;
            s2_114 += x217 * y116;
            const vf32 x317 = v_splat_f32(q[j16 * 112 + key2 + 3]);
            s3_014 += x317 * y016;
            s3_114 += x317 * y116;
            const vf32 x417 = v_splat_f32(q[j16 * 112 + key2 + 4]);
            s4_014 += x417 * y016;
            s4_114 += x417 * y116;
            const vf32 x517 = v_splat_f32(q[j16 * 112 + key2 + 5]);
            s5_014 += x517 * y016;
            s5_114 += x517 * y116;
          }
          v_store_f32(&state_slope[key2 * 112 + 64], s0_014);
          v_store_f32(&state_slope[key2 * 112 + 80], s0_114);
          v_store_f32(&state_slope[key2 * 112 + 176], s1_014);
          v_store_f32(&state_slope[key2 * 112 + 192], s1_114);
          v_store_f32(&state_slope[key2 * 112 + 288], s2_014);
          v_store_f32(&state_slope[key2 * 112 + 304], s2_114);
          v_store_f32(&state_slope[key2 * 112 + 400], s3_014);
          v_store_f32(&state_slope[key2 * 112 + 416], s3_114);
          v_store_f32(&state_slope[key2 * 112 + 512], s4_014);
          v_store_f32(&state_slope[key2 * 112 + 528], s4_114);
          v_store_f32(&state_slope[key2 * 112 + 624], s5_014);
          v_store_f32(&state_slope[key2 * 112 + 640], s5_114);
        }
        for (int64_t f63 = 0; f63 < 96; f63 += 16) {
          for (int64_t f64 = 0; f64 < 96; f64 += 16) {
            v_transpose_f32(&slope_by_value[f63 * 112 + f64], 112, &state_slope[f63 + f64 * 112], 112);
          }
        }
      }
    }
  }
}
