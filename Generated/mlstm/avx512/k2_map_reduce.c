#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_map_reduce
 * map, reduce
 * x: f32, 384*B*T elements
 * x2: f32, 4*B*T elements
 * x3: f32, 4*B*T elements
 * x4: f32, 384*B*T elements
 * x5: f32, 4*B*T elements
 * 1176*B*T flops, 3120*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  float *x5 = buffers[4];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t head_count = B * T * 4;
  const int64_t head_end = head_count * (part + 1) / parts;
  for (int64_t head = head_count * part / parts; head < head_end; ++head) {
    float sum = 0.0f;
    const float t2 = x2[head];
    const float t3 = s_abs_f32(t2);
    const float t4 = x3[head];
    const float t5 = -t4;
    const float t6 = s_exp_f32(t5);
    const float t7 = s_max_f32(t3, t6);
    const float t8 = t7 + 1e-06f;
    const float t9 = 1.0f / t8;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t value = 0; value < 81; value += 16) {
      s_prefetch(x, head * 96 + value + 384);
      const vf32 t = v_load_f32(&x[head * 96 + value]);
      const vf32 t10 = t * v_splat_f32(t9);
      v_stream_f32(&x4[head * 96 + value], t10, s_is_streamed(x4, B * T * 384));
      const vf32 t11 = t10 * t10;
      sum_lanes += t11;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x5[head] = sum;
  }
  s_end_streams();
}
