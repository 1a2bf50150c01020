#define SG_LANES 16
#include "sonograph_kernel.h"

/* k68_slice_reshape_attention_gradient
 * slice, reshape, attention-gradient
 * query_sums: f32, 960*B*P + 12480*B + 3520*P + 45760 elements
 * queries: f32, 960*B*P + 12480*B elements
 * slopes: f32, 960*B*P + 12480*B elements
 * key_rows: f32, 960*B*P + 192*B elements
 * query_rows: f32, 960*B*P + 192*B elements
 * slope_rows: f32, 960*B*P + 192*B elements
 * log_sums: f32, 15*B*P + 195*B elements
 * deltas: f32, 15*B*P + 195*B elements
 * x: f32, 2880*B*P + 576*B elements
 * x6: f32, 960*B*P + 192*B elements
 * x7: f32, 960*B*P + 192*B elements
 * 48000*B*P*P + 19200*B*P + 1920*B flops, 27000*B*P + 5400*B bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k68_slice_reshape_attention_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *query_sums = buffers[0];
  const float *queries = buffers[1];
  const float *slopes = buffers[2];
  const float *key_rows = buffers[3];
  const float *query_rows = buffers[4];
  const float *slope_rows = buffers[5];
  const float *log_sums = buffers[6];
  const float *deltas = buffers[7];
  const float *x = buffers[8];
  float *x6 = buffers[9];
  float *x7 = buffers[10];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3
      * s_max_index(1, s_min_index((P * 5 + 1 + 47) / 48, (B * 3 + 11) / (B * 3)));
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t shares = s_max_index(1, s_min_index((P * 5 + 1 + 47) / 48, (B * 3 + 11) / (B * 3)));
    const int64_t head = unit / shares;
    const int64_t share = unit % shares;
    const int64_t dq = (P * 5 + 64) / 64 * unit * 4096;
    for (int64_t i = 0; i < (P * 5 + 64) / 64 * 4096 - 15; i += 16) {
      v_store_f32(&query_sums[dq + i], v_splat_f32(0.0f));
    }
    for (int64_t turn = 0; turn < ((P * 5 + 1 + 47) / 48 - share + shares - 1) / shares; ++turn) {
      const int64_t first_key = (turn * shares + share) * 48;
      _Alignas(64) float key_sums[3072] = {0};
      _Alignas(64) float value_sums[3072] = {0};
      for (int64_t span = 0; span < (P * 5 + 1 + 63) / 64; ++span) {
        _Alignas(64) float slopes_tile[3072];
        for (int64_t local = 0; local < s_min_index(48, P * 5 + 1 - first_key); local += 6) {
          _Alignas(64) float weights[384];
          const int64_t a0 = head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
              + local * 576 + 192;
          const int64_t a1 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 1, P * 5) * 576 + head % 3 * 64 + 192;
          const int64_t a2 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 2, P * 5) * 576 + head % 3 * 64 + 192;
          const int64_t a3 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 3, P * 5) * 576 + head % 3 * 64 + 192;
          const int64_t a4 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 4, P * 5) * 576 + head % 3 * 64 + 192;
          const int64_t a5 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 5, P * 5) * 576 + head % 3 * 64 + 192;
          const int64_t a02 = head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
              + local * 576 + 384;
          const int64_t a12 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 1, P * 5) * 576 + head % 3 * 64 + 384;
          const int64_t a22 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 2, P * 5) * 576 + head % 3 * 64 + 384;
          const int64_t a32 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 3, P * 5) * 576 + head % 3 * 64 + 384;
          const int64_t a42 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 4, P * 5) * 576 + head % 3 * 64 + 384;
          const int64_t a52 = head / 3 * P * 2880 + head / 3 * 576
              + s_min_index(first_key + local + 5, P * 5) * 576 + head % 3 * 64 + 384;
          for (int64_t panel = 0; panel < s_min_index(1, (P * 5 + 1 + 63) / 64 - span); ++panel) {
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
              const vf32 w0 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + span * 4096]);
              const vf32 w1 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + span * 4096
                      + 16]);
              const vf32 w2 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + span * 4096
                      + 32]);
              const vf32 w3 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + f * 64 + panel * 4096 + span * 4096
                      + 48]);
              const vf32 x0 = v_splat_f32(x[a0 + f]);
              s0_0 += x0 * w0;
              s0_1 += x0 * w1;
              s0_2 += x0 * w2;
              s0_3 += x0 * w3;
              const vf32 x1 = v_splat_f32(x[a1 + f]);
              s1_0 += x1 * w0;
              s1_1 += x1 * w1;
              s1_2 += x1 * w2;
              s1_3 += x1 * w3;
              const vf32 x2 = v_splat_f32(x[a2 + f]);
              s2_0 += x2 * w0;
              s2_1 += x2 * w1;
              s2_2 += x2 * w2;
              s2_3 += x2 * w3;
              const vf32 x3 = v_splat_f32(x[a3 + f]);
              s3_0 += x3 * w0;
              s3_1 += x3 * w1;
              s3_2 += x3 * w2;
              s3_3 += x3 * w3;
              const vf32 x4 = v_splat_f32(x[a4 + f]);
              s4_0 += x4 * w0;
              s4_1 += x4 * w1;
              s4_2 += x4 * w2;
              s4_3 += x4 * w3;
              const vf32 x5 = v_splat_f32(x[a5 + f]);
              s5_0 += x5 * w0;
              s5_1 += x5 * w1;
              s5_2 += x5 * w2;
              s5_3 += x5 * w3;
            }
            v_store_f32(&weights[panel * 64],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s0_0 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 16],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 16)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s0_1 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 32],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 32)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s0_2 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 48],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 48)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s0_3 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 64],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s1_0 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 80],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 16)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s1_1 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 96],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 32)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s1_2 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 112],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 48)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s1_3 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 128],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s2_0 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 144],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 16)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s2_1 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 160],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 32)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s2_2 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 176],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 48)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s2_3 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 192],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s3_0 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 208],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 16)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s3_1 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 224],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 32)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s3_2 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 240],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 48)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s3_3 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 256],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s4_0 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 272],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 16)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s4_1 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 288],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 32)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s4_2 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 304],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 48)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s4_3 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 320],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s5_0 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 336],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 16)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s5_1 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 352],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 32)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s5_2 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])),
                    v_splat_f32(0.0f)));
            v_store_f32(&weights[panel * 64 + 368],
                v_select_f32(v_lt_i32(v_splat_i32((int32_t)(panel * 64 + span * 64 + 48)) + v_lane_i32(),
                        v_splat_i32((int32_t)(P * 5 + 1))),
                    v_exp_f32(s5_3 * v_splat_f32(0.125f)
                        - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])),
                    v_splat_f32(0.0f)));
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
              const vf32 w02 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + span * 4096]);
              const vf32 w12 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + span * 4096
                      + 16]);
              const vf32 w22 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + span * 4096
                      + 32]);
              const vf32 w32 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + f2 * 64 + panel * 4096 + span * 4096
                      + 48]);
              const vf32 x02 = v_splat_f32(x[a02 + f2]);
              s0_02 += x02 * w02;
              s0_12 += x02 * w12;
              s0_22 += x02 * w22;
              s0_32 += x02 * w32;
              const vf32 x12 = v_splat_f32(x[a12 + f2]);
              s1_02 += x12 * w02;
              s1_12 += x12 * w12;
              s1_22 += x12 * w22;
              s1_32 += x12 * w32;
              const vf32 x22 = v_splat_f32(x[a22 + f2]);
              s2_02 += x22 * w02;
              s2_12 += x22 * w12;
              s2_22 += x22 * w22;
              s2_32 += x22 * w32;
              const vf32 x32 = v_splat_f32(x[a32 + f2]);
              s3_02 += x32 * w02;
              s3_12 += x32 * w12;
              s3_22 += x32 * w22;
              s3_32 += x32 * w32;
              const vf32 x42 = v_splat_f32(x[a42 + f2]);
              s4_02 += x42 * w02;
              s4_12 += x42 * w12;
              s4_22 += x42 * w22;
              s4_32 += x42 * w32;
              const vf32 x52 = v_splat_f32(x[a52 + f2]);
              s5_02 += x52 * w02;
              s5_12 += x52 * w12;
              s5_22 += x52 * w22;
              s5_32 += x52 * w32;
            }
            v_store_f32(&slopes_tile[local * 64 + panel * 64],
                v_load_f32(&weights[panel * 64])
                * (s0_02 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 16],
                v_load_f32(&weights[panel * 64 + 16])
                * (s0_12 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 32],
                v_load_f32(&weights[panel * 64 + 32])
                * (s0_22 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 48],
                v_load_f32(&weights[panel * 64 + 48])
                * (s0_32 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 64],
                v_load_f32(&weights[panel * 64 + 64])
                * (s1_02 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 80],
                v_load_f32(&weights[panel * 64 + 80])
                * (s1_12 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 96],
                v_load_f32(&weights[panel * 64 + 96])
                * (s1_22 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 112],
                v_load_f32(&weights[panel * 64 + 112])
                * (s1_32 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 128],
                v_load_f32(&weights[panel * 64 + 128])
                * (s2_02 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 144],
                v_load_f32(&weights[panel * 64 + 144])
                * (s2_12 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 160],
                v_load_f32(&weights[panel * 64 + 160])
                * (s2_22 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 176],
                v_load_f32(&weights[panel * 64 + 176])
                * (s2_32 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 192],
                v_load_f32(&weights[panel * 64 + 192])
                * (s3_02 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 208],
                v_load_f32(&weights[panel * 64 + 208])
                * (s3_12 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 224],
                v_load_f32(&weights[panel * 64 + 224])
                * (s3_22 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 240],
                v_load_f32(&weights[panel * 64 + 240])
                * (s3_32 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 256],
                v_load_f32(&weights[panel * 64 + 256])
                * (s4_02 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 272],
                v_load_f32(&weights[panel * 64 + 272])
                * (s4_12 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 288],
                v_load_f32(&weights[panel * 64 + 288])
                * (s4_22 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 304],
                v_load_f32(&weights[panel * 64 + 304])
                * (s4_32 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 320],
                v_load_f32(&weights[panel * 64 + 320])
                * (s5_02 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 336],
                v_load_f32(&weights[panel * 64 + 336])
                * (s5_12 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 352],
                v_load_f32(&weights[panel * 64 + 352])
                * (s5_22 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32]))
                * v_splat_f32(0.125f));
            v_store_f32(&slopes_tile[local * 64 + panel * 64 + 368],
                v_load_f32(&weights[panel * 64 + 368])
                * (s5_32 - v_load_f32(&deltas[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48]))
                * v_splat_f32(0.125f));
          }
          vf32 o0_0 = v_load_f32(&value_sums[local * 64]);
          vf32 o0_1 = v_load_f32(&value_sums[local * 64 + 16]);
          vf32 o0_2 = v_load_f32(&value_sums[local * 64 + 32]);
          vf32 o0_3 = v_load_f32(&value_sums[local * 64 + 48]);
          vf32 o1_0 = v_load_f32(&value_sums[local * 64 + 64]);
          vf32 o1_1 = v_load_f32(&value_sums[local * 64 + 80]);
          vf32 o1_2 = v_load_f32(&value_sums[local * 64 + 96]);
          vf32 o1_3 = v_load_f32(&value_sums[local * 64 + 112]);
          vf32 o2_0 = v_load_f32(&value_sums[local * 64 + 128]);
          vf32 o2_1 = v_load_f32(&value_sums[local * 64 + 144]);
          vf32 o2_2 = v_load_f32(&value_sums[local * 64 + 160]);
          vf32 o2_3 = v_load_f32(&value_sums[local * 64 + 176]);
          vf32 o3_0 = v_load_f32(&value_sums[local * 64 + 192]);
          vf32 o3_1 = v_load_f32(&value_sums[local * 64 + 208]);
          vf32 o3_2 = v_load_f32(&value_sums[local * 64 + 224]);
          vf32 o3_3 = v_load_f32(&value_sums[local * 64 + 240]);
          vf32 o4_0 = v_load_f32(&value_sums[local * 64 + 256]);
          vf32 o4_1 = v_load_f32(&value_sums[local * 64 + 272]);
          vf32 o4_2 = v_load_f32(&value_sums[local * 64 + 288]);
          vf32 o4_3 = v_load_f32(&value_sums[local * 64 + 304]);
          vf32 o5_0 = v_load_f32(&value_sums[local * 64 + 320]);
          vf32 o5_1 = v_load_f32(&value_sums[local * 64 + 336]);
          vf32 o5_2 = v_load_f32(&value_sums[local * 64 + 352]);
          vf32 o5_3 = v_load_f32(&value_sums[local * 64 + 368]);
          for (int64_t j = 0; j < s_min_index(64, P * 5 + 1 - span * 64); ++j) {
            const vf32 y0 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j * 64 + span * 4096]);
            const vf32 y1 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j * 64 + span * 4096 + 16]);
            const vf32 y2 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j * 64 + span * 4096 + 32]);
            const vf32 y3 = v_load_f32(&slope_rows[P * head * 320 + head * 64 + j * 64 + span * 4096 + 48]);
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
          v_store_f32(&value_sums[local * 64], o0_0);
          v_store_f32(&value_sums[local * 64 + 16], o0_1);
          v_store_f32(&value_sums[local * 64 + 32], o0_2);
          v_store_f32(&value_sums[local * 64 + 48], o0_3);
          v_store_f32(&value_sums[local * 64 + 64], o1_0);
          v_store_f32(&value_sums[local * 64 + 80], o1_1);
          v_store_f32(&value_sums[local * 64 + 96], o1_2);
          v_store_f32(&value_sums[local * 64 + 112], o1_3);
          v_store_f32(&value_sums[local * 64 + 128], o2_0);
          v_store_f32(&value_sums[local * 64 + 144], o2_1);
          v_store_f32(&value_sums[local * 64 + 160], o2_2);
          v_store_f32(&value_sums[local * 64 + 176], o2_3);
          v_store_f32(&value_sums[local * 64 + 192], o3_0);
          v_store_f32(&value_sums[local * 64 + 208], o3_1);
          v_store_f32(&value_sums[local * 64 + 224], o3_2);
          v_store_f32(&value_sums[local * 64 + 240], o3_3);
          v_store_f32(&value_sums[local * 64 + 256], o4_0);
          v_store_f32(&value_sums[local * 64 + 272], o4_1);
          v_store_f32(&value_sums[local * 64 + 288], o4_2);
          v_store_f32(&value_sums[local * 64 + 304], o4_3);
          v_store_f32(&value_sums[local * 64 + 320], o5_0);
          v_store_f32(&value_sums[local * 64 + 336], o5_1);
          v_store_f32(&value_sums[local * 64 + 352], o5_2);
          v_store_f32(&value_sums[local * 64 + 368], o5_3);
          vf32 o0_02 = v_load_f32(&key_sums[local * 64]);
          vf32 o0_12 = v_load_f32(&key_sums[local * 64 + 16]);
          vf32 o0_22 = v_load_f32(&key_sums[local * 64 + 32]);
          vf32 o0_32 = v_load_f32(&key_sums[local * 64 + 48]);
          vf32 o1_02 = v_load_f32(&key_sums[local * 64 + 64]);
          vf32 o1_12 = v_load_f32(&key_sums[local * 64 + 80]);
          vf32 o1_22 = v_load_f32(&key_sums[local * 64 + 96]);
          vf32 o1_32 = v_load_f32(&key_sums[local * 64 + 112]);
          vf32 o2_02 = v_load_f32(&key_sums[local * 64 + 128]);
          vf32 o2_12 = v_load_f32(&key_sums[local * 64 + 144]);
          vf32 o2_22 = v_load_f32(&key_sums[local * 64 + 160]);
          vf32 o2_32 = v_load_f32(&key_sums[local * 64 + 176]);
          vf32 o3_02 = v_load_f32(&key_sums[local * 64 + 192]);
          vf32 o3_12 = v_load_f32(&key_sums[local * 64 + 208]);
          vf32 o3_22 = v_load_f32(&key_sums[local * 64 + 224]);
          vf32 o3_32 = v_load_f32(&key_sums[local * 64 + 240]);
          vf32 o4_02 = v_load_f32(&key_sums[local * 64 + 256]);
          vf32 o4_12 = v_load_f32(&key_sums[local * 64 + 272]);
          vf32 o4_22 = v_load_f32(&key_sums[local * 64 + 288]);
          vf32 o4_32 = v_load_f32(&key_sums[local * 64 + 304]);
          vf32 o5_02 = v_load_f32(&key_sums[local * 64 + 320]);
          vf32 o5_12 = v_load_f32(&key_sums[local * 64 + 336]);
          vf32 o5_22 = v_load_f32(&key_sums[local * 64 + 352]);
          vf32 o5_32 = v_load_f32(&key_sums[local * 64 + 368]);
          for (int64_t j2 = 0; j2 < s_min_index(64, P * 5 + 1 - span * 64); ++j2) {
            const vf32 y02 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j2 * 64 + span * 4096]);
            const vf32 y12 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j2 * 64 + span * 4096 + 16]);
            const vf32 y22 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j2 * 64 + span * 4096 + 32]);
            const vf32 y32 = v_load_f32(&query_rows[P * head * 320 + head * 64 + j2 * 64 + span * 4096 + 48]);
            const vf32 p02 = v_splat_f32(slopes_tile[j2 + local * 64]);
            o0_02 += p02 * y02;
            o0_12 += p02 * y12;
            o0_22 += p02 * y22;
            o0_32 += p02 * y32;
            const vf32 p12 = v_splat_f32(slopes_tile[j2 + local * 64 + 64]);
            o1_02 += p12 * y02;
            o1_12 += p12 * y12;
            o1_22 += p12 * y22;
            o1_32 += p12 * y32;
            const vf32 p22 = v_splat_f32(slopes_tile[j2 + local * 64 + 128]);
            o2_02 += p22 * y02;
            o2_12 += p22 * y12;
            o2_22 += p22 * y22;
            o2_32 += p22 * y32;
            const vf32 p32 = v_splat_f32(slopes_tile[j2 + local * 64 + 192]);
            o3_02 += p32 * y02;
            o3_12 += p32 * y12;
            o3_22 += p32 * y22;
            o3_32 += p32 * y32;
            const vf32 p42 = v_splat_f32(slopes_tile[j2 + local * 64 + 256]);
            o4_02 += p42 * y02;
            o4_12 += p42 * y12;
            o4_22 += p42 * y22;
            o4_32 += p42 * y32;
            const vf32 p52 = v_splat_f32(slopes_tile[j2 + local * 64 + 320]);
            o5_02 += p52 * y02;
            o5_12 += p52 * y12;
            o5_22 += p52 * y22;
            o5_32 += p52 * y32;
          }
          v_store_f32(&key_sums[local * 64], o0_02);
          v_store_f32(&key_sums[local * 64 + 16], o0_12);
          v_store_f32(&key_sums[local * 64 + 32], o0_22);
          v_store_f32(&key_sums[local * 64 + 48], o0_32);
          v_store_f32(&key_sums[local * 64 + 64], o1_02);
          v_store_f32(&key_sums[local * 64 + 80], o1_12);
          v_store_f32(&key_sums[local * 64 + 96], o1_22);
          v_store_f32(&key_sums[local * 64 + 112], o1_32);
          v_store_f32(&key_sums[local * 64 + 128], o2_02);
          v_store_f32(&key_sums[local * 64 + 144], o2_12);
          v_store_f32(&key_sums[local * 64 + 160], o2_22);
          v_store_f32(&key_sums[local * 64 + 176], o2_32);
          v_store_f32(&key_sums[local * 64 + 192], o3_02);
          v_store_f32(&key_sums[local * 64 + 208], o3_12);
          v_store_f32(&key_sums[local * 64 + 224], o3_22);
          v_store_f32(&key_sums[local * 64 + 240], o3_32);
          v_store_f32(&key_sums[local * 64 + 256], o4_02);
          v_store_f32(&key_sums[local * 64 + 272], o4_12);
          v_store_f32(&key_sums[local * 64 + 288], o4_22);
          v_store_f32(&key_sums[local * 64 + 304], o4_32);
          v_store_f32(&key_sums[local * 64 + 320], o5_02);
          v_store_f32(&key_sums[local * 64 + 336], o5_12);
          v_store_f32(&key_sums[local * 64 + 352], o5_22);
          v_store_f32(&key_sums[local * 64 + 368], o5_32);
        }
        for (int64_t query = 0; query < s_min_index(64, P * 5 + 1 - span * 64); query += 4) {
          vf32 o0_03 = v_load_f32(&query_sums[dq + query * 64 + span * 4096]);
          vf32 o0_13 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 16]);
          vf32 o0_23 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 32]);
          vf32 o0_33 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 48]);
          vf32 o1_03 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 64]);
          vf32 o1_13 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 80]);
          vf32 o1_23 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 96]);
          vf32 o1_33 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 112]);
          vf32 o2_03 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 128]);
          vf32 o2_13 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 144]);
          vf32 o2_23 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 160]);
          vf32 o2_33 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 176]);
          vf32 o3_03 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 192]);
          vf32 o3_13 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 208]);
          vf32 o3_23 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 224]);
          vf32 o3_33 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 240]);
          for (int64_t j3 = 0; j3 < s_min_index(48, P * 5 + 1 - first_key); ++j3) {
            const vf32 y03 = v_load_f32(&key_rows[P * head * 320 + first_key * 64 + head * 64 + j3 * 64]);
            const vf32 y13 =
                v_load_f32(&key_rows[P * head * 320 + first_key * 64 + head * 64 + j3 * 64 + 16]);
            const vf32 y23 =
                v_load_f32(&key_rows[P * head * 320 + first_key * 64 + head * 64 + j3 * 64 + 32]);
            const vf32 y33 =
                v_load_f32(&key_rows[P * head * 320 + first_key * 64 + head * 64 + j3 * 64 + 48]);
            const vf32 p03 = v_splat_f32(slopes_tile[j3 * 64 + query]);
            o0_03 += p03 * y03;
            o0_13 += p03 * y13;
            o0_23 += p03 * y23;
            o0_33 += p03 * y33;
            const vf32 p13 = v_splat_f32(slopes_tile[j3 * 64 + query + 1]);
            o1_03 += p13 * y03;
            o1_13 += p13 * y13;
            o1_23 += p13 * y23;
            o1_33 += p13 * y33;
            const vf32 p23 = v_splat_f32(slopes_tile[j3 * 64 + query + 2]);
            o2_03 += p23 * y03;
            o2_13 += p23 * y13;
            o2_23 += p23 * y23;
            o2_33 += p23 * y33;
            const vf32 p33 = v_splat_f32(slopes_tile[j3 * 64 + query + 3]);
            o3_03 += p33 * y03;
            o3_13 += p33 * y13;
            o3_23 += p33 * y23;
            o3_33 += p33 * y33;
          }
          v_store_f32(&query_sums[dq + query * 64 + span * 4096], o0_03);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 16], o0_13);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 32], o0_23);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 48], o0_33);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 64], o1_03);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 80], o1_13);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 96], o1_23);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 112], o1_33);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 128], o2_03);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 144], o2_13);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 160], o2_23);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 176], o2_33);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 192], o3_03);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 208], o3_13);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 224], o3_23);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 240], o3_33);
        }
      }
      for (int64_t r = 0; r < s_min_index(48, P * 5 + 1 - first_key); ++r) {
        const float factor = 1.0f;
        for (int64_t f3 = 0; f3 < 49; f3 += 16) {
          v_store_f32(&x6[head / 3 * P * 960 + f3 + first_key * 192 + head * 64 + r * 192],
              v_load_f32(&key_sums[r * 64 + f3]) * v_splat_f32(factor));
        }
      }
      for (int64_t r2 = 0; r2 < s_min_index(48, P * 5 + 1 - first_key); ++r2) {
        const float factor2 = 1.0f;
        for (int64_t f4 = 0; f4 < 49; f4 += 16) {
          v_store_f32(&x7[head / 3 * P * 960 + f4 + first_key * 192 + head * 64 + r2 * 192],
              v_load_f32(&value_sums[r2 * 64 + f4]) * v_splat_f32(factor2));
        }
      }
    }
  }
}
