#define SG_LANES 16
#include "sonograph_kernel.h"

/* k6_reduce
 * reduce
 * pieces: f32, 12288 elements
 * x: f32, 768*B elements
 * 768*B flops, 3072*B + 3072 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k6_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t piece_count = s_max_index(1, s_min_index(16, B / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[768];
    for (int64_t feature = 0; feature < 753; feature += 16) {
      v_store_f32(&sums[feature], v_splat_f32(0.0f));
    }
    const int64_t first_row = B * piece / s_max_index(1, s_min_index(16, B / 32));
    const int64_t last_row = (B * piece + B) / s_max_index(1, s_min_index(16, B / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row;
      for (int64_t feature2 = 0; feature2 < 753; feature2 += 16) {
        s_prefetch(x, batch * 768 + feature2 + 3072);
        const vf32 t = v_load_f32(&x[batch * 768 + feature2]);
        v_store_f32(&sums[feature2], v_load_f32(&sums[feature2]) + t);
      }
    }
    for (int64_t feature3 = 0; feature3 < 753; feature3 += 16) {
      v_store_f32(&pieces[feature3 + piece * 768], v_load_f32(&sums[feature3]));
    }
  }
}
