#define SG_LANES 16
#include "sonograph_kernel.h"

/* k18_reshape_contract_pack
 * pack
 * x: f32, 36864*B*ceil(T, 64) elements
 * packed: f32, 36864*B*ceil(T, 64) elements
 * 0 flops, 294912*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k18_reshape_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t batch_count = (T + 63) / 64 * B * 4;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 2; ++panel) {
      for (int64_t k = 0; k < 96; ++k) {
        for (int64_t n = 0; n < s_min_index(48, 96 - panel * 48) - 15; n += 16) {
          v_store_f32(&packed[((batch * 2 + panel) * 96 + k) * 48 + n],
              v_load_f32(&x[(T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 36864
                      + batch / ((T + 63) / 64) % 4 * 9216 + batch % ((T + 63) / 64) * 36864 + k * 96 + n
                      + panel * 48]));
        }
        for (int64_t n = s_min_index(48, 96 - panel * 48) / 16 * 16; n < s_min_index(48, 96 - panel * 48);
            n += 16) {
          v_store_part_f32(&packed[((batch * 2 + panel) * 96 + k) * 48 + n],
              v_load_part_f32(&x[(T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 36864
                      + batch / ((T + 63) / 64) % 4 * 9216 + batch % ((T + 63) / 64) * 36864 + k * 96 + n
                      + panel * 48], s_min_index(48, 96 - panel * 48) - n),
              s_min_index(48, 96 - panel * 48) - n);
        }
        for (int64_t n2 = s_min_index(48, 96 - panel * 48); n2 < 48; ++n2) {
          packed[((batch * 2 + panel) * 96 + k) * 48 + n2] = 0.0f;
        }
      }
    }
  }
}
