#define SG_LANES 16
#include "sonograph_kernel.h"

/* k136_map
 * map
 * learnable_skip: f32, 384 elements
 * x: f32, 384 elements
 * 1152 flops, 4608 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k136_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *learnable_skip = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t inner_block_count = 1;
  const int64_t inner_block_end = inner_block_count * (part + 1) / parts;
  for (int64_t inner_block = inner_block_count * part / parts; inner_block < inner_block_end; ++inner_block) {
    for (int64_t inner = inner_block * 1024; inner < s_min_index(384, inner_block * 1024 + 1024) - 15;
        inner += 16) {
      const vf32 t = v_load_f32(&learnable_skip[inner]);
      const vf32 t2 = v_load_f32(&x[inner]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&learnable_skip[inner], t3);
    }
  }
}
