#define SG_LANES 16
#include "sonograph_kernel.h"

/* k23_map_transpose_reshape_slice_reduce
 * map, transpose, reshape, slice, reduce
 * x: f32, 24576*B*ceil(T, 64) elements
 * x2: f32, 256*B*ceil(T, 64) elements
 * x3: f32, 24576*B*ceil(T, 64) elements
 * x4: f32, 256*B*ceil(T, 64) elements
 * x5: f32, 256*B*ceil(T, 64) elements
 * x6: f32, 256*B*ceil(T, 64) elements
 * x7: f32, 384*B*T elements
 * x8: f32, 4*B*T elements
 * 768*B*T + 75520*B*ceil(T, 64) flops, 1552*B*T + 200704*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k23_map_transpose_reshape_slice_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  float *x7 = buffers[6];
  float *x8 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = B * T * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / 4 / T;
    const int64_t time = unit / 4 % T;
    const int64_t head = unit % 4;
    float sum = 0.0f;
    const float t2 = x2[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + time];
    const float t6 = x4[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + time];
    const float t7 = x5[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + time];
    const float t8 = t2 * t7;
    const float t9 = t6 + t8;
    const float t10 = s_abs_f32(t9);
    const float t11 = x6[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + time];
    const float t12 = -t11;
    const float t13 = s_exp_f32(t12);
    const float t14 = s_max_f32(t10, t13);
    const float t15 = t14 + 1e-06f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      const vf32 t =
          v_load_f32(&x[(T + 63) / 64 * batch * 24576 + (T + 63) / 64 * head * 6144 + time * 96 + value]);
      const vf32 t3 =
          v_load_f32(&x3[(T + 63) / 64 * batch * 24576 + (T + 63) / 64 * head * 6144 + time * 96 + value]);
      const vf32 t4 = v_splat_f32(t2) * t3;
      const vf32 t5 = t + t4;
      const vf32 t16 = t5 / v_splat_f32(t15);
      v_store_f32(&x7[T * batch * 384 + head * 96 + time * 384 + value], t16);
      const vf32 t17 = t16 * t16;
      sum_lanes += t17;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x8[T * batch * 4 + head + time * 4] = sum;
  }
}
