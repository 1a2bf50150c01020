#define SG_LANES 16
#include "sonograph_kernel.h"

/* k57_size_map_broadcast_slice_reshape_scan_gradient_lanes
 * size, map, broadcast, slice, reshape, scan-gradient
 * partial: f32, 960*B*P + 192*B elements
 * x: f32, 120*B*P + 24*B elements
 * 0 flops, 0 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k57_size_map_broadcast_slice_reshape_scan_gradient_lanes(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *partial = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t i_block_count = (B * P * 120 + B * 24 + 1023) / 1024;
  const int64_t i_block_end = i_block_count * (part + 1) / parts;
  for (int64_t i_block = i_block_count * part / parts; i_block < i_block_end; ++i_block) {
    for (int64_t i = i_block * 1024; i < s_min_index(B * P * 120 + B * 24, i_block * 1024 + 1024) - 15;
        i += 16) {
      vf32 sum = v_splat_f32(0.0f);
      for (int64_t lane_group = 0; lane_group < 8; ++lane_group) {
        sum += v_load_f32(&partial[B * P * lane_group * 120 + B * lane_group * 24 + i]);
      }
      v_store_f32(&x[i], sum);
    }
    for (int64_t i = i_block * 1024
        + (s_min_index(B * P * 120 + B * 24, i_block * 1024 + 1024) - i_block * 1024) / 16 * 16;
        i < s_min_index(B * P * 120 + B * 24, i_block * 1024 + 1024); i += 16) {
      vf32 sum = v_splat_f32(0.0f);
      for (int64_t lane_group = 0; lane_group < 8; ++lane_group) {
        sum += v_load_part_f32(&partial[B * P * lane_group * 120 + B * lane_group * 24 + i],
            s_min_index(B * P * 120 + B * 24, i_block * 1024 + 1024) - i);
      }
      v_store_part_f32(&x[i], sum, s_min_index(B * P * 120 + B * 24, i_block * 1024 + 1024) - i);
    }
  }
}
