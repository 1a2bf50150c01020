#define SG_LANES 4
#include "sonograph_kernel.h"

/* k13_iota_map_transpose_reshape_broadcast_concat_contract_pack
 * pack
 * weight: f32, 36864 elements
 * packed: f32, 36864 elements
 * 0 flops, 294912 bytes
 * first used in block0/attention/projection
 */
__attribute__((visibility("default")))
void k13_iota_map_transpose_reshape_broadcast_concat_contract_pack(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t batch_count = 1;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 24; ++panel) {
      for (int64_t k = 0; k < 192; ++k) {
        for (int64_t n = 0; n < s_min_index(8, 192 - panel * 8) - 3; n += 4) {
          v_store_f32(&packed[((batch * 24 + panel) * 192 + k) * 8 + n],
              v_gather_f32(&weight[k + n * 192 + panel * 1536], 192));
        }
        for (int64_t n = s_min_index(8, 192 - panel * 8) / 4 * 4; n < s_min_index(8, 192 - panel * 8);
            n += 4) {
          v_store_part_f32(&packed[((batch * 24 + panel) * 192 + k) * 8 + n],
              v_gather_part_f32(&weight[k + n * 192 + panel * 1536], 192,
                  s_min_index(8, 192 - panel * 8) - n), s_min_index(8, 192 - panel * 8) - n);
        }
        for (int64_t n2 = s_min_index(8, 192 - panel * 8); n2 < 8; ++n2) {
          packed[((batch * 24 + panel) * 192 + k) * 8 + n2] = 0.0f;
        }
      }
    }
  }
}
