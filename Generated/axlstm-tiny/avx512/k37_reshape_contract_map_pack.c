#define SG_LANES 16
#include "sonograph_kernel.h"

/* k37_reshape_contract_map_pack
 * pack
 * weight: f32, 12288 elements
 * packed: f32, 12288 elements
 * 0 flops, 98304 bytes
 * first used in head/fc2
 */
__attribute__((visibility("default")))
void k37_reshape_contract_map_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 1;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t k = 0; k < 192; k += 16) {
      for (int64_t n = 0; n < 64; n += 16) {
        for (int64_t line = 0; line < 16; ++line) {
          s_prefetch(packed, k * 64 + line * 64 + n + 1024);
        }
        v_transpose_f32(&packed[k * 64 + n], 64, &weight[k + n * 192], 192);
      }
    }
  }
}
