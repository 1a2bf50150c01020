#define SG_LANES 16
#include "sonograph_kernel.h"

/* k51_contract_pack
 * pack
 * weight: f32, 36864 elements
 * packed: f32, 36864 elements
 * 0 flops, 294912 bytes
 * first used in head/fc1/gradient
 */
__attribute__((visibility("default")))
void k51_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 6;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t piece = unit % 6;
    for (int64_t k = piece * 32; k < s_min_index(192, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 4; ++panel) {
        for (int64_t n = 0; n < 33; n += 16) {
          v_store_f32(&packed[k * 48 + panel * 9216 + n], v_load_f32(&weight[k * 192 + n + panel * 48]));
        }
      }
    }
  }
}
