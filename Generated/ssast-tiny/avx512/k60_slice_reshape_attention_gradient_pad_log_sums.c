#define SG_LANES 16
#include "sonograph_kernel.h"

/* k60_slice_reshape_attention_gradient_pad_log_sums
 * slice, reshape, attention-gradient
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 960*B*P + 192*B elements
 * x3: f32, 15*B*P + 3*B elements
 * log_sums: f32, 15*B*P + 195*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k60_slice_reshape_attention_gradient_pad_log_sums(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *log_sums = buffers[3];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  (void)x, (void)x2;
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t step = 0; step < P * 5 + 1 - 15; step += 16) {
      v_store_f32(&log_sums[(P * 5 + 64) / 64 * unit * 64 + step],
          v_gather_f32(&x3[unit / 3 * P * 15 + step * 3 + unit], 3) * v_splat_f32(1.442695f));
    }
    for (int64_t step = (P * 5 + 1) / 16 * 16; step < P * 5 + 1; step += 16) {
      v_store_part_f32(&log_sums[(P * 5 + 64) / 64 * unit * 64 + step],
          v_gather_part_f32(&x3[unit / 3 * P * 15 + step * 3 + unit], 3, P * 5 + 1 - step)
          * v_splat_f32(1.442695f), P * 5 + 1 - step);
    }
    for (int64_t step2 = P * 5 + 1; step2 < (P * 5 + 1 + 63) / 64 * 64; ++step2) {
      log_sums[(P * 5 + 64) / 64 * unit * 64 + step2] = INFINITY;
    }
  }
}
