#define SG_LANES 16
#include "sonograph_kernel.h"

/* k63_slice_reshape_attention_gradient_dq
 * slice, reshape, attention-gradient
 * x: f32, 960*B*P + 192*B elements
 * query_sums: f32, 960*B*P + 12480*B + 3520*P + 45760 elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k63_slice_reshape_attention_gradient_dq(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *x = buffers[0];
  const float *query_sums = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * (P * 5 + 1);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit / (P * 5 + 1);
    const int64_t row = unit % (P * 5 + 1);
    for (int64_t feature = 0; feature < 49; feature += 16) {
      vf32 sum = v_splat_f32(0.0f);
      for (int64_t share = 0;
          share < s_max_index(1, s_min_index((P * 5 + 1 + 47) / 48, (B * 3 + 11) / (B * 3))); ++share) {
        sum += v_load_f32(&query_sums[(P * 5 + 64) / 64
                * s_max_index(1, s_min_index((P * 5 + 48) / 48, (B * 3 + 11) / (B * 3))) * head * 4096
                + (P * 5 + 64) / 64 * share * 4096 + feature + row * 64]);
      }
      v_stream_f32(&x[head / 3 * P * 960 + feature + head * 64 + row * 192], sum,
          s_is_streamed(x, B * P * 960 + B * 192));
    }
  }
  s_end_streams();
}
