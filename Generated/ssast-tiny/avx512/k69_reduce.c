#define SG_LANES 16
#include "sonograph_kernel.h"

/* k69_reduce
 * reduce
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 576 elements
 * 2880*B*P + 576*B flops, 11520*B*P + 2304*B + 2304 bytes
 * first used in block11/attention/qkv/gradient
 */
__attribute__((visibility("default")))
void k69_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = 9;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit;
    const int64_t feature_block = 0;
    _Alignas(64) float sums[64];
    for (int64_t feature = 0; feature < s_min_index(64, feature_block * -64 + 64) - 15; feature += 16) {
      v_store_f32(&sums[feature], v_splat_f32(0.0f));
    }
    for (int64_t time = 0; time < B * P * 5 + B; ++time) {
      for (int64_t feature2 = 0; feature2 < s_min_index(64, feature_block * -64 + 64) - 15; feature2 += 16) {
        s_prefetch(x, feature2 + feature_block * 64 + head * 64 + time * 576 + 256);
        const vf32 t = v_load_f32(&x[feature2 + feature_block * 64 + head * 64 + time * 576]);
        v_store_f32(&sums[feature2], v_load_f32(&sums[feature2]) + t);
      }
    }
    for (int64_t feature3 = 0; feature3 < s_min_index(64, feature_block * -64 + 64) - 15; feature3 += 16) {
      v_store_f32(&x2[feature3 + feature_block * 64 + head * 64], v_load_f32(&sums[feature3]));
    }
  }
}
