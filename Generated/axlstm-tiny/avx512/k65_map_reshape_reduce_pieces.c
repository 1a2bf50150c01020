#define SG_LANES 16
#include "sonograph_kernel.h"

/* k65_map_reshape_reduce_pieces
 * map, reshape, reduce
 * pieces: f32, 12288 elements
 * x: f32, 384 elements
 * x2: f32, 384 elements
 * 0 flops, 3072 bytes
 * first used in block11/layer/gradient
 */
__attribute__((visibility("default")))
void k65_map_reshape_reduce_pieces(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t column_block_count = 1;
  const int64_t column_block_end = column_block_count * (part + 1) / parts;
  for (int64_t column_block = column_block_count * part / parts; column_block < column_block_end;
      ++column_block) {
    for (int64_t column = column_block * 1024; column < s_min_index(384, column_block * 1024 + 1024) - 15;
        column += 16) {
      vf32 sum = v_splat_f32(0.0f);
      vf32 sum2 = v_splat_f32(0.0f);
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32)); ++piece) {
        sum += v_load_f32(&pieces[column + piece * 768]);
        sum2 += v_load_f32(&pieces[column + piece * 768 + 384]);
      }
      v_store_f32(&x[column], sum);
      v_store_f32(&x2[column], sum2);
    }
  }
}
