#define SG_LANES 16
#include "sonograph_kernel.h"

/* k48_contract_map_reduce_pieces
 * contract, map, reduce
 * pieces: f32, 32 elements
 * x: f32, 1 elements
 * 32 flops, 128 bytes
 * first used in head/fc2/gradient
 */
__attribute__((visibility("default")))
void k48_contract_map_reduce_pieces(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  (void)sizes, (void)part, (void)parts;
  float sum = 0.0f;
  vf32 sum_lanes = v_splat_f32(0.0f);
  for (int64_t tile = 0; tile < 17; tile += 16) {
    sum_lanes += v_load_f32(&pieces[tile]);
  }
  sum += v_reduce_sum_f32(sum_lanes);
  x[0] = sum;
}
