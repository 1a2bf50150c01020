#define SG_LANES 16
#include "sonograph_kernel.h"

/* k125_concat_map_reduce
 * concat, map, reduce
 * x: f32, 1536 elements
 * x2: f32, 1536 elements
 * x3: f32, 1536 elements
 * x4: f32, 4 elements
 * 9216 flops, 18448 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k125_concat_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  (void)sizes;
  const int64_t head_count = 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t inner = 0; inner < 1137; inner += 16) {
      const vf32 t = v_index_f32(x,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(0)), v_splat_i32(383))
          + v_splat_i32((int32_t)(head * 384)));
      const vf32 t2 = v_index_f32(x2,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32() - v_splat_i32(384), v_splat_i32(0)),
              v_splat_i32(383)) + v_splat_i32((int32_t)(head * 384)));
      const vf32 t3 = v_index_f32(x3,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32() - v_splat_i32(768), v_splat_i32(0)),
              v_splat_i32(383)) + v_splat_i32((int32_t)(head * 384)));
      const vf32 t4 = v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(768)),
          v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(384)), t, t2), t3);
      const vf32 t5 = t4 * t4;
      sum_lanes += t5;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x4[head] = sum;
  }
}
