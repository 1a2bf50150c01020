#define SG_LANES 16
#include "sonograph_kernel.h"

/* k109_copy
 * copy
 * x: f32, 13824 elements
 * x2: f32, 13824 elements
 * 0 flops, 110592 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k109_copy(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t i_block_count = 14;
  const int64_t i_block_end = i_block_count * (part + 1) / parts;
  for (int64_t i_block = i_block_count * part / parts; i_block < i_block_end; ++i_block) {
    for (int64_t i = i_block * 1024; i < s_min_index(13824, i_block * 1024 + 1024) - 15; i += 16) {
      v_store_f32(&x2[i], v_load_f32(&x[i]));
    }
  }
}
