#define SG_LANES 4
#include "sonograph_kernel.h"

/* k12_reshape_attention
 * reshape, attention
 * keys: f32, 960*B*P + 1728*B elements
 * values: f32, 960*B*P + 192*B elements
 * x: f32, 960*B*P + 192*B elements
 * x6: f32, 960*B*P + 192*B elements
 * x7: f32, 15*B*P + 3*B elements
 * 0 flops, 0 bytes
 * first used in block0/attention
 */
__attribute__((visibility("default")))
void k12_reshape_attention(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *keys = buffers[0];
  const float *values = buffers[1];
  const float *x = buffers[2];
  float *x6 = buffers[3];
  float *x7 = buffers[4];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 47) / 48);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit / ((P * 5 + 1 + 47) / 48);
    const int64_t first_row = unit % ((P * 5 + 1 + 47) / 48) * 48;
    for (int64_t row = first_row; row < s_min_index(P * 5 + 1, first_row + 48); row += 6) {
      _Alignas(64) float sums[384] = {0};
      _Alignas(64) float weights[48];
      _Alignas(64) float largest[6];
      _Alignas(64) float totals[6] = {0};
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
      for (int64_t r = 0; r < 6; ++r) {
        largest[r] = -INFINITY;
      }
      for (int64_t panel = 0; panel < (P * 5 + 1 + 7) / 8; ++panel) {
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
          const vf32 w0 = v_load_f32(&keys[(P * 5 + 8) / 8 * head * 512 + f * 8 + panel * 512]);
          const vf32 w1 = v_load_f32(&keys[(P * 5 + 8) / 8 * head * 512 + f * 8 + panel * 512 + 4]);
          const vf32 x0 = v_splat_f32(x[a0 + f]);
          s0_0 += x0 * w0;
          s0_1 += x0 * w1;
          const vf32 x1 = v_splat_f32(x[a1 + f]);
          s1_0 += x1 * w0;
          s1_1 += x1 * w1;
          const vf32 x2 = v_splat_f32(x[a2 + f]);
          s2_0 += x2 * w0;
          s2_1 += x2 * w1;
          const vf32 x3 = v_splat_f32(x[a3 + f]);
          s3_0 += x3 * w0;
          s3_1 += x3 * w1;
          const vf32 x4 = v_splat_f32(x[a4 + f]);
          s4_0 += x4 * w0;
          s4_1 += x4 * w1;
          const vf32 x5 = v_splat_f32(x[a5 + f]);
          s5_0 += x5 * w0;
          s5_1 += x5 * w1;
        }
        v_store_f32(weights,
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s0_0 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[4],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8 + 4)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s0_1 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[8],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s1_0 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[12],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8 + 4)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s1_1 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[16],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s2_0 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[20],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8 + 4)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s2_1 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[24],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s3_0 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[28],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8 + 4)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s3_1 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[32],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s4_0 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[36],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8 + 4)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s4_1 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[40],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s5_0 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        v_store_f32(&weights[44],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 8 + 4)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))), s5_1 * v_splat_f32(0.125f), v_splat_f32(-INFINITY)));
        for (int64_t r2 = 0; r2 < 6; ++r2) {
          vf32 highest = v_load_f32(&weights[r2 * 8]);
          highest = v_max_f32(highest, v_load_f32(&weights[r2 * 8 + 4]));
          const float new = s_max_f32(largest[r2], v_reduce_max_f32(highest));
          const float factor = s_exp_f32(largest[r2] - new);
          vf32 total = v_splat_f32(0.0f);
          const vf32 e0 = v_exp_f32(v_load_f32(&weights[r2 * 8]) - v_splat_f32(new));
          v_store_f32(&weights[r2 * 8], e0);
          total += e0;
          const vf32 e1 = v_exp_f32(v_load_f32(&weights[r2 * 8 + 4]) - v_splat_f32(new));
          v_store_f32(&weights[r2 * 8 + 4], e1);
          total += e1;
          totals[r2] = totals[r2] * factor + v_reduce_sum_f32(total);
          largest[r2] = new;
          v_store_f32(&sums[r2 * 64], v_load_f32(&sums[r2 * 64]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 4], v_load_f32(&sums[r2 * 64 + 4]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 8], v_load_f32(&sums[r2 * 64 + 8]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 12], v_load_f32(&sums[r2 * 64 + 12]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 16], v_load_f32(&sums[r2 * 64 + 16]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 20], v_load_f32(&sums[r2 * 64 + 20]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 24], v_load_f32(&sums[r2 * 64 + 24]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 28], v_load_f32(&sums[r2 * 64 + 28]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 32], v_load_f32(&sums[r2 * 64 + 32]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 36], v_load_f32(&sums[r2 * 64 + 36]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 40], v_load_f32(&sums[r2 * 64 + 40]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 44], v_load_f32(&sums[r2 * 64 + 44]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 48], v_load_f32(&sums[r2 * 64 + 48]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 52], v_load_f32(&sums[r2 * 64 + 52]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 56], v_load_f32(&sums[r2 * 64 + 56]) * v_splat_f32(factor));
          v_store_f32(&sums[r2 * 64 + 60], v_load_f32(&sums[r2 * 64 + 60]) * v_splat_f32(factor));
        }
        vf32 o0_0 = v_load_f32(sums);
        vf32 o0_1 = v_load_f32(&sums[4]);
        vf32 o1_0 = v_load_f32(&sums[64]);
        vf32 o1_1 = v_load_f32(&sums[68]);
        vf32 o2_0 = v_load_f32(&sums[128]);
        vf32 o2_1 = v_load_f32(&sums[132]);
        vf32 o3_0 = v_load_f32(&sums[192]);
        vf32 o3_1 = v_load_f32(&sums[196]);
        vf32 o4_0 = v_load_f32(&sums[256]);
        vf32 o4_1 = v_load_f32(&sums[260]);
        vf32 o5_0 = v_load_f32(&sums[320]);
        vf32 o5_1 = v_load_f32(&sums[324]);
        for (int64_t j = 0; j < s_min_index(8, P * 5 + 1 - panel * 8); ++j) {
          const vf32 y0 = v_load_f32(&values[P * head * 320 + head * 64 + j * 64 + panel * 512]);
          const vf32 y1 = v_load_f32(&values[P * head * 320 + head * 64 + j * 64 + panel * 512 + 4]);
          const vf32 p0 = v_splat_f32(weights[j]);
          o0_0 += p0 * y0;
          o0_1 += p0 * y1;
          const vf32 p1 = v_splat_f32(weights[8 + j]);
          o1_0 += p1 * y0;
          o1_1 += p1 * y1;
          const vf32 p2 = v_splat_f32(weights[16 + j]);
          o2_0 += p2 * y0;
          o2_1 += p2 * y1;
          const vf32 p3 = v_splat_f32(weights[24 + j]);
          o3_0 += p3 * y0;
          o3_1 += p3 * y1;
          const vf32 p4 = v_splat_f32(weights[32 + j]);
          o4_0 += p4 * y0;
          o4_1 += p4 * y1;
          const vf32 p5 = v_splat_f32(weights[40 + j]);
          o5_0 += p5 * y0;
          o5_1 += p5 * y1;
        }
        v_store_f32(sums, o0_0);
        v_store_f32(&sums[4], o0_1);
        v_store_f32(&sums[64], o1_0);
        v_store_f32(&sums[68], o1_1);
        v_store_f32(&sums[128], o2_0);
        v_store_f32(&sums[132], o2_1);
        v_store_f32(&sums[192], o3_0);
        v_store_f32(&sums[196], o3_1);
        v_store_f32(&sums[256], o4_0);
        v_store_f32(&sums[260], o4_1);
        v_store_f32(&sums[320], o5_0);
        v_store_f32(&sums[324], o5_1);
        vf32 o0_2 = v_load_f32(&sums[8]);
        vf32 o0_3 = v_load_f32(&sums[12]);
        vf32 o1_2 = v_load_f32(&sums[72]);
        vf32 o1_3 = v_load_f32(&sums[76]);
        vf32 o2_2 = v_load_f32(&sums[136]);
        vf32 o2_3 = v_load_f32(&sums[140]);
        vf32 o3_2 = v_load_f32(&sums[200]);
        vf32 o3_3 = v_load_f32(&sums[204]);
        vf32 o4_2 = v_load_f32(&sums[264]);
        vf32 o4_3 = v_load_f32(&sums[268]);
        vf32 o5_2 = v_load_f32(&sums[328]);
        vf32 o5_3 = v_load_f32(&sums[332]);
        for (int64_t j2 = 0; j2 < s_min_index(8, P * 5 + 1 - panel * 8); ++j2) {
          const vf32 y2 = v_load_f32(&values[P * head * 320 + head * 64 + j2 * 64 + panel * 512 + 8]);
          const vf32 y3 = v_load_f32(&values[P * head * 320 + head * 64 + j2 * 64 + panel * 512 + 12]);
          const vf32 p02 = v_splat_f32(weights[j2]);
          o0_2 += p02 * y2;
          o0_3 += p02 * y3;
          const vf32 p12 = v_splat_f32(weights[8 + j2]);
          o1_2 += p12 * y2;
          o1_3 += p12 * y3;
          const vf32 p22 = v_splat_f32(weights[16 + j2]);
          o2_2 += p22 * y2;
          o2_3 += p22 * y3;
          const vf32 p32 = v_splat_f32(weights[24 + j2]);
          o3_2 += p32 * y2;
          o3_3 += p32 * y3;
          const vf32 p42 = v_splat_f32(weights[32 + j2]);
          o4_2 += p42 * y2;
          o4_3 += p42 * y3;
          const vf32 p52 = v_splat_f32(weights[40 + j2]);
          o5_2 += p52 * y2;
          o5_3 += p52 * y3;
        }
        v_store_f32(&sums[8], o0_2);
        v_store_f32(&sums[12], o0_3);
        v_store_f32(&sums[72], o1_2);
        v_store_f32(&sums[76], o1_3);
        v_store_f32(&sums[136], o2_2);
        v_store_f32(&sums[140], o2_3);
        v_store_f32(&sums[200], o3_2);
        v_store_f32(&sums[204], o3_3);
        v_store_f32(&sums[264], o4_2);
        v_store_f32(&sums[268], o4_3);
        v_store_f32(&sums[328], o5_2);
        v_store_f32(&sums[332], o5_3);
        vf32 o0_4 = v_load_f32(&sums[16]);
        vf32 o0_5 = v_load_f32(&sums[20]);
        vf32 o1_4 = v_load_f32(&sums[80]);
        vf32 o1_5 = v_load_f32(&sums[84]);
        vf32 o2_4 = v_load_f32(&sums[144]);
        vf32 o2_5 = v_load_f32(&sums[148]);
        vf32 o3_4 = v_load_f32(&sums[208]);
        vf32 o3_5 = v_load_f32(&sums[212]);
        vf32 o4_4 = v_load_f32(&sums[272]);
        vf32 o4_5 = v_load_f32(&sums[276]);
        vf32 o5_4 = v_load_f32(&sums[336]);
        vf32 o5_5 = v_load_f32(&sums[340]);
        for (int64_t j3 = 0; j3 < s_min_index(8, P * 5 + 1 - panel * 8); ++j3) {
          const vf32 y4 = v_load_f32(&values[P * head * 320 + head * 64 + j3 * 64 + panel * 512 + 16]);
          const vf32 y5 = v_load_f32(&values[P * head * 320 + head * 64 + j3 * 64 + panel * 512 + 20]);
          const vf32 p03 = v_splat_f32(weights[j3]);
          o0_4 += p03 * y4;
          o0_5 += p03 * y5;
          const vf32 p13 = v_splat_f32(weights[8 + j3]);
          o1_4 += p13 * y4;
          o1_5 += p13 * y5;
          const vf32 p23 = v_splat_f32(weights[16 + j3]);
          o2_4 += p23 * y4;
          o2_5 += p23 * y5;
          const vf32 p33 = v_splat_f32(weights[24 + j3]);
          o3_4 += p33 * y4;
          o3_5 += p33 * y5;
          const vf32 p43 = v_splat_f32(weights[32 + j3]);
          o4_4 += p43 * y4;
          o4_5 += p43 * y5;
          const vf32 p53 = v_splat_f32(weights[40 + j3]);
          o5_4 += p53 * y4;
          o5_5 += p53 * y5;
        }
        v_store_f32(&sums[16], o0_4);
        v_store_f32(&sums[20], o0_5);
        v_store_f32(&sums[80], o1_4);
        v_store_f32(&sums[84], o1_5);
        v_store_f32(&sums[144], o2_4);
        v_store_f32(&sums[148], o2_5);
        v_store_f32(&sums[208], o3_4);
        v_store_f32(&sums[212], o3_5);
        v_store_f32(&sums[272], o4_4);
        v_store_f32(&sums[276], o4_5);
        v_store_f32(&sums[336], o5_4);
        v_store_f32(&sums[340], o5_5);
        vf32 o0_6 = v_load_f32(&sums[24]);
        vf32 o0_7 = v_load_f32(&sums[28]);
        vf32 o1_6 = v_load_f32(&sums[88]);
        vf32 o1_7 = v_load_f32(&sums[92]);
        vf32 o2_6 = v_load_f32(&sums[152]);
        vf32 o2_7 = v_load_f32(&sums[156]);
        vf32 o3_6 = v_load_f32(&sums[216]);
        vf32 o3_7 = v_load_f32(&sums[220]);
        vf32 o4_6 = v_load_f32(&sums[280]);
        vf32 o4_7 = v_load_f32(&sums[284]);
        vf32 o5_6 = v_load_f32(&sums[344]);
        vf32 o5_7 = v_load_f32(&sums[348]);
        for (int64_t j4 = 0; j4 < s_min_index(8, P * 5 + 1 - panel * 8); ++j4) {
          const vf32 y6 = v_load_f32(&values[P * head * 320 + head * 64 + j4 * 64 + panel * 512 + 24]);
          const vf32 y7 = v_load_f32(&values[P * head * 320 + head * 64 + j4 * 64 + panel * 512 + 28]);
          const vf32 p04 = v_splat_f32(weights[j4]);
          o0_6 += p04 * y6;
          o0_7 += p04 * y7;
          const vf32 p14 = v_splat_f32(weights[8 + j4]);
          o1_6 += p14 * y6;
          o1_7 += p14 * y7;
          const vf32 p24 = v_splat_f32(weights[16 + j4]);
          o2_6 += p24 * y6;
          o2_7 += p24 * y7;
          const vf32 p34 = v_splat_f32(weights[24 + j4]);
          o3_6 += p34 * y6;
          o3_7 += p34 * y7;
          const vf32 p44 = v_splat_f32(weights[32 + j4]);
          o4_6 += p44 * y6;
          o4_7 += p44 * y7;
          const vf32 p54 = v_splat_f32(weights[40 + j4]);
          o5_6 += p54 * y6;
          o5_7 += p54 * y7;
        }
        v_store_f32(&sums[24], o0_6);
        v_store_f32(&sums[28], o0_7);
        v_store_f32(&sums[88], o1_6);
        v_store_f32(&sums[92], o1_7);
        v_store_f32(&sums[152], o2_6);
        v_store_f32(&sums[156], o2_7);
        v_store_f32(&sums[216], o3_6);
        v_store_f32(&sums[220], o3_7);
        v_store_f32(&sums[280], o4_6);
        v_store_f32(&sums[284], o4_7);
        v_store_f32(&sums[344], o5_6);
        v_store_f32(&sums[348], o5_7);
        vf32 o0_8 = v_load_f32(&sums[32]);
        vf32 o0_9 = v_load_f32(&sums[36]);
        vf32 o1_8 = v_load_f32(&sums[96]);
        vf32 o1_9 = v_load_f32(&sums[100]);
        vf32 o2_8 = v_load_f32(&sums[160]);
        vf32 o2_9 = v_load_f32(&sums[164]);
        vf32 o3_8 = v_load_f32(&sums[224]);
        vf32 o3_9 = v_load_f32(&sums[228]);
        vf32 o4_8 = v_load_f32(&sums[288]);
        vf32 o4_9 = v_load_f32(&sums[292]);
        vf32 o5_8 = v_load_f32(&sums[352]);
        vf32 o5_9 = v_load_f32(&sums[356]);
        for (int64_t j5 = 0; j5 < s_min_index(8, P * 5 + 1 - panel * 8); ++j5) {
          const vf32 y8 = v_load_f32(&values[P * head * 320 + head * 64 + j5 * 64 + panel * 512 + 32]);
          const vf32 y9 = v_load_f32(&values[P * head * 320 + head * 64 + j5 * 64 + panel * 512 + 36]);
          const vf32 p05 = v_splat_f32(weights[j5]);
          o0_8 += p05 * y8;
          o0_9 += p05 * y9;
          const vf32 p15 = v_splat_f32(weights[8 + j5]);
          o1_8 += p15 * y8;
          o1_9 += p15 * y9;
          const vf32 p25 = v_splat_f32(weights[16 + j5]);
          o2_8 += p25 * y8;
          o2_9 += p25 * y9;
          const vf32 p35 = v_splat_f32(weights[24 + j5]);
          o3_8 += p35 * y8;
          o3_9 += p35 * y9;
          const vf32 p45 = v_splat_f32(weights[32 + j5]);
          o4_8 += p45 * y8;
          o4_9 += p45 * y9;
          const vf32 p55 = v_splat_f32(weights[40 + j5]);
          o5_8 += p55 * y8;
          o5_9 += p55 * y9;
        }
        v_store_f32(&sums[32], o0_8);
        v_store_f32(&sums[36], o0_9);
        v_store_f32(&sums[96], o1_8);
        v_store_f32(&sums[100], o1_9);
        v_store_f32(&sums[160], o2_8);
        v_store_f32(&sums[164], o2_9);
        v_store_f32(&sums[224], o3_8);
        v_store_f32(&sums[228], o3_9);
        v_store_f32(&sums[288], o4_8);
        v_store_f32(&sums[292], o4_9);
        v_store_f32(&sums[352], o5_8);
        v_store_f32(&sums[356], o5_9);
        vf32 o0_10 = v_load_f32(&sums[40]);
        vf32 o0_11 = v_load_f32(&sums[44]);
        vf32 o1_10 = v_load_f32(&sums[104]);
        vf32 o1_11 = v_load_f32(&sums[108]);
        vf32 o2_10 = v_load_f32(&sums[168]);
        vf32 o2_11 = v_load_f32(&sums[172]);
        vf32 o3_10 = v_load_f32(&sums[232]);
        vf32 o3_11 = v_load_f32(&sums[236]);
        vf32 o4_10 = v_load_f32(&sums[296]);
        vf32 o4_11 = v_load_f32(&sums[300]);
        vf32 o5_10 = v_load_f32(&sums[360]);
        vf32 o5_11 = v_load_f32(&sums[364]);
        for (int64_t j6 = 0; j6 < s_min_index(8, P * 5 + 1 - panel * 8); ++j6) {
          const vf32 y10 = v_load_f32(&values[P * head * 320 + head * 64 + j6 * 64 + panel * 512 + 40]);
          const vf32 y11 = v_load_f32(&values[P * head * 320 + head * 64 + j6 * 64 + panel * 512 + 44]);
          const vf32 p06 = v_splat_f32(weights[j6]);
          o0_10 += p06 * y10;
          o0_11 += p06 * y11;
          const vf32 p16 = v_splat_f32(weights[8 + j6]);
          o1_10 += p16 * y10;
          o1_11 += p16 * y11;
          const vf32 p26 = v_splat_f32(weights[16 + j6]);
          o2_10 += p26 * y10;
          o2_11 += p26 * y11;
          const vf32 p36 = v_splat_f32(weights[24 + j6]);
          o3_10 += p36 * y10;
          o3_11 += p36 * y11;
          const vf32 p46 = v_splat_f32(weights[32 + j6]);
          o4_10 += p46 * y10;
          o4_11 += p46 * y11;
          const vf32 p56 = v_splat_f32(weights[40 + j6]);
          o5_10 += p56 * y10;
          o5_11 += p56 * y11;
        }
        v_store_f32(&sums[40], o0_10);
        v_store_f32(&sums[44], o0_11);
        v_store_f32(&sums[104], o1_10);
        v_store_f32(&sums[108], o1_11);
        v_store_f32(&sums[168], o2_10);
        v_store_f32(&sums[172], o2_11);
        v_store_f32(&sums[232], o3_10);
        v_store_f32(&sums[236], o3_11);
        v_store_f32(&sums[296], o4_10);
        v_store_f32(&sums[300], o4_11);
        v_store_f32(&sums[360], o5_10);
        v_store_f32(&sums[364], o5_11);
        vf32 o0_12 = v_load_f32(&sums[48]);
        vf32 o0_13 = v_load_f32(&sums[52]);
        vf32 o1_12 = v_load_f32(&sums[112]);
        vf32 o1_13 = v_load_f32(&sums[116]);
        vf32 o2_12 = v_load_f32(&sums[176]);
        vf32 o2_13 = v_load_f32(&sums[180]);
        vf32 o3_12 = v_load_f32(&sums[240]);
        vf32 o3_13 = v_load_f32(&sums[244]);
        vf32 o4_12 = v_load_f32(&sums[304]);
        vf32 o4_13 = v_load_f32(&sums[308]);
        vf32 o5_12 = v_load_f32(&sums[368]);
        vf32 o5_13 = v_load_f32(&sums[372]);
        for (int64_t j7 = 0; j7 < s_min_index(8, P * 5 + 1 - panel * 8); ++j7) {
          const vf32 y12 = v_load_f32(&values[P * head * 320 + head * 64 + j7 * 64 + panel * 512 + 48]);
          const vf32 y13 = v_load_f32(&values[P * head * 320 + head * 64 + j7 * 64 + panel * 512 + 52]);
          const vf32 p07 = v_splat_f32(weights[j7]);
          o0_12 += p07 * y12;
          o0_13 += p07 * y13;
          const vf32 p17 = v_splat_f32(weights[8 + j7]);
          o1_12 += p17 * y12;
          o1_13 += p17 * y13;
          const vf32 p27 = v_splat_f32(weights[16 + j7]);
          o2_12 += p27 * y12;
          o2_13 += p27 * y13;
          const vf32 p37 = v_splat_f32(weights[24 + j7]);
          o3_12 += p37 * y12;
          o3_13 += p37 * y13;
          const vf32 p47 = v_splat_f32(weights[32 + j7]);
          o4_12 += p47 * y12;
          o4_13 += p47 * y13;
          const vf32 p57 = v_splat_f32(weights[40 + j7]);
          o5_12 += p57 * y12;
          o5_13 += p57 * y13;
        }
        v_store_f32(&sums[48], o0_12);
        v_store_f32(&sums[52], o0_13);
        v_store_f32(&sums[112], o1_12);
        v_store_f32(&sums[116], o1_13);
        v_store_f32(&sums[176], o2_12);
        v_store_f32(&sums[180], o2_13);
        v_store_f32(&sums[240], o3_12);
        v_store_f32(&sums[244], o3_13);
        v_store_f32(&sums[304], o4_12);
        v_store_f32(&sums[308], o4_13);
        v_store_f32(&sums[368], o5_12);
        v_store_f32(&sums[372], o5_13);
        vf32 o0_14 = v_load_f32(&sums[56]);
        vf32 o0_15 = v_load_f32(&sums[60]);
        vf32 o1_14 = v_load_f32(&sums[120]);
        vf32 o1_15 = v_load_f32(&sums[124]);
        vf32 o2_14 = v_load_f32(&sums[184]);
        vf32 o2_15 = v_load_f32(&sums[188]);
        vf32 o3_14 = v_load_f32(&sums[248]);
        vf32 o3_15 = v_load_f32(&sums[252]);
        vf32 o4_14 = v_load_f32(&sums[312]);
        vf32 o4_15 = v_load_f32(&sums[316]);
        vf32 o5_14 = v_load_f32(&sums[376]);
        vf32 o5_15 = v_load_f32(&sums[380]);
        for (int64_t j8 = 0; j8 < s_min_index(8, P * 5 + 1 - panel * 8); ++j8) {
          const vf32 y14 = v_load_f32(&values[P * head * 320 + head * 64 + j8 * 64 + panel * 512 + 56]);
          const vf32 y15 = v_load_f32(&values[P * head * 320 + head * 64 + j8 * 64 + panel * 512 + 60]);
          const vf32 p08 = v_splat_f32(weights[j8]);
          o0_14 += p08 * y14;
          o0_15 += p08 * y15;
          const vf32 p18 = v_splat_f32(weights[8 + j8]);
          o1_14 += p18 * y14;
          o1_15 += p18 * y15;
          const vf32 p28 = v_splat_f32(weights[16 + j8]);
          o2_14 += p28 * y14;
          o2_15 += p28 * y15;
          const vf32 p38 = v_splat_f32(weights[24 + j8]);
          o3_14 += p38 * y14;
          o3_15 += p38 * y15;
          const vf32 p48 = v_splat_f32(weights[32 + j8]);
          o4_14 += p48 * y14;
          o4_15 += p48 * y15;
          const vf32 p58 = v_splat_f32(weights[40 + j8]);
          o5_14 += p58 * y14;
          o5_15 += p58 * y15;
        }
        v_store_f32(&sums[56], o0_14);
        v_store_f32(&sums[60], o0_15);
        v_store_f32(&sums[120], o1_14);
        v_store_f32(&sums[124], o1_15);
        v_store_f32(&sums[184], o2_14);
        v_store_f32(&sums[188], o2_15);
        v_store_f32(&sums[248], o3_14);
        v_store_f32(&sums[252], o3_15);
        v_store_f32(&sums[312], o4_14);
        v_store_f32(&sums[316], o4_15);
        v_store_f32(&sums[376], o5_14);
        v_store_f32(&sums[380], o5_15);
      }
      for (int64_t r3 = 0; r3 < s_min_index(6, P * 5 + 1 - row); ++r3) {
        const float factor2 = 1.0f / totals[r3];
        for (int64_t f2 = 0; f2 < 61; f2 += 4) {
          v_store_f32(&x6[head / 3 % B * P * 960 + head / 3 % B * 192 + head % 3 * 64 + f2 + r3 * 192
                  + row * 192], v_load_f32(&sums[r3 * 64 + f2]) * v_splat_f32(factor2));
        }
      }
      for (int64_t r4 = 0; r4 < s_min_index(6, P * 5 + 1 - row); ++r4) {
        x7[head / 3 % B * P * 15 + head / 3 % B * 3 + head % 3 + r4 * 3 + row * 3] = largest[r4]
            + s_log_f32(totals[r4]);
      }
    }
  }
}
