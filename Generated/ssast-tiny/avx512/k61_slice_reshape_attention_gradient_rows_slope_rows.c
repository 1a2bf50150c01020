#define SG_LANES 16
#include "sonograph_kernel.h"

/* k61_slice_reshape_attention_gradient_rows_slope_rows
 * slice, reshape, attention-gradient
 * x: f32, 960*B*P + 192*B elements
 * slope_rows: f32, 960*B*P + 192*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k61_slice_reshape_attention_gradient_rows_slope_rows(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *slope_rows = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * (P * 5 + 1);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t feature = 0; feature < 49; feature += 16) {
      v_store_f32(&slope_rows[unit * 64 + feature],
          v_load_f32(&x[unit / (P * 5 + 1) / 3 * P * 960 + unit / (P * 5 + 1) * 64 + unit % (P * 5 + 1) * 192
                  + feature]));
    }
    for (int64_t feature2 = 64; feature2 < 64; ++feature2) {
      slope_rows[unit * 64 + feature2] = 0.0f;
    }
  }
}
