#define SG_LANES 16
#include "sonograph_kernel.h"

/* k6_pad_reshape_transpose_map_reduce
 * pad, reshape, transpose, map, reduce
 * x: f32, 256*B*ceil(T, 64) elements
 * i: f32, 4*B*T elements
 * x2: f32, 256*B*ceil(T, 64) elements
 * x3: f32, 4*B*ceil(T, 64) elements
 * x4: f32, 4*B*ceil(T, 64) elements
 * x5: f32, 256*B*ceil(T, 64) elements
 * 1284*B*ceil(T, 64) flops, 16*B*T + 3104*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k6_pad_reshape_transpose_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *x = buffers[0];
  const float *i = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  float *x4 = buffers[4];
  float *x5 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / ((T + 63) / 64) / 4;
    const int64_t head = unit / ((T + 63) / 64) % 4;
    const int64_t chunk = unit % ((T + 63) / 64);
    float max = -INFINITY;
    vf32 max_lanes = v_splat_f32(-INFINITY);
    for (int64_t other = 0; other < 49; other += 16) {
      const vf32 t = v_index_f32(i,
          v_splat_i32((int32_t)(T * batch * 4))
          + v_min_i32(v_max_i32(v_splat_i32((int32_t)(chunk * 64)) + v_splat_i32((int32_t)other)
                  + v_lane_i32(), v_splat_i32(0)), v_splat_i32((int32_t)(T - 1))) * v_splat_i32(4)
          + v_splat_i32((int32_t)head));
      const vf32 t2 =
          v_select_f32(v_le_i32(v_splat_i32(0),
              v_splat_i32((int32_t)(chunk * 64)) + v_splat_i32((int32_t)other) + v_lane_i32())
          & v_le_i32(v_splat_i32((int32_t)(chunk * 64)) + v_splat_i32((int32_t)other) + v_lane_i32(),
              v_splat_i32((int32_t)(T - 1))), t, v_splat_f32(-1e+30f));
      const vf32 t3 =
          v_load_f32(&x2[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + other]);
      const vf32 t4 = t2 - t3;
      v_store_f32(&x[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + other], t4);
      max_lanes = v_max_f32(max_lanes, t4);
    }
    max = s_max_f32(max, v_reduce_max_f32(max_lanes));
    const float t5 = x3[(T + 63) / 64 * batch * 4 + chunk * 4 + head];
    const float t6 = t5 + max;
    x4[(T + 63) / 64 * batch * 4 + (T + 63) / 64 * head + chunk] = t6;
    for (int64_t other2 = 0; other2 < 49; other2 += 16) {
      const vf32 t7 =
          v_load_f32(&x[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + other2]);
      const vf32 t8 = v_splat_f32(t5) + t7;
      const vf32 t9 = t8 - v_splat_f32(t6);
      const vf32 t10 = v_exp_f32(t9);
      v_store_f32(&x5[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + other2], t10);
    }
  }
}
