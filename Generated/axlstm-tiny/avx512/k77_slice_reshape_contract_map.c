#define SG_LANES 16
#include "sonograph_kernel.h"

/* k77_slice_reshape_contract_map
 * slice, reshape, contract, map
 * x: f32, 40*B*P + 8*B elements
 * packed: f32, 3072 elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * 32640*B*P + 6528*B flops, 15520*B*P + 3104*B + 36864 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k77_slice_reshape_contract_map(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  const float *x2 = buffers[2];
  float *x3 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit;
    for (int64_t panel = 0; panel < 6; ++panel) {
      _Alignas(64) float tile[64];
      const int64_t b = panel * 512;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum0_3 = v_splat_f32(0.0f);
      const int64_t a0 = first_row * 8;
      #pragma GCC unroll 8
      for (int64_t k = 0; k < 8; ++k) {
        const vf32 w0 = v_load_f32(&packed[b + k * 64]);
        const vf32 w1 = v_load_f32(&packed[b + k * 64 + 16]);
        const vf32 w2 = v_load_f32(&packed[b + k * 64 + 32]);
        const vf32 w3 = v_load_f32(&packed[b + k * 64 + 48]);
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
      for (int64_t r = 0; r < s_min_index(1, B * P * 5 + B - first_row); ++r) {
        for (int64_t n = 0; n < 49; n += 16) {
          s_prefetch(x2, first_row * 384 + n + panel * 64 + r * 384 + 256);
          if (!s_is_streamed(x3, B * P * 1920 + B * 384)) s_prefetch(x3,
              first_row * 384 + n + panel * 64 + r * 384 + 256);
          const vf32 t = v_load_f32(&tile[n + r * 64]);
          const vf32 t2 = v_load_f32(&x2[first_row * 384 + n + panel * 64 + r * 384]);
          const vf32 t3 = t2 + t;
          v_stream_f32(&x3[first_row * 384 + n + panel * 64 + r * 384], t3,
              s_is_streamed(x3, B * P * 1920 + B * 384));
        }
      }
    }
  }
  s_end_streams();
}
