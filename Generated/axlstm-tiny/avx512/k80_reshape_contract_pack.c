#define SG_LANES 16
#include "sonograph_kernel.h"

/* k80_reshape_contract_pack
 * pack
 * weight: f32, 1536 elements
 * packed: f32, 1536 elements
 * 0 flops, 12288 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k80_reshape_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 6;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 6;
    for (int64_t k = 0; k < 4; ++k) {
      for (int64_t n = 0; n < 49; n += 16) {
        v_store_f32(&packed[k * 64 + panel * 256 + n],
            v_index_f32(weight,
                (v_splat_i32((int32_t)n) + v_lane_i32() + v_splat_i32((int32_t)(panel * 64))) / v_splat_i32(4)
                * v_splat_i32(16)
                + (v_splat_i32((int32_t)n) + v_lane_i32() + v_splat_i32((int32_t)(panel * 64)))
                % v_splat_i32(4) + v_splat_i32((int32_t)(k * 4))));
      }
    }
  }
}
