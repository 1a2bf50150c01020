#define SG_LANES 16
#include "sonograph_kernel.h"

/* k7_reduce
 * reduce
 * pieces: f32, 1536 elements
 * x: f32, 96*B elements
 * 96*B flops, 384*B + 384 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k7_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t piece_count = s_max_index(1, s_min_index(16, B / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[96];
    #pragma GCC unroll 6
    for (int64_t channel = 0; channel < 81; channel += 16) {
      v_store_f32(&sums[channel], v_splat_f32(0.0f));
    }
    const int64_t first_row = B * piece / s_max_index(1, s_min_index(16, B / 32));
    const int64_t last_row = (B * piece + B) / s_max_index(1, s_min_index(16, B / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row;
      #pragma GCC unroll 6
      for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
        s_prefetch(x, batch * 96 + channel2 + 384);
        const vf32 t = v_load_f32(&x[batch * 96 + channel2]);
        v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t);
      }
    }
    for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
      v_store_f32(&pieces[channel3 + piece * 96], v_load_f32(&sums[channel3]));
    }
  }
}
