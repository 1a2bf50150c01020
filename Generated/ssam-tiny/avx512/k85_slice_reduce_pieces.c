#define SG_LANES 16
#include "sonograph_kernel.h"

/* k85_slice_reduce_pieces
 * slice, reduce
 * pieces: f32, 3072 elements
 * x: f32, 192 elements
 * 0 flops, 768 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k85_slice_reduce_pieces(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t column_block_count = 1;
  const int64_t column_block_end = column_block_count * (part + 1) / parts;
  for (int64_t column_block = column_block_count * part / parts; column_block < column_block_end;
      ++column_block) {
    for (int64_t column = column_block * 1024; column < s_min_index(192, column_block * 1024 + 1024) - 15;
        column += 16) {
      vf32 sum = v_splat_f32(0.0f);
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, B / 32)); ++piece) {
        sum += v_load_f32(&pieces[column + piece * 192]);
      }
      v_store_f32(&x[column], sum);
    }
  }
}
