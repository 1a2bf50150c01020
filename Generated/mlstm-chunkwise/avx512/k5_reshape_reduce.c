#define SG_LANES 16
#include "sonograph_kernel.h"

/* k5_reshape_reduce
 * reshape, reduce
 * x: f32, 256*B*ceil(T, 64) elements
 * x2: f32, 4*B*ceil(T, 64) elements
 * 256*B*ceil(T, 64) flops, 1040*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k5_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t chunk = unit;
    const int64_t head_block = 0;
    _Alignas(64) float sums[64];
    for (int64_t head = 0; head < s_min_index(64, head_block * -64 + 4) - 15; head += 16) {
      v_store_f32(&sums[head], v_splat_f32(0.0f));
    }
    for (int64_t head = s_min_index(64, head_block * -64 + 4) / 16 * 16;
        head < s_min_index(64, head_block * -64 + 4); head += 16) {
      v_store_part_f32(&sums[head], v_splat_f32(0.0f), s_min_index(64, head_block * -64 + 4) - head);
    }
    for (int64_t other = 0; other < 64; ++other) {
      for (int64_t head2 = 0; head2 < s_min_index(64, head_block * -64 + 4) - 15; head2 += 16) {
        const vf32 t = v_load_f32(&x[chunk * 256 + head2 + head_block * 64 + other * 4]);
        v_store_f32(&sums[head2], v_load_f32(&sums[head2]) + t);
      }
      for (int64_t head2 = s_min_index(64, head_block * -64 + 4) / 16 * 16;
          head2 < s_min_index(64, head_block * -64 + 4); head2 += 16) {
        const vf32 t = v_load_part_f32(&x[chunk * 256 + head2 + head_block * 64 + other * 4],
            s_min_index(64, head_block * -64 + 4) - head2);
        v_store_part_f32(&sums[head2],
            v_load_part_f32(&sums[head2], s_min_index(64, head_block * -64 + 4) - head2) + t,
            s_min_index(64, head_block * -64 + 4) - head2);
      }
    }
    for (int64_t head3 = 0; head3 < s_min_index(64, head_block * -64 + 4) - 15; head3 += 16) {
      v_store_f32(&x2[chunk * 4 + head3 + head_block * 64], v_load_f32(&sums[head3]));
    }
    for (int64_t head3 = s_min_index(64, head_block * -64 + 4) / 16 * 16;
        head3 < s_min_index(64, head_block * -64 + 4); head3 += 16) {
      v_store_part_f32(&x2[chunk * 4 + head3 + head_block * 64],
          v_load_part_f32(&sums[head3], s_min_index(64, head_block * -64 + 4) - head3),
          s_min_index(64, head_block * -64 + 4) - head3);
    }
  }
}
