#define SG_LANES 16
#include "sonograph_kernel.h"

/* k64_slice_reshape_contract_map_reduce_pack
 * pack
 * x: f32, 300*B*P + 60*B elements
 * packed: f32, 80*B*P + 16*B elements
 * 0 flops, 480*B*P + 96*B bytes
 * first used in block11/mixer/dt_proj/gradient
 */
__attribute__((visibility("default")))
void k64_slice_reshape_contract_map_reduce_pack(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + B + 31) / 32;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t piece = unit % ((B * P * 5 + B + 31) / 32);
    for (int64_t k = piece * 32; k < s_min_index(B * P * 5 + B, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 1; ++panel) {
        for (int64_t n = 0; n < s_min_index(16, 12 - panel * 16) - 15; n += 16) {
          v_store_f32(&packed[B * P * panel * 80 + B * panel * 16 + k * 16 + n],
              v_load_f32(&x[k * 60 + n + panel * 16]));
        }
        for (int64_t n = s_min_index(16, 12 - panel * 16) / 16 * 16; n < s_min_index(16, 12 - panel * 16);
            n += 16) {
          v_store_part_f32(&packed[B * P * panel * 80 + B * panel * 16 + k * 16 + n],
              v_load_part_f32(&x[k * 60 + n + panel * 16], s_min_index(16, 12 - panel * 16) - n),
              s_min_index(16, 12 - panel * 16) - n);
        }
        for (int64_t n2 = s_min_index(16, 12 - panel * 16); n2 < 16; ++n2) {
          packed[B * P * panel * 80 + B * panel * 16 + k * 16 + n2] = 0.0f;
        }
      }
    }
  }
}
