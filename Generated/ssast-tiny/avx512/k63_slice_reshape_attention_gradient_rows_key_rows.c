#define SG_LANES 16
#include "sonograph_kernel.h"

/* k63_slice_reshape_attention_gradient_rows_key_rows
 * slice, reshape, attention-gradient
 * x: f32, 2880*B*P + 576*B elements
 * key_rows: f32, 960*B*P + 192*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k63_slice_reshape_attention_gradient_rows_key_rows(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *key_rows = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 47) / 48);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t entry = unit / ((P * 5 + 1 + 47) / 48);
    const int64_t first = unit % ((P * 5 + 1 + 47) / 48) * 48;
    for (int64_t step = first; step < s_min_index(P * 5 + 1, first + 48); ++step) {
      for (int64_t feature = 0; feature < 49; feature += 16) {
        v_stream_f32(&key_rows[P * entry * 320 + entry * 64 + feature + step * 64],
            v_load_f32(&x[entry / 3 * P * 2880 + entry / 3 * 576 + entry % 3 * 64 + feature + step * 576
                    + 192]), s_is_streamed(key_rows, B * P * 960 + B * 192));
      }
    }
  }
  s_end_streams();
}
