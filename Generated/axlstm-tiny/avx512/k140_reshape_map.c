#define SG_LANES 16
#include "sonograph_kernel.h"

/* k140_reshape_map
 * reshape, map
 * weight: f32, 1536 elements
 * x: f32, 1536 elements
 * 4608 flops, 18432 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k140_reshape_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *weight = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t in_block_count = 2;
  const int64_t in_block_end = in_block_count * (part + 1) / parts;
  for (int64_t in_block = in_block_count * part / parts; in_block < in_block_end; ++in_block) {
    for (int64_t in = in_block * 1024; in < s_min_index(1536, in_block * 1024 + 1024) - 15; in += 16) {
      const vf32 t = v_load_f32(&weight[in]);
      const vf32 t2 = v_load_f32(&x[in]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&weight[in], t3);
    }
  }
}
