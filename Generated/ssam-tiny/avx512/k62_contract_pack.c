#define SG_LANES 16
#include "sonograph_kernel.h"

/* k62_contract_pack
 * pack
 * weight: f32, 6912 elements
 * packed: f32, 9216 elements
 * 0 flops, 55296 bytes
 * first used in block11/mixer/dt_proj/gradient
 */
__attribute__((visibility("default")))
void k62_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 18;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t piece = unit % 18;
    for (int64_t k = piece * 32; k < s_min_index(576, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 1; ++panel) {
        for (int64_t n = 0; n < s_min_index(16, 12 - panel * 16) - 15; n += 16) {
          v_store_f32(&packed[k * 16 + panel * 9216 + n], v_load_f32(&weight[k * 12 + n + panel * 16]));
        }
        for (int64_t n = s_min_index(16, 12 - panel * 16) / 16 * 16; n < s_min_index(16, 12 - panel * 16);
            n += 16) {
          v_store_part_f32(&packed[k * 16 + panel * 9216 + n],
              v_load_part_f32(&weight[k * 12 + n + panel * 16], s_min_index(16, 12 - panel * 16) - n),
              s_min_index(16, 12 - panel * 16) - n);
        }
        for (int64_t n2 = s_min_index(16, 12 - panel * 16); n2 < 16; ++n2) {
          packed[k * 16 + panel * 9216 + n2] = 0.0f;
        }
      }
    }
  }
}
