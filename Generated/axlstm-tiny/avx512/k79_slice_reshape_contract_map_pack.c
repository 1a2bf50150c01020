#define SG_LANES 16
#include "sonograph_kernel.h"

/* k79_slice_reshape_contract_map_pack
 * pack
 * x: f32, 9216 elements
 * packed: f32, 3072 elements
 * 0 flops, 24576 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k79_slice_reshape_contract_map_pack(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 1;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t k = 0; k < 8; ++k) {
      for (int64_t panel = 0; panel < 6; ++panel) {
        for (int64_t n = 0; n < 49; n += 16) {
          v_store_f32(&packed[k * 64 + panel * 512 + n], v_load_f32(&x[k * 1152 + n + panel * 64 + 768]));
        }
      }
    }
  }
}
