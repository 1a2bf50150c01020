#define SG_LANES 16
#include "sonograph_kernel.h"

/* k46_reduce
 * reduce
 * x: f32, 3840*B*P + 768*B elements
 * x2: f32, 768 elements
 * 3840*B*P + 768*B flops, 15360*B*P + 3072*B + 3072 bytes
 * first used in block11/fc1/gradient
 */
__attribute__((visibility("default")))
void k46_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t hidden_block_count = 12;
  const int64_t hidden_block_end = hidden_block_count * (part + 1) / parts;
  for (int64_t hidden_block = hidden_block_count * part / parts; hidden_block < hidden_block_end;
      ++hidden_block) {
    _Alignas(64) float sums[64];
    for (int64_t hidden = 0; hidden < s_min_index(64, 768 - hidden_block * 64) - 15; hidden += 16) {
      v_store_f32(&sums[hidden], v_splat_f32(0.0f));
    }
    for (int64_t time = 0; time < B * P * 5 + B; ++time) {
      for (int64_t hidden2 = 0; hidden2 < s_min_index(64, hidden_block * -64 + 768) - 15; hidden2 += 16) {
        const vf32 t = v_load_f32(&x[hidden2 + hidden_block * 64 + time * 768]);
        v_store_f32(&sums[hidden2], v_load_f32(&sums[hidden2]) + t);
      }
    }
    for (int64_t hidden3 = 0; hidden3 < s_min_index(64, 768 - hidden_block * 64) - 15; hidden3 += 16) {
      v_store_f32(&x2[hidden3 + hidden_block * 64], v_load_f32(&sums[hidden3]));
    }
  }
}
