#define SG_LANES 16
#include "sonograph_kernel.h"

/* k6_reduce
 * reduce
 * x: f32, 768*B elements
 * x2: f32, 768 elements
 * 768*B flops, 3072*B + 3072 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k6_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t unit_count = 16;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t gate = unit;
    const int64_t feature_block = 0;
    _Alignas(64) float sums[64];
    for (int64_t feature = 0; feature < s_min_index(64, feature_block * -64 + 48) - 15; feature += 16) {
      v_store_f32(&sums[feature], v_splat_f32(0.0f));
    }
    for (int64_t batch = 0; batch < B; ++batch) {
      for (int64_t feature2 = 0; feature2 < s_min_index(64, feature_block * -64 + 48) - 15; feature2 += 16) {
        s_prefetch(x, batch * 768 + feature2 + feature_block * 64 + gate * 48 + 288);
        const vf32 t = v_load_f32(&x[batch * 768 + feature2 + feature_block * 64 + gate * 48]);
        v_store_f32(&sums[feature2], v_load_f32(&sums[feature2]) + t);
      }
    }
    for (int64_t feature3 = 0; feature3 < s_min_index(64, feature_block * -64 + 48) - 15; feature3 += 16) {
      v_store_f32(&x2[feature3 + feature_block * 64 + gate * 48], v_load_f32(&sums[feature3]));
    }
  }
}
