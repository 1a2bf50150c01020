#define SG_LANES 16
#include "sonograph_kernel.h"

/* k15_slice_reshape_contract
 * slice, reshape, contract
 * x: f32, 3840*B*P + 768*B elements
 * packed: f32, 1536 elements
 * x2: f32, 1920*B*P + 384*B elements
 * 15360*B*P + 3072*B flops, 23040*B*P + 4608*B + 6144 bytes
 * first used in block0/layer/v_proj
 */
__attribute__((visibility("default")))
void k15_slice_reshape_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 5 + B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit;
    for (int64_t panel = 0; panel < 6; ++panel) {
      _Alignas(64) float tile[64];
      const int64_t b = panel * 256;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum0_3 = v_splat_f32(0.0f);
      const int64_t a0 = first_row * 768;
      const vf32 w0 = v_load_f32(&packed[b]);
      const vf32 w1 = v_load_f32(&packed[b + 64]);
      const vf32 w2 = v_load_f32(&packed[b + 128]);
      const vf32 w3 = v_load_f32(&packed[b + 192]);
      s_prefetch(x, a0 + panel * 64 + 3072);
      const vf32 x0 = v_load_f32(&x[a0 + panel * 64]);
      sum0_0 += v_shuffle_f32(x0, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12) * w0;
      sum0_0 += v_shuffle_f32(x0, 1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9, 13, 13, 13, 13) * w1;
      sum0_0 += v_shuffle_f32(x0, 2, 2, 2, 2, 6, 6, 6, 6, 10, 10, 10, 10, 14, 14, 14, 14) * w2;
      sum0_0 += v_shuffle_f32(x0, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15) * w3;
      const vf32 w02 = v_load_f32(&packed[b + 16]);
      const vf32 w12 = v_load_f32(&packed[b + 80]);
      const vf32 w22 = v_load_f32(&packed[b + 144]);
      const vf32 w32 = v_load_f32(&packed[b + 208]);
      s_prefetch(x, a0 + panel * 64 + 16 + 3072);
      const vf32 x02 = v_load_f32(&x[a0 + panel * 64 + 16]);
      sum0_1 += v_shuffle_f32(x02, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12) * w02;
      sum0_1 += v_shuffle_f32(x02, 1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9, 13, 13, 13, 13) * w12;
      sum0_1 += v_shuffle_f32(x02, 2, 2, 2, 2, 6, 6, 6, 6, 10, 10, 10, 10, 14, 14, 14, 14) * w22;
      sum0_1 += v_shuffle_f32(x02, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15) * w32;
      const vf32 w03 = v_load_f32(&packed[b + 32]);
      const vf32 w13 = v_load_f32(&packed[b + 96]);
      const vf32 w23 = v_load_f32(&packed[b + 160]);
      const vf32 w33 = v_load_f32(&packed[b + 224]);
      s_prefetch(x, a0 + panel * 64 + 32 + 3072);
      const vf32 x03 = v_load_f32(&x[a0 + panel * 64 + 32]);
      sum0_2 += v_shuffle_f32(x03, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12) * w03;
      sum0_2 += v_shuffle_f32(x03, 1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9, 13, 13, 13, 13) * w13;
      sum0_2 += v_shuffle_f32(x03, 2, 2, 2, 2, 6, 6, 6, 6, 10, 10, 10, 10, 14, 14, 14, 14) * w23;
      sum0_2 += v_shuffle_f32(x03, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15) * w33;
      const vf32 w04 = v_load_f32(&packed[b + 48]);
      const vf32 w14 = v_load_f32(&packed[b + 112]);
      const vf32 w24 = v_load_f32(&packed[b + 176]);
      const vf32 w34 = v_load_f32(&packed[b + 240]);
      s_prefetch(x, a0 + panel * 64 + 48 + 3072);
      const vf32 x04 = v_load_f32(&x[a0 + panel * 64 + 48]);
      sum0_3 += v_shuffle_f32(x04, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12) * w04;
      sum0_3 += v_shuffle_f32(x04, 1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9, 13, 13, 13, 13) * w14;
      sum0_3 += v_shuffle_f32(x04, 2, 2, 2, 2, 6, 6, 6, 6, 10, 10, 10, 10, 14, 14, 14, 14) * w24;
      sum0_3 += v_shuffle_f32(x04, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15) * w34;
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum0_1);
      v_store_f32(&tile[32], sum0_2);
      v_store_f32(&tile[48], sum0_3);
      for (int64_t r = 0; r < s_min_index(1, B * P * 5 + B - first_row); ++r) {
        for (int64_t n = 0; n < 49; n += 16) {
          if (!s_is_streamed(x2, B * P * 1920 + B * 384)) s_prefetch(x2,
              first_row * 384 + n + panel * 64 + r * 384 + 256);
          const vf32 t = v_load_f32(&tile[n + r * 64]);
          v_stream_f32(&x2[first_row * 384 + n + panel * 64 + r * 384], t,
              s_is_streamed(x2, B * P * 1920 + B * 384));
        }
      }
    }
  }
  s_end_streams();
}
