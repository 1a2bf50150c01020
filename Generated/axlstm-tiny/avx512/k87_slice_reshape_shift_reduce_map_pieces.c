#define SG_LANES 16
#include "sonograph_kernel.h"

/* k87_slice_reshape_shift_reduce_map_pieces
 * slice, reshape, shift, reduce, map
 * pieces: f32, 30720 elements
 * x: f32, 384 elements
 * x2: f32, 384 elements
 * x3: f32, 384 elements
 * x4: f32, 384 elements
 * x5: f32, 384 elements
 * 0 flops, 7680 bytes
 * first used in block11/layer/gradient
 */
__attribute__((visibility("default")))
void k87_slice_reshape_shift_reduce_map_pieces(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  float *x2 = buffers[2];
  float *x3 = buffers[3];
  float *x4 = buffers[4];
  float *x5 = buffers[5];
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
      vf32 sum3 = v_splat_f32(0.0f);
      vf32 sum4 = v_splat_f32(0.0f);
      vf32 sum5 = v_splat_f32(0.0f);
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32)); ++piece) {
        sum += v_load_f32(&pieces[column + piece * 1920]);
        sum2 += v_load_f32(&pieces[column + piece * 1920 + 384]);
        sum3 += v_load_f32(&pieces[column + piece * 1920 + 768]);
        sum4 += v_load_f32(&pieces[column + piece * 1920 + 1152]);
        sum5 += v_load_f32(&pieces[column + piece * 1920 + 1536]);
      }
      v_store_f32(&x[column], sum);
      v_store_f32(&x2[column], sum2);
      v_store_f32(&x3[column], sum3);
      v_store_f32(&x4[column], sum4);
      v_store_f32(&x5[column], sum5);
    }
  }
}
