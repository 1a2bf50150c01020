#define SG_LANES 16
#include "sonograph_kernel.h"

/* k56_slice_reshape_contract_map_pack
 * pack
 * x: f32, 300*B*P + 60*B elements
 * packed: f32, 80*B*P + 16*B elements
 * 0 flops, 480*B*P + 96*B bytes
 * first used in block11/mixer/dt_proj/gradient
 */
__attribute__((visibility("default")))
void k56_slice_reshape_contract_map_pack(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t batch_count = 1;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 1; ++panel) {
      for (int64_t k = 0; k < B * P * 5 + B; ++k) {
        for (int64_t n = 0; n < s_min_index(16, 12 - panel * 16) - 15; n += 16) {
          v_store_f32(&packed[((batch + panel) * (B * P * 5 + B) + k) * 16 + n],
              v_load_f32(&x[k * 60 + n + panel * 16]));
        }
        for (int64_t n = s_min_index(16, 12 - panel * 16) / 16 * 16; n < s_min_index(16, 12 - panel * 16);
            n += 16) {
          v_store_part_f32(&packed[((batch + panel) * (B * P * 5 + B) + k) * 16 + n],
              v_load_part_f32(&x[k * 60 + n + panel * 16], s_min_index(16, 12 - panel * 16) - n),
              s_min_index(16, 12 - panel * 16) - n);
        }
        for (int64_t n2 = s_min_index(16, 12 - panel * 16); n2 < 16; ++n2) {
          packed[((batch + panel) * (B * P * 5 + B) + k) * 16 + n2] = 0.0f;
        }
      }
    }
  }
}
