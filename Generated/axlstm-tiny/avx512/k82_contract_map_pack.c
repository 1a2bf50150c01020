#define SG_LANES 16
#include "sonograph_kernel.h"

/* k82_contract_map_pack
 * pack
 * x: f32, 960*B*P + 192*B elements
 * packed: f32, 960*B*P + 192*B elements
 * 0 flops, 7680*B*P + 1536*B bytes
 * first used in block11/layer/proj_up/gradient
 */
__attribute__((visibility("default")))
void k82_contract_map_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t batch_count = 1;
  const int64_t batch_end = batch_count * (part + 1) / parts;
  for (int64_t batch = batch_count * part / parts; batch < batch_end; ++batch) {
    for (int64_t panel = 0; panel < 3; ++panel) {
      for (int64_t k = 0; k < B * P * 5 + B; ++k) {
        for (int64_t n = 0; n < s_min_index(64, 192 - panel * 64) - 15; n += 16) {
          v_store_f32(&packed[((batch * 3 + panel) * (B * P * 5 + B) + k) * 64 + n],
              v_load_f32(&x[k * 192 + n + panel * 64]));
        }
        for (int64_t n = s_min_index(64, 192 - panel * 64) / 16 * 16; n < s_min_index(64, 192 - panel * 64);
            n += 16) {
          v_store_part_f32(&packed[((batch * 3 + panel) * (B * P * 5 + B) + k) * 64 + n],
              v_load_part_f32(&x[k * 192 + n + panel * 64], s_min_index(64, 192 - panel * 64) - n),
              s_min_index(64, 192 - panel * 64) - n);
        }
        for (int64_t n2 = s_min_index(64, 192 - panel * 64); n2 < 64; ++n2) {
          packed[((batch * 3 + panel) * (B * P * 5 + B) + k) * 64 + n2] = 0.0f;
        }
      }
    }
  }
}
