#define SG_LANES 16
#include "sonograph_kernel.h"

/* k72_slice_reshape_shift_reduce_map_pieces
 * slice, reshape, shift, reduce, map
 * pieces: f32, 46080 elements
 * x: f32, 576 elements
 * x2: f32, 576 elements
 * x3: f32, 576 elements
 * x4: f32, 576 elements
 * x5: f32, 576 elements
 * 0 flops, 11520 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k72_slice_reshape_shift_reduce_map_pieces(void *const *restrict buffers, const int64_t *restrict sizes,
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
    for (int64_t column = column_block * 1024; column < s_min_index(576, column_block * 1024 + 1024) - 15;
        column += 16) {
      vf32 sum = v_splat_f32(0.0f);
      vf32 sum2 = v_splat_f32(0.0f);
      vf32 sum3 = v_splat_f32(0.0f);
      vf32 sum4 = v_splat_f32(0.0f);
      vf32 sum5 = v_splat_f32(0.0f);
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32)); ++piece) {
        sum += v_load_f32(&pieces[column + piece * 2880]);
        sum2 += v_load_f32(&pieces[column + piece * 2880 + 576]);
        sum3 += v_load_f32(&pieces[column + piece * 2880 + 1152]);
        sum4 += v_load_f32(&pieces[column + piece * 2880 + 1728]);
        sum5 += v_load_f32(&pieces[column + piece * 2880 + 2304]);
      }
      v_store_f32(&x[column], sum);
      v_store_f32(&x2[column], sum2);
      v_store_f32(&x3[column], sum3);
      v_store_f32(&x4[column], sum4);
      v_store_f32(&x5[column], sum5);
    }
  }
}
