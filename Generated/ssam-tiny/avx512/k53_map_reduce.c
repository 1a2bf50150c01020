#define SG_LANES 16
#include "sonograph_kernel.h"

/* k53_map_reduce
 * map, reduce
 * pieces: f32, 9216 elements
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 2880*B*P + 576*B elements
 * 5760*B*P + 1152*B flops, 23040*B*P + 4608*B + 2304 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k53_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[576];
    for (int64_t inner = 0; inner < 561; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      for (int64_t inner2 = 0; inner2 < 561; inner2 += 16) {
        s_prefetch(x, P * batch * 2880 + batch * 576 + inner2 + time * 576 + 2304);
        s_prefetch(x2, P * batch * 2880 + batch * 576 + inner2 + time * 576 + 2304);
        const vf32 t = v_load_f32(&x[P * batch * 2880 + batch * 576 + inner2 + time * 576]);
        const vf32 t2 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + inner2 + time * 576]);
        const vf32 t3 = t * t2;
        v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t3);
      }
    }
    for (int64_t inner3 = 0; inner3 < 561; inner3 += 16) {
      v_store_f32(&pieces[inner3 + piece * 576], v_load_f32(&sums[inner3]));
    }
  }
}
