#define SG_LANES 16
#include "sonograph_kernel.h"

/* k21_reshape_map_broadcast_concat_contract
 * reshape, map, broadcast, concat, contract
 * x: f32, 2880*B*P + 576*B elements
 * packed: f32, 110592 elements
 * cls_token: f32, 192 elements
 * x2: f32, 960*B*P elements
 * bias: f32, 192 elements
 * x3: f32, 960*P elements
 * mask: f32, 5*B*P elements
 * mask_token: f32, 192 elements
 * x4: f32, 960*B*P + 192*B elements
 * 1111685*B*P + 221376*B flops, 19220*B*P + 3072*B + 3840*P + 444672 bytes
 * first used in block0/mixer/out_proj
 */
__attribute__((visibility("default")))
void k21_reshape_map_broadcast_concat_contract(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  const float *cls_token = buffers[2];
  const float *x2 = buffers[3];
  const float *bias = buffers[4];
  const float *x3 = buffers[5];
  const float *mask = buffers[6];
  const float *mask_token = buffers[7];
  float *x4 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + B + 63) / 64 * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 4;
    const int64_t first_row = unit / 4 % ((B * P * 5 + B + 63) / 64) * 64;
    for (int64_t row = first_row; row < first_row + s_min_index(64, B * P * 5 + B - first_row); row += 8) {
      _Alignas(64) float tile[384];
      const int64_t b = panel * 27648;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum1_0 = v_splat_f32(0.0f);
      vf32 sum1_1 = v_splat_f32(0.0f);
      vf32 sum1_2 = v_splat_f32(0.0f);
      vf32 sum2_0 = v_splat_f32(0.0f);
      vf32 sum2_1 = v_splat_f32(0.0f);
      vf32 sum2_2 = v_splat_f32(0.0f);
      vf32 sum3_0 = v_splat_f32(0.0f);
      vf32 sum3_1 = v_splat_f32(0.0f);
      vf32 sum3_2 = v_splat_f32(0.0f);
      vf32 sum4_0 = v_splat_f32(0.0f);
      vf32 sum4_1 = v_splat_f32(0.0f);
      vf32 sum4_2 = v_splat_f32(0.0f);
      vf32 sum5_0 = v_splat_f32(0.0f);
      vf32 sum5_1 = v_splat_f32(0.0f);
      vf32 sum5_2 = v_splat_f32(0.0f);
      vf32 sum6_0 = v_splat_f32(0.0f);
      vf32 sum6_1 = v_splat_f32(0.0f);
      vf32 sum6_2 = v_splat_f32(0.0f);
      vf32 sum7_0 = v_splat_f32(0.0f);
      vf32 sum7_1 = v_splat_f32(0.0f);
      vf32 sum7_2 = v_splat_f32(0.0f);
      const int64_t a = row * 576;
      if (row + 7 < B * P * 5 + B) {
        const int64_t next = (first_row * -27648 + row * 27648) / 64 + b + 27648;
        for (int64_t span = 0; span < 576; span += 64) {
          s_prefetch(x2,
              (span / 64 + row) / (P * 5 + 1) * P * 960
              + s_min_index(s_max_index((span / 64 + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192
              + panel * 48);
          s_prefetch(x2,
              (span / 64 + row) / (P * 5 + 1) * P * 960
              + s_min_index(s_max_index((span / 64 + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + panel * 48
              + 16);
          s_prefetch(x2,
              (span / 64 + row) / (P * 5 + 1) * P * 960
              + s_min_index(s_max_index((span / 64 + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + panel * 48
              + 32);
          s_prefetch(x3,
              s_min_index(s_max_index((span / 64 + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + panel * 48);
          s_prefetch(x3,
              s_min_index(s_max_index((span / 64 + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + panel * 48
              + 16);
          s_prefetch(x3,
              s_min_index(s_max_index((span / 64 + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + panel * 48
              + 32);
          s_prefetch(x4, panel * 48 + span / 64 * 192 + row * 192);
          s_prefetch(x4, panel * 48 + span / 64 * 192 + row * 192 + 16);
          s_prefetch(x4, panel * 48 + span / 64 * 192 + row * 192 + 32);
          #pragma GCC unroll 8
          for (int64_t k = span; k < s_min_index(576, span + 64); ++k) {
            const vf32 w0 = v_load_f32(&packed[b + k * 48]);
            const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
            const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
            s_prefetch(packed, next + k * 6);
            const vf32 x0 = v_splat_f32(x[a + k]);
            sum0_0 += x0 * w0;
            sum0_1 += x0 * w1;
            sum0_2 += x0 * w2;
            const vf32 x1 = v_splat_f32(x[a + 576 + k]);
            sum1_0 += x1 * w0;
            sum1_1 += x1 * w1;
            sum1_2 += x1 * w2;
            const vf32 x22 = v_splat_f32(x[a + 1152 + k]);
            sum2_0 += x22 * w0;
            sum2_1 += x22 * w1;
            sum2_2 += x22 * w2;
            const vf32 x32 = v_splat_f32(x[a + 1728 + k]);
            sum3_0 += x32 * w0;
            sum3_1 += x32 * w1;
            sum3_2 += x32 * w2;
            const vf32 x42 = v_splat_f32(x[a + 2304 + k]);
            sum4_0 += x42 * w0;
            sum4_1 += x42 * w1;
            sum4_2 += x42 * w2;
            const vf32 x5 = v_splat_f32(x[a + 2880 + k]);
            sum5_0 += x5 * w0;
            sum5_1 += x5 * w1;
            sum5_2 += x5 * w2;
            const vf32 x6 = v_splat_f32(x[a + 3456 + k]);
            sum6_0 += x6 * w0;
            sum6_1 += x6 * w1;
            sum6_2 += x6 * w2;
            const vf32 x7 = v_splat_f32(x[a + 4032 + k]);
            sum7_0 += x7 * w0;
            sum7_1 += x7 * w1;
            sum7_2 += x7 * w2;
          }
        }
      } else {
        const int64_t a0 = row * 576;
        const int64_t a1 = s_min_index(row + 1, B * P * 5 + B - 1) * 576;
        const int64_t a2 = s_min_index(row + 2, B * P * 5 + B - 1) * 576;
        const int64_t a3 = s_min_index(row + 3, B * P * 5 + B - 1) * 576;
        const int64_t a4 = s_min_index(row + 4, B * P * 5 + B - 1) * 576;
        const int64_t a5 = s_min_index(row + 5, B * P * 5 + B - 1) * 576;
        const int64_t a6 = s_min_index(row + 6, B * P * 5 + B - 1) * 576;
        const int64_t a7 = s_min_index(row + 7, B * P * 5 + B - 1) * 576;
        for (int64_t k = 0; k < 576; ++k) {
          const vf32 w0 = v_load_f32(&packed[b + k * 48]);
          const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
          const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
          const vf32 x0 = v_splat_f32(x[a0 + k]);
          sum0_0 += x0 * w0;
          sum0_1 += x0 * w1;
          sum0_2 += x0 * w2;
          const vf32 x1 = v_splat_f32(x[a1 + k]);
          sum1_0 += x1 * w0;
          sum1_1 += x1 * w1;
          sum1_2 += x1 * w2;
          const vf32 x22 = v_splat_f32(x[a2 + k]);
          sum2_0 += x22 * w0;
          sum2_1 += x22 * w1;
          sum2_2 += x22 * w2;
          const vf32 x32 = v_splat_f32(x[a3 + k]);
          sum3_0 += x32 * w0;
          sum3_1 += x32 * w1;
          sum3_2 += x32 * w2;
          const vf32 x42 = v_splat_f32(x[a4 + k]);
          sum4_0 += x42 * w0;
          sum4_1 += x42 * w1;
          sum4_2 += x42 * w2;
          const vf32 x5 = v_splat_f32(x[a5 + k]);
          sum5_0 += x5 * w0;
          sum5_1 += x5 * w1;
          sum5_2 += x5 * w2;
          const vf32 x6 = v_splat_f32(x[a6 + k]);
          sum6_0 += x6 * w0;
          sum6_1 += x6 * w1;
          sum6_2 += x6 * w2;
          const vf32 x7 = v_splat_f32(x[a7 + k]);
          sum7_0 += x7 * w0;
          sum7_1 += x7 * w1;
          sum7_2 += x7 * w2;
        }
      }
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum0_1);
      v_store_f32(&tile[32], sum0_2);
      v_store_f32(&tile[48], sum1_0);
      v_store_f32(&tile[64], sum1_1);
      v_store_f32(&tile[80], sum1_2);
      v_store_f32(&tile[96], sum2_0);
      v_store_f32(&tile[112], sum2_1);
      v_store_f32(&tile[128], sum2_2);
      v_store_f32(&tile[144], sum3_0);
      v_store_f32(&tile[160], sum3_1);
      v_store_f32(&tile[176], sum3_2);
      v_store_f32(&tile[192], sum4_0);
      v_store_f32(&tile[208], sum4_1);
      v_store_f32(&tile[224], sum4_2);
      v_store_f32(&tile[240], sum5_0);
      v_store_f32(&tile[256], sum5_1);
      v_store_f32(&tile[272], sum5_2);
      v_store_f32(&tile[288], sum6_0);
      v_store_f32(&tile[304], sum6_1);
      v_store_f32(&tile[320], sum6_2);
      v_store_f32(&tile[336], sum7_0);
      v_store_f32(&tile[352], sum7_1);
      v_store_f32(&tile[368], sum7_2);
      for (int64_t r = 0; r < s_min_index(8, B * P * 5 + B - row); ++r) {
        const float t8 = mask[(r + row) / (P * 5 + 1) * P * 5
            + s_min_index(s_max_index((r + row) % (P * 5 + 1) - 1, 0), P * 5 - 1)];
        const float t9 = 1.0f - t8;
        for (int64_t n = 0; n < 33; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 48]);
          const vf32 t2 = v_load_f32(&cls_token[n + panel * 48]);
          const vf32 t3 =
              v_load_f32(&x2[(r + row) / (P * 5 + 1) * P * 960
                  + s_min_index(s_max_index((r + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + n
                  + panel * 48]);
          const vf32 t4 = v_load_f32(&bias[n + panel * 48]);
          const vf32 t5 = t3 + t4;
          const vf32 t6 =
              v_load_f32(&x3[s_min_index(s_max_index((r + row) % (P * 5 + 1) - 1, 0), P * 5 - 1) * 192 + n
                  + panel * 48]);
          const vf32 t7 = t5 + t6;
          const vf32 t10 = t7 * v_splat_f32(t9);
          const vf32 t11 = v_load_f32(&mask_token[n + panel * 48]);
          const vf32 t12 = t11 * v_splat_f32(t8);
          const vf32 t13 = t10 + t12;
          const vf32 t14 = v_select_f32(v_splat_i32(s_lt_index((r + row) % (P * 5 + 1), 1)), t2, t13);
          const vf32 t15 = t14 + t;
          v_store_f32(&x4[n + panel * 48 + r * 192 + row * 192], t15);
        }
      }
    }
  }
}
