#define SG_LANES 16
#include "sonograph_kernel.h"

/* k41_contract
 * contract
 * x: f32, 960*B*P elements
 * packed: f32, 36864 elements
 * x2: f32, 960*B*P elements
 * 368640*B*P flops, 7680*B*P + 147456 bytes
 * first used in head/fc1/gradient
 */
__attribute__((visibility("default")))
void k41_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + 63) / 64 * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 4;
    const int64_t first_row = unit / 4 % ((B * P * 5 + 63) / 64) * 64;
    for (int64_t row = first_row; row < first_row + s_min_index(64, B * P * 5 - first_row); row += 8) {
      _Alignas(64) float tile[384];
      const int64_t b = panel * 9216;
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
      const int64_t a = row * 192;
      if (row + 7 < B * P * 5) {
        const int64_t next = (first_row * -9216 + row * 9216) / 64 + b + 9216;
        for (int64_t span = 0; span < 192; span += 24) {
          s_prefetch(x2, panel * 48 + span / 24 * 192 + row * 192);
          s_prefetch(x2, panel * 48 + span / 24 * 192 + row * 192 + 16);
          s_prefetch(x2, panel * 48 + span / 24 * 192 + row * 192 + 32);
          #pragma GCC unroll 8
          for (int64_t k = span; k < s_min_index(192, span + 24); ++k) {
            const vf32 w0 = v_load_f32(&packed[b + k * 48]);
            const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
            const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
            s_prefetch(packed, next + k * 6);
            const vf32 x0 = v_splat_f32(x[a + k]);
            sum0_0 += x0 * w0;
            sum0_1 += x0 * w1;
            sum0_2 += x0 * w2;
            const vf32 x1 = v_splat_f32(x[a + 192 + k]);
            sum1_0 += x1 * w0;
            sum1_1 += x1 * w1;
            sum1_2 += x1 * w2;
            const vf32 x22 = v_splat_f32(x[a + 384 + k]);
            sum2_0 += x22 * w0;
            sum2_1 += x22 * w1;
            sum2_2 += x22 * w2;
            const vf32 x3 = v_splat_f32(x[a + 576 + k]);
            sum3_0 += x3 * w0;
            sum3_1 += x3 * w1;
            sum3_2 += x3 * w2;
            const vf32 x4 = v_splat_f32(x[a + 768 + k]);
            sum4_0 += x4 * w0;
            sum4_1 += x4 * w1;
            sum4_2 += x4 * w2;
            const vf32 x5 = v_splat_f32(x[a + 960 + k]);
            sum5_0 += x5 * w0;
            sum5_1 += x5 * w1;
            sum5_2 += x5 * w2;
            const vf32 x6 = v_splat_f32(x[a + 1152 + k]);
            sum6_0 += x6 * w0;
            sum6_1 += x6 * w1;
            sum6_2 += x6 * w2;
            const vf32 x7 = v_splat_f32(x[a + 1344 + k]);
            sum7_0 += x7 * w0;
            sum7_1 += x7 * w1;
            sum7_2 += x7 * w2;
          }
        }
      } else {
        const int64_t a0 = row * 192;
        const int64_t a1 = s_min_index(row + 1, B * P * 5 - 1) * 192;
        const int64_t a2 = s_min_index(row + 2, B * P * 5 - 1) * 192;
        const int64_t a3 = s_min_index(row + 3, B * P * 5 - 1) * 192;
        const int64_t a4 = s_min_index(row + 4, B * P * 5 - 1) * 192;
        const int64_t a5 = s_min_index(row + 5, B * P * 5 - 1) * 192;
        const int64_t a6 = s_min_index(row + 6, B * P * 5 - 1) * 192;
        const int64_t a7 = s_min_index(row + 7, B * P * 5 - 1) * 192;
        for (int64_t k = 0; k < 192; ++k) {
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
          const vf32 x3 = v_splat_f32(x[a3 + k]);
          sum3_0 += x3 * w0;
          sum3_1 += x3 * w1;
          sum3_2 += x3 * w2;
          const vf32 x4 = v_splat_f32(x[a4 + k]);
          sum4_0 += x4 * w0;
          sum4_1 += x4 * w1;
          sum4_2 += x4 * w2;
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
      for (int64_t r = 0; r < s_min_index(8, B * P * 5 - row); ++r) {
        for (int64_t n = 0; n < 33; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 48]);
          v_store_f32(&x2[n + panel * 48 + r * 192 + row * 192], t);
        }
      }
    }
  }
}
