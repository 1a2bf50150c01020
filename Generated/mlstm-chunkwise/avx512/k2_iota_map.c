#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_iota_map
 * iota, map
 * x: f32, 4096 elements
 * 8192 flops, 16384 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_iota_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *x = buffers[0];
  (void)sizes;
  const int64_t other_count = 64;
  const int64_t other_end = other_count * (part + 1) / parts;
  for (int64_t other = other_count * part / parts; other < other_end; ++other) {
    const float t2 = (float)(int32_t)other;
    for (int64_t step = 0; step < 49; step += 16) {
      const vf32 t = v_f32_from_i32(v_splat_i32((int32_t)step) + v_lane_i32());
      const vf32 t3 = v_select_f32(v_le_f32(v_splat_f32(t2), t), v_splat_f32(1.0f), v_splat_f32(0.0f));
      v_store_f32(&x[other * 64 + step], t3);
    }
  }
}
