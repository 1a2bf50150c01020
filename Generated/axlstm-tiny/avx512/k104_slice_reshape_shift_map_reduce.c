#define SG_LANES 16
#include "sonograph_kernel.h"

/* k104_slice_reshape_shift_map_reduce
 * slice, reshape, shift, map, reduce
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 3840*B*P + 768*B elements
 * x3: f32, 384 elements
 * 3840*B*P + 768*B flops, 23040*B*P + 4608*B + 1536 bytes
 * first used in block10/layer/gradient
 */
__attribute__((visibility("default")))
void k104_slice_reshape_shift_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t inner_block_count = 6;
  const int64_t inner_block_end = inner_block_count * (part + 1) / parts;
  for (int64_t inner_block = inner_block_count * part / parts; inner_block < inner_block_end; ++inner_block) {
    _Alignas(64) float sums[64];
    for (int64_t inner = 0; inner < s_min_index(64, 384 - inner_block * 64) - 15; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
    }
    for (int64_t batch = 0; batch < B; ++batch) {
      for (int64_t time = 0; time < P * 5 + 1; ++time) {
        for (int64_t inner2 = 0; inner2 < s_min_index(64, 384 - inner_block * 64) - 15; inner2 += 16) {
          const vf32 t =
              v_load_f32(&x[P * batch * 1920 + batch * 384 + inner2 + inner_block * 64 + time * 384]);
          const vf32 t2 =
              v_load_f32(&x2[P * batch * 3840 + s_min_index(s_max_index(time - 3, 0), P * 5) * 768
                  + batch * 768 + inner2 + inner_block * 64]);
          const vf32 t3 = v_select_f32(v_splat_i32(s_le_index(0, time - 3)), t2, v_splat_f32(0.0f));
          const vf32 t4 = t * t3;
          v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t4);
        }
      }
    }
    for (int64_t inner3 = 0; inner3 < s_min_index(64, 384 - inner_block * 64) - 15; inner3 += 16) {
      v_store_f32(&x3[inner3 + inner_block * 64], v_load_f32(&sums[inner3]));
    }
  }
}
