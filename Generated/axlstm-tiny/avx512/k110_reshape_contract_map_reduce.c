#define SG_LANES 16
#include "sonograph_kernel.h"

/* k110_reshape_contract_map_reduce
 * reshape, contract, map, reduce
 * x: f32, 960*B*P elements
 * packed: f32, 320*B*P elements
 * weight: f32, 12288 elements
 * weight2: f32, 12288 elements
 * weight3: f32, 12288 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * pieces: f32, 32 elements
 * 122880*B*P + 221385 flops, 5120*B*P + 294924 bytes
 * first used in patch-embed/gradient
 */
__attribute__((visibility("default")))
void k110_reshape_contract_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *weight = buffers[2];
  float *weight2 = buffers[3];
  float *weight3 = buffers[4];
  const float *learning_rate = buffers[5];
  const float *step = buffers[6];
  float *pieces = buffers[7];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t7 = learning_rate[0];
  const float t8 = step[0];
  const float t9 = -s_expm1_f32(-0.105360515f * t8);
  const float t10 = t7 / t9;
  const float t11 = -s_expm1_f32(-0.0010005003f * t8);
  const float t12 = 1.0f / s_sqrt_f32(t11);
  const int64_t unit_count = 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit % 4 * 48;
    _Alignas(64) float tiles[3072] = {0};
    for (int64_t first_k = 0; first_k < B * P * 5; first_k += 512) {
      const int64_t last_k = s_min_index(B * P * 5, first_k + 512);
      for (int64_t row = first_row; row < first_row + 48; row += 6) {
        vf32 sum0_0 = v_load_f32(&tiles[first_row * -64 + row * 64]);
        vf32 sum0_1 = v_load_f32(&tiles[first_row * -64 + row * 64 + 16]);
        vf32 sum0_2 = v_load_f32(&tiles[first_row * -64 + row * 64 + 32]);
        vf32 sum0_3 = v_load_f32(&tiles[first_row * -64 + row * 64 + 48]);
        vf32 sum1_0 = v_load_f32(&tiles[first_row * -64 + row * 64 + 64]);
        vf32 sum1_1 = v_load_f32(&tiles[first_row * -64 + row * 64 + 80]);
        vf32 sum1_2 = v_load_f32(&tiles[first_row * -64 + row * 64 + 96]);
        vf32 sum1_3 = v_load_f32(&tiles[first_row * -64 + row * 64 + 112]);
        vf32 sum2_0 = v_load_f32(&tiles[first_row * -64 + row * 64 + 128]);
        vf32 sum2_1 = v_load_f32(&tiles[first_row * -64 + row * 64 + 144]);
        vf32 sum2_2 = v_load_f32(&tiles[first_row * -64 + row * 64 + 160]);
        vf32 sum2_3 = v_load_f32(&tiles[first_row * -64 + row * 64 + 176]);
        vf32 sum3_0 = v_load_f32(&tiles[first_row * -64 + row * 64 + 192]);
        vf32 sum3_1 = v_load_f32(&tiles[first_row * -64 + row * 64 + 208]);
        vf32 sum3_2 = v_load_f32(&tiles[first_row * -64 + row * 64 + 224]);
        vf32 sum3_3 = v_load_f32(&tiles[first_row * -64 + row * 64 + 240]);
        vf32 sum4_0 = v_load_f32(&tiles[first_row * -64 + row * 64 + 256]);
        vf32 sum4_1 = v_load_f32(&tiles[first_row * -64 + row * 64 + 272]);
        vf32 sum4_2 = v_load_f32(&tiles[first_row * -64 + row * 64 + 288]);
        vf32 sum4_3 = v_load_f32(&tiles[first_row * -64 + row * 64 + 304]);
        vf32 sum5_0 = v_load_f32(&tiles[first_row * -64 + row * 64 + 320]);
        vf32 sum5_1 = v_load_f32(&tiles[first_row * -64 + row * 64 + 336]);
        vf32 sum5_2 = v_load_f32(&tiles[first_row * -64 + row * 64 + 352]);
        vf32 sum5_3 = v_load_f32(&tiles[first_row * -64 + row * 64 + 368]);
        const int64_t a0 = row;
        const int64_t a1 = row + 1;
        const int64_t a2 = row + 2;
        const int64_t a3 = row + 3;
        const int64_t a4 = row + 4;
        const int64_t a5 = row + 5;
        const int64_t next = (first_k * first_row * 64 - first_k * row * 64 - first_row * last_k * 64
            + last_k * row * 64) / 48 - first_k * 8 + last_k * 64;
        for (int64_t span = first_k; span < last_k; span += 88) {
          if (last_k == B * P * 5) {
            s_prefetch(weight, (span - first_k) / 88 * 64 + row * 64);
            s_prefetch(weight, (span - first_k) / 88 * 64 + row * 64 + 16);
            s_prefetch(weight, (span - first_k) / 88 * 64 + row * 64 + 32);
            s_prefetch(weight, (span - first_k) / 88 * 64 + row * 64 + 48);
            s_prefetch(weight2, (span - first_k) / 88 * 64 + row * 64);
            s_prefetch(weight2, (span - first_k) / 88 * 64 + row * 64 + 16);
            s_prefetch(weight2, (span - first_k) / 88 * 64 + row * 64 + 32);
            s_prefetch(weight2, (span - first_k) / 88 * 64 + row * 64 + 48);
            s_prefetch(weight3, (span - first_k) / 88 * 64 + row * 64);
            s_prefetch(weight3, (span - first_k) / 88 * 64 + row * 64 + 16);
            s_prefetch(weight3, (span - first_k) / 88 * 64 + row * 64 + 32);
            s_prefetch(weight3, (span - first_k) / 88 * 64 + row * 64 + 48);
          }
          #pragma GCC unroll 8
          for (int64_t k = span; k < s_min_index(last_k, span + 88); ++k) {
            const vf32 w0 = v_load_f32(&packed[k * 64]);
            const vf32 w1 = v_load_f32(&packed[k * 64 + 16]);
            const vf32 w2 = v_load_f32(&packed[k * 64 + 32]);
            const vf32 w3 = v_load_f32(&packed[k * 64 + 48]);
            s_prefetch(packed, next + k * 8);
            s_prefetch(x, a0 + k * 192 + 4608);
            const vf32 x0 = v_splat_f32(x[a0 + k * 192]);
            sum0_0 += x0 * w0;
            sum0_1 += x0 * w1;
            sum0_2 += x0 * w2;
            sum0_3 += x0 * w3;
            const vf32 x1 = v_splat_f32(x[a1 + k * 192]);
            sum1_0 += x1 * w0;
            sum1_1 += x1 * w1;
            sum1_2 += x1 * w2;
            sum1_3 += x1 * w3;
            const vf32 x2 = v_splat_f32(x[a2 + k * 192]);
            sum2_0 += x2 * w0;
            sum2_1 += x2 * w1;
            sum2_2 += x2 * w2;
            sum2_3 += x2 * w3;
            const vf32 x3 = v_splat_f32(x[a3 + k * 192]);
            sum3_0 += x3 * w0;
            sum3_1 += x3 * w1;
            sum3_2 += x3 * w2;
            sum3_3 += x3 * w3;
            const vf32 x4 = v_splat_f32(x[a4 + k * 192]);
            sum4_0 += x4 * w0;
            sum4_1 += x4 * w1;
            sum4_2 += x4 * w2;
            sum4_3 += x4 * w3;
            const vf32 x5 = v_splat_f32(x[a5 + k * 192]);
            sum5_0 += x5 * w0;
            sum5_1 += x5 * w1;
            sum5_2 += x5 * w2;
            sum5_3 += x5 * w3;
          }
        }
        v_store_f32(&tiles[first_row * -64 + row * 64], sum0_0);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 16], sum0_1);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 32], sum0_2);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 48], sum0_3);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 64], sum1_0);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 80], sum1_1);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 96], sum1_2);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 112], sum1_3);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 128], sum2_0);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 144], sum2_1);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 160], sum2_2);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 176], sum2_3);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 192], sum3_0);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 208], sum3_1);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 224], sum3_2);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 240], sum3_3);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 256], sum4_0);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 272], sum4_1);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 288], sum4_2);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 304], sum4_3);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 320], sum5_0);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 336], sum5_1);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 352], sum5_2);
        v_store_f32(&tiles[first_row * -64 + row * 64 + 368], sum5_3);
      }
    }
    for (int64_t row2 = first_row; row2 < first_row + 48; row2 += 6) {
      float sum = 0.0f;
      vf32 sum_lanes = v_splat_f32(0.0f);
      for (int64_t n = 0; n < 369; n += 16) {
        const vf32 t = v_load_f32(&tiles[first_row * -64 + n + row2 * 64]);
        const vf32 t2 = v_load_f32(&weight[n + row2 * 64]);
        const vf32 t3 = v_splat_f32(0.9f) * t2 + v_splat_f32(0.1f) * t;
        v_store_f32(&weight[n + row2 * 64], t3);
        const vf32 t4 = v_load_f32(&weight2[n + row2 * 64]);
        const vf32 t5 = v_splat_f32(0.999f) * t4 + v_splat_f32(0.001f) * t * t;
        v_store_f32(&weight2[n + row2 * 64], t5);
        const vf32 t6 = v_load_f32(&weight3[n + row2 * 64]);
        const vf32 t13 = t6 * v_splat_f32(1.0f - 0.01f * t7)
            - v_splat_f32(t10) * t3 / (v_sqrt_f32(t5) * v_splat_f32(t12) + v_splat_f32(1e-08f));
        v_store_f32(&weight3[n + row2 * 64], t13);
        const vf32 t14 = t * t;
        sum_lanes += t14;
      }
      sum += v_reduce_sum_f32(sum_lanes);
      pieces[row2 / 6] = sum;
    }
  }
}
