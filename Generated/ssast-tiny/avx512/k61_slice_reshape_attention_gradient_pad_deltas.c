#define SG_LANES 16
#include "sonograph_kernel.h"

/* k61_slice_reshape_attention_gradient_pad_deltas
 * slice, reshape, attention-gradient
 * x: f32, 15*B*P + 3*B elements
 * deltas: f32, 15*B*P + 195*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k61_slice_reshape_attention_gradient_pad_deltas(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *deltas = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t step = 0; step < P * 5 + 1 - 15; step += 16) {
      v_store_f32(&deltas[(P * 5 + 64) / 64 * unit * 64 + step],
          v_gather_f32(&x[unit / 3 * P * 15 + step * 3 + unit], 3));
    }
    for (int64_t step = (P * 5 + 1) / 16 * 16; step < P * 5 + 1; step += 16) {
      v_store_part_f32(&deltas[(P * 5 + 64) / 64 * unit * 64 + step],
          v_gather_part_f32(&x[unit / 3 * P * 15 + step * 3 + unit], 3, P * 5 + 1 - step), P * 5 + 1 - step);
    }
    for (int64_t step2 = P * 5 + 1; step2 < (P * 5 + 1 + 63) / 64 * 64; ++step2) {
      deltas[(P * 5 + 64) / 64 * unit * 64 + step2] = 0.0f;
    }
  }
}
