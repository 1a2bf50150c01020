#define SG_LANES 16
#include "sonograph_kernel.h"

/* k84_iota_map_reduce
 * iota, map, reduce
 * x: f32, 6144 elements
 * x2: f32, 1536 elements
 * 18432 flops, 30720 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k84_iota_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t unit_count = 96;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t block_group = unit / 4;
    const int64_t block_into = unit % 4;
    const float t2 = (float)(int32_t)block_into;
    for (int64_t out = 0; out < 4; ++out) {
      for (int64_t in_block = 0; in_block < 1; ++in_block) {
        _Alignas(64) float sums[64];
        for (int64_t in = 0; in < s_min_index(64, 4 - in_block * 64) - 15; in += 16) {
          v_store_f32(&sums[in], v_splat_f32(0.0f));
        }
        for (int64_t in = s_min_index(64, 4 - in_block * 64) / 16 * 16;
            in < s_min_index(64, 4 - in_block * 64); in += 16) {
          v_store_part_f32(&sums[in], v_splat_f32(0.0f), s_min_index(64, 4 - in_block * 64) - in);
        }
        for (int64_t block_from = 0; block_from < 4; ++block_from) {
          const float t3 = (float)(int32_t)block_from;
          for (int64_t in2 = 0; in2 < s_min_index(64, 4 - in_block * 64) - 15; in2 += 16) {
            const vf32 t =
                v_load_f32(&x[block_from * 4 + block_group * 256 + block_into * 64 + in2 + in_block * 64
                    + out * 16]);
            const vf32 t4 = v_select_f32(v_splat_i32(s_eq_f32(t2, t3)), t, v_splat_f32(0.0f));
            v_store_f32(&sums[in2], v_load_f32(&sums[in2]) + t4);
          }
          for (int64_t in2 = s_min_index(64, 4 - in_block * 64) / 16 * 16;
              in2 < s_min_index(64, 4 - in_block * 64); in2 += 16) {
            const vf32 t =
                v_load_part_f32(&x[block_from * 4 + block_group * 256 + block_into * 64 + in2 + in_block * 64
                    + out * 16], s_min_index(64, 4 - in_block * 64) - in2);
            const vf32 t4 = v_select_f32(v_splat_i32(s_eq_f32(t2, t3)), t, v_splat_f32(0.0f));
            v_store_part_f32(&sums[in2],
                v_load_part_f32(&sums[in2], s_min_index(64, 4 - in_block * 64) - in2) + t4,
                s_min_index(64, 4 - in_block * 64) - in2);
          }
        }
        for (int64_t in3 = 0; in3 < s_min_index(64, 4 - in_block * 64) - 15; in3 += 16) {
          v_store_f32(&x2[block_group * 64 + block_into * 16 + in3 + in_block * 64 + out * 4],
              v_load_f32(&sums[in3]));
        }
        for (int64_t in3 = s_min_index(64, 4 - in_block * 64) / 16 * 16;
            in3 < s_min_index(64, 4 - in_block * 64); in3 += 16) {
          v_store_part_f32(&x2[block_group * 64 + block_into * 16 + in3 + in_block * 64 + out * 4],
              v_load_part_f32(&sums[in3], s_min_index(64, 4 - in_block * 64) - in3),
              s_min_index(64, 4 - in_block * 64) - in3);
        }
      }
    }
  }
}
