#define SG_LANES 16
#include "sonograph_kernel.h"

/* k84_slice_reduce
 * slice, reduce
 * pieces: f32, 3072 elements
 * x: f32, 960*B*P + 192*B elements
 * 192*B flops, 3840*B*P + 768*B + 768 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k84_slice_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, B / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[192];
    #pragma GCC unroll 12
    for (int64_t channel = 0; channel < 177; channel += 16) {
      v_store_f32(&sums[channel], v_splat_f32(0.0f));
    }
    const int64_t first_row = B * piece / s_max_index(1, s_min_index(16, B / 32));
    const int64_t last_row = (B * piece + B) / s_max_index(1, s_min_index(16, B / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row;
      #pragma GCC unroll 12
      for (int64_t channel2 = 0; channel2 < 177; channel2 += 16) {
        const vf32 t = v_load_f32(&x[P * batch * 960 + batch * 192 + channel2]);
        v_store_f32(&sums[channel2], v_load_f32(&sums[channel2]) + t);
      }
    }
    for (int64_t channel3 = 0; channel3 < 177; channel3 += 16) {
      v_store_f32(&pieces[channel3 + piece * 192], v_load_f32(&sums[channel3]));
    }
  }
}
