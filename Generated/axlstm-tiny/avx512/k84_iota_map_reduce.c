#define SG_LANES 16
#include "sonograph_kernel.h"

/* k84_iota_map_reduce
 * iota, map, reduce
 * x: f32, 6144 elements
 * x2: f32, 1536 elements
 * 18432 flops, 30720 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k84_iota_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t unit_count = 96;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t block_group = unit / 4;
    const int64_t block_into = unit % 4;
    const float t2 = (float)(int32_t)block_into;
    for (int64_t in = 0; in < 16; ++in) {
      float sum = 0.0f;
      vf32 sum_lanes = v_splat_f32(0.0f);
      for (int64_t block_from = 0; block_from < 4; block_from += 16) {
        const vf32 t = v_load_part_f32(&x[block_from + block_group * 256 + block_into * 64 + in * 4],
            4 - block_from);
        const vf32 t3 = v_f32_from_i32(v_splat_i32((int32_t)block_from) + v_lane_i32());
        const vf32 t4 = v_select_f32(v_eq_f32(v_splat_f32(t2), t3), t, v_splat_f32(0.0f));
        sum_lanes += v_select_f32(v_first(4 - block_from), t4, v_splat_f32(0.0f));
      }
      sum += v_reduce_sum_f32(sum_lanes);
      x2[block_group * 64 + block_into * 16 + in] = sum;
    }
  }
}
