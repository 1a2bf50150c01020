#define SG_LANES 16
#include "sonograph_kernel.h"

/* k21_reduce
 * reduce
 * x: f32, 16384*B*ceil(T, 64) elements
 * x2: f32, 256*B*ceil(T, 64) elements
 * 16384*B*ceil(T, 64) flops, 66560*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k21_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t step_count = (T + 63) / 64 * B * 256;
  const int64_t step_end = step_count * (part + 1) / parts;
  for (int64_t step = step_count * part / parts; step < step_end; ++step) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t other = 0; other < 49; other += 16) {
      const vf32 t = v_load_f32(&x[other + step * 64]);
      sum_lanes += t;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[step] = sum;
  }
}
