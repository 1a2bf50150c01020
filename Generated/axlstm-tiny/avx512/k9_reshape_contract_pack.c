#define SG_LANES 16
#include "sonograph_kernel.h"

/* k9_reshape_contract_pack
 * pack
 * x: f32, 6144 elements
 * packed: f32, 6144 elements
 * 0 flops, 49152 bytes
 * first used in block0/layer/q_proj
 */
__attribute__((visibility("default")))
void k9_reshape_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t batch_count = 24;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 1; ++panel) {
      for (int64_t k = 0; k < 16; ++k) {
        for (int64_t n = 0; n < s_min_index(16, 16 - panel * 16) - 15; n += 16) {
          v_store_f32(&packed[((batch + panel) * 16 + k) * 16 + n],
              v_gather_f32(&x[k / 4 * 1536 + k % 4 + batch * 64 + n * 4 + panel * 64], 4));
        }
        for (int64_t n = s_min_index(16, 16 - panel * 16) / 16 * 16; n < s_min_index(16, 16 - panel * 16);
            n += 16) {
          v_store_part_f32(&packed[((batch + panel) * 16 + k) * 16 + n],
              v_gather_part_f32(&x[k / 4 * 1536 + k % 4 + batch * 64 + n * 4 + panel * 64], 4,
                  s_min_index(16, 16 - panel * 16) - n), s_min_index(16, 16 - panel * 16) - n);
        }
        for (int64_t n2 = s_min_index(16, 16 - panel * 16); n2 < 16; ++n2) {
          packed[((batch + panel) * 16 + k) * 16 + n2] = 0.0f;
        }
      }
    }
  }
}
