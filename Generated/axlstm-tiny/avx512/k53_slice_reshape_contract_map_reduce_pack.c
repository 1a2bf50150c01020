#define SG_LANES 16
#include "sonograph_kernel.h"

/* k53_slice_reshape_contract_map_reduce_pack
 * pack
 * x: f32, 960*B*P + 192*B elements
 * packed: f32, 960*B*P elements
 * 0 flops, 7680*B*P bytes
 * first used in head/fc1/gradient
 */
__attribute__((visibility("default")))
void k53_slice_reshape_contract_map_reduce_pack(void *const *restrict buffers, const int64_t *restrict sizes,
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
      for (int64_t panel = 0; panel < 4; ++panel) {
        for (int64_t n = 0; n < 33; n += 16) {
          v_stream_f32(&packed[B * P * panel * 240 + k * 48 + n],
              v_load_f32(&x[k / (P * 5) * 192 + k * 192 + n + panel * 48 + 192]),
              s_is_streamed(packed, B * P * 960));
        }
      }
    }
  }
  s_end_streams();
}
