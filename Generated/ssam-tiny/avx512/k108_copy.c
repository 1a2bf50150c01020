#define SG_LANES 16
#include "sonograph_kernel.h"

/* k108_copy
 * copy
 * x: f32, 2304 elements
 * x2: f32, 2304 elements
 * 0 flops, 18432 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k108_copy(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t i_block_count = 3;
  const int64_t i_block_end = i_block_count * (part + 1) / parts;
  for (int64_t i_block = i_block_count * part / parts; i_block < i_block_end; ++i_block) {
    for (int64_t i = i_block * 1024; i < s_min_index(2304, i_block * 1024 + 1024) - 15; i += 16) {
      v_store_f32(&x2[i], v_load_f32(&x[i]));
    }
  }
}
