#define SG_LANES 16
#include "sonograph_kernel.h"

/* k88_reshape_contract_map_reduce_pack
 * pack
 * x: f32, 320*B*P elements
 * packed: f32, 320*B*P elements
 * 0 flops, 2560*B*P bytes
 * first used in patch-embed/gradient
 */
__attribute__((visibility("default")))
void k88_reshape_contract_map_reduce_pack(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + 31) / 32;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t piece = unit % ((B * P * 5 + 31) / 32);
    for (int64_t k = piece * 32; k < s_min_index(B * P * 5, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 1; ++panel) {
        for (int64_t n = 0; n < 49; n += 16) {
          v_stream_f32(&packed[B * P * panel * 320 + k * 64 + n], v_load_f32(&x[k * 64 + n + panel * 64]),
              s_is_streamed(packed, B * P * 320));
        }
      }
    }
  }
  s_end_streams();
}
