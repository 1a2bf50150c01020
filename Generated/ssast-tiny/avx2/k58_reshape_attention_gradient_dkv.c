#define SG_LANES 8
#include "sonograph_kernel.h"

/* k58_reshape_attention_gradient_dkv
 * reshape, attention-gradient
 * queries: f32, 960*B*P + 3264*B elements
 * slopes: f32, 960*B*P + 3264*B elements
 * query_rows: f32, 960*B*P + 192*B elements
 * slope_rows: f32, 960*B*P + 192*B elements
 * log_sums: f32, 15*B*P + 51*B elements
 * deltas: f32, 15*B*P + 51*B elements
 * x: f32, 960*B*P + 192*B elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 960*B*P + 192*B elements
 * x4: f32, 960*B*P + 192*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k58_reshape_attention_gradient_dkv(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *queries = buffers[0];
  const float *slopes = buffers[1];
  const float *query_rows = buffers[2];
  const float *slope_rows = buffers[3];
  const float *log_sums = buffers[4];
  const float *deltas = buffers[5];
  const float *x = buffers[6];
  const float *x2 = buffers[7];
  float *x3 = buffers[8];
  float *x4 = buffers[9];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 47) / 48);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit / ((P * 5 + 1 + 47) / 48);
    const int64_t first_row = unit % ((P * 5 + 1 + 47) / 48) * 48;
    for (int64_t row = first_row; row < s_min_index(P * 5 + 1, first_row + 48); row += 6) {
      _Alignas(64) float key_sums[384] = {0};
      _Alignas(64) float value_sums[384] = {0};
      _Alignas(64) float weights[96];
      const int64_t a0 = head / 3 % B * P * 960 + head / 3 % B * 192 + head % 3 * 64 + row * 192;
      const int64_t a1 = head / 3 % B * P * 960 + s_min_index(row + 1, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a2 = head / 3 % B * P * 960 + s_min_index(row + 2, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a3 = head / 3 % B * P * 960 + s_min_index(row + 3, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a4 = head / 3 % B * P * 960 + s_min_index(row + 4, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a5 = head / 3 % B * P * 960 + s_min_index(row + 5, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a02 = head / 3 % B * P * 960 + head / 3 % B * 192 + head % 3 * 64 + row * 192;
      const int64_t a12 = head / 3 % B * P * 960 + s_min_index(row + 1, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a22 = head / 3 % B * P * 960 + s_min_index(row + 2, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a32 = head / 3 % B * P * 960 + s_min_index(row + 3, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a42 = head / 3 % B * P * 960 + s_min_index(row + 4, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      const int64_t a52 = head / 3 % B * P * 960 + s_min_index(row + 5, P * 5) * 192 + head / 3 % B * 192
          + head % 3 * 64;
      for (int64_t panel = 0; panel < (P * 5 + 1 + 15) / 16; ++panel) {
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
        for (int64_t f = 0; f < 64; ++f) {
          const vf32 w0 = v_load_f32(&queries[(P * 5 + 16) / 16 * head * 1024 + f * 16 + panel * 1024]);
          const vf32 w1 = v_load_f32(&queries[(P * 5 + 16) / 16 * head * 1024 + f * 16 + panel * 1024 + 8]);
          const vf32 x0 = v_splat_f32(x[a0 + f]);
          s0_0 += x0 * w0;
          s0_1 += x0 * w1;
          const vf32 x1 = v_splat_f32(x[a1 + f]);
          s1_0 += x1 * w0;
          s1_1 += x1 * w1;
          const vf32 x22 = v_splat_f32(x[a2 + f]);
          s2_0 += x22 * w0;
          s2_1 += x22 * w1;
          const vf32 x32 = v_splat_f32(x[a3 + f]);
          s3_0 += x32 * w0;
          s3_1 += x32 * w1;
          const vf32 x42 = v_splat_f32(x[a4 + f]);
          s4_0 += x42 * w0;
          s4_1 += x42 * w1;
          const vf32 x5 = v_splat_f32(x[a5 + f]);
          s5_0 += x5 * w0;
          s5_1 += x5 * w1;
        }
        v_store_f32(weights,
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s0_0 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16])), v_splat_f32(0.0f)));
        v_store_f32(&weights[8],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16 + 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s0_1 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8])),
                v_splat_f32(0.0f)));
        v_store_f32(&weights[16],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s1_0 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16])), v_splat_f32(0.0f)));
        v_store_f32(&weights[24],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16 + 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s1_1 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8])),
                v_splat_f32(0.0f)));
        v_store_f32(&weights[32],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s2_0 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16])), v_splat_f32(0.0f)));
        v_store_f32(&weights[40],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16 + 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s2_1 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8])),
                v_splat_f32(0.0f)));
        v_store_f32(&weights[48],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s3_0 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16])), v_splat_f32(0.0f)));
        v_store_f32(&weights[56],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16 + 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s3_1 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8])),
                v_splat_f32(0.0f)));
        v_store_f32(&weights[64],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s4_0 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16])), v_splat_f32(0.0f)));
        v_store_f32(&weights[72],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16 + 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s4_1 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8])),
                v_splat_f32(0.0f)));
        v_store_f32(&weights[80],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s5_0 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16])), v_splat_f32(0.0f)));
        v_store_f32(&weights[88],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 16 + 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s5_1 * v_splat_f32(0.125f)
                    - v_load_f32(&log_sums[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8])),
                v_splat_f32(0.0f)));
        vf32 o0_0 = v_load_f32(value_sums);
        vf32 o0_1 = v_load_f32(&value_sums[8]);
        vf32 o1_0 = v_load_f32(&value_sums[64]);
        vf32 o1_1 = v_load_f32(&value_sums[72]);
        vf32 o2_0 = v_load_f32(&value_sums[128]);
        vf32 o2_1 = v_load_f32(&value_sums[136]);
        vf32 o3_0 = v_load_f32(&value_sums[192]);
        vf32 o3_1 = v_load_f32(&value_sums[200]);
        vf32 o4_0 = v_load_f32(&value_sums[256]);
        vf32 o4_1 = v_load_f32(&value_sums[264]);
        vf32 o5_0 = v_load_f32(&value_sums[320]);
        vf32 o5_1 = v_load_f32(&value_sums[328]);
        for (int64_t j = 0; j < s_min_index(16, P * 5 + 1 - panel * 16); ++j) {
          const vf32 y0 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j * 64 + panel * 1024]);
          const vf32 y1 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j * 64 + panel * 1024 + 8]);
          const vf32 p0 = v_splat_f32(weights[j]);
          o0_0 += p0 * y0;
          o0_1 += p0 * y1;
          const vf32 p1 = v_splat_f32(weights[16 + j]);
          o1_0 += p1 * y0;
          o1_1 += p1 * y1;
          const vf32 p2 = v_splat_f32(weights[32 + j]);
          o2_0 += p2 * y0;
          o2_1 += p2 * y1;
          const vf32 p3 = v_splat_f32(weights[48 + j]);
          o3_0 += p3 * y0;
          o3_1 += p3 * y1;
          const vf32 p4 = v_splat_f32(weights[64 + j]);
          o4_0 += p4 * y0;
          o4_1 += p4 * y1;
          const vf32 p5 = v_splat_f32(weights[80 + j]);
          o5_0 += p5 * y0;
          o5_1 += p5 * y1;
        }
        v_store_f32(value_sums, o0_0);
        v_store_f32(&value_sums[8], o0_1);
        v_store_f32(&value_sums[64], o1_0);
        v_store_f32(&value_sums[72], o1_1);
        v_store_f32(&value_sums[128], o2_0);
        v_store_f32(&value_sums[136], o2_1);
        v_store_f32(&value_sums[192], o3_0);
        v_store_f32(&value_sums[200], o3_1);
        v_store_f32(&value_sums[256], o4_0);
        v_store_f32(&value_sums[264], o4_1);
        v_store_f32(&value_sums[320], o5_0);
        v_store_f32(&value_sums[328], o5_1);
        vf32 o0_2 = v_load_f32(&value_sums[16]);
        vf32 o0_3 = v_load_f32(&value_sums[24]);
        vf32 o1_2 = v_load_f32(&value_sums[80]);
        vf32 o1_3 = v_load_f32(&value_sums[88]);
        vf32 o2_2 = v_load_f32(&value_sums[144]);
        vf32 o2_3 = v_load_f32(&value_sums[152]);
        vf32 o3_2 = v_load_f32(&value_sums[208]);
        vf32 o3_3 = v_load_f32(&value_sums[216]);
        vf32 o4_2 = v_load_f32(&value_sums[272]);
        vf32 o4_3 = v_load_f32(&value_sums[280]);
        vf32 o5_2 = v_load_f32(&value_sums[336]);
        vf32 o5_3 = v_load_f32(&value_sums[344]);
        for (int64_t j2 = 0; j2 < s_min_index(16, P * 5 + 1 - panel * 16); ++j2) {
          const vf32 y2 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j2 * 64 + panel * 1024 + 16]);
          const vf32 y3 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j2 * 64 + panel * 1024 + 24]);
          const vf32 p02 = v_splat_f32(weights[j2]);
          o0_2 += p02 * y2;
          o0_3 += p02 * y3;
          const vf32 p12 = v_splat_f32(weights[16 + j2]);
          o1_2 += p12 * y2;
          o1_3 += p12 * y3;
          const vf32 p22 = v_splat_f32(weights[32 + j2]);
          o2_2 += p22 * y2;
          o2_3 += p22 * y3;
          const vf32 p32 = v_splat_f32(weights[48 + j2]);
          o3_2 += p32 * y2;
          o3_3 += p32 * y3;
          const vf32 p42 = v_splat_f32(weights[64 + j2]);
          o4_2 += p42 * y2;
          o4_3 += p42 * y3;
          const vf32 p52 = v_splat_f32(weights[80 + j2]);
          o5_2 += p52 * y2;
          o5_3 += p52 * y3;
        }
        v_store_f32(&value_sums[16], o0_2);
        v_store_f32(&value_sums[24], o0_3);
        v_store_f32(&value_sums[80], o1_2);
        v_store_f32(&value_sums[88], o1_3);
        v_store_f32(&value_sums[144], o2_2);
        v_store_f32(&value_sums[152], o2_3);
        v_store_f32(&value_sums[208], o3_2);
        v_store_f32(&value_sums[216], o3_3);
        v_store_f32(&value_sums[272], o4_2);
        v_store_f32(&value_sums[280], o4_3);
        v_store_f32(&value_sums[336], o5_2);
        v_store_f32(&value_sums[344], o5_3);
        vf32 o0_4 = v_load_f32(&value_sums[32]);
        vf32 o0_5 = v_load_f32(&value_sums[40]);
        vf32 o1_4 = v_load_f32(&value_sums[96]);
        vf32 o1_5 = v_load_f32(&value_sums[104]);
        vf32 o2_4 = v_load_f32(&value_sums[160]);
        vf32 o2_5 = v_load_f32(&value_sums[168]);
        vf32 o3_4 = v_load_f32(&value_sums[224]);
        vf32 o3_5 = v_load_f32(&value_sums[232]);
        vf32 o4_4 = v_load_f32(&value_sums[288]);
        vf32 o4_5 = v_load_f32(&value_sums[296]);
        vf32 o5_4 = v_load_f32(&value_sums[352]);
        vf32 o5_5 = v_load_f32(&value_sums[360]);
        for (int64_t j3 = 0; j3 < s_min_index(16, P * 5 + 1 - panel * 16); ++j3) {
          const vf32 y4 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j3 * 64 + panel * 1024 + 32]);
          const vf32 y5 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j3 * 64 + panel * 1024 + 40]);
          const vf32 p03 = v_splat_f32(weights[j3]);
          o0_4 += p03 * y4;
          o0_5 += p03 * y5;
          const vf32 p13 = v_splat_f32(weights[16 + j3]);
          o1_4 += p13 * y4;
          o1_5 += p13 * y5;
          const vf32 p23 = v_splat_f32(weights[32 + j3]);
          o2_4 += p23 * y4;
          o2_5 += p23 * y5;
          const vf32 p33 = v_splat_f32(weights[48 + j3]);
          o3_4 += p33 * y4;
          o3_5 += p33 * y5;
          const vf32 p43 = v_splat_f32(weights[64 + j3]);
          o4_4 += p43 * y4;
          o4_5 += p43 * y5;
          const vf32 p53 = v_splat_f32(weights[80 + j3]);
          o5_4 += p53 * y4;
          o5_5 += p53 * y5;
        }
        v_store_f32(&value_sums[32], o0_4);
        v_store_f32(&value_sums[40], o0_5);
        v_store_f32(&value_sums[96], o1_4);
        v_store_f32(&value_sums[104], o1_5);
        v_store_f32(&value_sums[160], o2_4);
        v_store_f32(&value_sums[168], o2_5);
        v_store_f32(&value_sums[224], o3_4);
        v_store_f32(&value_sums[232], o3_5);
        v_store_f32(&value_sums[288], o4_4);
        v_store_f32(&value_sums[296], o4_5);
        v_store_f32(&value_sums[352], o5_4);
        v_store_f32(&value_sums[360], o5_5);
        vf32 o0_6 = v_load_f32(&value_sums[48]);
        vf32 o0_7 = v_load_f32(&value_sums[56]);
        vf32 o1_6 = v_load_f32(&value_sums[112]);
        vf32 o1_7 = v_load_f32(&value_sums[120]);
        vf32 o2_6 = v_load_f32(&value_sums[176]);
        vf32 o2_7 = v_load_f32(&value_sums[184]);
        vf32 o3_6 = v_load_f32(&value_sums[240]);
        vf32 o3_7 = v_load_f32(&value_sums[248]);
        vf32 o4_6 = v_load_f32(&value_sums[304]);
        vf32 o4_7 = v_load_f32(&value_sums[312]);
        vf32 o5_6 = v_load_f32(&value_sums[368]);
        vf32 o5_7 = v_load_f32(&value_sums[376]);
        for (int64_t j4 = 0; j4 < s_min_index(16, P * 5 + 1 - panel * 16); ++j4) {
          const vf32 y6 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j4 * 64 + panel * 1024 + 48]);
          const vf32 y7 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j4 * 64 + panel * 1024 + 56]);
          const vf32 p04 = v_splat_f32(weights[j4]);
          o0_6 += p04 * y6;
          o0_7 += p04 * y7;
          const vf32 p14 = v_splat_f32(weights[16 + j4]);
          o1_6 += p14 * y6;
          o1_7 += p14 * y7;
          const vf32 p24 = v_splat_f32(weights[32 + j4]);
          o2_6 += p24 * y6;
          o2_7 += p24 * y7;
          const vf32 p34 = v_splat_f32(weights[48 + j4]);
          o3_6 += p34 * y6;
          o3_7 += p34 * y7;
          const vf32 p44 = v_splat_f32(weights[64 + j4]);
          o4_6 += p44 * y6;
          o4_7 += p44 * y7;
          const vf32 p54 = v_splat_f32(weights[80 + j4]);
          o5_6 += p54 * y6;
          o5_7 += p54 * y7;
        }
        v_store_f32(&value_sums[48], o0_6);
        v_store_f32(&value_sums[56], o0_7);
        v_store_f32(&value_sums[112], o1_6);
        v_store_f32(&value_sums[120], o1_7);
        v_store_f32(&value_sums[176], o2_6);
        v_store_f32(&value_sums[184], o2_7);
        v_store_f32(&value_sums[240], o3_6);
        v_store_f32(&value_sums[248], o3_7);
        v_store_f32(&value_sums[304], o4_6);
        v_store_f32(&value_sums[312], o4_7);
        v_store_f32(&value_sums[368], o5_6);
        v_store_f32(&value_sums[376], o5_7);
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
        for (int64_t f2 = 0; f2 < 64; ++f2) {
          const vf32 w02 = v_load_f32(&slopes[(P * 5 + 16) / 16 * head * 1024 + f2 * 16 + panel * 1024]);
          const vf32 w12 = v_load_f32(&slopes[(P * 5 + 16) / 16 * head * 1024 + f2 * 16 + panel * 1024 + 8]);
          const vf32 x02 = v_splat_f32(x2[a02 + f2]);
          s0_02 += x02 * w02;
          s0_12 += x02 * w12;
          const vf32 x12 = v_splat_f32(x2[a12 + f2]);
          s1_02 += x12 * w02;
          s1_12 += x12 * w12;
          const vf32 x23 = v_splat_f32(x2[a22 + f2]);
          s2_02 += x23 * w02;
          s2_12 += x23 * w12;
          const vf32 x33 = v_splat_f32(x2[a32 + f2]);
          s3_02 += x33 * w02;
          s3_12 += x33 * w12;
          const vf32 x43 = v_splat_f32(x2[a42 + f2]);
          s4_02 += x43 * w02;
          s4_12 += x43 * w12;
          const vf32 x52 = v_splat_f32(x2[a52 + f2]);
          s5_02 += x52 * w02;
          s5_12 += x52 * w12;
        }
        v_store_f32(weights,
            v_load_f32(weights) * (s0_02 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[8],
            v_load_f32(&weights[8])
            * (s0_12 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[16],
            v_load_f32(&weights[16])
            * (s1_02 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[24],
            v_load_f32(&weights[24])
            * (s1_12 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[32],
            v_load_f32(&weights[32])
            * (s2_02 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[40],
            v_load_f32(&weights[40])
            * (s2_12 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[48],
            v_load_f32(&weights[48])
            * (s3_02 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[56],
            v_load_f32(&weights[56])
            * (s3_12 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[64],
            v_load_f32(&weights[64])
            * (s4_02 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[72],
            v_load_f32(&weights[72])
            * (s4_12 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[80],
            v_load_f32(&weights[80])
            * (s5_02 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16]))
            * v_splat_f32(0.125f));
        v_store_f32(&weights[88],
            v_load_f32(&weights[88])
            * (s5_12 - v_load_f32(&deltas[(P * 5 + 16) / 16 * head * 16 + panel * 16 + 8]))
            * v_splat_f32(0.125f));
        vf32 o0_02 = v_load_f32(key_sums);
        vf32 o0_12 = v_load_f32(&key_sums[8]);
        vf32 o1_02 = v_load_f32(&key_sums[64]);
        vf32 o1_12 = v_load_f32(&key_sums[72]);
        vf32 o2_02 = v_load_f32(&key_sums[128]);
        vf32 o2_12 = v_load_f32(&key_sums[136]);
        vf32 o3_02 = v_load_f32(&key_sums[192]);
        vf32 o3_12 = v_load_f32(&key_sums[200]);
        vf32 o4_02 = v_load_f32(&key_sums[256]);
        vf32 o4_12 = v_load_f32(&key_sums[264]);
        vf32 o5_02 = v_load_f32(&key_sums[320]);
        vf32 o5_12 = v_load_f32(&key_sums[328]);
        for (int64_t j5 = 0; j5 < s_min_index(16, P * 5 + 1 - panel * 16); ++j5) {
          const vf32 y02 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j5 * 64 + panel * 1024]);
          const vf32 y12 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j5 * 64 + panel * 1024 + 8]);
          const vf32 p05 = v_splat_f32(weights[j5]);
          o0_02 += p05 * y02;
          o0_12 += p05 * y12;
          const vf32 p15 = v_splat_f32(weights[16 + j5]);
          o1_02 += p15 * y02;
          o1_12 += p15 * y12;
          const vf32 p25 = v_splat_f32(weights[32 + j5]);
          o2_02 += p25 * y02;
          o2_12 += p25 * y12;
          const vf32 p35 = v_splat_f32(weights[48 + j5]);
          o3_02 += p35 * y02;
          o3_12 += p35 * y12;
          const vf32 p45 = v_splat_f32(weights[64 + j5]);
          o4_02 += p45 * y02;
          o4_12 += p45 * y12;
          const vf32 p55 = v_splat_f32(weights[80 + j5]);
          o5_02 += p55 * y02;
          o5_12 += p55 * y12;
        }
        v_store_f32(key_sums, o0_02);
        v_store_f32(&key_sums[8], o0_12);
        v_store_f32(&key_sums[64], o1_02);
        v_store_f32(&key_sums[72], o1_12);
        v_store_f32(&key_sums[128], o2_02);
        v_store_f32(&key_sums[136], o2_12);
        v_store_f32(&key_sums[192], o3_02);
        v_store_f32(&key_sums[200], o3_12);
        v_store_f32(&key_sums[256], o4_02);
        v_store_f32(&key_sums[264], o4_12);
        v_store_f32(&key_sums[320], o5_02);
        v_store_f32(&key_sums[328], o5_12);
        vf32 o0_22 = v_load_f32(&key_sums[16]);
        vf32 o0_32 = v_load_f32(&key_sums[24]);
        vf32 o1_22 = v_load_f32(&key_sums[80]);
        vf32 o1_32 = v_load_f32(&key_sums[88]);
        vf32 o2_22 = v_load_f32(&key_sums[144]);
        vf32 o2_32 = v_load_f32(&key_sums[152]);
        vf32 o3_22 = v_load_f32(&key_sums[208]);
        vf32 o3_32 = v_load_f32(&key_sums[216]);
        vf32 o4_22 = v_load_f32(&key_sums[272]);
        vf32 o4_32 = v_load_f32(&key_sums[280]);
        vf32 o5_22 = v_load_f32(&key_sums[336]);
        vf32 o5_32 = v_load_f32(&key_sums[344]);
        for (int64_t j6 = 0; j6 < s_min_index(16, P * 5 + 1 - panel * 16); ++j6) {
          const vf32 y22 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j6 * 64 + panel * 1024 + 16]);
          const vf32 y32 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j6 * 64 + panel * 1024 + 24]);
          const vf32 p06 = v_splat_f32(weights[j6]);
          o0_22 += p06 * y22;
          o0_32 += p06 * y32;
          const vf32 p16 = v_splat_f32(weights[16 + j6]);
          o1_22 += p16 * y22;
          o1_32 += p16 * y32;
          const vf32 p26 = v_splat_f32(weights[32 + j6]);
          o2_22 += p26 * y22;
          o2_32 += p26 * y32;
          const vf32 p36 = v_splat_f32(weights[48 + j6]);
          o3_22 += p36 * y22;
          o3_32 += p36 * y32;
          const vf32 p46 = v_splat_f32(weights[64 + j6]);
          o4_22 += p46 * y22;
          o4_32 += p46 * y32;
          const vf32 p56 = v_splat_f32(weights[80 + j6]);
          o5_22 += p56 * y22;
          o5_32 += p56 * y32;
        }
        v_store_f32(&key_sums[16], o0_22);
        v_store_f32(&key_sums[24], o0_32);
        v_store_f32(&key_sums[80], o1_22);
        v_store_f32(&key_sums[88], o1_32);
        v_store_f32(&key_sums[144], o2_22);
        v_store_f32(&key_sums[152], o2_32);
        v_store_f32(&key_sums[208], o3_22);
        v_store_f32(&key_sums[216], o3_32);
        v_store_f32(&key_sums[272], o4_22);
        v_store_f32(&key_sums[280], o4_32);
        v_store_f32(&key_sums[336], o5_22);
        v_store_f32(&key_sums[344], o5_32);
        vf32 o0_42 = v_load_f32(&key_sums[32]);
        vf32 o0_52 = v_load_f32(&key_sums[40]);
        vf32 o1_42 = v_load_f32(&key_sums[96]);
        vf32 o1_52 = v_load_f32(&key_sums[104]);
        vf32 o2_42 = v_load_f32(&key_sums[160]);
        vf32 o2_52 = v_load_f32(&key_sums[168]);
        vf32 o3_42 = v_load_f32(&key_sums[224]);
        vf32 o3_52 = v_load_f32(&key_sums[232]);
        vf32 o4_42 = v_load_f32(&key_sums[288]);
        vf32 o4_52 = v_load_f32(&key_sums[296]);
        vf32 o5_42 = v_load_f32(&key_sums[352]);
        vf32 o5_52 = v_load_f32(&key_sums[360]);
        for (int64_t j7 = 0; j7 < s_min_index(16, P * 5 + 1 - panel * 16); ++j7) {
          const vf32 y42 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j7 * 64 + panel * 1024 + 32]);
          const vf32 y52 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j7 * 64 + panel * 1024 + 40]);
          const vf32 p07 = v_splat_f32(weights[j7]);
          o0_42 += p07 * y42;
          o0_52 += p07 * y52;
          const vf32 p17 = v_splat_f32(weights[16 + j7]);
          o1_42 += p17 * y42;
          o1_52 += p17 * y52;
          const vf32 p27 = v_splat_f32(weights[32 + j7]);
          o2_42 += p27 * y42;
          o2_52 += p27 * y52;
          const vf32 p37 = v_splat_f32(weights[48 + j7]);
          o3_42 += p37 * y42;
          o3_52 += p37 * y52;
          const vf32 p47 = v_splat_f32(weights[64 + j7]);
          o4_42 += p47 * y42;
          o4_52 += p47 * y52;
          const vf32 p57 = v_splat_f32(weights[80 + j7]);
          o5_42 += p57 * y42;
          o5_52 += p57 * y52;
        }
        v_store_f32(&key_sums[32], o0_42);
        v_store_f32(&key_sums[40], o0_52);
        v_store_f32(&key_sums[96], o1_42);
        v_store_f32(&key_sums[104], o1_52);
        v_store_f32(&key_sums[160], o2_42);
        v_store_f32(&key_sums[168], o2_52);
        v_store_f32(&key_sums[224], o3_42);
        v_store_f32(&key_sums[232], o3_52);
        v_store_f32(&key_sums[288], o4_42);
        v_store_f32(&key_sums[296], o4_52);
        v_store_f32(&key_sums[352], o5_42);
        v_store_f32(&key_sums[360], o5_52);
        vf32 o0_62 = v_load_f32(&key_sums[48]);
        vf32 o0_72 = v_load_f32(&key_sums[56]);
        vf32 o1_62 = v_load_f32(&key_sums[112]);
        vf32 o1_72 = v_load_f32(&key_sums[120]);
        vf32 o2_62 = v_load_f32(&key_sums[176]);
        vf32 o2_72 = v_load_f32(&key_sums[184]);
        vf32 o3_62 = v_load_f32(&key_sums[240]);
        vf32 o3_72 = v_load_f32(&key_sums[248]);
        vf32 o4_62 = v_load_f32(&key_sums[304]);
        vf32 o4_72 = v_load_f32(&key_sums[312]);
        vf32 o5_62 = v_load_f32(&key_sums[368]);
        vf32 o5_72 = v_load_f32(&key_sums[376]);
        for (int64_t j8 = 0; j8 < s_min_index(16, P * 5 + 1 - panel * 16); ++j8) {
          const vf32 y62 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j8 * 64 + panel * 1024 + 48]);
          const vf32 y72 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j8 * 64 + panel * 1024 + 56]);
          const vf32 p08 = v_splat_f32(weights[j8]);
          o0_62 += p08 * y62;
          o0_72 += p08 * y72;
          const vf32 p18 = v_splat_f32(weights[16 + j8]);
          o1_62 += p18 * y62;
          o1_72 += p18 * y72;
          const vf32 p28 = v_splat_f32(weights[32 + j8]);
          o2_62 += p28 * y62;
          o2_72 += p28 * y72;
          const vf32 p38 = v_splat_f32(weights[48 + j8]);
          o3_62 += p38 * y62;
          o3_72 += p38 * y72;
          const vf32 p48 = v_splat_f32(weights[64 + j8]);
          o4_62 += p48 * y62;
          o4_72 += p48 * y72;
          const vf32 p58 = v_splat_f32(weights[80 + j8]);
          o5_62 += p58 * y62;
          o5_72 += p58 * y72;
        }
        v_store_f32(&key_sums[48], o0_62);
        v_store_f32(&key_sums[56], o0_72);
        v_store_f32(&key_sums[112], o1_62);
        v_store_f32(&key_sums[120], o1_72);
        v_store_f32(&key_sums[176], o2_62);
        v_store_f32(&key_sums[184], o2_72);
        v_store_f32(&key_sums[240], o3_62);
        v_store_f32(&key_sums[248], o3_72);
        v_store_f32(&key_sums[304], o4_62);
        v_store_f32(&key_sums[312], o4_72);
        v_store_f32(&key_sums[368], o5_62);
        v_store_f32(&key_sums[376], o5_72);
      }
      for (int64_t r = 0; r < s_min_index(6, P * 5 + 1 - row); ++r) {
        const float factor = 1.0f;
        for (int64_t f3 = 0; f3 < 57; f3 += 8) {
          v_store_f32(&x3[head / 3 % B * P * 960 + head / 3 % B * 192 + head % 3 * 64 + f3 + r * 192
                  + row * 192], v_load_f32(&key_sums[r * 64 + f3]) * v_splat_f32(factor));
        }
      }
      for (int64_t r2 = 0; r2 < s_min_index(6, P * 5 + 1 - row); ++r2) {
        const float factor2 = 1.0f;
        for (int64_t f4 = 0; f4 < 57; f4 += 8) {
          v_store_f32(&x4[head / 3 % B * P * 960 + head / 3 % B * 192 + head % 3 * 64 + f4 + r2 * 192
                  + row * 192], v_load_f32(&value_sums[r2 * 64 + f4]) * v_splat_f32(factor2));
        }
      }
    }
  }
}
