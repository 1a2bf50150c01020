#define SG_LANES 16
#include "sonograph_kernel.h"

/* k63_map_reshape_reduce
 * map, reshape, reduce
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 20*B*P + 4*B elements
 * x4: f32, 20*B*P + 4*B elements
 * x5: f32, 20*B*P + 4*B elements
 * x6: f32, 20*B*P + 4*B elements
 * x7: f32, 384 elements
 * 9740*B*P + 1948*B flops, 15680*B*P + 3136*B + 1536 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k63_map_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  float *x7 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t inner_block_count = 6;
  const int64_t inner_block_end = inner_block_count * (part + 1) / parts;
  for (int64_t inner_block = inner_block_count * part / parts; inner_block < inner_block_end; ++inner_block) {
    _Alignas(64) float sums[64];
    for (int64_t inner = 0; inner < s_min_index(64, 384 - inner_block * 64) - 15; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
    }
    for (int64_t time = 0; time < B * P * 5 + B; ++time) {
      for (int64_t inner2_share = inner_block * 64 / 96;
          inner2_share < (s_min_index(64, inner_block * -64 + 384) + inner_block * 64 + 95) / 96;
          ++inner2_share) {
        const float t3 = x3[inner2_share + time * 4];
        const float t4 = s_abs_f32(t3);
        const float t5 = x4[inner2_share + time * 4];
        const float t6 = s_max_f32(t4, t5);
        const float t7 = t6 + 1e-06f;
        const float t9 = x5[inner2_share + time * 4];
        const float t10 = 0.010416667f * t9;
        const float t12 = x6[inner2_share + time * 4];
        const float t13 = 0.010416667f * t12;
        const float t14 = t13 + 1e-05f;
        const float t15 = s_rsqrt_f32(t14);
        for (int64_t inner2 = s_max_index(0, inner2_share * 96 - inner_block * 64);
            inner2
            < s_min_index(s_min_index(64, inner_block * -64 + 384), inner2_share * 96 - inner_block * 64 + 96)
            - 15; inner2 += 16) {
          const vf32 t = v_load_f32(&x[inner2 + inner_block * 64 + time * 384]);
          const vf32 t2 = v_load_f32(&x2[inner2 + inner_block * 64 + time * 384]);
          const vf32 t8 = t2 / v_splat_f32(t7);
          const vf32 t11 = t8 - v_splat_f32(t10);
          const vf32 t16 = t11 * v_splat_f32(t15);
          const vf32 t17 = t * t16;
          v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t17);
        }
      }
    }
    for (int64_t inner3 = 0; inner3 < s_min_index(64, 384 - inner_block * 64) - 15; inner3 += 16) {
      v_store_f32(&x7[inner3 + inner_block * 64], v_load_f32(&sums[inner3]));
    }
  }
}
