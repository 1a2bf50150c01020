#define SG_LANES 16
#include "sonograph_kernel.h"

/* k42_reduce
 * reduce
 * x: f32, 320*B*P elements
 * x2: f32, 64 elements
 * 320*B*P flops, 1280*B*P + 256 bytes
 * first used in head/fc2/gradient
 */
__attribute__((visibility("default")))
void k42_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t patch_block_count = 1;
  const int64_t patch_block_end = patch_block_count * (part + 1) / parts;
  for (int64_t patch_block = patch_block_count * part / parts; patch_block < patch_block_end; ++patch_block) {
    _Alignas(64) float sums[64];
    for (int64_t patch = 0; patch < s_min_index(64, 64 - patch_block * 64) - 15; patch += 16) {
      v_store_f32(&sums[patch], v_splat_f32(0.0f));
    }
    for (int64_t time = 0; time < B * P * 5; ++time) {
      for (int64_t patch2 = 0; patch2 < s_min_index(64, patch_block * -64 + 64) - 15; patch2 += 16) {
        const vf32 t = v_load_f32(&x[patch2 + patch_block * 64 + time * 64]);
        v_store_f32(&sums[patch2], v_load_f32(&sums[patch2]) + t);
      }
    }
    for (int64_t patch3 = 0; patch3 < s_min_index(64, 64 - patch_block * 64) - 15; patch3 += 16) {
      v_store_f32(&x2[patch3 + patch_block * 64], v_load_f32(&sums[patch3]));
    }
  }
}
