#define SG_LANES 16
#include "sonograph_kernel.h"

/* k13_contract_pack
 * pack
 * weight: f32, 34560 elements
 * packed: f32, 36864 elements
 * 0 flops, 276480 bytes
 * first used in block0/mixer/x_proj
 */
__attribute__((visibility("default")))
void k13_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 1;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t k = 0; k < 576; ++k) {
      for (int64_t n = 0; n < 45; n += 16) {
        v_store_f32(&packed[k * 64 + n], v_gather_f32(&weight[k + n * 576], 576));
      }
      for (int64_t n = 48; n < 60; n += 16) {
        v_store_part_f32(&packed[k * 64 + n], v_gather_part_f32(&weight[k + n * 576], 576, 60 - n), 60 - n);
      }
      for (int64_t n2 = 60; n2 < 64; ++n2) {
        packed[k * 64 + n2] = 0.0f;
      }
    }
  }
}
