#define SG_LANES 16
#include "sonograph_kernel.h"

/* k68_reshape_attention_gradient_dq
 * reshape, attention-gradient
 * x: f32, 960*B*P + 192*B elements
 * keys: f32, 960*B*P + 12480*B elements
 * values: f32, 960*B*P + 12480*B elements
 * key_rows: f32, 960*B*P + 192*B elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 960*B*P + 192*B elements
 * x4: f32, 15*B*P + 3*B elements
 * x5: f32, 15*B*P + 3*B elements
 * 19200*B*P*P + 7680*B*P + 768*B flops, 27000*B*P + 5400*B bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k68_reshape_attention_gradient_dq(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *x = buffers[0];
  const float *keys = buffers[1];
  const float *values = buffers[2];
  const float *key_rows = buffers[3];
  const float *x2 = buffers[4];
  const float *x3 = buffers[5];
  const float *x4 = buffers[6];
  const float *x5 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 47) / 48);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit / ((P * 5 + 1 + 47) / 48);
    const int64_t first_row = unit % ((P * 5 + 1 + 47) / 48) * 48;
    for (int64_t row = first_row; row < s_min_index(P * 5 + 1, first_row + 48); row += 6) {
      _Alignas(64) float sums[384] = {0};
      _Alignas(64) float weights[384];
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
      for (int64_t panel = 0; panel < (P * 5 + 1 + 63) / 64; ++panel) {
        vf32 s0_0 = v_splat_f32(0.0f);
        vf32 s0_1 = v_splat_f32(0.0f);
        vf32 s0_2 = v_splat_f32(0.0f);
        vf32 s0_3 = v_splat_f32(0.0f);
        vf32 s1_0 = v_splat_f32(0.0f);
        vf32 s1_1 = v_splat_f32(0.0f);
        vf32 s1_2 = v_splat_f32(0.0f);
        vf32 s1_3 = v_splat_f32(0.0f);
        vf32 s2_0 = v_splat_f32(0.0f);
        vf32 s2_1 = v_splat_f32(0.0f);
        vf32 s2_2 = v_splat_f32(0.0f);
        vf32 s2_3 = v_splat_f32(0.0f);
        vf32 s3_0 = v_splat_f32(0.0f);
        vf32 s3_1 = v_splat_f32(0.0f);
        vf32 s3_2 = v_splat_f32(0.0f);
        vf32 s3_3 = v_splat_f32(0.0f);
        vf32 s4_0 = v_splat_f32(0.0f);
        vf32 s4_1 = v_splat_f32(0.0f);
        vf32 s4_2 = v_splat_f32(0.0f);
        vf32 s4_3 = v_splat_f32(0.0f);
        vf32 s5_0 = v_splat_f32(0.0f);
        vf32 s5_1 = v_splat_f32(0.0f);
        vf32 s5_2 = v_splat_f32(0.0f);
        vf32 s5_3 = v_splat_f32(0.0f);
        for (int64_t f = 0; f < 64; ++f) {
          const vf32 w0 = v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096]);
          const vf32 w1 = v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + 16]);
          const vf32 w2 = v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + 32]);
          const vf32 w3 = v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + 48]);
          const vf32 x0 = v_splat_f32(x2[a0 + f]);
          s0_0 += x0 * w0;
          s0_1 += x0 * w1;
          s0_2 += x0 * w2;
          s0_3 += x0 * w3;
          const vf32 x1 = v_splat_f32(x2[a1 + f]);
          s1_0 += x1 * w0;
          s1_1 += x1 * w1;
          s1_2 += x1 * w2;
          s1_3 += x1 * w3;
          const vf32 x22 = v_splat_f32(x2[a2 + f]);
          s2_0 += x22 * w0;
          s2_1 += x22 * w1;
          s2_2 += x22 * w2;
          s2_3 += x22 * w3;
          const vf32 x32 = v_splat_f32(x2[a3 + f]);
          s3_0 += x32 * w0;
          s3_1 += x32 * w1;
          s3_2 += x32 * w2;
          s3_3 += x32 * w3;
          const vf32 x42 = v_splat_f32(x2[a4 + f]);
          s4_0 += x42 * w0;
          s4_1 += x42 * w1;
          s4_2 += x42 * w2;
          s4_3 += x42 * w3;
          const vf32 x52 = v_splat_f32(x2[a5 + f]);
          s5_0 += x52 * w0;
          s5_1 += x52 * w1;
          s5_2 += x52 * w2;
          s5_3 += x52 * w3;
        }
        v_store_f32(weights,
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s0_0 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                            + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[16],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s0_1 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                            + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[32],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 32)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s0_2 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                            + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[48],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 48)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s0_3 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                            + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[64],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s1_0 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[80],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s1_1 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[96],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 32)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s1_2 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[112],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 48)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s1_3 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[128],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s2_0 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[144],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s2_1 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[160],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 32)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s2_2 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[176],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 48)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s2_3 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[192],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s3_0 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[208],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s3_1 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[224],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 32)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s3_2 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[240],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 48)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s3_3 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[256],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s4_0 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[272],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s4_1 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[288],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 32)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s4_2 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[304],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 48)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s4_3 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[320],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s5_0 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[336],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 16)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s5_1 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[352],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 32)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s5_2 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        v_store_f32(&weights[368],
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + 48)) + v_lane_i32(),
                    v_splat_i32((int32_t)(P * 5 + 1))),
                v_exp_f32(s5_3 * v_splat_f32(0.125f)
                    - v_splat_f32(x4[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3
                            + head / 3 % B * 3 + head % 3])), v_splat_f32(0.0f)));
        vf32 s0_02 = v_splat_f32(0.0f);
        vf32 s0_12 = v_splat_f32(0.0f);
        vf32 s0_22 = v_splat_f32(0.0f);
        vf32 s0_32 = v_splat_f32(0.0f);
        vf32 s1_02 = v_splat_f32(0.0f);
        vf32 s1_12 = v_splat_f32(0.0f);
        vf32 s1_22 = v_splat_f32(0.0f);
        vf32 s1_32 = v_splat_f32(0.0f);
        vf32 s2_02 = v_splat_f32(0.0f);
        vf32 s2_12 = v_splat_f32(0.0f);
        vf32 s2_22 = v_splat_f32(0.0f);
        vf32 s2_32 = v_splat_f32(0.0f);
        vf32 s3_02 = v_splat_f32(0.0f);
        vf32 s3_12 = v_splat_f32(0.0f);
        vf32 s3_22 = v_splat_f32(0.0f);
        vf32 s3_32 = v_splat_f32(0.0f);
        vf32 s4_02 = v_splat_f32(0.0f);
        vf32 s4_12 = v_splat_f32(0.0f);
        vf32 s4_22 = v_splat_f32(0.0f);
        vf32 s4_32 = v_splat_f32(0.0f);
        vf32 s5_02 = v_splat_f32(0.0f);
        vf32 s5_12 = v_splat_f32(0.0f);
        vf32 s5_22 = v_splat_f32(0.0f);
        vf32 s5_32 = v_splat_f32(0.0f);
        for (int64_t f2 = 0; f2 < 64; ++f2) {
          const vf32 w02 = v_load_f32(&values[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096]);
          const vf32 w12 = v_load_f32(&values[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + 16]);
          const vf32 w22 = v_load_f32(&values[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + 32]);
          const vf32 w32 = v_load_f32(&values[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + 48]);
          const vf32 x02 = v_splat_f32(x3[a02 + f2]);
          s0_02 += x02 * w02;
          s0_12 += x02 * w12;
          s0_22 += x02 * w22;
          s0_32 += x02 * w32;
          const vf32 x12 = v_splat_f32(x3[a12 + f2]);
          s1_02 += x12 * w02;
          s1_12 += x12 * w12;
          s1_22 += x12 * w22;
          s1_32 += x12 * w32;
          const vf32 x23 = v_splat_f32(x3[a22 + f2]);
          s2_02 += x23 * w02;
          s2_12 += x23 * w12;
          s2_22 += x23 * w22;
          s2_32 += x23 * w32;
          const vf32 x33 = v_splat_f32(x3[a32 + f2]);
          s3_02 += x33 * w02;
          s3_12 += x33 * w12;
          s3_22 += x33 * w22;
          s3_32 += x33 * w32;
          const vf32 x43 = v_splat_f32(x3[a42 + f2]);
          s4_02 += x43 * w02;
          s4_12 += x43 * w12;
          s4_22 += x43 * w22;
          s4_32 += x43 * w32;
          const vf32 x53 = v_splat_f32(x3[a52 + f2]);
          s5_02 += x53 * w02;
          s5_12 += x53 * w12;
          s5_22 += x53 * w22;
          s5_32 += x53 * w32;
        }
        v_store_f32(weights,
            v_load_f32(weights)
            * (s0_02
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[16],
            v_load_f32(&weights[16])
            * (s0_12
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[32],
            v_load_f32(&weights[32])
            * (s0_22
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[48],
            v_load_f32(&weights[48])
            * (s0_32
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[64],
            v_load_f32(&weights[64])
            * (s1_02
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[80],
            v_load_f32(&weights[80])
            * (s1_12
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[96],
            v_load_f32(&weights[96])
            * (s1_22
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[112],
            v_load_f32(&weights[112])
            * (s1_32
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 1, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[128],
            v_load_f32(&weights[128])
            * (s2_02
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[144],
            v_load_f32(&weights[144])
            * (s2_12
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[160],
            v_load_f32(&weights[160])
            * (s2_22
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[176],
            v_load_f32(&weights[176])
            * (s2_32
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 2, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[192],
            v_load_f32(&weights[192])
            * (s3_02
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[208],
            v_load_f32(&weights[208])
            * (s3_12
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[224],
            v_load_f32(&weights[224])
            * (s3_22
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[240],
            v_load_f32(&weights[240])
            * (s3_32
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 3, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[256],
            v_load_f32(&weights[256])
            * (s4_02
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[272],
            v_load_f32(&weights[272])
            * (s4_12
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[288],
            v_load_f32(&weights[288])
            * (s4_22
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[304],
            v_load_f32(&weights[304])
            * (s4_32
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 4, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[320],
            v_load_f32(&weights[320])
            * (s5_02
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[336],
            v_load_f32(&weights[336])
            * (s5_12
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[352],
            v_load_f32(&weights[352])
            * (s5_22
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        v_store_f32(&weights[368],
            v_load_f32(&weights[368])
            * (s5_32
                - v_splat_f32(x5[head / 3 % B * P * 15 + s_min_index(row + 5, P * 5) * 3 + head / 3 % B * 3
                        + head % 3])) * v_splat_f32(0.125f));
        vf32 o0_0 = v_load_f32(sums);
        vf32 o0_1 = v_load_f32(&sums[16]);
        vf32 o0_2 = v_load_f32(&sums[32]);
        vf32 o0_3 = v_load_f32(&sums[48]);
        vf32 o1_0 = v_load_f32(&sums[64]);
        vf32 o1_1 = v_load_f32(&sums[80]);
        vf32 o1_2 = v_load_f32(&sums[96]);
        vf32 o1_3 = v_load_f32(&sums[112]);
        vf32 o2_0 = v_load_f32(&sums[128]);
        vf32 o2_1 = v_load_f32(&sums[144]);
        vf32 o2_2 = v_load_f32(&sums[160]);
        vf32 o2_3 = v_load_f32(&sums[176]);
        vf32 o3_0 = v_load_f32(&sums[192]);
        vf32 o3_1 = v_load_f32(&sums[208]);
        vf32 o3_2 = v_load_f32(&sums[224]);
        vf32 o3_3 = v_load_f32(&sums[240]);
        vf32 o4_0 = v_load_f32(&sums[256]);
        vf32 o4_1 = v_load_f32(&sums[272]);
        vf32 o4_2 = v_load_f32(&sums[288]);
        vf32 o4_3 = v_load_f32(&sums[304]);
        vf32 o5_0 = v_load_f32(&sums[320]);
        vf32 o5_1 = v_load_f32(&sums[336]);
        vf32 o5_2 = v_load_f32(&sums[352]);
        vf32 o5_3 = v_load_f32(&sums[368]);
        for (int64_t j = 0; j < s_min_index(64, P * 5 + 1 - panel * 64); ++j) {
          const vf32 y0 = v_load_f32(&key_rows[P * head * 320 + head * 64 + j * 64 + panel * 4096]);
          const vf32 y1 = v_load_f32(&key_rows[P * head * 320 + head * 64 + j * 64 + panel * 4096 + 16]);
          const vf32 y2 = v_load_f32(&key_rows[P * head * 320 + head * 64 + j * 64 + panel * 4096 + 32]);
          const vf32 y3 = v_load_f32(&key_rows[P * head * 320 + head * 64 + j * 64 + panel * 4096 + 48]);
          const vf32 p0 = v_splat_f32(weights[j]);
          o0_0 += p0 * y0;
          o0_1 += p0 * y1;
          o0_2 += p0 * y2;
          o0_3 += p0 * y3;
          const vf32 p1 = v_splat_f32(weights[64 + j]);
          o1_0 += p1 * y0;
          o1_1 += p1 * y1;
          o1_2 += p1 * y2;
          o1_3 += p1 * y3;
          const vf32 p2 = v_splat_f32(weights[128 + j]);
          o2_0 += p2 * y0;
          o2_1 += p2 * y1;
          o2_2 += p2 * y2;
          o2_3 += p2 * y3;
          const vf32 p3 = v_splat_f32(weights[192 + j]);
          o3_0 += p3 * y0;
          o3_1 += p3 * y1;
          o3_2 += p3 * y2;
          o3_3 += p3 * y3;
          const vf32 p4 = v_splat_f32(weights[256 + j]);
          o4_0 += p4 * y0;
          o4_1 += p4 * y1;
          o4_2 += p4 * y2;
          o4_3 += p4 * y3;
          const vf32 p5 = v_splat_f32(weights[320 + j]);
          o5_0 += p5 * y0;
          o5_1 += p5 * y1;
          o5_2 += p5 * y2;
          o5_3 += p5 * y3;
        }
        v_store_f32(sums, o0_0);
        v_store_f32(&sums[16], o0_1);
        v_store_f32(&sums[32], o0_2);
        v_store_f32(&sums[48], o0_3);
        v_store_f32(&sums[64], o1_0);
        v_store_f32(&sums[80], o1_1);
        v_store_f32(&sums[96], o1_2);
        v_store_f32(&sums[112], o1_3);
        v_store_f32(&sums[128], o2_0);
        v_store_f32(&sums[144], o2_1);
        v_store_f32(&sums[160], o2_2);
        v_store_f32(&sums[176], o2_3);
        v_store_f32(&sums[192], o3_0);
        v_store_f32(&sums[208], o3_1);
        v_store_f32(&sums[224], o3_2);
        v_store_f32(&sums[240], o3_3);
        v_store_f32(&sums[256], o4_0);
        v_store_f32(&sums[272], o4_1);
        v_store_f32(&sums[288], o4_2);
        v_store_f32(&sums[304], o4_3);
        v_store_f32(&sums[320], o5_0);
        v_store_f32(&sums[336], o5_1);
        v_store_f32(&sums[352], o5_2);
        v_store_f32(&sums[368], o5_3);
      }
      for (int64_t r = 0; r < s_min_index(6, P * 5 + 1 - row); ++r) {
        const float factor = 1.0f;
        for (int64_t f3 = 0; f3 < 49; f3 += 16) {
          v_store_f32(&x[head / 3 % B * P * 960 + head / 3 % B * 192 + head % 3 * 64 + f3 + r * 192
                  + row * 192], v_load_f32(&sums[r * 64 + f3]) * v_splat_f32(factor));
        }
      }
    }
  }
}
