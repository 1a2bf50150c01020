#define SG_LANES 16
#include "sonograph_kernel.h"

/* k67_reshape_pad_map
 * reshape, pad, map
 * x: f32, 120*B*P + 24*B elements
 * x2: f32, 120*B*P + 24*B elements
 * x3: f32, 60*B*P + 12*B elements
 * x4: f32, 300*B*P + 60*B elements
 * 600*B*P + 120*B flops, 2400*B*P + 480*B bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k67_reshape_pad_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t row = 0; row < 45; row += 16) {
      const vf32 t = v_index_f32(x,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(36), v_splat_i32(0)),
              v_splat_i32(23)) + v_splat_i32((int32_t)(time * 24)));
      const vf32 t2 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(36))
          & v_le_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(36), v_splat_i32(23)), t,
          v_splat_f32(0.0f));
      const vf32 t3 = v_index_f32(x2,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(12), v_splat_i32(0)),
              v_splat_i32(23)) + v_splat_i32((int32_t)(time * 24)));
      const vf32 t4 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(12))
          & v_le_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(12), v_splat_i32(23)), t3,
          v_splat_f32(0.0f));
      const vf32 t5 = t2 + t4;
      const vf32 t6 = v_index_f32(x3,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)row) + v_lane_i32(), v_splat_i32(0)), v_splat_i32(11))
          + v_splat_i32((int32_t)(time * 12)));
      const vf32 t7 = v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)row) + v_lane_i32())
          & v_le_i32(v_splat_i32((int32_t)row) + v_lane_i32(), v_splat_i32(11)), t6, v_splat_f32(0.0f));
      const vf32 t8 = t5 + t7;
      v_store_f32(&x4[row + time * 60], t8);
    }
    for (int64_t row = 48; row < 60; row += 16) {
      const vf32 t = v_index_f32(x,
          v_select_i32(v_first(60 - row),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(36), v_splat_i32(0)),
                  v_splat_i32(23)) + v_splat_i32((int32_t)(time * 24)), v_splat_i32(0)));
      const vf32 t2 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(36))
          & v_le_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(36), v_splat_i32(23)), t,
          v_splat_f32(0.0f));
      const vf32 t3 = v_index_f32(x2,
          v_select_i32(v_first(60 - row),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(12), v_splat_i32(0)),
                  v_splat_i32(23)) + v_splat_i32((int32_t)(time * 24)), v_splat_i32(0)));
      const vf32 t4 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(12))
          & v_le_i32(v_splat_i32((int32_t)row) + v_lane_i32() - v_splat_i32(12), v_splat_i32(23)), t3,
          v_splat_f32(0.0f));
      const vf32 t5 = t2 + t4;
      const vf32 t6 = v_index_f32(x3,
          v_select_i32(v_first(60 - row),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)row) + v_lane_i32(), v_splat_i32(0)), v_splat_i32(11))
              + v_splat_i32((int32_t)(time * 12)), v_splat_i32(0)));
      const vf32 t7 = v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)row) + v_lane_i32())
          & v_le_i32(v_splat_i32((int32_t)row) + v_lane_i32(), v_splat_i32(11)), t6, v_splat_f32(0.0f));
      const vf32 t8 = t5 + t7;
      v_store_part_f32(&x4[row + time * 60], t8, 60 - row);
    }
  }
}
