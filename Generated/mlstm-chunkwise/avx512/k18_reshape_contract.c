#define SG_LANES 16
#include "sonograph_kernel.h"

/* k18_reshape_contract
 * reshape, contract
 * x: f32, 16384*B*ceil(T, 64) elements
 * packed: f32, 24576*B*ceil(T, 64) elements
 * x8: f32, 24576*B*ceil(T, 64) elements
 * 3145728*B*ceil(T, 64) flops, 262144*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k18_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x8 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4 * 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 2;
    const int64_t batch = unit / 2;
    for (int64_t row = 0; row < 64; row += 8) {
      _Alignas(64) float tile[384];
      const int64_t a0 = batch * 4096 + row * 64;
      const int64_t a1 = batch * 4096 + row * 64 + 64;
      const int64_t a2 = batch * 4096 + row * 64 + 128;
      const int64_t a3 = batch * 4096 + row * 64 + 192;
      const int64_t a4 = batch * 4096 + row * 64 + 256;
      const int64_t a5 = batch * 4096 + row * 64 + 320;
      const int64_t a6 = batch * 4096 + row * 64 + 384;
      const int64_t a7 = batch * 4096 + row * 64 + 448;
      const int64_t b = batch * 6144 + panel * 3072;
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
      const int64_t next = row * 3072 / 64 + b + 3072;
      for (int64_t k = 0; k < 64; ++k) {
        const vf32 w0 = v_load_f32(&packed[b + k * 48]);
        const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
        const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
        s_prefetch(packed, next + k * 6);
        const vf32 x0 = v_splat_f32(x[a0 + k]);
        sum0_0 += x0 * w0;
        sum0_1 += x0 * w1;
        sum0_2 += x0 * w2;
        const vf32 x1 = v_splat_f32(x[a1 + k]);
        sum1_0 += x1 * w0;
        sum1_1 += x1 * w1;
        sum1_2 += x1 * w2;
        const vf32 x2 = v_splat_f32(x[a2 + k]);
        sum2_0 += x2 * w0;
        sum2_1 += x2 * w1;
        sum2_2 += x2 * w2;
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
      for (int64_t r = 0; r < 8; ++r) {
        for (int64_t n = 0; n < 33; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 48]);
          v_store_f32(&x8[batch * 6144 + n + panel * 48 + r * 96 + row * 96], t);
        }
      }
    }
  }
}
