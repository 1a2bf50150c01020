#define SG_LANES 16
#include "sonograph_kernel.h"

/* k82_reshape_contract_pack
 * pack
 * x: f32, 6144 elements
 * packed: f32, 6144 elements
 * 0 flops, 49152 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k82_reshape_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 24;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit;
    for (int64_t k = 0; k < 16; ++k) {
      for (int64_t n = 0; n < 1; n += 16) {
        v_store_f32(&packed[batch * 256 + k * 16 + n],
            v_index_f32(x,
                v_splat_i32((int32_t)(k / 4 * 1536))
                + (v_splat_i32((int32_t)n) + v_lane_i32()) / v_splat_i32(4) * v_splat_i32(16)
                + v_splat_i32((int32_t)(k % 4 * 4))
                + (v_splat_i32((int32_t)n) + v_lane_i32()) % v_splat_i32(4)
                + v_splat_i32((int32_t)(batch * 64))));
      }
    }
  }
}
