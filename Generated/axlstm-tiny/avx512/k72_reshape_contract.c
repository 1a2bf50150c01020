#define SG_LANES 16
#include "sonograph_kernel.h"

/* k72_reshape_contract
 * reshape, contract
 * x: f32, 40*B*P + 8*B elements
 * packed: f32, 1920*B*P + 384*B elements
 * x2: f32, 3072 elements
 * 30720*B*P + 6144*B flops, 7840*B*P + 1568*B + 12288 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k72_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = 6;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 6;
    const int64_t batch = unit / 6;
    _Alignas(64) float tiles[2048] = {0};
    for (int64_t first_k = 0; first_k < B * P * 5 + B; first_k += 256) {
      const int64_t last_k = s_min_index(B * P * 5 + B, first_k + 256);
      for (int64_t row = 0; row < 8; row += 4) {
        for (int64_t r = 0; r < last_k / (B * P * 5 + B) * 4; ++r) {
          s_prefetch(x2, panel * 64 + r * 384 + row * 384);
          s_prefetch(x2, panel * 64 + r * 384 + row * 384 + 16);
          s_prefetch(x2, panel * 64 + r * 384 + row * 384 + 32);
          s_prefetch(x2, panel * 64 + r * 384 + row * 384 + 48);
        }
        const int64_t a0 = row;
        const int64_t a1 = row + 1;
        const int64_t a2 = row + 2;
        const int64_t a3 = row + 3;
        const int64_t b = B * P * batch * 1920 + B * P * panel * 320 + B * batch * 384 + B * panel * 64;
        vf32 sum0_0 = v_load_f32(&tiles[row * 64]);
        vf32 sum0_1 = v_load_f32(&tiles[row * 64 + 16]);
        vf32 sum0_2 = v_load_f32(&tiles[row * 64 + 32]);
        vf32 sum0_3 = v_load_f32(&tiles[row * 64 + 48]);
        vf32 sum1_0 = v_load_f32(&tiles[row * 64 + 64]);
        vf32 sum1_1 = v_load_f32(&tiles[row * 64 + 80]);
        vf32 sum1_2 = v_load_f32(&tiles[row * 64 + 96]);
        vf32 sum1_3 = v_load_f32(&tiles[row * 64 + 112]);
        vf32 sum2_0 = v_load_f32(&tiles[row * 64 + 128]);
        vf32 sum2_1 = v_load_f32(&tiles[row * 64 + 144]);
        vf32 sum2_2 = v_load_f32(&tiles[row * 64 + 160]);
        vf32 sum2_3 = v_load_f32(&tiles[row * 64 + 176]);
        vf32 sum3_0 = v_load_f32(&tiles[row * 64 + 192]);
        vf32 sum3_1 = v_load_f32(&tiles[row * 64 + 208]);
        vf32 sum3_2 = v_load_f32(&tiles[row * 64 + 224]);
        vf32 sum3_3 = v_load_f32(&tiles[row * 64 + 240]);
        const int64_t next = (first_k * row * -64 + last_k * row * 64) / 8 + b - first_k * 32 + last_k * 64;
        #pragma GCC unroll 8
        for (int64_t k = first_k; k < last_k; ++k) {
          const vf32 w0 = v_load_f32(&packed[b + k * 64]);
          const vf32 w1 = v_load_f32(&packed[b + k * 64 + 16]);
          const vf32 w2 = v_load_f32(&packed[b + k * 64 + 32]);
          const vf32 w3 = v_load_f32(&packed[b + k * 64 + 48]);
          s_prefetch(packed, next + k * 32);
          s_prefetch(packed, next + k * 32 + 16);
          const vf32 x0 = v_splat_f32(x[a0 + k * 8]);
          sum0_0 += x0 * w0;
          sum0_1 += x0 * w1;
          sum0_2 += x0 * w2;
          sum0_3 += x0 * w3;
          const vf32 x1 = v_splat_f32(x[a1 + k * 8]);
          sum1_0 += x1 * w0;
          sum1_1 += x1 * w1;
          sum1_2 += x1 * w2;
          sum1_3 += x1 * w3;
          const vf32 x22 = v_splat_f32(x[a2 + k * 8]);
          sum2_0 += x22 * w0;
          sum2_1 += x22 * w1;
          sum2_2 += x22 * w2;
          sum2_3 += x22 * w3;
          const vf32 x3 = v_splat_f32(x[a3 + k * 8]);
          sum3_0 += x3 * w0;
          sum3_1 += x3 * w1;
          sum3_2 += x3 * w2;
          sum3_3 += x3 * w3;
        }
        v_store_f32(&tiles[row * 64], sum0_0);
        v_store_f32(&tiles[row * 64 + 16], sum0_1);
        v_store_f32(&tiles[row * 64 + 32], sum0_2);
        v_store_f32(&tiles[row * 64 + 48], sum0_3);
        v_store_f32(&tiles[row * 64 + 64], sum1_0);
        v_store_f32(&tiles[row * 64 + 80], sum1_1);
        v_store_f32(&tiles[row * 64 + 96], sum1_2);
        v_store_f32(&tiles[row * 64 + 112], sum1_3);
        v_store_f32(&tiles[row * 64 + 128], sum2_0);
        v_store_f32(&tiles[row * 64 + 144], sum2_1);
        v_store_f32(&tiles[row * 64 + 160], sum2_2);
        v_store_f32(&tiles[row * 64 + 176], sum2_3);
        v_store_f32(&tiles[row * 64 + 192], sum3_0);
        v_store_f32(&tiles[row * 64 + 208], sum3_1);
        v_store_f32(&tiles[row * 64 + 224], sum3_2);
        v_store_f32(&tiles[row * 64 + 240], sum3_3);
      }
    }
    for (int64_t row2 = 0; row2 < 8; row2 += 4) {
      for (int64_t r2 = 0; r2 < 4; ++r2) {
        for (int64_t n = 0; n < 49; n += 16) {
          const vf32 t = v_load_f32(&tiles[n + r2 * 64 + row2 * 64]);
          v_store_f32(&x2[n + panel * 64 + r2 * 384 + row2 * 384], t);
        }
      }
    }
  }
}
