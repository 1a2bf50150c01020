#define SG_LANES 16
#include "sonograph_kernel.h"

/* k75_concat_slice_reduce
 * concat, slice, reduce
 * x: f32, 3072 elements
 * x2: f32, 3072 elements
 * x3: f32, 3072 elements
 * x4: f32, 4608 elements
 * x5: f32, 4608 elements
 * 9216 flops, 73728 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k75_concat_slice_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  float *x5 = buffers[4];
  (void)sizes;
  const int64_t unit_count = 72;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t head = unit / 18;
    const int64_t inner_block = unit % 18;
    _Alignas(64) float sums[64];
    _Alignas(64) float sums2[64];
    for (int64_t inner = 0; inner < s_min_index(64, 1152 - inner_block * 64) - 15; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
      v_store_f32(&sums2[inner], v_splat_f32(0.0f));
    }
    for (int64_t gate = 0; gate < 1; ++gate) {
      for (int64_t inner2 = 0; inner2 < s_min_index(64, 1152 - inner_block * 64) - 15; inner2 += 16) {
        const vf32 t = v_index_f32(x,
            v_min_i32(v_max_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)), v_splat_i32(0)), v_splat_i32(383))
            + v_splat_i32((int32_t)(gate * 1536)) + v_splat_i32((int32_t)(head * 384)) + v_splat_i32(1536));
        const vf32 t2 = v_index_f32(x2,
            v_min_i32(v_max_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)) - v_splat_i32(384), v_splat_i32(0)),
                v_splat_i32(383)) + v_splat_i32((int32_t)(gate * 1536)) + v_splat_i32((int32_t)(head * 384))
            + v_splat_i32(1536));
        const vf32 t3 = v_index_f32(x3,
            v_min_i32(v_max_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)) - v_splat_i32(768), v_splat_i32(0)),
                v_splat_i32(383)) + v_splat_i32((int32_t)(gate * 1536)) + v_splat_i32((int32_t)(head * 384))
            + v_splat_i32(1536));
        const vf32 t4 =
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                + v_splat_i32((int32_t)(inner_block * 64)), v_splat_i32(768)),
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)), v_splat_i32(384)), t, t2), t3);
        v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t4);
        const vf32 t5 = v_index_f32(x,
            v_min_i32(v_max_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)), v_splat_i32(0)), v_splat_i32(383))
            + v_splat_i32((int32_t)(gate * 1536)) + v_splat_i32((int32_t)(head * 384)));
        const vf32 t6 = v_index_f32(x2,
            v_min_i32(v_max_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)) - v_splat_i32(384), v_splat_i32(0)),
                v_splat_i32(383)) + v_splat_i32((int32_t)(gate * 1536)) + v_splat_i32((int32_t)(head * 384)));
        const vf32 t7 = v_index_f32(x3,
            v_min_i32(v_max_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)) - v_splat_i32(768), v_splat_i32(0)),
                v_splat_i32(383)) + v_splat_i32((int32_t)(gate * 1536)) + v_splat_i32((int32_t)(head * 384)));
        const vf32 t8 =
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                + v_splat_i32((int32_t)(inner_block * 64)), v_splat_i32(768)),
            v_select_f32(v_lt_i32(v_splat_i32((int32_t)inner2) + v_lane_i32()
                    + v_splat_i32((int32_t)(inner_block * 64)), v_splat_i32(384)), t5, t6), t7);
        v_store_f32(&sums2[inner2], v_load_f32(&sums2[inner2]) + t8);
      }
    }
    for (int64_t inner3 = 0; inner3 < s_min_index(64, 1152 - inner_block * 64) - 15; inner3 += 16) {
      v_store_f32(&x4[head * 1152 + inner3 + inner_block * 64], v_load_f32(&sums[inner3]));
      v_store_f32(&x5[head * 1152 + inner3 + inner_block * 64], v_load_f32(&sums2[inner3]));
    }
  }
}
