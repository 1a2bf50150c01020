#define SG_LANES 16
#include "sonograph_kernel.h"

/* k74_reduce
 * reduce
 * x: f32, 40*B*P + 8*B elements
 * x2: f32, 8 elements
 * 40*B*P + 8*B flops, 160*B*P + 32*B + 32 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k74_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t gate = unit;
    const int64_t head_block = 0;
    _Alignas(64) float sums[64];
    for (int64_t head = 0; head < s_min_index(64, 4 - head_block * 64) - 15; head += 16) {
      v_store_f32(&sums[head], v_splat_f32(0.0f));
    }
    for (int64_t head = s_min_index(64, 4 - head_block * 64) / 16 * 16;
        head < s_min_index(64, 4 - head_block * 64); head += 16) {
      v_store_part_f32(&sums[head], v_splat_f32(0.0f), s_min_index(64, 4 - head_block * 64) - head);
    }
    for (int64_t time = 0; time < B * P * 5 + B; ++time) {
      for (int64_t head2 = 0; head2 < s_min_index(64, head_block * -64 + 4) - 15; head2 += 16) {
        s_prefetch(x, gate * 4 + head2 + head_block * 64 + time * 8 + 256);
        const vf32 t = v_load_f32(&x[gate * 4 + head2 + head_block * 64 + time * 8]);
        v_store_f32(&sums[head2], v_load_f32(&sums[head2]) + t);
      }
      for (int64_t head2 = s_min_index(64, head_block * -64 + 4) / 16 * 16;
          head2 < s_min_index(64, head_block * -64 + 4); head2 += 16) {
        s_prefetch(x, gate * 4 + head2 + head_block * 64 + time * 8 + 256);
        const vf32 t = v_load_part_f32(&x[gate * 4 + head2 + head_block * 64 + time * 8],
            s_min_index(64, head_block * -64 + 4) - head2);
        v_store_part_f32(&sums[head2],
            v_load_part_f32(&sums[head2], s_min_index(64, head_block * -64 + 4) - head2) + t,
            s_min_index(64, head_block * -64 + 4) - head2);
      }
    }
    for (int64_t head3 = 0; head3 < s_min_index(64, 4 - head_block * 64) - 15; head3 += 16) {
      v_store_f32(&x2[gate * 4 + head3 + head_block * 64], v_load_f32(&sums[head3]));
    }
    for (int64_t head3 = s_min_index(64, 4 - head_block * 64) / 16 * 16;
        head3 < s_min_index(64, 4 - head_block * 64); head3 += 16) {
      v_store_part_f32(&x2[gate * 4 + head3 + head_block * 64],
          v_load_part_f32(&sums[head3], s_min_index(64, 4 - head_block * 64) - head3),
          s_min_index(64, 4 - head_block * 64) - head3);
    }
  }
}
