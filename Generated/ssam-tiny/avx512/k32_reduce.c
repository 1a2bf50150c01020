#define SG_LANES 16
#include "sonograph_kernel.h"

/* k32_reduce
 * reduce
 * pieces: f32, 1024 elements
 * x: f32, 320*B*P elements
 * 320*B*P flops, 1280*B*P + 256 bytes
 * first used in head/fc2/gradient
 */
__attribute__((visibility("default")))
void k32_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, B * P * 5 / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[64];
    #pragma GCC unroll 4
    for (int64_t patch = 0; patch < 49; patch += 16) {
      v_store_f32(&sums[patch], v_splat_f32(0.0f));
    }
    const int64_t first_row = B * P * piece * 5 / s_max_index(1, s_min_index(16, B * P * 5 / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5)
        / s_max_index(1, s_min_index(16, B * P * 5 / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5);
      const int64_t time = row % (P * 5);
      #pragma GCC unroll 4
      for (int64_t patch2 = 0; patch2 < 49; patch2 += 16) {
        s_prefetch(x, P * batch * 320 + patch2 + time * 64 + 256);
        const vf32 t = v_load_f32(&x[P * batch * 320 + patch2 + time * 64]);
        v_store_f32(&sums[patch2], v_load_f32(&sums[patch2]) + t);
      }
    }
    for (int64_t patch3 = 0; patch3 < 49; patch3 += 16) {
      v_store_f32(&pieces[patch3 + piece * 64], v_load_f32(&sums[patch3]));
    }
  }
}
