#define SG_LANES 16
#include "sonograph_kernel.h"

/* k138_map
 * map
 * bias: f32, 64 elements
 * x: f32, 64 elements
 * 192 flops, 768 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k138_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *bias = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t patch_block_count = 1;
  const int64_t patch_block_end = patch_block_count * (part + 1) / parts;
  for (int64_t patch_block = patch_block_count * part / parts; patch_block < patch_block_end; ++patch_block) {
    for (int64_t patch = patch_block * 1024; patch < s_min_index(64, patch_block * 1024 + 1024) - 15;
        patch += 16) {
      const vf32 t = v_load_f32(&bias[patch]);
      const vf32 t2 = v_load_f32(&x[patch]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&bias[patch], t3);
    }
  }
}
