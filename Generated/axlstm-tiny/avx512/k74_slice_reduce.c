#define SG_LANES 16
#include "sonograph_kernel.h"

/* k74_slice_reduce
 * slice, reduce
 * x: f32, 8 elements
 * x2: f32, 4 elements
 * x3: f32, 4 elements
 * 8 flops, 64 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k74_slice_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  float *x3 = buffers[2];
  (void)sizes;
  const int64_t head_block_count = 1;
  const int64_t head_block_end = head_block_count * (part + 1) / parts;
  for (int64_t head_block = head_block_count * part / parts; head_block < head_block_end; ++head_block) {
    _Alignas(64) float sums[64];
    _Alignas(64) float sums2[64];
    for (int64_t head = 0; head < s_min_index(64, 4 - head_block * 64) - 15; head += 16) {
      v_store_f32(&sums[head], v_splat_f32(0.0f));
      v_store_f32(&sums2[head], v_splat_f32(0.0f));
    }
    for (int64_t head = s_min_index(64, 4 - head_block * 64) / 16 * 16;
        head < s_min_index(64, 4 - head_block * 64); head += 16) {
      v_store_part_f32(&sums[head], v_splat_f32(0.0f), s_min_index(64, 4 - head_block * 64) - head);
      v_store_part_f32(&sums2[head], v_splat_f32(0.0f), s_min_index(64, 4 - head_block * 64) - head);
    }
    for (int64_t gate = 0; gate < 1; ++gate) {
      for (int64_t head2 = 0; head2 < s_min_index(64, 4 - head_block * 64) - 15; head2 += 16) {
        s_prefetch(x, gate * 4 + head2 + head_block * 64 + 260);
        s_prefetch(x, gate * 4 + head2 + head_block * 64 + 256);
        const vf32 t = v_load_f32(&x[gate * 4 + head2 + head_block * 64 + 4]);
        v_store_f32(&sums[head2], v_load_f32(&sums[head2]) + t);
        const vf32 t2 = v_load_f32(&x[gate * 4 + head2 + head_block * 64]);
        v_store_f32(&sums2[head2], v_load_f32(&sums2[head2]) + t2);
      }
      for (int64_t head2 = s_min_index(64, 4 - head_block * 64) / 16 * 16;
          head2 < s_min_index(64, 4 - head_block * 64); head2 += 16) {
        s_prefetch(x, gate * 4 + head2 + head_block * 64 + 260);
        s_prefetch(x, gate * 4 + head2 + head_block * 64 + 256);
        const vf32 t = v_load_part_f32(&x[gate * 4 + head2 + head_block * 64 + 4],
            s_min_index(64, 4 - head_block * 64) - head2);
        v_store_part_f32(&sums[head2],
            v_load_part_f32(&sums[head2], s_min_index(64, 4 - head_block * 64) - head2) + t,
            s_min_index(64, 4 - head_block * 64) - head2);
        const vf32 t2 = v_load_part_f32(&x[gate * 4 + head2 + head_block * 64],
            s_min_index(64, 4 - head_block * 64) - head2);
        v_store_part_f32(&sums2[head2],
            v_load_part_f32(&sums2[head2], s_min_index(64, 4 - head_block * 64) - head2) + t2,
            s_min_index(64, 4 - head_block * 64) - head2);
      }
    }
    for (int64_t head3 = 0; head3 < s_min_index(64, 4 - head_block * 64) - 15; head3 += 16) {
      v_store_f32(&x2[head3 + head_block * 64], v_load_f32(&sums[head3]));
      v_store_f32(&x3[head3 + head_block * 64], v_load_f32(&sums2[head3]));
    }
    for (int64_t head3 = s_min_index(64, 4 - head_block * 64) / 16 * 16;
        head3 < s_min_index(64, 4 - head_block * 64); head3 += 16) {
      v_store_part_f32(&x2[head3 + head_block * 64],
          v_load_part_f32(&sums[head3], s_min_index(64, 4 - head_block * 64) - head3),
          s_min_index(64, 4 - head_block * 64) - head3);
      v_store_part_f32(&x3[head3 + head_block * 64],
          v_load_part_f32(&sums2[head3], s_min_index(64, 4 - head_block * 64) - head3),
          s_min_index(64, 4 - head_block * 64) - head3);
    }
  }
}
