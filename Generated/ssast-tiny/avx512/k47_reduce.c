#define SG_LANES 16
#include "sonograph_kernel.h"

/* k47_reduce
 * reduce
 * pieces: f32, 12288 elements
 * x: f32, 3840*B*P + 768*B elements
 * 3840*B*P + 768*B flops, 15360*B*P + 3072*B + 3072 bytes
 * first used in block11/fc1/gradient
 */
__attribute__((visibility("default")))
void k47_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[768];
    for (int64_t hidden = 0; hidden < 753; hidden += 16) {
      v_store_f32(&sums[hidden], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      for (int64_t hidden2 = 0; hidden2 < 753; hidden2 += 16) {
        s_prefetch(x, P * batch * 3840 + batch * 768 + hidden2 + time * 768 + 3072);
        const vf32 t = v_load_f32(&x[P * batch * 3840 + batch * 768 + hidden2 + time * 768]);
        v_store_f32(&sums[hidden2], v_load_f32(&sums[hidden2]) + t);
      }
    }
    for (int64_t hidden3 = 0; hidden3 < 753; hidden3 += 16) {
      v_store_f32(&pieces[hidden3 + piece * 768], v_load_f32(&sums[hidden3]));
    }
  }
}
