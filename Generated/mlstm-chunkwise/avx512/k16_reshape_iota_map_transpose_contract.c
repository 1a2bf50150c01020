#define SG_LANES 16
#include "sonograph_kernel.h"

/* k16_reshape_iota_map_transpose_contract
 * reshape, iota, map, transpose, contract
 * x: f32, 24576*B*ceil(T, 64) elements
 * packed: f32, 24576*B*ceil(T, 64) elements
 * x6: f32, 256*B*ceil(T, 64) elements
 * x7: f32, 256*B*ceil(T, 64) elements
 * x8: f32, 256*B*ceil(T, 64) elements
 * x9: f32, 16384*B*ceil(T, 64) elements
 * 3227904*B*ceil(T, 64) flops, 265216*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k16_reshape_iota_map_transpose_contract(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  const float *x6 = buffers[2];
  const float *x7 = buffers[3];
  const float *x8 = buffers[4];
  float *x9 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4 * 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit % ((T + 63) / 64 * B * 4);
    const int64_t first_row = unit / ((T + 63) / 64 * B * 4) * 48;
    for (int64_t row = first_row; row < first_row + s_min_index(48, 64 - first_row); row += 6) {
      _Alignas(64) float tile[384];
      const int64_t a0 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
          + batch / ((T + 63) / 64) % 4 * 96 + batch % ((T + 63) / 64) * 24576 + row * 384;
      const int64_t a1 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
          + s_min_index(row + 1, 63) * 384 + batch / ((T + 63) / 64) % 4 * 96
          + batch % ((T + 63) / 64) * 24576;
      const int64_t a2 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
          + s_min_index(row + 2, 63) * 384 + batch / ((T + 63) / 64) % 4 * 96
          + batch % ((T + 63) / 64) * 24576;
      const int64_t a3 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
          + s_min_index(row + 3, 63) * 384 + batch / ((T + 63) / 64) % 4 * 96
          + batch % ((T + 63) / 64) * 24576;
      const int64_t a4 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
          + s_min_index(row + 4, 63) * 384 + batch / ((T + 63) / 64) % 4 * 96
          + batch % ((T + 63) / 64) * 24576;
      const int64_t a5 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
          + s_min_index(row + 5, 63) * 384 + batch / ((T + 63) / 64) % 4 * 96
          + batch % ((T + 63) / 64) * 24576;
      const int64_t b = batch * 6144;
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
      const int64_t next = (first_row * -6144 + row * 6144) / 48 + b + 6144;
      for (int64_t k = 0; k < 96; ++k) {
        const vf32 w0 = v_load_f32(&packed[b + k * 64]);
        const vf32 w1 = v_load_f32(&packed[b + k * 64 + 16]);
        const vf32 w2 = v_load_f32(&packed[b + k * 64 + 32]);
        const vf32 w3 = v_load_f32(&packed[b + k * 64 + 48]);
        s_prefetch(packed, next + k * 8);
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
        const vf32 x2 = v_splat_f32(x[a2 + k]);
        sum2_0 += x2 * w0;
        sum2_1 += x2 * w1;
        sum2_2 += x2 * w2;
        sum2_3 += x2 * w3;
        const vf32 x3 = v_splat_f32(x[a3 + k]);
        sum3_0 += x3 * w0;
        sum3_1 += x3 * w1;
        sum3_2 += x3 * w2;
        sum3_3 += x3 * w3;
        const vf32 x4 = v_splat_f32(x[a4 + k]);
        sum4_0 += x4 * w0;
        sum4_1 += x4 * w1;
        sum4_2 += x4 * w2;
        sum4_3 += x4 * w3;
        const vf32 x5 = v_splat_f32(x[a5 + k]);
        sum5_0 += x5 * w0;
        sum5_1 += x5 * w1;
        sum5_2 += x5 * w2;
        sum5_3 += x5 * w3;
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
      for (int64_t r = 0; r < s_min_index(6, 64 - row); ++r) {
        const float t2 = x6[batch * 64 + r + row];
        const float t3 = x7[batch * 64 + r + row];
        const float t4 = t2 - t3;
        const float t5 = (float)(int32_t)(r + row);
        for (int64_t n = 0; n < 49; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 64]);
          const vf32 t6 = v_f32_from_i32(v_splat_i32((int32_t)n) + v_lane_i32());
          const vf32 t7 = v_load_f32(&x8[batch * 64 + n]);
          const vf32 t8 = v_select_f32(v_le_f32(t6, v_splat_f32(t5)), t7, v_splat_f32(-1e+30f));
          const vf32 t9 = v_splat_f32(t4) + t8;
          const vf32 t10 = v_exp_f32(t9);
          const vf32 t11 = t * t10;
          v_store_f32(&x9[batch * 4096 + n + r * 64 + row * 64], t11);
        }
      }
    }
  }
}
