#define SG_LANES 16
#include "sonograph_kernel.h"

/* k132_map
 * map
 * bias: f32, 4 elements
 * x: f32, 4 elements
 * 12 flops, 48 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k132_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *bias = buffers[0];
  const float *x = buffers[1];
  (void)sizes;
  const int64_t head_block_count = 1;
  const int64_t head_block_end = head_block_count * (part + 1) / parts;
  for (int64_t head_block = head_block_count * part / parts; head_block < head_block_end; ++head_block) {
    for (int64_t head = head_block * 1024; head < s_min_index(4, head_block * 1024 + 1024) - 15; head += 16) {
      const vf32 t = v_load_f32(&bias[head]);
      const vf32 t2 = v_load_f32(&x[head]);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_f32(&bias[head], t3);
    }
    for (int64_t head = head_block * 1024
        + (s_min_index(4, head_block * 1024 + 1024) - head_block * 1024) / 16 * 16;
        head < s_min_index(4, head_block * 1024 + 1024); head += 16) {
      const vf32 t = v_load_part_f32(&bias[head], s_min_index(4, head_block * 1024 + 1024) - head);
      const vf32 t2 = v_load_part_f32(&x[head], s_min_index(4, head_block * 1024 + 1024) - head);
      const vf32 t3 = v_splat_f32(0.9f) * t + v_splat_f32(0.1f) * t2;
      v_store_part_f32(&bias[head], t3, s_min_index(4, head_block * 1024 + 1024) - head);
    }
  }
}
