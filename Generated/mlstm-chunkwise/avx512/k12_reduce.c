#define SG_LANES 16
#include "sonograph_kernel.h"

/* k12_reduce
 * reduce
 * x: f32, 24576*B*ceil(T, 64) elements
 * x2: f32, 384*B*ceil(T, 64) elements
 * 24576*B*ceil(T, 64) flops, 99840*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k12_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 8;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t chunk = unit / 2 / 4;
    const int64_t head = unit / 2 % 4;
    const int64_t key_block = unit % 2;
    _Alignas(64) float sums[64];
    for (int64_t key = 0; key < s_min_index(64, key_block * -64 + 96) - 15; key += 16) {
      v_store_f32(&sums[key], v_splat_f32(0.0f));
    }
    for (int64_t other = 0; other < 64; ++other) {
      for (int64_t key2 = 0; key2 < s_min_index(64, key_block * -64 + 96) - 15; key2 += 16) {
        const vf32 t = v_load_f32(&x[chunk * 24576 + head * 96 + key2 + key_block * 64 + other * 384]);
        v_store_f32(&sums[key2], v_load_f32(&sums[key2]) + t);
      }
    }
    for (int64_t key3 = 0; key3 < s_min_index(64, key_block * -64 + 96) - 15; key3 += 16) {
      v_store_f32(&x2[chunk * 384 + head * 96 + key3 + key_block * 64], v_load_f32(&sums[key3]));
    }
  }
}
