#define SG_LANES 16
#include "sonograph_kernel.h"

/* k5_contract_map
 * contract, map
 * x: f32, 192*B*T elements
 * packed: f32, 768*B*T elements
 * x2: f32, 36864 elements
 * r2: f32, 36864 elements
 * r3: f32, 36864 elements
 * r4: f32, 36864 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * 73728*B*T + 589833 flops, 3840*B*T + 1032200 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k5_contract_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  float *r2 = buffers[3];
  float *r3 = buffers[4];
  float *r4 = buffers[5];
  const float *learning_rate = buffers[6];
  const float *step = buffers[7];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t7 = learning_rate[0];
  const float t8 = step[0];
  const float t9 = -s_expm1_f32(-0.105360515f * t8);
  const float t10 = t7 / t9;
  const float t11 = -s_expm1_f32(-0.0010005003f * t8);
  const float t12 = 1.0f / s_sqrt_f32(t11);
  const int64_t unit_count = 16;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 4;
    const int64_t batch = unit / 4;
    _Alignas(64) float tiles[3072] = {0};
    for (int64_t first_k = 0; first_k < B * T; first_k += 512) {
      const int64_t last_k = s_min_index(B * T, first_k + 512);
      for (int64_t row = 0; row < 48; row += 8) {
        const int64_t b = B * T * batch * 192 + B * T * panel * 48;
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
        const int64_t a0 = batch * 48 + row;
        const int64_t a1 = batch * 48 + row + 1;
        const int64_t a2 = batch * 48 + row + 2;
        const int64_t a3 = batch * 48 + row + 3;
        const int64_t a4 = batch * 48 + row + 4;
        const int64_t a5 = batch * 48 + row + 5;
        const int64_t a6 = batch * 48 + row + 6;
        const int64_t a7 = batch * 48 + row + 7;
        const int64_t next = (first_k * row * -48 + last_k * row * 48) / 48 + b - first_k * 8 + last_k * 48;
        for (int64_t span = first_k; span < last_k; span += 64) {
          if (last_k == B * T) {
            s_prefetch(x2, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192);
            s_prefetch(x2, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 16);
            s_prefetch(x2, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 32);
            s_prefetch(r2, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192);
            s_prefetch(r2, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 16);
            s_prefetch(r2, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 32);
            s_prefetch(r3, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192);
            s_prefetch(r3, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 16);
            s_prefetch(r3, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 32);
            s_prefetch(r4, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192);
            s_prefetch(r4, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 16);
            s_prefetch(r4, batch * 9216 + panel * 48 + (span - first_k) / 64 * 192 + row * 192 + 32);
          }
          #pragma GCC unroll 8
          for (int64_t k = span; k < s_min_index(last_k, span + 64); ++k) {
            const vf32 w0 = v_load_f32(&packed[b + k * 48]);
            const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
            const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
            s_prefetch(packed, next + k * 8);
            s_prefetch(x, a0 + k * 192 + 4608);
            const vf32 x0 = v_splat_f32(x[a0 + k * 192]);
            sum0_0 += x0 * w0;
            sum0_1 += x0 * w1;
            sum0_2 += x0 * w2;
            const vf32 x1 = v_splat_f32(x[a1 + k * 192]);
            sum1_0 += x1 * w0;
            sum1_1 += x1 * w1;
            sum1_2 += x1 * w2;
            const vf32 x22 = v_splat_f32(x[a2 + k * 192]);
            sum2_0 += x22 * w0;
            sum2_1 += x22 * w1;
            sum2_2 += x22 * w2;
            const vf32 x3 = v_splat_f32(x[a3 + k * 192]);
            sum3_0 += x3 * w0;
            sum3_1 += x3 * w1;
            sum3_2 += x3 * w2;
            const vf32 x4 = v_splat_f32(x[a4 + k * 192]);
            sum4_0 += x4 * w0;
            sum4_1 += x4 * w1;
            sum4_2 += x4 * w2;
            const vf32 x5 = v_splat_f32(x[a5 + k * 192]);
            sum5_0 += x5 * w0;
            sum5_1 += x5 * w1;
            sum5_2 += x5 * w2;
            const vf32 x6 = v_splat_f32(x[a6 + k * 192]);
            sum6_0 += x6 * w0;
            sum6_1 += x6 * w1;
            sum6_2 += x6 * w2;
            const vf32 x7 = v_splat_f32(x[a7 + k * 192]);
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
    for (int64_t row2 = 0; row2 < 48; row2 += 8) {
      for (int64_t r = 0; r < 8; ++r) {
        for (int64_t n = 0; n < 33; n += 16) {
          const vf32 t = v_load_f32(&tiles[n + r * 48 + row2 * 48]);
          v_store_f32(&x2[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192], t);
          const vf32 t2 = v_load_f32(&r2[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192]);
          const vf32 t3 = v_splat_f32(0.9f) * t2 + v_splat_f32(0.1f) * t;
          v_store_f32(&r2[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192], t3);
          const vf32 t4 = v_load_f32(&r3[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192]);
          const vf32 t5 = v_splat_f32(0.999f) * t4 + v_splat_f32(0.001f) * t * t;
          v_store_f32(&r3[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192], t5);
          const vf32 t6 = v_load_f32(&r4[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192]);
          const vf32 t13 = t6 * v_splat_f32(1.0f - 0.01f * t7)
              - v_splat_f32(t10) * t3 / (v_sqrt_f32(t5) * v_splat_f32(t12) + v_splat_f32(1e-08f));
          v_store_f32(&r4[batch * 9216 + n + panel * 48 + r * 192 + row2 * 192], t13);
        }
      }
    }
  }
}
