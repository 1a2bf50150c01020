#define SG_LANES 16
#include "sonograph_kernel.h"

/* k144_concat_map
 * concat, map
 * weight: f32, 4608 elements
 * x: f32, 1536 elements
 * x2: f32, 1536 elements
 * x3: f32, 1536 elements
 * weight2: f32, 4608 elements
 * x4: f32, 4608 elements
 * learning_rate: f32, 1 elements
 * x5: f32, 1 elements
 * x6: f32, 1 elements
 * 64512 flops, 110604 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k144_concat_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *weight = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  float *weight2 = buffers[4];
  const float *x4 = buffers[5];
  const float *learning_rate = buffers[6];
  const float *x5 = buffers[7];
  const float *x6 = buffers[8];
  (void)sizes, (void)part, (void)parts;
  const float t9 = learning_rate[0];
  const float t10 = x5[0];
  const float t11 = x6[0];
  for (int64_t head = 0; head < 4; ++head) {
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
      const vf32 t6 = v_splat_f32(0.999f) * t + v_splat_f32(0.001f) * t5 * t5;
      v_store_f32(&weight[head * 1152 + inner], t6);
      const vf32 t7 = v_load_f32(&weight2[head * 1152 + inner]);
      const vf32 t8 = v_load_f32(&x4[head * 1152 + inner]);
      const vf32 t12 = t7 * v_splat_f32(1.0f - 0.01f * t9)
          - v_splat_f32(t9) * (t8 / v_splat_f32(t10))
          / (v_sqrt_f32(t6 / v_splat_f32(t11)) + v_splat_f32(1e-08f));
      v_store_f32(&weight2[head * 1152 + inner], t12);
    }
  }
}
