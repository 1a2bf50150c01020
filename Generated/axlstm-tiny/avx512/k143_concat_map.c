#define SG_LANES 16
#include "sonograph_kernel.h"

/* k143_concat_map
 * concat, map
 * weight: f32, 4608 elements
 * x: f32, 1536 elements
 * x2: f32, 1536 elements
 * x3: f32, 1536 elements
 * 13824 flops, 55296 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k143_concat_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *weight = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  (void)sizes;
  const int64_t head_count = 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    for (int64_t inner = 0; inner < 1137; inner += 16) {
      const vf32 t = v_load_f32(&weight[head * 1152 + inner]);
      const vf32 t2 = v_index_f32(x,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(0)), v_splat_i32(383))
          + v_splat_i32((int32_t)(head * 384)));
      const vf32 t3 = v_index_f32(x2,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32() - v_splat_i32(384), v_splat_i32(0)),
              v_splat_i32(383)) + v_splat_i32((int32_t)(head * 384)));
      const vf32 t4 = v_index_f32(x3,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32() - v_splat_i32(768), v_splat_i32(0)),
              v_splat_i32(383)) + v_splat_i32((int32_t)(head * 384)));
      const vf32 t5 = v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(768)),
          v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(384)), t2, t3), t4);
      const vf32 t6 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t5;
      v_store_f32(&weight[head * 1152 + inner], t6);
    }
  }
}
