#define SG_LANES 16
#include "sonograph_kernel.h"

/* k4_reshape_contract
 * reshape, contract
 * x: f32, 256*B*ceil(T, 64) elements
 * packed: f32, 4096 elements
 * x6: f32, 256*B*ceil(T, 64) elements
 * 32768*B*ceil(T, 64) flops, 2048*B*ceil(T, 64) + 16384 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k4_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x6 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = ((T + 63) / 64 * B * 4 + 5) / 6;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit * 6;
    _Alignas(64) float tile[384];
    const int64_t a0 = (T + 63) / 64 * (first_row / ((T + 63) / 64) / 4) * 256
        + first_row / ((T + 63) / 64) % 4 + first_row % ((T + 63) / 64) * 256;
    const int64_t a1 = (T + 63) / 64
        * (s_min_index(first_row + 1, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) / 4) * 256
        + s_min_index(first_row + 1, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) % 4
        + s_min_index(first_row + 1, (T + 63) / 64 * B * 4 - 1) % ((T + 63) / 64) * 256;
    const int64_t a2 = (T + 63) / 64
        * (s_min_index(first_row + 2, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) / 4) * 256
        + s_min_index(first_row + 2, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) % 4
        + s_min_index(first_row + 2, (T + 63) / 64 * B * 4 - 1) % ((T + 63) / 64) * 256;
    const int64_t a3 = (T + 63) / 64
        * (s_min_index(first_row + 3, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) / 4) * 256
        + s_min_index(first_row + 3, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) % 4
        + s_min_index(first_row + 3, (T + 63) / 64 * B * 4 - 1) % ((T + 63) / 64) * 256;
    const int64_t a4 = (T + 63) / 64
        * (s_min_index(first_row + 4, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) / 4) * 256
        + s_min_index(first_row + 4, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) % 4
        + s_min_index(first_row + 4, (T + 63) / 64 * B * 4 - 1) % ((T + 63) / 64) * 256;
    const int64_t a5 = (T + 63) / 64
        * (s_min_index(first_row + 5, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) / 4) * 256
        + s_min_index(first_row + 5, (T + 63) / 64 * B * 4 - 1) / ((T + 63) / 64) % 4
        + s_min_index(first_row + 5, (T + 63) / 64 * B * 4 - 1) % ((T + 63) / 64) * 256;
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
    for (int64_t k = 0; k < 64; ++k) {
      const vf32 w0 = v_load_f32(&packed[k * 64]);
      const vf32 w1 = v_load_f32(&packed[k * 64 + 16]);
      const vf32 w2 = v_load_f32(&packed[k * 64 + 32]);
      const vf32 w3 = v_load_f32(&packed[k * 64 + 48]);
      const vf32 x0 = v_splat_f32(x[a0 + k * 4]);
      sum0_0 += x0 * w0;
      sum0_1 += x0 * w1;
      sum0_2 += x0 * w2;
      sum0_3 += x0 * w3;
      const vf32 x1 = v_splat_f32(x[a1 + k * 4]);
      sum1_0 += x1 * w0;
      sum1_1 += x1 * w1;
      sum1_2 += x1 * w2;
      sum1_3 += x1 * w3;
      const vf32 x2 = v_splat_f32(x[a2 + k * 4]);
      sum2_0 += x2 * w0;
      sum2_1 += x2 * w1;
      sum2_2 += x2 * w2;
      sum2_3 += x2 * w3;
      const vf32 x3 = v_splat_f32(x[a3 + k * 4]);
      sum3_0 += x3 * w0;
      sum3_1 += x3 * w1;
      sum3_2 += x3 * w2;
      sum3_3 += x3 * w3;
      const vf32 x4 = v_splat_f32(x[a4 + k * 4]);
      sum4_0 += x4 * w0;
      sum4_1 += x4 * w1;
      sum4_2 += x4 * w2;
      sum4_3 += x4 * w3;
      const vf32 x5 = v_splat_f32(x[a5 + k * 4]);
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
    for (int64_t n = 0; n < s_min_index(6, (T + 63) / 64 * B * 4 - first_row) * 64 - 15; n += 16) {
      const vf32 t = v_load_f32(&tile[n]);
      v_store_f32(&x6[first_row * 64 + n], t);
    }
  }
}
