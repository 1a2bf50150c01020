#define SG_LANES 16
#include "sonograph_kernel.h"

/* k12_map
 * map
 * c: f32, 3072 elements
 * x: f32, 3072 elements
 * 9216 flops, 36864 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k12_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *c = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t state_block_count = 3;
  const int64_t state_block_end = state_block_count * (part + 1) / parts;
  for (int64_t state_block = state_block_count * part / parts; state_block < state_block_end; ++state_block) {
    for (int64_t state = state_block * 1024; state < s_min_index(3072, state_block * 1024 + 1024) - 15;
        state += 16) {
      const vf32 t = v_load_f32(&c[state]);
      const vf32 t2 = v_load_f32(&x[state]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&c[state], t3);
    }
  }
}
