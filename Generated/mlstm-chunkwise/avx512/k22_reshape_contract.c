#define SG_LANES 16
#include "sonograph_kernel.h"

/* k22_reshape_contract
 * reshape, contract
 * x: f32, 384*B*ceil(T, 64) elements
 * packed: f32, 24576*B*ceil(T, 64) elements
 * x2: f32, 256*B*ceil(T, 64) elements
 * 49152*B*ceil(T, 64) flops, 100864*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k22_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit % ((T + 63) / 64 * B * 4);
    for (int64_t row = 0; row < 1; ++row) {
      _Alignas(64) float tile[64];
      const int64_t a0 = (T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 384
          + batch / ((T + 63) / 64) % 4 * 96 + batch % ((T + 63) / 64) * 384;
      const int64_t b = batch * 6144;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum0_3 = v_splat_f32(0.0f);
      for (int64_t k = 0; k < 96; ++k) {
        const vf32 w0 = v_load_f32(&packed[b + k * 64]);
        const vf32 w1 = v_load_f32(&packed[b + k * 64 + 16]);
        const vf32 w2 = v_load_f32(&packed[b + k * 64 + 32]);
        const vf32 w3 = v_load_f32(&packed[b + k * 64 + 48]);
        s_prefetch(packed, b + 1024 + k * 64);
        s_prefetch(packed, b + 1024 + k * 64 + 16);
        s_prefetch(packed, b + 1024 + k * 64 + 32);
        s_prefetch(packed, b + 1024 + k * 64 + 48);
        const vf32 x0 = v_splat_f32(x[a0 + k]);
        sum0_0 += x0 * w0;
        sum0_1 += x0 * w1;
        sum0_2 += x0 * w2;
        sum0_3 += x0 * w3;
      }
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum0_1);
      v_store_f32(&tile[32], sum0_2);
      v_store_f32(&tile[48], sum0_3);
      for (int64_t r = 0; r < 1; ++r) {
        for (int64_t n = 0; n < 49; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 64]);
          v_store_f32(&x2[batch * 64 + n], t);
        }
      }
    }
  }
}
