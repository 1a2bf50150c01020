#define SG_LANES 16
#include "sonograph_kernel.h"

/* k75_slice_reshape_shift_reduce_map_pieces
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
void k75_slice_reshape_shift_reduce_map_pieces(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  float *x2 = buffers[2];
  float *x3 = buffers[3];
  float *x4 = buffers[4];
  float *x5 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t inner_block_count = 1;
  const int64_t inner_block_end = inner_block_count * (part + 1) / parts;
  for (int64_t inner_block = inner_block_count * part / parts; inner_block < inner_block_end; ++inner_block) {
    for (int64_t inner = inner_block * 1024; inner < s_min_index(576, inner_block * 1024 + 1024) - 15;
        inner += 16) {
      vf32 sum = v_splat_f32(0.0f);
      vf32 sum2 = v_splat_f32(0.0f);
      vf32 sum3 = v_splat_f32(0.0f);
      vf32 sum4 = v_splat_f32(0.0f);
      vf32 sum5 = v_splat_f32(0.0f);
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32)); ++piece) {
        sum += v_load_f32(&pieces[inner + piece * 2880]);
        sum2 += v_load_f32(&pieces[inner + piece * 2880 + 576]);
        sum3 += v_load_f32(&pieces[inner + piece * 2880 + 1152]);
        sum4 += v_load_f32(&pieces[inner + piece * 2880 + 1728]);
        sum5 += v_load_f32(&pieces[inner + piece * 2880 + 2304]);
      }
      v_store_f32(&x[inner], sum);
      v_store_f32(&x2[inner], sum2);
      v_store_f32(&x3[inner], sum3);
      v_store_f32(&x4[inner], sum4);
      v_store_f32(&x5[inner], sum5);
    }
  }
}
