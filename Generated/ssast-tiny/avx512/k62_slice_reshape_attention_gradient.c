#define SG_LANES 16
#include "sonograph_kernel.h"

/* k62_slice_reshape_attention_gradient
 * slice, reshape, attention-gradient
 * query_sums: f32, 960*B*P + 12480*B + 3520*P + 45760 elements
 * queries: f32, 960*B*P + 12480*B elements
 * slopes: f32, 960*B*P + 12480*B elements
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 960*B*P + 192*B elements
 * log_sums: f32, 15*B*P + 195*B elements
 * deltas: f32, 15*B*P + 195*B elements
 * x6: f32, 960*B*P + 192*B elements
 * x7: f32, 960*B*P + 192*B elements
 * 48000*B*P*P + 19200*B*P + 1920*B flops, 27000*B*P + 5400*B bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k62_slice_reshape_attention_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *query_sums = buffers[0];
  const float *queries = buffers[1];
  const float *slopes = buffers[2];
  const float *x = buffers[3];
  const float *x2 = buffers[4];
  const float *log_sums = buffers[5];
  const float *deltas = buffers[6];
  float *x6 = buffers[7];
  float *x7 = buffers[8];
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
            #pragma GCC unroll 8
            for (int64_t j = 0; j < 64; ++j) {
              const vf32 y0 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + j * 64 + panel * 4096 + span * 4096]);
              const vf32 y1 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + j * 64 + panel * 4096 + span * 4096
                      + 16]);
              const vf32 y2 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + j * 64 + panel * 4096 + span * 4096
                      + 32]);
              const vf32 y3 =
                  v_load_f32(&queries[(P * 5 + 64) / 64 * head * 4096 + j * 64 + panel * 4096 + span * 4096
                      + 48]);
              const vf32 x0 = v_splat_f32(x[a0 + j]);
              s0_0 += x0 * y0;
              s0_1 += x0 * y1;
              s0_2 += x0 * y2;
              s0_3 += x0 * y3;
              const vf32 x1 = v_splat_f32(x[a1 + j]);
              s1_0 += x1 * y0;
              s1_1 += x1 * y1;
              s1_2 += x1 * y2;
              s1_3 += x1 * y3;
              const vf32 x22 = v_splat_f32(x[a2 + j]);
              s2_0 += x22 * y0;
              s2_1 += x22 * y1;
              s2_2 += x22 * y2;
              s2_3 += x22 * y3;
              const vf32 x3 = v_splat_f32(x[a3 + j]);
              s3_0 += x3 * y0;
              s3_1 += x3 * y1;
              s3_2 += x3 * y2;
              s3_3 += x3 * y3;
              const vf32 x4 = v_splat_f32(x[a4 + j]);
              s4_0 += x4 * y0;
              s4_1 += x4 * y1;
              s4_2 += x4 * y2;
              s4_3 += x4 * y3;
              const vf32 x5 = v_splat_f32(x[a5 + j]);
              s5_0 += x5 * y0;
              s5_1 += x5 * y1;
              s5_2 += x5 * y2;
              s5_3 += x5 * y3;
            }
            v_store_f32(&weights[panel * 64],
                v_exp2_f32(s0_0 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])));
            v_store_f32(&weights[panel * 64 + 16],
                v_exp2_f32(s0_1 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])));
            v_store_f32(&weights[panel * 64 + 32],
                v_exp2_f32(s0_2 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])));
            v_store_f32(&weights[panel * 64 + 48],
                v_exp2_f32(s0_3 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])));
            v_store_f32(&weights[panel * 64 + 64],
                v_exp2_f32(s1_0 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])));
            v_store_f32(&weights[panel * 64 + 80],
                v_exp2_f32(s1_1 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])));
            v_store_f32(&weights[panel * 64 + 96],
                v_exp2_f32(s1_2 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])));
            v_store_f32(&weights[panel * 64 + 112],
                v_exp2_f32(s1_3 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])));
            v_store_f32(&weights[panel * 64 + 128],
                v_exp2_f32(s2_0 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])));
            v_store_f32(&weights[panel * 64 + 144],
                v_exp2_f32(s2_1 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])));
            v_store_f32(&weights[panel * 64 + 160],
                v_exp2_f32(s2_2 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])));
            v_store_f32(&weights[panel * 64 + 176],
                v_exp2_f32(s2_3 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])));
            v_store_f32(&weights[panel * 64 + 192],
                v_exp2_f32(s3_0 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])));
            v_store_f32(&weights[panel * 64 + 208],
                v_exp2_f32(s3_1 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])));
            v_store_f32(&weights[panel * 64 + 224],
                v_exp2_f32(s3_2 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])));
            v_store_f32(&weights[panel * 64 + 240],
                v_exp2_f32(s3_3 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])));
            v_store_f32(&weights[panel * 64 + 256],
                v_exp2_f32(s4_0 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])));
            v_store_f32(&weights[panel * 64 + 272],
                v_exp2_f32(s4_1 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])));
            v_store_f32(&weights[panel * 64 + 288],
                v_exp2_f32(s4_2 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])));
            v_store_f32(&weights[panel * 64 + 304],
                v_exp2_f32(s4_3 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])));
            v_store_f32(&weights[panel * 64 + 320],
                v_exp2_f32(s5_0 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64])));
            v_store_f32(&weights[panel * 64 + 336],
                v_exp2_f32(s5_1 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 16])));
            v_store_f32(&weights[panel * 64 + 352],
                v_exp2_f32(s5_2 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 32])));
            v_store_f32(&weights[panel * 64 + 368],
                v_exp2_f32(s5_3 * v_splat_f32(0.18033688f)
                    - v_load_f32(&log_sums[(P * 5 + 64) / 64 * head * 64 + panel * 64 + span * 64 + 48])));
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
            #pragma GCC unroll 8
            for (int64_t j2 = 0; j2 < 64; ++j2) {
              const vf32 y02 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + j2 * 64 + panel * 4096 + span * 4096]);
              const vf32 y12 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + j2 * 64 + panel * 4096 + span * 4096
                      + 16]);
              const vf32 y22 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + j2 * 64 + panel * 4096 + span * 4096
                      + 32]);
              const vf32 y32 =
                  v_load_f32(&slopes[(P * 5 + 64) / 64 * head * 4096 + j2 * 64 + panel * 4096 + span * 4096
                      + 48]);
              const vf32 x02 = v_splat_f32(x[a02 + j2]);
              s0_02 += x02 * y02;
              s0_12 += x02 * y12;
              s0_22 += x02 * y22;
              s0_32 += x02 * y32;
              const vf32 x12 = v_splat_f32(x[a12 + j2]);
              s1_02 += x12 * y02;
              s1_12 += x12 * y12;
              s1_22 += x12 * y22;
              s1_32 += x12 * y32;
              const vf32 x23 = v_splat_f32(x[a22 + j2]);
              s2_02 += x23 * y02;
              s2_12 += x23 * y12;
              s2_22 += x23 * y22;
              s2_32 += x23 * y32;
              const vf32 x32 = v_splat_f32(x[a32 + j2]);
              s3_02 += x32 * y02;
              s3_12 += x32 * y12;
              s3_22 += x32 * y22;
              s3_32 += x32 * y32;
              const vf32 x42 = v_splat_f32(x[a42 + j2]);
              s4_02 += x42 * y02;
              s4_12 += x42 * y12;
              s4_22 += x42 * y22;
              s4_32 += x42 * y32;
              const vf32 x52 = v_splat_f32(x[a52 + j2]);
              s5_02 += x52 * y02;
              s5_12 += x52 * y12;
              s5_22 += x52 * y22;
              s5_32 += x52 * y32;
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
          vf32 s0_03 = v_load_f32(&value_sums[local * 64]);
          vf32 s0_13 = v_load_f32(&value_sums[local * 64 + 16]);
          vf32 s0_23 = v_load_f32(&value_sums[local * 64 + 32]);
          vf32 s0_33 = v_load_f32(&value_sums[local * 64 + 48]);
          vf32 s1_03 = v_load_f32(&value_sums[local * 64 + 64]);
          vf32 s1_13 = v_load_f32(&value_sums[local * 64 + 80]);
          vf32 s1_23 = v_load_f32(&value_sums[local * 64 + 96]);
          vf32 s1_33 = v_load_f32(&value_sums[local * 64 + 112]);
          vf32 s2_03 = v_load_f32(&value_sums[local * 64 + 128]);
          vf32 s2_13 = v_load_f32(&value_sums[local * 64 + 144]);
          vf32 s2_23 = v_load_f32(&value_sums[local * 64 + 160]);
          vf32 s2_33 = v_load_f32(&value_sums[local * 64 + 176]);
          vf32 s3_03 = v_load_f32(&value_sums[local * 64 + 192]);
          vf32 s3_13 = v_load_f32(&value_sums[local * 64 + 208]);
          vf32 s3_23 = v_load_f32(&value_sums[local * 64 + 224]);
          vf32 s3_33 = v_load_f32(&value_sums[local * 64 + 240]);
          vf32 s4_03 = v_load_f32(&value_sums[local * 64 + 256]);
          vf32 s4_13 = v_load_f32(&value_sums[local * 64 + 272]);
          vf32 s4_23 = v_load_f32(&value_sums[local * 64 + 288]);
          vf32 s4_33 = v_load_f32(&value_sums[local * 64 + 304]);
          vf32 s5_03 = v_load_f32(&value_sums[local * 64 + 320]);
          vf32 s5_13 = v_load_f32(&value_sums[local * 64 + 336]);
          vf32 s5_23 = v_load_f32(&value_sums[local * 64 + 352]);
          vf32 s5_33 = v_load_f32(&value_sums[local * 64 + 368]);
          #pragma GCC unroll 8
          for (int64_t j3 = 0; j3 < s_min_index(64, P * 5 + 1 - span * 64); ++j3) {
            const vf32 y03 = v_load_f32(&x2[head / 3 * P * 960 + head * 64 + j3 * 192 + span * 12288]);
            const vf32 y13 = v_load_f32(&x2[head / 3 * P * 960 + head * 64 + j3 * 192 + span * 12288 + 16]);
            const vf32 y23 = v_load_f32(&x2[head / 3 * P * 960 + head * 64 + j3 * 192 + span * 12288 + 32]);
            const vf32 y33 = v_load_f32(&x2[head / 3 * P * 960 + head * 64 + j3 * 192 + span * 12288 + 48]);
            const vf32 x03 = v_splat_f32(weights[j3]);
            s0_03 += x03 * y03;
            s0_13 += x03 * y13;
            s0_23 += x03 * y23;
            s0_33 += x03 * y33;
            const vf32 x13 = v_splat_f32(weights[64 + j3]);
            s1_03 += x13 * y03;
            s1_13 += x13 * y13;
            s1_23 += x13 * y23;
            s1_33 += x13 * y33;
            const vf32 x24 = v_splat_f32(weights[128 + j3]);
            s2_03 += x24 * y03;
            s2_13 += x24 * y13;
            s2_23 += x24 * y23;
            s2_33 += x24 * y33;
            const vf32 x33 = v_splat_f32(weights[192 + j3]);
            s3_03 += x33 * y03;
            s3_13 += x33 * y13;
            s3_23 += x33 * y23;
            s3_33 += x33 * y33;
            const vf32 x43 = v_splat_f32(weights[256 + j3]);
            s4_03 += x43 * y03;
            s4_13 += x43 * y13;
            s4_23 += x43 * y23;
            s4_33 += x43 * y33;
            const vf32 x53 = v_splat_f32(weights[320 + j3]);
            s5_03 += x53 * y03;
            s5_13 += x53 * y13;
            s5_23 += x53 * y23;
            s5_33 += x53 * y33;
          }
          v_store_f32(&value_sums[local * 64], s0_03);
          v_store_f32(&value_sums[local * 64 + 16], s0_13);
          v_store_f32(&value_sums[local * 64 + 32], s0_23);
          v_store_f32(&value_sums[local * 64 + 48], s0_33);
          v_store_f32(&value_sums[local * 64 + 64], s1_03);
          v_store_f32(&value_sums[local * 64 + 80], s1_13);
          v_store_f32(&value_sums[local * 64 + 96], s1_23);
          v_store_f32(&value_sums[local * 64 + 112], s1_33);
          v_store_f32(&value_sums[local * 64 + 128], s2_03);
          v_store_f32(&value_sums[local * 64 + 144], s2_13);
          v_store_f32(&value_sums[local * 64 + 160], s2_23);
          v_store_f32(&value_sums[local * 64 + 176], s2_33);
          v_store_f32(&value_sums[local * 64 + 192], s3_03);
          v_store_f32(&value_sums[local * 64 + 208], s3_13);
          v_store_f32(&value_sums[local * 64 + 224], s3_23);
          v_store_f32(&value_sums[local * 64 + 240], s3_33);
          v_store_f32(&value_sums[local * 64 + 256], s4_03);
          v_store_f32(&value_sums[local * 64 + 272], s4_13);
          v_store_f32(&value_sums[local * 64 + 288], s4_23);
          v_store_f32(&value_sums[local * 64 + 304], s4_33);
          v_store_f32(&value_sums[local * 64 + 320], s5_03);
          v_store_f32(&value_sums[local * 64 + 336], s5_13);
          v_store_f32(&value_sums[local * 64 + 352], s5_23);
          v_store_f32(&value_sums[local * 64 + 368], s5_33);
          vf32 s0_04 = v_load_f32(&key_sums[local * 64]);
          vf32 s0_14 = v_load_f32(&key_sums[local * 64 + 16]);
          vf32 s0_24 = v_load_f32(&key_sums[local * 64 + 32]);
          vf32 s0_34 = v_load_f32(&key_sums[local * 64 + 48]);
          vf32 s1_04 = v_load_f32(&key_sums[local * 64 + 64]);
          vf32 s1_14 = v_load_f32(&key_sums[local * 64 + 80]);
          vf32 s1_24 = v_load_f32(&key_sums[local * 64 + 96]);
          vf32 s1_34 = v_load_f32(&key_sums[local * 64 + 112]);
          vf32 s2_04 = v_load_f32(&key_sums[local * 64 + 128]);
          vf32 s2_14 = v_load_f32(&key_sums[local * 64 + 144]);
          vf32 s2_24 = v_load_f32(&key_sums[local * 64 + 160]);
          vf32 s2_34 = v_load_f32(&key_sums[local * 64 + 176]);
          vf32 s3_04 = v_load_f32(&key_sums[local * 64 + 192]);
          vf32 s3_14 = v_load_f32(&key_sums[local * 64 + 208]);
          vf32 s3_24 = v_load_f32(&key_sums[local * 64 + 224]);
          vf32 s3_34 = v_load_f32(&key_sums[local * 64 + 240]);
          vf32 s4_04 = v_load_f32(&key_sums[local * 64 + 256]);
          vf32 s4_14 = v_load_f32(&key_sums[local * 64 + 272]);
          vf32 s4_24 = v_load_f32(&key_sums[local * 64 + 288]);
          vf32 s4_34 = v_load_f32(&key_sums[local * 64 + 304]);
          vf32 s5_04 = v_load_f32(&key_sums[local * 64 + 320]);
          vf32 s5_14 = v_load_f32(&key_sums[local * 64 + 336]);
          vf32 s5_24 = v_load_f32(&key_sums[local * 64 + 352]);
          vf32 s5_34 = v_load_f32(&key_sums[local * 64 + 368]);
          #pragma GCC unroll 8
          for (int64_t j4 = 0; j4 < s_min_index(64, P * 5 + 1 - span * 64); ++j4) {
            const vf32 y04 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + j4 * 576
                    + span * 36864]);
            const vf32 y14 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + j4 * 576 + span * 36864
                    + 16]);
            const vf32 y24 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + j4 * 576 + span * 36864
                    + 32]);
            const vf32 y34 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + j4 * 576 + span * 36864
                    + 48]);
            const vf32 x04 = v_splat_f32(slopes_tile[j4 + local * 64]);
            s0_04 += x04 * y04;
            s0_14 += x04 * y14;
            s0_24 += x04 * y24;
            s0_34 += x04 * y34;
            const vf32 x14 = v_splat_f32(slopes_tile[j4 + local * 64 + 64]);
            s1_04 += x14 * y04;
            s1_14 += x14 * y14;
            s1_24 += x14 * y24;
            s1_34 += x14 * y34;
            const vf32 x25 = v_splat_f32(slopes_tile[j4 + local * 64 + 128]);
            s2_04 += x25 * y04;
            s2_14 += x25 * y14;
            s2_24 += x25 * y24;
            s2_34 += x25 * y34;
            const vf32 x34 = v_splat_f32(slopes_tile[j4 + local * 64 + 192]);
            s3_04 += x34 * y04;
            s3_14 += x34 * y14;
            s3_24 += x34 * y24;
            s3_34 += x34 * y34;
            const vf32 x44 = v_splat_f32(slopes_tile[j4 + local * 64 + 256]);
            s4_04 += x44 * y04;
            s4_14 += x44 * y14;
            s4_24 += x44 * y24;
            s4_34 += x44 * y34;
            const vf32 x54 = v_splat_f32(slopes_tile[j4 + local * 64 + 320]);
            s5_04 += x54 * y04;
            s5_14 += x54 * y14;
            s5_24 += x54 * y24;
            s5_34 += x54 * y34;
          }
          v_store_f32(&key_sums[local * 64], s0_04);
          v_store_f32(&key_sums[local * 64 + 16], s0_14);
          v_store_f32(&key_sums[local * 64 + 32], s0_24);
          v_store_f32(&key_sums[local * 64 + 48], s0_34);
          v_store_f32(&key_sums[local * 64 + 64], s1_04);
          v_store_f32(&key_sums[local * 64 + 80], s1_14);
          v_store_f32(&key_sums[local * 64 + 96], s1_24);
          v_store_f32(&key_sums[local * 64 + 112], s1_34);
          v_store_f32(&key_sums[local * 64 + 128], s2_04);
          v_store_f32(&key_sums[local * 64 + 144], s2_14);
          v_store_f32(&key_sums[local * 64 + 160], s2_24);
          v_store_f32(&key_sums[local * 64 + 176], s2_34);
          v_store_f32(&key_sums[local * 64 + 192], s3_04);
          v_store_f32(&key_sums[local * 64 + 208], s3_14);
          v_store_f32(&key_sums[local * 64 + 224], s3_24);
          v_store_f32(&key_sums[local * 64 + 240], s3_34);
          v_store_f32(&key_sums[local * 64 + 256], s4_04);
          v_store_f32(&key_sums[local * 64 + 272], s4_14);
          v_store_f32(&key_sums[local * 64 + 288], s4_24);
          v_store_f32(&key_sums[local * 64 + 304], s4_34);
          v_store_f32(&key_sums[local * 64 + 320], s5_04);
          v_store_f32(&key_sums[local * 64 + 336], s5_14);
          v_store_f32(&key_sums[local * 64 + 352], s5_24);
          v_store_f32(&key_sums[local * 64 + 368], s5_34);
        }
        for (int64_t query = 0; query < s_min_index(64, P * 5 + 1 - span * 64); query += 4) {
          vf32 s0_05 = v_load_f32(&query_sums[dq + query * 64 + span * 4096]);
          vf32 s0_15 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 16]);
          vf32 s0_25 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 32]);
          vf32 s0_35 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 48]);
          vf32 s1_05 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 64]);
          vf32 s1_15 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 80]);
          vf32 s1_25 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 96]);
          vf32 s1_35 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 112]);
          vf32 s2_05 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 128]);
          vf32 s2_15 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 144]);
          vf32 s2_25 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 160]);
          vf32 s2_35 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 176]);
          vf32 s3_05 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 192]);
          vf32 s3_15 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 208]);
          vf32 s3_25 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 224]);
          vf32 s3_35 = v_load_f32(&query_sums[dq + query * 64 + span * 4096 + 240]);
          #pragma GCC unroll 8
          for (int64_t j5 = 0; j5 < s_min_index(48, P * 5 + 1 - first_key); ++j5) {
            const vf32 y05 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j5 * 576 + 192]);
            const vf32 y15 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j5 * 576 + 208]);
            const vf32 y25 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j5 * 576 + 224]);
            const vf32 y35 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j5 * 576 + 240]);
            const vf32 x05 = v_splat_f32(slopes_tile[j5 * 64 + query]);
            s0_05 += x05 * y05;
            s0_15 += x05 * y15;
            s0_25 += x05 * y25;
            s0_35 += x05 * y35;
            const vf32 x15 = v_splat_f32(slopes_tile[j5 * 64 + query + 1]);
            s1_05 += x15 * y05;
            s1_15 += x15 * y15;
            s1_25 += x15 * y25;
            s1_35 += x15 * y35;
            const vf32 x26 = v_splat_f32(slopes_tile[j5 * 64 + query + 2]);
            s2_05 += x26 * y05;
            s2_15 += x26 * y15;
            s2_25 += x26 * y25;
            s2_35 += x26 * y35;
            const vf32 x35 = v_splat_f32(slopes_tile[j5 * 64 + query + 3]);
            s3_05 += x35 * y05;
            s3_15 += x35 * y15;
            s3_25 += x35 * y25;
            s3_35 += x35 * y35;
          }
          v_store_f32(&query_sums[dq + query * 64 + span * 4096], s0_05);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 16], s0_15);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 32], s0_25);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 48], s0_35);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 64], s1_05);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 80], s1_15);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 96], s1_25);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 112], s1_35);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 128], s2_05);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 144], s2_15);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 160], s2_25);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 176], s2_35);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 192], s3_05);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 208], s3_15);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 224], s3_25);
          v_store_f32(&query_sums[dq + query * 64 + span * 4096 + 240], s3_35);
        }
      }
      for (int64_t r = 0; r < s_min_index(48, P * 5 + 1 - first_key); ++r) {
        const float factor = 1.0f;
        for (int64_t f = 0; f < 49; f += 16) {
          v_stream_f32(&x6[head / 3 * P * 960 + f + first_key * 192 + head * 64 + r * 192],
              v_load_f32(&key_sums[f + r * 64]) * v_splat_f32(factor),
              s_is_streamed(x6, B * P * 960 + B * 192));
        }
      }
      for (int64_t r2 = 0; r2 < s_min_index(48, P * 5 + 1 - first_key); ++r2) {
        const float factor2 = 1.0f;
        for (int64_t f2 = 0; f2 < 49; f2 += 16) {
          v_stream_f32(&x7[head / 3 * P * 960 + f2 + first_key * 192 + head * 64 + r2 * 192],
              v_load_f32(&value_sums[f2 + r2 * 64]) * v_splat_f32(factor2),
              s_is_streamed(x7, B * P * 960 + B * 192));
        }
      }
    }
  }
  s_end_streams();
}
