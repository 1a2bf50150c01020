#define SG_LANES 16
#include "sonograph_kernel.h"

/* k19_reshape_contract_pack
 * pack
 * x: f32, 36864*B*ceil(T, 64) elements
 * packed: f32, 36864*B*ceil(T, 64) elements
 * 0 flops, 294912*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k19_reshape_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4 * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / 3;
    const int64_t piece = unit % 3;
    for (int64_t k = piece * 32; k < s_min_index(96, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 2; ++panel) {
        for (int64_t n = 0; n < 33; n += 16) {
          v_store_f32(&packed[batch * 9216 + k * 48 + panel * 4608 + n],
              v_load_f32(&x[(T + 63) / 64 * (batch / ((T + 63) / 64) / 4) * 36864
                      + batch / ((T + 63) / 64) % 4 * 9216 + batch % ((T + 63) / 64) * 36864 + k * 96 + n
                      + panel * 48]));
        }
      }
    }
  }
}
