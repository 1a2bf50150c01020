#define SG_LANES 16
#include "sonograph_kernel.h"

/* k11_reshape_concat
 * reshape, concat
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * x4: f32, 5760*B*P + 1152*B elements
 * 0 flops, 46080*B*P + 9216*B bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k11_reshape_concat(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
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
    for (int64_t inner = 0; inner < 1137; inner += 16) {
      const vf32 t = v_index_f32(x,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(0)), v_splat_i32(383))
          + v_splat_i32((int32_t)(time * 384)));
      const vf32 t2 = v_index_f32(x2,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32() - v_splat_i32(384), v_splat_i32(0)),
              v_splat_i32(383)) + v_splat_i32((int32_t)(time * 384)));
      const vf32 t3 = v_index_f32(x3,
          v_min_i32(v_max_i32(v_splat_i32((int32_t)inner) + v_lane_i32() - v_splat_i32(768), v_splat_i32(0)),
              v_splat_i32(383)) + v_splat_i32((int32_t)(time * 384)));
      const vf32 t4 = v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(768)),
          v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner) + v_lane_i32(), v_splat_i32(384)), t, t2), t3);
      v_store_f32(&x4[inner + time * 1152], t4);
    }
  }
}
