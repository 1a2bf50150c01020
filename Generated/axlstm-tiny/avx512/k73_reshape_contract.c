#define SG_LANES 16
#include "sonograph_kernel.h"

/* k73_reshape_contract
 * reshape, contract
 * x: f32, 40*B*P + 8*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 3072 elements
 * 30720*B*P + 6144*B flops, 7840*B*P + 1568*B + 12288 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k73_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = 8;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 8;
    _Alignas(64) float tiles[3072] = {0};
    for (int64_t first_k = 0; first_k < B * P * 5 + B; first_k += 512) {
      const int64_t last_k = s_min_index(B * P * 5 + B, first_k + 512);
      for (int64_t row = 0; row < 8; row += 8) {
        const int64_t b = panel * 48;
        vf32 sum0_0 = v_load_f32(&tiles[row * 48]);
        vf32 sum0_1 = v_load_f32(&tiles[row * 48 + 16]);
        vf32 sum0_2 = v_load_f32(&tiles[row * 48 + 32]);
        vf32 sum1_0 = v_load_f32(&tiles[row * 48 + 48]);
        vf32 sum1_1 = v_load_f32(&tiles[row * 48 + 64]);
        vf32 sum1_2 = v_load_f32(&tiles[row * 48 + 80]);
        vf32 sum2_0 = v_load_f32(&tiles[row * 48 + 96]);
        vf32 sum2_1 = v_load_f32(&tiles[row * 48 + 112]);
        vf32 sum2_2 = v_load_f32(&tiles[row * 48 + 128]);
        vf32 sum3_0 = v_load_f32(&tiles[row * 48 + 144]);
        vf32 sum3_1 = v_load_f32(&tiles[row * 48 + 160]);
        vf32 sum3_2 = v_load_f32(&tiles[row * 48 + 176]);
        vf32 sum4_0 = v_load_f32(&tiles[row * 48 + 192]);
        vf32 sum4_1 = v_load_f32(&tiles[row * 48 + 208]);
        vf32 sum4_2 = v_load_f32(&tiles[row * 48 + 224]);
        vf32 sum5_0 = v_load_f32(&tiles[row * 48 + 240]);
        vf32 sum5_1 = v_load_f32(&tiles[row * 48 + 256]);
        vf32 sum5_2 = v_load_f32(&tiles[row * 48 + 272]);
        vf32 sum6_0 = v_load_f32(&tiles[row * 48 + 288]);
        vf32 sum6_1 = v_load_f32(&tiles[row * 48 + 304]);
        vf32 sum6_2 = v_load_f32(&tiles[row * 48 + 320]);
        vf32 sum7_0 = v_load_f32(&tiles[row * 48 + 336]);
        vf32 sum7_1 = v_load_f32(&tiles[row * 48 + 352]);
        vf32 sum7_2 = v_load_f32(&tiles[row * 48 + 368]);
        const int64_t a0 = row;
        const int64_t a1 = row + 1;
        const int64_t a2 = row + 2;
        const int64_t a3 = row + 3;
        const int64_t a4 = row + 4;
        const int64_t a5 = row + 5;
        const int64_t a6 = row + 6;
        const int64_t a7 = row + 7;
        for (int64_t span = first_k; span < last_k; span += 64) {
          if (last_k == B * P * 5 + B) {
            s_prefetch(x3, panel * 48 + (span - first_k) / 64 * 384 + row * 384);
            s_prefetch(x3, panel * 48 + (span - first_k) / 64 * 384 + row * 384 + 16);
            s_prefetch(x3, panel * 48 + (span - first_k) / 64 * 384 + row * 384 + 32);
          }
          #pragma GCC unroll 8
          for (int64_t k = span; k < s_min_index(last_k, span + 64); ++k) {
            const vf32 w0 = v_load_f32(&x2[b + k * 384]);
            const vf32 w1 = v_load_f32(&x2[b + k * 384 + 16]);
            const vf32 w2 = v_load_f32(&x2[b + k * 384 + 32]);
            s_prefetch(x2, b + 8064 + k * 384);
            s_prefetch(x2, b + 8064 + k * 384 + 16);
            s_prefetch(x2, b + 8064 + k * 384 + 32);
            const vf32 x0 = v_splat_f32(x[a0 + k * 8]);
            sum0_0 += x0 * w0;
            sum0_1 += x0 * w1;
            sum0_2 += x0 * w2;
            const vf32 x1 = v_splat_f32(x[a1 + k * 8]);
            sum1_0 += x1 * w0;
            sum1_1 += x1 * w1;
            sum1_2 += x1 * w2;
            const vf32 x22 = v_splat_f32(x[a2 + k * 8]);
            sum2_0 += x22 * w0;
            sum2_1 += x22 * w1;
            sum2_2 += x22 * w2;
            const vf32 x32 = v_splat_f32(x[a3 + k * 8]);
            sum3_0 += x32 * w0;
            sum3_1 += x32 * w1;
            sum3_2 += x32 * w2;
            const vf32 x4 = v_splat_f32(x[a4 + k * 8]);
            sum4_0 += x4 * w0;
            sum4_1 += x4 * w1;
            sum4_2 += x4 * w2;
            const vf32 x5 = v_splat_f32(x[a5 + k * 8]);
            sum5_0 += x5 * w0;
            sum5_1 += x5 * w1;
            sum5_2 += x5 * w2;
            const vf32 x6 = v_splat_f32(x[a6 + k * 8]);
            sum6_0 += x6 * w0;
            sum6_1 += x6 * w1;
            sum6_2 += x6 * w2;
            const vf32 x7 = v_splat_f32(x[a7 + k * 8]);
            sum7_0 += x7 * w0;
            sum7_1 += x7 * w1;
            sum7_2 += x7 * w2;
          }
        }
        v_store_f32(&tiles[row * 48], sum0_0);
        v_store_f32(&tiles[row * 48 + 16], sum0_1);
        v_store_f32(&tiles[row * 48 + 32], sum0_2);
        v_store_f32(&tiles[row * 48 + 48], sum1_0);
        v_store_f32(&tiles[row * 48 + 64], sum1_1);
        v_store_f32(&tiles[row * 48 + 80], sum1_2);
        v_store_f32(&tiles[row * 48 + 96], sum2_0);
        v_store_f32(&tiles[row * 48 + 112], sum2_1);
        v_store_f32(&tiles[row * 48 + 128], sum2_2);
        v_store_f32(&tiles[row * 48 + 144], sum3_0);
        v_store_f32(&tiles[row * 48 + 160], sum3_1);
        v_store_f32(&tiles[row * 48 + 176], sum3_2);
        v_store_f32(&tiles[row * 48 + 192], sum4_0);
        v_store_f32(&tiles[row * 48 + 208], sum4_1);
        v_store_f32(&tiles[row * 48 + 224], sum4_2);
        v_store_f32(&tiles[row * 48 + 240], sum5_0);
        v_store_f32(&tiles[row * 48 + 256], sum5_1);
        v_store_f32(&tiles[row * 48 + 272], sum5_2);
        v_store_f32(&tiles[row * 48 + 288], sum6_0);
        v_store_f32(&tiles[row * 48 + 304], sum6_1);
        v_store_f32(&tiles[row * 48 + 320], sum6_2);
        v_store_f32(&tiles[row * 48 + 336], sum7_0);
        v_store_f32(&tiles[row * 48 + 352], sum7_1);
        v_store_f32(&tiles[row * 48 + 368], sum7_2);
      }
    }
    for (int64_t row2 = 0; row2 < 8; row2 += 8) {
      for (int64_t r = 0; r < 8; ++r) {
        for (int64_t n = 0; n < 33; n += 16) {
          const vf32 t = v_load_f32(&tiles[n + r * 48 + row2 * 48]);
          v_store_f32(&x3[n + panel * 48 + r * 384 + row2 * 384], t);
        }
      }
    }
  }
}
