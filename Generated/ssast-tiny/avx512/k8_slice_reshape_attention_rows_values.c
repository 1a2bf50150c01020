#define SG_LANES 16
#include "sonograph_kernel.h"

/* k8_slice_reshape_attention_rows_values
 * slice, reshape, attention
 * x: f32, 2880*B*P + 576*B elements
 * values: f32, 960*B*P + 192*B elements
 * 0 flops, 0 bytes
 * first used in block0/attention
 */
__attribute__((visibility("default")))
void k8_slice_reshape_attention_rows_values(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *values = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 47) / 48);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t entry = unit / ((P * 5 + 1 + 47) / 48);
    const int64_t first = unit % ((P * 5 + 1 + 47) / 48) * 48;
    for (int64_t step = first; step < s_min_index(P * 5 + 1, first + 48); ++step) {
      for (int64_t feature = 0; feature < 49; feature += 16) {
        v_stream_f32(&values[P * entry * 320 + entry * 64 + feature + step * 64],
            v_load_f32(&x[entry / 3 * P * 2880 + entry / 3 * 576 + entry % 3 * 64 + feature + step * 576
                    + 384]), s_is_streamed(values, B * P * 960 + B * 192));
      }
    }
  }
  s_end_streams();
}
