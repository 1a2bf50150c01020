#define SG_LANES 16
#include "sonograph_kernel.h"

/* k9_slice_reshape_attention
 * slice, reshape, attention
 * x: f32, 2880*B*P + 576*B elements
 * keys: f32, 960*B*P + 12480*B elements
 * x6: f32, 960*B*P + 192*B elements
 * x7: f32, 15*B*P + 3*B elements
 * 19200*B*P*P + 7680*B*P + 768*B flops, 15420*B*P + 3084*B bytes
 * first used in block0/attention
 */
__attribute__((visibility("default")))
void k9_slice_reshape_attention(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *keys = buffers[1];
  float *x6 = buffers[2];
  float *x7 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 47) / 48);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit / ((P * 5 + 1 + 47) / 48);
    const int64_t first_row = unit % ((P * 5 + 1 + 47) / 48) * 48;
    _Alignas(64) float sums[3072] = {0};
    _Alignas(64) float weights[1536];
    _Alignas(64) float largest[48];
    _Alignas(64) float totals[48] = {0};
    for (int64_t r2 = 0; r2 < 48; ++r2) {
      largest[r2] = -INFINITY;
    }
    for (int64_t stretch = 0; stretch < (P * 5 + 1 + 63) / 64; stretch += 16) {
      for (int64_t row = first_row; row < s_min_index(P * 5 + 1, first_row + 48); row += 6) {
        const int64_t local = row - first_row;
        const int64_t a0 = head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + row * 576;
        const int64_t a1 = head / 3 * P * 2880 + head / 3 * 576 + s_min_index(row + 1, P * 5) * 576
            + head % 3 * 64;
        const int64_t a2 = head / 3 * P * 2880 + head / 3 * 576 + s_min_index(row + 2, P * 5) * 576
            + head % 3 * 64;
        const int64_t a3 = head / 3 * P * 2880 + head / 3 * 576 + s_min_index(row + 3, P * 5) * 576
            + head % 3 * 64;
        const int64_t a4 = head / 3 * P * 2880 + head / 3 * 576 + s_min_index(row + 4, P * 5) * 576
            + head % 3 * 64;
        const int64_t a5 = head / 3 * P * 2880 + head / 3 * 576 + s_min_index(row + 5, P * 5) * 576
            + head % 3 * 64;
        for (int64_t first_panel = stretch; first_panel < s_min_index((P * 5 + 1 + 63) / 64, stretch + 16);
            first_panel += 4) {
          const int64_t panels = s_min_index(4,
              s_min_index((P * 5 + 1 + 63) / 64, stretch + 16) - first_panel);
          const int64_t first_key = first_panel * 64;
          for (int64_t panel = 0; panel < panels; ++panel) {
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
                  v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + first_panel * 4096 + j * 64
                      + panel * 4096]);
              const vf32 y1 =
                  v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + first_panel * 4096 + j * 64
                      + panel * 4096 + 16]);
              const vf32 y2 =
                  v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + first_panel * 4096 + j * 64
                      + panel * 4096 + 32]);
              const vf32 y3 =
                  v_load_f32(&keys[(P * 5 + 64) / 64 * head * 4096 + first_panel * 4096 + j * 64
                      + panel * 4096 + 48]);
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
              const vf32 x2 = v_splat_f32(x[a2 + j]);
              s2_0 += x2 * y0;
              s2_1 += x2 * y1;
              s2_2 += x2 * y2;
              s2_3 += x2 * y3;
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
            v_store_f32(&weights[panel * 64], s0_0);
            v_store_f32(&weights[panel * 64 + 16], s0_1);
            v_store_f32(&weights[panel * 64 + 32], s0_2);
            v_store_f32(&weights[panel * 64 + 48], s0_3);
            v_store_f32(&weights[panel * 64 + 256], s1_0);
            v_store_f32(&weights[panel * 64 + 272], s1_1);
            v_store_f32(&weights[panel * 64 + 288], s1_2);
            v_store_f32(&weights[panel * 64 + 304], s1_3);
            v_store_f32(&weights[panel * 64 + 512], s2_0);
            v_store_f32(&weights[panel * 64 + 528], s2_1);
            v_store_f32(&weights[panel * 64 + 544], s2_2);
            v_store_f32(&weights[panel * 64 + 560], s2_3);
            v_store_f32(&weights[panel * 64 + 768], s3_0);
            v_store_f32(&weights[panel * 64 + 784], s3_1);
            v_store_f32(&weights[panel * 64 + 800], s3_2);
            v_store_f32(&weights[panel * 64 + 816], s3_3);
            v_store_f32(&weights[panel * 64 + 1024], s4_0);
            v_store_f32(&weights[panel * 64 + 1040], s4_1);
            v_store_f32(&weights[panel * 64 + 1056], s4_2);
            v_store_f32(&weights[panel * 64 + 1072], s4_3);
            v_store_f32(&weights[panel * 64 + 1280], s5_0);
            v_store_f32(&weights[panel * 64 + 1296], s5_1);
            v_store_f32(&weights[panel * 64 + 1312], s5_2);
            v_store_f32(&weights[panel * 64 + 1328], s5_3);
            if (P * 5 + 1 < first_panel * 64 + panel * 64 + 64) {
              for (int64_t r = 0; r < 6; ++r) {
                v_store_f32(&weights[panel * 64 + r * 256],
                    v_select_f32(v_lt_i32(v_splat_i32((int32_t)(first_panel * 64 + panel * 64))
                            + v_lane_i32(), v_splat_i32((int32_t)(P * 5 + 1))),
                        v_load_f32(&weights[panel * 64 + r * 256]), v_splat_f32(-INFINITY)));
                v_store_f32(&weights[panel * 64 + r * 256 + 16],
                    v_select_f32(v_lt_i32(v_splat_i32((int32_t)(first_panel * 64 + panel * 64 + 16))
                            + v_lane_i32(), v_splat_i32((int32_t)(P * 5 + 1))),
                        v_load_f32(&weights[panel * 64 + r * 256 + 16]), v_splat_f32(-INFINITY)));
                v_store_f32(&weights[panel * 64 + r * 256 + 32],
                    v_select_f32(v_lt_i32(v_splat_i32((int32_t)(first_panel * 64 + panel * 64 + 32))
                            + v_lane_i32(), v_splat_i32((int32_t)(P * 5 + 1))),
                        v_load_f32(&weights[panel * 64 + r * 256 + 32]), v_splat_f32(-INFINITY)));
                v_store_f32(&weights[panel * 64 + r * 256 + 48],
                    v_select_f32(v_lt_i32(v_splat_i32((int32_t)(first_panel * 64 + panel * 64 + 48))
                            + v_lane_i32(), v_splat_i32((int32_t)(P * 5 + 1))),
                        v_load_f32(&weights[panel * 64 + r * 256 + 48]), v_splat_f32(-INFINITY)));
              }
            }
          }
          vf32 highest0 = v_load_f32(weights);
          vf32 highest1 = v_load_f32(&weights[256]);
          vf32 highest2 = v_load_f32(&weights[512]);
          vf32 highest3 = v_load_f32(&weights[768]);
          vf32 highest4 = v_load_f32(&weights[1024]);
          vf32 highest5 = v_load_f32(&weights[1280]);
          for (int64_t v = 1; v < panels * 4; ++v) {
            const vf32 x02 = v_load_f32(&weights[v * 16]);
            highest0 = v_select_f32(v_lt_f32(highest0, x02), x02, highest0);
            const vf32 x12 = v_load_f32(&weights[v * 16 + 256]);
            highest1 = v_select_f32(v_lt_f32(highest1, x12), x12, highest1);
            const vf32 x22 = v_load_f32(&weights[v * 16 + 512]);
            highest2 = v_select_f32(v_lt_f32(highest2, x22), x22, highest2);
            const vf32 x32 = v_load_f32(&weights[v * 16 + 768]);
            highest3 = v_select_f32(v_lt_f32(highest3, x32), x32, highest3);
            const vf32 x42 = v_load_f32(&weights[v * 16 + 1024]);
            highest4 = v_select_f32(v_lt_f32(highest4, x42), x42, highest4);
            const vf32 x52 = v_load_f32(&weights[v * 16 + 1280]);
            highest5 = v_select_f32(v_lt_f32(highest5, x52), x52, highest5);
          }
          const float new0 = s_max_f32(largest[local], v_reduce_max_f32(highest0) * 0.18033688f);
          const float new1 = s_max_f32(largest[local + 1], v_reduce_max_f32(highest1) * 0.18033688f);
          const float new2 = s_max_f32(largest[local + 2], v_reduce_max_f32(highest2) * 0.18033688f);
          const float new3 = s_max_f32(largest[local + 3], v_reduce_max_f32(highest3) * 0.18033688f);
          const float new4 = s_max_f32(largest[local + 4], v_reduce_max_f32(highest4) * 0.18033688f);
          const float new5 = s_max_f32(largest[local + 5], v_reduce_max_f32(highest5) * 0.18033688f);
          const float factor0 = s_exp2_f32(largest[local] - new0);
          totals[local] = totals[local] * factor0;
          largest[local] = new0;
          v_store_f32(&sums[local * 64], v_load_f32(&sums[local * 64]) * v_splat_f32(factor0));
          v_store_f32(&sums[local * 64 + 16], v_load_f32(&sums[local * 64 + 16]) * v_splat_f32(factor0));
          v_store_f32(&sums[local * 64 + 32], v_load_f32(&sums[local * 64 + 32]) * v_splat_f32(factor0));
          v_store_f32(&sums[local * 64 + 48], v_load_f32(&sums[local * 64 + 48]) * v_splat_f32(factor0));
          const float factor1 = s_exp2_f32(largest[local + 1] - new1);
          totals[local + 1] = totals[local + 1] * factor1;
          largest[local + 1] = new1;
          v_store_f32(&sums[local * 64 + 64], v_load_f32(&sums[local * 64 + 64]) * v_splat_f32(factor1));
          v_store_f32(&sums[local * 64 + 80], v_load_f32(&sums[local * 64 + 80]) * v_splat_f32(factor1));
          v_store_f32(&sums[local * 64 + 96], v_load_f32(&sums[local * 64 + 96]) * v_splat_f32(factor1));
          v_store_f32(&sums[local * 64 + 112], v_load_f32(&sums[local * 64 + 112]) * v_splat_f32(factor1));
          const float factor2 = s_exp2_f32(largest[local + 2] - new2);
          totals[local + 2] = totals[local + 2] * factor2;
          largest[local + 2] = new2;
          v_store_f32(&sums[local * 64 + 128], v_load_f32(&sums[local * 64 + 128]) * v_splat_f32(factor2));
          v_store_f32(&sums[local * 64 + 144], v_load_f32(&sums[local * 64 + 144]) * v_splat_f32(factor2));
          v_store_f32(&sums[local * 64 + 160], v_load_f32(&sums[local * 64 + 160]) * v_splat_f32(factor2));
          v_store_f32(&sums[local * 64 + 176], v_load_f32(&sums[local * 64 + 176]) * v_splat_f32(factor2));
          const float factor3 = s_exp2_f32(largest[local + 3] - new3);
          totals[local + 3] = totals[local + 3] * factor3;
          largest[local + 3] = new3;
          v_store_f32(&sums[local * 64 + 192], v_load_f32(&sums[local * 64 + 192]) * v_splat_f32(factor3));
          v_store_f32(&sums[local * 64 + 208], v_load_f32(&sums[local * 64 + 208]) * v_splat_f32(factor3));
          v_store_f32(&sums[local * 64 + 224], v_load_f32(&sums[local * 64 + 224]) * v_splat_f32(factor3));
          v_store_f32(&sums[local * 64 + 240], v_load_f32(&sums[local * 64 + 240]) * v_splat_f32(factor3));
          const float factor4 = s_exp2_f32(largest[local + 4] - new4);
          totals[local + 4] = totals[local + 4] * factor4;
          largest[local + 4] = new4;
          v_store_f32(&sums[local * 64 + 256], v_load_f32(&sums[local * 64 + 256]) * v_splat_f32(factor4));
          v_store_f32(&sums[local * 64 + 272], v_load_f32(&sums[local * 64 + 272]) * v_splat_f32(factor4));
          v_store_f32(&sums[local * 64 + 288], v_load_f32(&sums[local * 64 + 288]) * v_splat_f32(factor4));
          v_store_f32(&sums[local * 64 + 304], v_load_f32(&sums[local * 64 + 304]) * v_splat_f32(factor4));
          const float factor5 = s_exp2_f32(largest[local + 5] - new5);
          totals[local + 5] = totals[local + 5] * factor5;
          largest[local + 5] = new5;
          v_store_f32(&sums[local * 64 + 320], v_load_f32(&sums[local * 64 + 320]) * v_splat_f32(factor5));
          v_store_f32(&sums[local * 64 + 336], v_load_f32(&sums[local * 64 + 336]) * v_splat_f32(factor5));
          v_store_f32(&sums[local * 64 + 352], v_load_f32(&sums[local * 64 + 352]) * v_splat_f32(factor5));
          v_store_f32(&sums[local * 64 + 368], v_load_f32(&sums[local * 64 + 368]) * v_splat_f32(factor5));
          vf32 total0 = v_splat_f32(0.0f);
          vf32 total1 = v_splat_f32(0.0f);
          vf32 total2 = v_splat_f32(0.0f);
          vf32 total3 = v_splat_f32(0.0f);
          vf32 total4 = v_splat_f32(0.0f);
          vf32 total5 = v_splat_f32(0.0f);
          for (int64_t v2 = 0; v2 < panels * 4; ++v2) {
            const vf32 e0 = v_exp2_f32(v_load_f32(&weights[v2 * 16]) * v_splat_f32(0.18033688f)
                - v_splat_f32(new0));
            v_store_f32(&weights[v2 * 16], e0);
            total0 += e0;
            const vf32 e1 = v_exp2_f32(v_load_f32(&weights[v2 * 16 + 256]) * v_splat_f32(0.18033688f)
                - v_splat_f32(new1));
            v_store_f32(&weights[v2 * 16 + 256], e1);
            total1 += e1;
            const vf32 e2 = v_exp2_f32(v_load_f32(&weights[v2 * 16 + 512]) * v_splat_f32(0.18033688f)
                - v_splat_f32(new2));
            v_store_f32(&weights[v2 * 16 + 512], e2);
            total2 += e2;
            const vf32 e3 = v_exp2_f32(v_load_f32(&weights[v2 * 16 + 768]) * v_splat_f32(0.18033688f)
                - v_splat_f32(new3));
            v_store_f32(&weights[v2 * 16 + 768], e3);
            total3 += e3;
            const vf32 e4 = v_exp2_f32(v_load_f32(&weights[v2 * 16 + 1024]) * v_splat_f32(0.18033688f)
                - v_splat_f32(new4));
            v_store_f32(&weights[v2 * 16 + 1024], e4);
            total4 += e4;
            const vf32 e5 = v_exp2_f32(v_load_f32(&weights[v2 * 16 + 1280]) * v_splat_f32(0.18033688f)
                - v_splat_f32(new5));
            v_store_f32(&weights[v2 * 16 + 1280], e5);
            total5 += e5;
          }
          totals[local] = totals[local] + v_reduce_sum_f32(total0);
          totals[local + 1] = totals[local + 1] + v_reduce_sum_f32(total1);
          totals[local + 2] = totals[local + 2] + v_reduce_sum_f32(total2);
          totals[local + 3] = totals[local + 3] + v_reduce_sum_f32(total3);
          totals[local + 4] = totals[local + 4] + v_reduce_sum_f32(total4);
          totals[local + 5] = totals[local + 5] + v_reduce_sum_f32(total5);
          vf32 s0_02 = v_load_f32(&sums[local * 64]);
          vf32 s0_12 = v_load_f32(&sums[local * 64 + 16]);
          vf32 s0_22 = v_load_f32(&sums[local * 64 + 32]);
          vf32 s0_32 = v_load_f32(&sums[local * 64 + 48]);
          vf32 s1_02 = v_load_f32(&sums[local * 64 + 64]);
          vf32 s1_12 = v_load_f32(&sums[local * 64 + 80]);
          vf32 s1_22 = v_load_f32(&sums[local * 64 + 96]);
          vf32 s1_32 = v_load_f32(&sums[local * 64 + 112]);
          vf32 s2_02 = v_load_f32(&sums[local * 64 + 128]);
          vf32 s2_12 = v_load_f32(&sums[local * 64 + 144]);
          vf32 s2_22 = v_load_f32(&sums[local * 64 + 160]);
          vf32 s2_32 = v_load_f32(&sums[local * 64 + 176]);
          vf32 s3_02 = v_load_f32(&sums[local * 64 + 192]);
          vf32 s3_12 = v_load_f32(&sums[local * 64 + 208]);
          vf32 s3_22 = v_load_f32(&sums[local * 64 + 224]);
          vf32 s3_32 = v_load_f32(&sums[local * 64 + 240]);
          vf32 s4_02 = v_load_f32(&sums[local * 64 + 256]);
          vf32 s4_12 = v_load_f32(&sums[local * 64 + 272]);
          vf32 s4_22 = v_load_f32(&sums[local * 64 + 288]);
          vf32 s4_32 = v_load_f32(&sums[local * 64 + 304]);
          vf32 s5_02 = v_load_f32(&sums[local * 64 + 320]);
          vf32 s5_12 = v_load_f32(&sums[local * 64 + 336]);
          vf32 s5_22 = v_load_f32(&sums[local * 64 + 352]);
          vf32 s5_32 = v_load_f32(&sums[local * 64 + 368]);
          #pragma GCC unroll 8
          for (int64_t j2 = 0; j2 < s_min_index(panels * 64, P * 5 + 1 - first_key); ++j2) {
            const vf32 y02 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j2 * 576 + 384]);
            const vf32 y12 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j2 * 576 + 400]);
            const vf32 y22 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j2 * 576 + 416]);
            const vf32 y32 =
                v_load_f32(&x[head / 3 * P * 2880 + head / 3 * 576 + head % 3 * 64 + first_key * 576
                    + j2 * 576 + 432]);
            const vf32 x03 = v_splat_f32(weights[j2]);
            s0_02 += x03 * y02;
            s0_12 += x03 * y12;
            s0_22 += x03 * y22;
            s0_32 += x03 * y32;
            const vf32 x13 = v_splat_f32(weights[256 + j2]);
            s1_02 += x13 * y02;
            s1_12 += x13 * y12;
            s1_22 += x13 * y22;
            s1_32 += x13 * y32;
            const vf32 x23 = v_splat_f32(weights[512 + j2]);
            s2_02 += x23 * y02;
            s2_12 += x23 * y12;
            s2_22 += x23 * y22;
            s2_32 += x23 * y32;
            const vf32 x33 = v_splat_f32(weights[768 + j2]);
            s3_02 += x33 * y02;
            s3_12 += x33 * y12;
            s3_22 += x33 * y22;
            s3_32 += x33 * y32;
            const vf32 x43 = v_splat_f32(weights[1024 + j2]);
            s4_02 += x43 * y02;
            s4_12 += x43 * y12;
            s4_22 += x43 * y22;
            s4_32 += x43 * y32;
            const vf32 x53 = v_splat_f32(weights[1280 + j2]);
            s5_02 += x53 * y02;
            s5_12 += x53 * y12;
            s5_22 += x53 * y22;
            s5_32 += x53 * y32;
          }
          v_store_f32(&sums[local * 64], s0_02);
          v_store_f32(&sums[local * 64 + 16], s0_12);
          v_store_f32(&sums[local * 64 + 32], s0_22);
          v_store_f32(&sums[local * 64 + 48], s0_32);
          v_store_f32(&sums[local * 64 + 64], s1_02);
          v_store_f32(&sums[local * 64 + 80], s1_12);
          v_store_f32(&sums[local * 64 + 96], s1_22);
          v_store_f32(&sums[local * 64 + 112], s1_32);
          v_store_f32(&sums[local * 64 + 128], s2_02);
          v_store_f32(&sums[local * 64 + 144], s2_12);
          v_store_f32(&sums[local * 64 + 160], s2_22);
          v_store_f32(&sums[local * 64 + 176], s2_32);
          v_store_f32(&sums[local * 64 + 192], s3_02);
          v_store_f32(&sums[local * 64 + 208], s3_12);
          v_store_f32(&sums[local * 64 + 224], s3_22);
          v_store_f32(&sums[local * 64 + 240], s3_32);
          v_store_f32(&sums[local * 64 + 256], s4_02);
          v_store_f32(&sums[local * 64 + 272], s4_12);
          v_store_f32(&sums[local * 64 + 288], s4_22);
          v_store_f32(&sums[local * 64 + 304], s4_32);
          v_store_f32(&sums[local * 64 + 320], s5_02);
          v_store_f32(&sums[local * 64 + 336], s5_12);
          v_store_f32(&sums[local * 64 + 352], s5_22);
          v_store_f32(&sums[local * 64 + 368], s5_32);
        }
      }
    }
    for (int64_t row2 = first_row; row2 < s_min_index(P * 5 + 1, first_row + 48); row2 += 6) {
      const int64_t local = row2 - first_row;
      for (int64_t r3 = 0; r3 < s_min_index(6, P * 5 + 1 - row2); ++r3) {
        const float factor = 1.0f / totals[local + r3];
        for (int64_t f = 0; f < 49; f += 16) {
          v_stream_f32(&x6[head / 3 * P * 960 + f + head * 64 + r3 * 192 + row2 * 192],
              v_load_f32(&sums[f + local * 64 + r3 * 64]) * v_splat_f32(factor),
              s_is_streamed(x6, B * P * 960 + B * 192));
        }
      }
      for (int64_t r4 = 0; r4 < s_min_index(6, P * 5 + 1 - row2); ++r4) {
        x7[head / 3 * P * 15 + head + r4 * 3 + row2 * 3] = largest[local + r4] * 0.6931472f
            + s_log_f32(totals[local + r4]);
      }
    }
  }
  s_end_streams();
}
