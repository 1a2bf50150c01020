#define SG_LANES 16
#include "sonograph_kernel.h"

/* k4_contract_map_pack
 * pack
 * x: f32, 768*B*T elements
 * packed: f32, 768*B*T elements
 * 0 flops, 6144*B*T bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k4_contract_map_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = 4 * ((B * T + 31) / 32);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / ((B * T + 31) / 32);
    const int64_t piece = unit % ((B * T + 31) / 32);
    for (int64_t k = piece * 32; k < s_min_index(B * T, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 4; ++panel) {
        for (int64_t n = 0; n < 33; n += 16) {
          v_stream_f32(&packed[B * T * batch * 192 + B * T * panel * 48 + k * 48 + n],
              v_load_f32(&x[batch * 192 + k * 768 + n + panel * 48]), s_is_streamed(packed, B * T * 768));
        }
      }
    }
  }
  s_end_streams();
}
