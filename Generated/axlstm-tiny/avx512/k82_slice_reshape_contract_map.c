#define SG_LANES 16
#include "sonograph_kernel.h"

/* k82_slice_reshape_contract_map
 * slice, reshape, contract, map
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 3840*B*P + 768*B elements
 * pieces: f32, 24576 elements
 * 15360*B*P + 3072*B + 24585 flops, 23040*B*P + 4608*B + 43016 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k82_slice_reshape_contract_map(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *pieces = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    const int64_t first = piece * 1536;
    for (int64_t n = 0; n < 1521; n += 16) {
      v_store_f32(&pieces[first + n], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t a = row * 384;
      const int64_t b = row * 768;
      for (int64_t n2 = 0; n2 < 384; n2 += 16) {
        const vf32 x3 = v_load_f32(&x[a + n2]);
        const vf32 y = v_load_f32(&x2[b + n2]);
        v_store_f32(&pieces[first + n2],
            v_load_f32(&pieces[first + n2])
            + x3 * v_shuffle_f32(y, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12));
        v_store_f32(&pieces[first + n2 + 384],
            v_load_f32(&pieces[first + n2 + 384])
            + x3 * v_shuffle_f32(y, 1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9, 13, 13, 13, 13));
        v_store_f32(&pieces[first + n2 + 768],
            v_load_f32(&pieces[first + n2 + 768])
            + x3 * v_shuffle_f32(y, 2, 2, 2, 2, 6, 6, 6, 6, 10, 10, 10, 10, 14, 14, 14, 14));
        v_store_f32(&pieces[first + n2 + 1152],
            v_load_f32(&pieces[first + n2 + 1152])
            + x3 * v_shuffle_f32(y, 3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
      }
    }
  }
}
