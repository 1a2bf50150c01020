#define SG_LANES 16
#include "sonograph_kernel.h"

/* k38_reshape_contract_map
 * reshape, contract, map
 * x: f32, 960*B*P elements
 * packed: f32, 12288 elements
 * bias: f32, 64 elements
 * x2: f32, 320*B*P elements
 * x3: f32, 320*B*P elements
 * x4: f32, 320*B*P elements
 * 123520*B*P flops, 7680*B*P + 49408 bytes
 * first used in head/fc2
 */
__attribute__((visibility("default")))
void k38_reshape_contract_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  const float *bias = buffers[2];
  float *x2 = buffers[3];
  const float *x3 = buffers[4];
  float *x4 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + 47) / 48;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit % ((B * P * 5 + 47) / 48) * 48;
    for (int64_t row = first_row; row < first_row + s_min_index(48, B * P * 5 - first_row); row += 6) {
      _Alignas(64) float tile[384];
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum0_3 = v_splat_f32(0.0f);
      vf32 sum1_0 = v_splat_f32(0.0f);
      vf32 sum1_1 = v_splat_f32(0.0f);
      vf32 sum1_2 = v_splat_f32(0.0f);
      vf32 sum1_3 = v_splat_f32(0.0f);
      vf32 sum2_0 = v_splat_f32(0.0f);
      vf32 sum2_1 = v_splat_f32(0.0f);
      vf32 sum2_2 = v_splat_f32(0.0f);
      vf32 sum2_3 = v_splat_f32(0.0f);
      vf32 sum3_0 = v_splat_f32(0.0f);
      vf32 sum3_1 = v_splat_f32(0.0f);
      vf32 sum3_2 = v_splat_f32(0.0f);
      vf32 sum3_3 = v_splat_f32(0.0f);
      vf32 sum4_0 = v_splat_f32(0.0f);
      vf32 sum4_1 = v_splat_f32(0.0f);
      vf32 sum4_2 = v_splat_f32(0.0f);
      vf32 sum4_3 = v_splat_f32(0.0f);
      vf32 sum5_0 = v_splat_f32(0.0f);
      vf32 sum5_1 = v_splat_f32(0.0f);
      vf32 sum5_2 = v_splat_f32(0.0f);
      vf32 sum5_3 = v_splat_f32(0.0f);
      const int64_t a = row * 192;
      if (row + 5 < B * P * 5) {
        for (int64_t span = 0; span < 192; span += 32) {
          s_prefetch(x2, span / 32 * 64 + row * 64);
          s_prefetch(x2, span / 32 * 64 + row * 64 + 16);
          s_prefetch(x2, span / 32 * 64 + row * 64 + 32);
          s_prefetch(x2, span / 32 * 64 + row * 64 + 48);
          s_prefetch(x3, span / 32 * 64 + row * 64);
          s_prefetch(x3, span / 32 * 64 + row * 64 + 16);
          s_prefetch(x3, span / 32 * 64 + row * 64 + 32);
          s_prefetch(x3, span / 32 * 64 + row * 64 + 48);
          s_prefetch(x4, span / 32 * 64 + row * 64);
          s_prefetch(x4, span / 32 * 64 + row * 64 + 16);
          s_prefetch(x4, span / 32 * 64 + row * 64 + 32);
          s_prefetch(x4, span / 32 * 64 + row * 64 + 48);
          #pragma GCC unroll 8
          for (int64_t k = span; k < s_min_index(192, span + 32); ++k) {
            const vf32 w0 = v_load_f32(&packed[k * 64]);
            const vf32 w1 = v_load_f32(&packed[k * 64 + 16]);
            const vf32 w2 = v_load_f32(&packed[k * 64 + 32]);
            const vf32 w3 = v_load_f32(&packed[k * 64 + 48]);
            s_prefetch(x, a + k * 6 + 1152);
            const vf32 x0 = v_splat_f32(x[a + k]);
            sum0_0 += x0 * w0;
            sum0_1 += x0 * w1;
            sum0_2 += x0 * w2;
            sum0_3 += x0 * w3;
            const vf32 x1 = v_splat_f32(x[a + 192 + k]);
            sum1_0 += x1 * w0;
            sum1_1 += x1 * w1;
            sum1_2 += x1 * w2;
            sum1_3 += x1 * w3;
            const vf32 x22 = v_splat_f32(x[a + 384 + k]);
            sum2_0 += x22 * w0;
            sum2_1 += x22 * w1;
            sum2_2 += x22 * w2;
            sum2_3 += x22 * w3;
            const vf32 x32 = v_splat_f32(x[a + 576 + k]);
            sum3_0 += x32 * w0;
            sum3_1 += x32 * w1;
            sum3_2 += x32 * w2;
            sum3_3 += x32 * w3;
            const vf32 x42 = v_splat_f32(x[a + 768 + k]);
            sum4_0 += x42 * w0;
            sum4_1 += x42 * w1;
            sum4_2 += x42 * w2;
            sum4_3 += x42 * w3;
            const vf32 x5 = v_splat_f32(x[a + 960 + k]);
            sum5_0 += x5 * w0;
            sum5_1 += x5 * w1;
            sum5_2 += x5 * w2;
            sum5_3 += x5 * w3;
          }
        }
      } else {
        const int64_t a0 = row * 192;
        const int64_t a1 = s_min_index(row + 1, B * P * 5 - 1) * 192;
        const int64_t a2 = s_min_index(row + 2, B * P * 5 - 1) * 192;
        const int64_t a3 = s_min_index(row + 3, B * P * 5 - 1) * 192;
        const int64_t a4 = s_min_index(row + 4, B * P * 5 - 1) * 192;
        const int64_t a5 = s_min_index(row + 5, B * P * 5 - 1) * 192;
        for (int64_t k = 0; k < 192; ++k) {
          const vf32 w0 = v_load_f32(&packed[k * 64]);
          const vf32 w1 = v_load_f32(&packed[k * 64 + 16]);
          const vf32 w2 = v_load_f32(&packed[k * 64 + 32]);
          const vf32 w3 = v_load_f32(&packed[k * 64 + 48]);
          const vf32 x0 = v_splat_f32(x[a0 + k]);
          sum0_0 += x0 * w0;
          sum0_1 += x0 * w1;
          sum0_2 += x0 * w2;
          sum0_3 += x0 * w3;
          const vf32 x1 = v_splat_f32(x[a1 + k]);
          sum1_0 += x1 * w0;
          sum1_1 += x1 * w1;
          sum1_2 += x1 * w2;
          sum1_3 += x1 * w3;
          const vf32 x22 = v_splat_f32(x[a2 + k]);
          sum2_0 += x22 * w0;
          sum2_1 += x22 * w1;
          sum2_2 += x22 * w2;
          sum2_3 += x22 * w3;
          const vf32 x32 = v_splat_f32(x[a3 + k]);
          sum3_0 += x32 * w0;
          sum3_1 += x32 * w1;
          sum3_2 += x32 * w2;
          sum3_3 += x32 * w3;
          const vf32 x42 = v_splat_f32(x[a4 + k]);
          sum4_0 += x42 * w0;
          sum4_1 += x42 * w1;
          sum4_2 += x42 * w2;
          sum4_3 += x42 * w3;
          const vf32 x5 = v_splat_f32(x[a5 + k]);
          sum5_0 += x5 * w0;
          sum5_1 += x5 * w1;
          sum5_2 += x5 * w2;
          sum5_3 += x5 * w3;
        }
      }
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum0_1);
      v_store_f32(&tile[32], sum0_2);
      v_store_f32(&tile[48], sum0_3);
      v_store_f32(&tile[64], sum1_0);
      v_store_f32(&tile[80], sum1_1);
      v_store_f32(&tile[96], sum1_2);
      v_store_f32(&tile[112], sum1_3);
      v_store_f32(&tile[128], sum2_0);
      v_store_f32(&tile[144], sum2_1);
      v_store_f32(&tile[160], sum2_2);
      v_store_f32(&tile[176], sum2_3);
      v_store_f32(&tile[192], sum3_0);
      v_store_f32(&tile[208], sum3_1);
      v_store_f32(&tile[224], sum3_2);
      v_store_f32(&tile[240], sum3_3);
      v_store_f32(&tile[256], sum4_0);
      v_store_f32(&tile[272], sum4_1);
      v_store_f32(&tile[288], sum4_2);
      v_store_f32(&tile[304], sum4_3);
      v_store_f32(&tile[320], sum5_0);
      v_store_f32(&tile[336], sum5_1);
      v_store_f32(&tile[352], sum5_2);
      v_store_f32(&tile[368], sum5_3);
      for (int64_t r = 0; r < s_min_index(6, B * P * 5 - row); ++r) {
        for (int64_t n = 0; n < 49; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 64]);
          const vf32 t2 = v_load_f32(&bias[n]);
          const vf32 t3 = t + t2;
          v_store_f32(&x2[n + r * 64 + row * 64], t3);
          const vf32 t4 = v_load_f32(&x3[n + r * 64 + row * 64]);
          const vf32 t5 = t3 - t4;
          v_store_f32(&x4[n + r * 64 + row * 64], t5);
        }
      }
    }
  }
}
