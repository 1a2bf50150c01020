#define SG_LANES 16
#include "sonograph_kernel.h"

/* k10_reshape_map_broadcast_concat_contract_pack
 * pack
 * weight: f32, 36864 elements
 * packed: f32, 36864 elements
 * 0 flops, 294912 bytes
 * first used in block0/attention/projection
 */
__attribute__((visibility("default")))
void k10_reshape_map_broadcast_concat_contract_pack(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 4;
    for (int64_t k = 0; k < 192; k += 16) {
      for (int64_t n = 0; n < 48; n += 16) {
        for (int64_t line = 0; line < 16; ++line) {
          s_prefetch(packed, k * 48 + line * 48 + n + panel * 9216 + 768);
        }
        v_transpose_f32(&packed[k * 48 + panel * 9216 + n], 48, &weight[k + n * 192 + panel * 9216], 192);
      }
    }
  }
}
