#define SG_LANES 16
#include "sonograph_kernel.h"

/* k59_slice_reshape_attention_gradient_pack_slopes
 * slice, reshape, attention-gradient
 * x: f32, 960*B*P + 192*B elements
 * slopes: f32, 960*B*P + 12480*B elements
 * 0 flops, 0 bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k59_slice_reshape_attention_gradient_pack_slopes(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *slopes = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * 3 * ((P * 5 + 1 + 63) / 64);
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t entry = unit / ((P * 5 + 1 + 63) / 64);
    const int64_t first = unit % ((P * 5 + 1 + 63) / 64) * 64;
    const int64_t inside = s_min_index(64, P * 5 + 1 - first);
    for (int64_t feature = 0; feature < 64; feature += 16) {
      for (int64_t n = 0; n < inside / 16 * 16; n += 16) {
        for (int64_t line = 0; line < 16; ++line) {
          s_prefetch(slopes, feature * 64 + line * 64 + n + unit * 4096 + 1024);
        }
        v_transpose_f32(&slopes[feature * 64 + n + unit * 4096], 64,
            &x[entry / 3 * P * 960 + entry * 64 + feature + first * 192 + n * 192], 192);
      }
      for (int64_t feature_rest = feature; feature_rest < feature + 16; ++feature_rest) {
        for (int64_t n = inside / 16 * 16; n < inside - 15; n += 16) {
          v_store_f32(&slopes[feature_rest * 64 + n + unit * 4096],
              v_gather_f32(&x[entry / 3 * P * 960 + entry * 64 + feature_rest + first * 192 + n * 192], 192));
        }
        for (int64_t n = inside / 16 * 16 + (inside - inside / 16 * 16) / 16 * 16; n < inside; n += 16) {
          v_store_part_f32(&slopes[feature_rest * 64 + n + unit * 4096],
              v_gather_part_f32(&x[entry / 3 * P * 960 + entry * 64 + feature_rest + first * 192 + n * 192],
                  192, inside - n), inside - n);
        }
      }
    }
    for (int64_t feature2 = 0; feature2 < 64; ++feature2) {
      for (int64_t n2 = inside; n2 < 64; ++n2) {
        slopes[feature2 * 64 + n2 + unit * 4096] = 0.0f;
      }
    }
  }
}
