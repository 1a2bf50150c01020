#define SG_LANES 16
#include "sonograph_kernel.h"

/* k68_contract_pack
 * pack
 * weight: f32, 221184 elements
 * packed: f32, 221184 elements
 * 0 flops, 1769472 bytes
 * first used in block11/mixer/in_proj/gradient
 */
__attribute__((visibility("default")))
void k68_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t batch_count = 1;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 3; ++panel) {
      for (int64_t k = 0; k < 1152; ++k) {
        for (int64_t n = 0; n < s_min_index(64, 192 - panel * 64) - 15; n += 16) {
          v_store_f32(&packed[((batch * 3 + panel) * 1152 + k) * 64 + n],
              v_load_f32(&weight[k * 192 + n + panel * 64]));
        }
        for (int64_t n = s_min_index(64, 192 - panel * 64) / 16 * 16; n < s_min_index(64, 192 - panel * 64);
            n += 16) {
          v_store_part_f32(&packed[((batch * 3 + panel) * 1152 + k) * 64 + n],
              v_load_part_f32(&weight[k * 192 + n + panel * 64], s_min_index(64, 192 - panel * 64) - n),
              s_min_index(64, 192 - panel * 64) - n);
        }
        for (int64_t n2 = s_min_index(64, 192 - panel * 64); n2 < 64; ++n2) {
          packed[((batch * 3 + panel) * 1152 + k) * 64 + n2] = 0.0f;
        }
      }
    }
  }
}
