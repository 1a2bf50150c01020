#define SG_LANES 4
#include "sonograph_kernel.h"

/* k56_reshape_attention_gradient_pad_deltas
 * reshape, attention-gradient
 * x: f32, 15*B*P + 3*B elements
 * deltas: f32, 15*B*P + 27*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k56_reshape_attention_gradient_pad_deltas(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *deltas = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t step = 0; step < P * 5 + 1 - 3; step += 4) {
      v_store_f32(&deltas[(P * 5 + 8) / 8 * unit * 8 + step],
          v_gather_f32(&x[unit / 3 % B * P * 15 + unit / 3 % B * 3 + unit % 3 + step * 3], 3));
    }
    for (int64_t step = (P * 5 + 1) / 4 * 4; step < P * 5 + 1; step += 4) {
      v_store_part_f32(&deltas[(P * 5 + 8) / 8 * unit * 8 + step],
          v_gather_part_f32(&x[unit / 3 % B * P * 15 + unit / 3 % B * 3 + unit % 3 + step * 3], 3,
              P * 5 + 1 - step), P * 5 + 1 - step);
    }
    for (int64_t step2 = P * 5 + 1; step2 < (P * 5 + 1 + 7) / 8 * 8; ++step2) {
      deltas[(P * 5 + 8) / 8 * unit * 8 + step2] = 0.0f;
    }
  }
}
