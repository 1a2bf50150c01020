#define SG_LANES 16
#include "sonograph_kernel.h"

/* k51_reduce_pieces
 * reduce
 * pieces: f32, 12288 elements
 * x: f32, 768 elements
 * 0 flops, 3072 bytes
 * first used in block11/fc1/gradient
 */
__attribute__((visibility("default")))
void k51_reduce_pieces(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t hidden_block_count = 1;
  const int64_t hidden_block_end = hidden_block_count * (part + 1) / parts;
  for (int64_t hidden_block = hidden_block_count * part / parts; hidden_block < hidden_block_end;
      ++hidden_block) {
    for (int64_t hidden = hidden_block * 1024; hidden < s_min_index(768, hidden_block * 1024 + 1024) - 15;
        hidden += 16) {
      vf32 sum = v_splat_f32(0.0f);
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32)); ++piece) {
        sum += v_load_f32(&pieces[hidden + piece * 768]);
      }
      v_store_f32(&x[hidden], sum);
    }
  }
}
