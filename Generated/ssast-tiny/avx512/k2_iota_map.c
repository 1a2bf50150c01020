#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_iota_map
 * iota, map
 * x: f32, 192 elements
 * x2: f32, 960*P elements
 * 10560*P + 576 flops, 3840*P + 768 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_iota_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t P = sizes[0];
  const int64_t patch_time_count = P;
  const int64_t patch_time_end = patch_time_count * (part + 1) / parts;
  for (int64_t patch_time = patch_time_count * part / parts; patch_time < patch_time_end; ++patch_time) {
    const float t5 = (float)(int32_t)patch_time;
    for (int64_t patch_mel = 0; patch_mel < 5; ++patch_mel) {
      const float t4 = (float)(int32_t)patch_mel;
      for (int64_t channel = 0; channel < 177; channel += 16) {
        const vf32 t = v_load_f32(&x[channel]);
        const vf32 t2 = v_f32_from_i32(v_splat_i32((int32_t)channel) + v_lane_i32());
        const vf32 t3 = v_floor_f32(v_splat_f32(0.020833334f) * (t2 + v_splat_f32(0.5f)));
        const vf32 t6 = t * v_select_f32(v_lt_f32(t3, v_splat_f32(2.0f)), v_splat_f32(t4), v_splat_f32(t5));
        const vf32 t7 =
            v_select_f32(v_eq_f32(t3 - v_splat_f32(2.0f) * v_floor_f32(t3 / v_splat_f32(2.0f)),
                v_splat_f32(0.0f)), v_sin_f32(t6), v_cos_f32(t6));
        v_stream_f32(&x2[channel + patch_mel * 192 + patch_time * 960], t7, s_is_streamed(x2, P * 960));
      }
    }
  }
  s_end_streams();
}
