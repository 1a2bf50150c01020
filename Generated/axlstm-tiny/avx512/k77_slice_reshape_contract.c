#define SG_LANES 16
#include "sonograph_kernel.h"

/* k77_slice_reshape_contract
 * slice, reshape, contract
 * x: f32, 1920*B*P + 384*B elements
 * packed: f32, 1920*B*P + 384*B elements
 * x14: f32, 6144 elements
 * 61440*B*P + 12288*B flops, 23040*B*P + 4608*B + 24576 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k77_slice_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x14 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = 24;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit;
    _Alignas(64) float tiles[1792] = {0};
    for (int64_t first_k = 0; first_k < B * P * 5 + B; first_k += 256) {
      const int64_t last_k = s_min_index(B * P * 5 + B, first_k + 256);
      for (int64_t row = 0; row < 16; row += 14) {
        const int64_t a0 = batch * 16 + row;
        const int64_t a1 = s_min_index(row + 1, 15) + batch * 16;
        const int64_t a2 = s_min_index(row + 2, 15) + batch * 16;
        const int64_t a3 = s_min_index(row + 3, 15) + batch * 16;
        const int64_t a4 = s_min_index(row + 4, 15) + batch * 16;
        const int64_t a5 = s_min_index(row + 5, 15) + batch * 16;
        const int64_t a6 = s_min_index(row + 6, 15) + batch * 16;
        const int64_t a7 = s_min_index(row + 7, 15) + batch * 16;
        const int64_t a8 = s_min_index(row + 8, 15) + batch * 16;
        const int64_t a9 = s_min_index(row + 9, 15) + batch * 16;
        const int64_t a10 = s_min_index(row + 10, 15) + batch * 16;
        const int64_t a11 = s_min_index(row + 11, 15) + batch * 16;
        const int64_t a12 = s_min_index(row + 12, 15) + batch * 16;
        const int64_t a13 = s_min_index(row + 13, 15) + batch * 16;
        const int64_t b = B * P * batch * 80 + B * batch * 16;
        vf32 sum0_0 = v_load_f32(&tiles[row * 16]);
        vf32 sum1_0 = v_load_f32(&tiles[row * 16 + 16]);
        vf32 sum2_0 = v_load_f32(&tiles[row * 16 + 32]);
        vf32 sum3_0 = v_load_f32(&tiles[row * 16 + 48]);
        vf32 sum4_0 = v_load_f32(&tiles[row * 16 + 64]);
        vf32 sum5_0 = v_load_f32(&tiles[row * 16 + 80]);
        vf32 sum6_0 = v_load_f32(&tiles[row * 16 + 96]);
        vf32 sum7_0 = v_load_f32(&tiles[row * 16 + 112]);
        vf32 sum8_0 = v_load_f32(&tiles[row * 16 + 128]);
        vf32 sum9_0 = v_load_f32(&tiles[row * 16 + 144]);
        vf32 sum10_0 = v_load_f32(&tiles[row * 16 + 160]);
        vf32 sum11_0 = v_load_f32(&tiles[row * 16 + 176]);
        vf32 sum12_0 = v_load_f32(&tiles[row * 16 + 192]);
        vf32 sum13_0 = v_load_f32(&tiles[row * 16 + 208]);
        for (int64_t k = first_k; k < last_k; ++k) {
          const vf32 w0 = v_load_f32(&packed[b + k * 16]);
          const vf32 x0 = v_splat_f32(x[a0 + k * 384]);
          sum0_0 += x0 * w0;
          const vf32 x1 = v_splat_f32(x[a1 + k * 384]);
          sum1_0 += x1 * w0;
          const vf32 x2 = v_splat_f32(x[a2 + k * 384]);
          sum2_0 += x2 * w0;
          const vf32 x3 = v_splat_f32(x[a3 + k * 384]);
          sum3_0 += x3 * w0;
          const vf32 x4 = v_splat_f32(x[a4 + k * 384]);
          sum4_0 += x4 * w0;
          const vf32 x5 = v_splat_f32(x[a5 + k * 384]);
          sum5_0 += x5 * w0;
          const vf32 x6 = v_splat_f32(x[a6 + k * 384]);
          sum6_0 += x6 * w0;
          const vf32 x7 = v_splat_f32(x[a7 + k * 384]);
          sum7_0 += x7 * w0;
          const vf32 x8 = v_splat_f32(x[a8 + k * 384]);
          sum8_0 += x8 * w0;
          const vf32 x9 = v_splat_f32(x[a9 + k * 384]);
          sum9_0 += x9 * w0;
          const vf32 x10 = v_splat_f32(x[a10 + k * 384]);
          sum10_0 += x10 * w0;
          const vf32 x11 = v_splat_f32(x[a11 + k * 384]);
          sum11_0 += x11 * w0;
          const vf32 x12 = v_splat_f32(x[a12 + k * 384]);
          sum12_0 += x12 * w0;
          const vf32 x13 = v_splat_f32(x[a13 + k * 384]);
          sum13_0 += x13 * w0;
        }
        v_store_f32(&tiles[row * 16], sum0_0);
        v_store_f32(&tiles[row * 16 + 16], sum1_0);
        v_store_f32(&tiles[row * 16 + 32], sum2_0);
        v_store_f32(&tiles[row * 16 + 48], sum3_0);
        v_store_f32(&tiles[row * 16 + 64], sum4_0);
        v_store_f32(&tiles[row * 16 + 80], sum5_0);
        v_store_f32(&tiles[row * 16 + 96], sum6_0);
        v_store_f32(&tiles[row * 16 + 112], sum7_0);
        v_store_f32(&tiles[row * 16 + 128], sum8_0);
        v_store_f32(&tiles[row * 16 + 144], sum9_0);
        v_store_f32(&tiles[row * 16 + 160], sum10_0);
        v_store_f32(&tiles[row * 16 + 176], sum11_0);
        v_store_f32(&tiles[row * 16 + 192], sum12_0);
        v_store_f32(&tiles[row * 16 + 208], sum13_0);
      }
    }
    for (int64_t row2 = 0; row2 < 16; row2 += 14) {
      for (int64_t n = 0; n < s_min_index(14, row2 * -1 + 16) * 16 - 15; n += 16) {
        const vf32 t = v_load_f32(&tiles[n + row2 * 16]);
        v_store_f32(&x14[batch * 256 + n + row2 * 16], t);
      }
      for (int64_t n = s_min_index(14, row2 * -1 + 16) * 16 / 16 * 16;
          n < s_min_index(14, row2 * -1 + 16) * 16; n += 16) {
        const vf32 t = v_load_part_f32(&tiles[n + row2 * 16], s_min_index(14, row2 * -1 + 16) * 16 - n);
        v_store_part_f32(&x14[batch * 256 + n + row2 * 16], t, s_min_index(14, row2 * -1 + 16) * 16 - n);
      }
    }
  }
}
