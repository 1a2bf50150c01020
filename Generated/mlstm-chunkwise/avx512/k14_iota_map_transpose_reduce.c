#define SG_LANES 16
#include "sonograph_kernel.h"

/* k14_iota_map_transpose_reduce
 * iota, map, transpose, reduce
 * x: f32, 256*B*ceil(T, 64) elements
 * x2: f32, 256*B*ceil(T, 64) elements
 * x3: f32, 4*B*ceil(T, 64) elements
 * x4: f32, 256*B*ceil(T, 64) elements
 * x5: f32, 256*B*ceil(T, 64) elements
 * 50432*B*ceil(T, 64) flops, 4112*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k14_iota_map_transpose_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  float *x5 = buffers[4];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / ((T + 63) / 64) / 4;
    const int64_t head = unit / ((T + 63) / 64) % 4;
    const int64_t chunk = unit % ((T + 63) / 64);
    const float t6 = x3[(T + 63) / 64 * batch * 4 + chunk * 4 + head];
    for (int64_t step = 0; step < 64; ++step) {
      float max = -INFINITY;
      const float t = (float)(int32_t)step;
      vf32 max_lanes = v_splat_f32(-INFINITY);
      for (int64_t other = 0; other < 49; other += 16) {
        const vf32 t2 = v_f32_from_i32(v_splat_i32((int32_t)other) + v_lane_i32());
        const vf32 t3 =
            v_load_f32(&x[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + other]);
        const vf32 t4 = v_select_f32(v_le_f32(t2, v_splat_f32(t)), t3, v_splat_f32(-1e+30f));
        max_lanes = v_max_f32(max_lanes, t4);
      }
      max = s_max_f32(max, v_reduce_max_f32(max_lanes));
      const float t5 = x2[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + step];
      const float t7 = s_max_f32(t6, max);
      const float t8 = t5 + t7;
      x4[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + step] = t8;
      const float t9 = t5 + t6;
      const float t10 = t9 - t8;
      const float t11 = s_exp_f32(t10);
      x5[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + step] = t11;
    }
  }
}
