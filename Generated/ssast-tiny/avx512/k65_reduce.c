#define SG_LANES 16
#include "sonograph_kernel.h"

/* k65_reduce
 * reduce
 * pieces: f32, 9216 elements
 * x: f32, 2880*B*P + 576*B elements
 * 2880*B*P + 576*B flops, 11520*B*P + 2304*B + 2304 bytes
 * first used in block11/attention/qkv/gradient
 */
__attribute__((visibility("default")))
void k65_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[576];
    for (int64_t feature = 0; feature < 561; feature += 16) {
      v_store_f32(&sums[feature], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      for (int64_t feature2 = 0; feature2 < 561; feature2 += 16) {
        s_prefetch(x, P * batch * 2880 + batch * 576 + feature2 + time * 576 + 2304);
        const vf32 t = v_load_f32(&x[P * batch * 2880 + batch * 576 + feature2 + time * 576]);
        v_store_f32(&sums[feature2], v_load_f32(&sums[feature2]) + t);
      }
    }
    for (int64_t feature3 = 0; feature3 < 561; feature3 += 16) {
      v_store_f32(&pieces[feature3 + piece * 576], v_load_f32(&sums[feature3]));
    }
  }
}
