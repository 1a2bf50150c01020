#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_iota_map
 * iota, map
 * x: f32, 192 elements
 * 1344 flops, 768 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_iota_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *x = buffers[0];
  (void)sizes;
  const int64_t channel_block_count = 1;
  const int64_t channel_block_end = channel_block_count * (part + 1) / parts;
  for (int64_t channel_block = channel_block_count * part / parts; channel_block < channel_block_end;
      ++channel_block) {
    for (int64_t channel = channel_block * 1024; channel < s_min_index(192, channel_block * 1024 + 1024) - 15;
        channel += 16) {
      const vf32 t = v_f32_from_i32(v_splat_i32((int32_t)channel) + v_lane_i32());
      const vf32 t2 = v_floor_f32(v_splat_f32(0.020833334f) * (t + v_splat_f32(0.5f)));
      const vf32 t3 = v_exp_f32(v_splat_f32(-0.19188209f) * (t - v_splat_f32(48.0f) * t2));
      v_store_f32(&x[channel], t3);
    }
  }
}
