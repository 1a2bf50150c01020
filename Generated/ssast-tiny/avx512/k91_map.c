#define SG_LANES 16
#include "sonograph_kernel.h"

/* k91_map
 * map
 * bias: f32, 576 elements
 * x: f32, 576 elements
 * 1728 flops, 6912 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k91_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *bias = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t feature_block_count = 1;
  const int64_t feature_block_end = feature_block_count * (part + 1) / parts;
  for (int64_t feature_block = feature_block_count * part / parts; feature_block < feature_block_end;
      ++feature_block) {
    for (int64_t feature = feature_block * 1024; feature < s_min_index(576, feature_block * 1024 + 1024) - 15;
        feature += 16) {
      const vf32 t = v_load_f32(&bias[feature]);
      const vf32 t2 = v_load_f32(&x[feature]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&bias[feature], t3);
    }
  }
}
