#define SG_LANES 16
#include "sonograph_kernel.h"

/* k9_reshape_contract_pack
 * pack
 * x: f32, 24576*B*ceil(T, 64) elements
 * packed: f32, 24576*B*ceil(T, 64) elements
 * 0 flops, 196608*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k9_reshape_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 4 * 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / 2;
    const int64_t piece = unit % 2;
    for (int64_t k = piece * 32; k < s_min_index(64, piece * 32 + 32); ++k) {
      for (int64_t panel = 0; panel < 2; ++panel) {
        for (int64_t n = 0; n < 33; n += 16) {
          v_store_f32(&packed[batch * 6144 + k * 48 + panel * 3072 + n],
              v_load_f32(&x[batch / 4 * 24576 + batch % 4 * 96 + k * 384 + n + panel * 48]));
        }
      }
    }
  }
}
