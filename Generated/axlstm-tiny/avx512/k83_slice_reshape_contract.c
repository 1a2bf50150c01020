#define SG_LANES 16
#include "sonograph_kernel.h"

/* k83_slice_reshape_contract
 * slice, reshape, contract
 * x: f32, 1920*B*P + 384*B elements
 * packed: f32, 1920*B*P + 384*B elements
 * x2: f32, 6144 elements
 * 61440*B*P + 12288*B flops, 23040*B*P + 4608*B + 24576 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k83_slice_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = 24;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit;
    _Alignas(64) float tiles[1024] = {0};
    for (int64_t first_k = 0; first_k < B * P * 5 + B; first_k += 256) {
      const int64_t last_k = s_min_index(B * P * 5 + B, first_k + 256);
      for (int64_t row = 0; row < 16; row += 8) {
        #pragma GCC unroll 8
        for (int64_t r = 0; r < 8; ++r) {
          s_prefetch(x2, batch * 256 + r * 16 + row * 16);
        }
        const int64_t a0 = batch * 16 + row;
        const int64_t a1 = batch * 16 + row + 1;
        const int64_t a2 = batch * 16 + row + 2;
        const int64_t a3 = batch * 16 + row + 3;
        const int64_t a4 = batch * 16 + row + 4;
        const int64_t a5 = batch * 16 + row + 5;
        const int64_t a6 = batch * 16 + row + 6;
        const int64_t a7 = batch * 16 + row + 7;
        const int64_t b = B * P * batch * 80 + B * batch * 16;
        vf32 sum0_0 = v_load_f32(&tiles[row * 16]);
        vf32 sum1_0 = v_load_f32(&tiles[row * 16 + 16]);
        vf32 sum2_0 = v_load_f32(&tiles[row * 16 + 32]);
        vf32 sum3_0 = v_load_f32(&tiles[row * 16 + 48]);
        vf32 sum4_0 = v_load_f32(&tiles[row * 16 + 64]);
        vf32 sum5_0 = v_load_f32(&tiles[row * 16 + 80]);
        vf32 sum6_0 = v_load_f32(&tiles[row * 16 + 96]);
        vf32 sum7_0 = v_load_f32(&tiles[row * 16 + 112]);
        const int64_t next = (first_k * row * -16 + last_k * row * 16) / 16 + b - first_k * 8 + last_k * 16;
        #pragma GCC unroll 8
        for (int64_t k = first_k; k < last_k; ++k) {
          const vf32 w0 = v_load_f32(&packed[b + k * 16]);
          s_prefetch(packed, next + k * 8);
          const vf32 x0 = v_splat_f32(x[a0 + k * 384]);
          sum0_0 += x0 * w0;
          const vf32 x1 = v_splat_f32(x[a1 + k * 384]);
          sum1_0 += x1 * w0;
          const vf32 x22 = v_splat_f32(x[a2 + k * 384]);
          sum2_0 += x22 * w0;
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
        }
        v_store_f32(&tiles[row * 16], sum0_0);
        v_store_f32(&tiles[row * 16 + 16], sum1_0);
        v_store_f32(&tiles[row * 16 + 32], sum2_0);
        v_store_f32(&tiles[row * 16 + 48], sum3_0);
        v_store_f32(&tiles[row * 16 + 64], sum4_0);
        v_store_f32(&tiles[row * 16 + 80], sum5_0);
        v_store_f32(&tiles[row * 16 + 96], sum6_0);
        v_store_f32(&tiles[row * 16 + 112], sum7_0);
      }
    }
    for (int64_t row2 = 0; row2 < 16; row2 += 8) {
      for (int64_t n = 0; n < 113; n += 16) {
        const vf32 t = v_load_f32(&tiles[n + row2 * 16]);
        v_store_f32(&x2[batch * 256 + n + row2 * 16], t);
      }
    }
  }
}
