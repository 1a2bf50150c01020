#define SG_LANES 16
#include "sonograph_kernel.h"

/* k71_reduce
 * reduce
 * pieces: f32, 128 elements
 * x: f32, 40*B*P + 8*B elements
 * 40*B*P + 8*B flops, 160*B*P + 32*B + 32 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k71_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[8];
    for (int64_t head = 0; head < 8; head += 16) {
      v_store_part_f32(&sums[head], v_splat_f32(0.0f), 8 - head);
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      for (int64_t head2 = 0; head2 < 8; head2 += 16) {
        const vf32 t = v_load_part_f32(&x[P * batch * 40 + batch * 8 + head2 + time * 8], 8 - head2);
        v_store_part_f32(&sums[head2], v_load_part_f32(&sums[head2], 8 - head2) + t, 8 - head2);
      }
    }
    for (int64_t head3 = 0; head3 < 8; head3 += 16) {
      v_store_part_f32(&pieces[head3 + piece * 8], v_load_part_f32(&sums[head3], 8 - head3), 8 - head3);
    }
  }
}
