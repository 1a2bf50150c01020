#define SG_LANES 16
#include "sonograph_kernel.h"

/* k68_slice_reshape_shift_map_contract_pack
 * pack
 * weight: f32, 34560 elements
 * packed: f32, 34560 elements
 * 0 flops, 276480 bytes
 * first used in block11/mixer/x_proj/gradient
 */
__attribute__((visibility("default")))
void k68_slice_reshape_shift_map_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t piece = unit % 2;
    for (int64_t k = piece * 32; k < s_min_index(60, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 12; ++panel) {
        for (int64_t n = 0; n < 33; n += 16) {
          v_store_f32(&packed[k * 48 + panel * 2880 + n], v_load_f32(&weight[k * 576 + n + panel * 48]));
        }
      }
    }
  }
}
