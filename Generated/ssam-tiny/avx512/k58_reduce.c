#define SG_LANES 16
#include "sonograph_kernel.h"

/* k58_reduce
 * reduce
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 576 elements
 * 2880*B*P + 576*B flops, 11520*B*P + 2304*B + 2304 bytes
 * first used in block11/mixer/dt_proj/gradient
 */
__attribute__((visibility("default")))
void k58_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t inner_block_count = 9;
  const int64_t inner_block_end = inner_block_count * (part + 1) / parts;
  for (int64_t inner_block = inner_block_count * part / parts; inner_block < inner_block_end; ++inner_block) {
    _Alignas(64) float sums[64];
    for (int64_t inner = 0; inner < s_min_index(64, 576 - inner_block * 64) - 15; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
    }
    for (int64_t time = 0; time < B * P * 5 + B; ++time) {
      for (int64_t inner2 = 0; inner2 < s_min_index(64, inner_block * -64 + 576) - 15; inner2 += 16) {
        const vf32 t = v_load_f32(&x[inner2 + inner_block * 64 + time * 576]);
        v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t);
      }
    }
    for (int64_t inner3 = 0; inner3 < s_min_index(64, 576 - inner_block * 64) - 15; inner3 += 16) {
      v_store_f32(&x2[inner3 + inner_block * 64], v_load_f32(&sums[inner3]));
    }
  }
}
