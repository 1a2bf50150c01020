#define SG_LANES 16
#include "sonograph_kernel.h"

/* k20_reshape_slice_contract_pack
 * pack
 * x: f32, 9216 elements
 * packed: f32, 6144 elements
 * 0 flops, 24576 bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k20_reshape_slice_contract_pack(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *packed = buffers[1];
  (void)sizes;
  const int64_t unit_count = 1;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    for (int64_t k = 0; k < 384; ++k) {
      for (int64_t n = 0; n < 8; n += 16) {
        v_store_part_f32(&packed[k * 16 + n], v_gather_part_f32(&x[k + n * 1152 + 768], 1152, 8 - n), 8 - n);
      }
      for (int64_t n2 = 8; n2 < 16; ++n2) {
        packed[k * 16 + n2] = 0.0f;
      }
    }
  }
}
