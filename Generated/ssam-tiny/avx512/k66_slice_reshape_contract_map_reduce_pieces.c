#define SG_LANES 16
#include "sonograph_kernel.h"

/* k66_slice_reshape_contract_map_reduce_pieces
 * slice, reshape, contract, map, reduce
 * pieces: f32, 58 elements
 * x: f32, 1 elements
 * 58 flops, 232 bytes
 * first used in block11/mixer/dt_proj/gradient
 */
__attribute__((visibility("default")))
void k66_slice_reshape_contract_map_reduce_pieces(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t tile = 0; tile < 43; tile += 16) {
    sum_lanes += v_load_f32(&pieces[tile]);
  }
  for (int64_t tile = 48; tile < 58; tile += 16) {
    sum_lanes += v_select_f32(v_first(58 - tile), v_load_part_f32(&pieces[tile], 58 - tile),
        v_splat_f32(0.0f));
  }
  sum += v_reduce_sum_f32(sum_lanes);
  x[0] = sum;
}
