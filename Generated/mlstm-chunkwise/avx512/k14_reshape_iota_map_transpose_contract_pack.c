#define SG_LANES 16
#include "sonograph_kernel.h"

/* k14_reshape_iota_map_transpose_contract_pack
 * pack
 * x: f32, 24576*B*ceil(T, 64) elements
 * packed: f32, 24576*B*ceil(T, 64) elements
 * 0 flops, 196608*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k14_reshape_iota_map_transpose_contract_pack(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t batch_count = (T + 63) / 64 * B * 4;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 1; ++panel) {
      for (int64_t k = 0; k < 96; ++k) {
        for (int64_t n = 0; n < s_min_index(64, 64 - panel * 64) - 15; n += 16) {
          v_store_f32(&packed[((batch + panel) * 96 + k) * 64 + n],
              v_gather_f32(&x[(T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
                      + batch / ((T + 63) / 64) % 4 * 96 + batch % ((T + 63) / 64) * 24576 + k + n * 384
                      + panel * 24576], 384));
        }
        for (int64_t n = s_min_index(64, 64 - panel * 64) / 16 * 16; n < s_min_index(64, 64 - panel * 64);
            n += 16) {
          v_store_part_f32(&packed[((batch + panel) * 96 + k) * 64 + n],
              v_gather_part_f32(&x[(T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 24576
                      + batch / ((T + 63) / 64) % 4 * 96 + batch % ((T + 63) / 64) * 24576 + k + n * 384
                      + panel * 24576], 384, s_min_index(64, 64 - panel * 64) - n),
              s_min_index(64, 64 - panel * 64) - n);
        }
        for (int64_t n2 = s_min_index(64, 64 - panel * 64); n2 < 64; ++n2) {
          packed[((batch + panel) * 96 + k) * 64 + n2] = 0.0f;
        }
      }
    }
  }
}
