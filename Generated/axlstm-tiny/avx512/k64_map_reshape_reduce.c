#define SG_LANES 16
#include "sonograph_kernel.h"

/* k64_map_reshape_reduce
 * map, reshape, reduce
 * pieces: f32, 12288 elements
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 1920*B*P + 384*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * x4: f32, 20*B*P + 4*B elements
 * x5: f32, 20*B*P + 4*B elements
 * x6: f32, 20*B*P + 4*B elements
 * x7: f32, 20*B*P + 4*B elements
 * 13600*B*P + 2720*B flops, 23360*B*P + 4672*B + 3072 bytes
 * first used in block11/layer/gradient
 */
__attribute__((visibility("default")))
void k64_map_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  const float *x5 = buffers[5];
  const float *x6 = buffers[6];
  const float *x7 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[384];
    _Alignas(64) float sums2[384];
    for (int64_t inner = 0; inner < 369; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
      v_store_f32(&sums2[inner], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      for (int64_t inner2_share = 0; inner2_share < 4; ++inner2_share) {
        const float t5 = x4[P * batch * 20 + inner2_share + batch * 4 + time * 4];
        const float t6 = s_abs_f32(t5);
        const float t7 = x5[P * batch * 20 + inner2_share + batch * 4 + time * 4];
        const float t8 = s_max_f32(t6, t7);
        const float t9 = t8 + 1e-06f;
        const float t10 = 1.0f / t9;
        const float t12 = x6[P * batch * 20 + inner2_share + batch * 4 + time * 4];
        const float t13 = 0.010416667f * t12;
        const float t15 = x7[P * batch * 20 + inner2_share + batch * 4 + time * 4];
        const float t16 = 0.010416667f * t15;
        const float t17 = t16 + 1e-05f;
        const float t18 = s_rsqrt_f32(t17);
        #pragma GCC unroll 6
        for (int64_t inner2 = inner2_share * 96; inner2 < inner2_share * 96 + 96 - 15; inner2 += 16) {
          s_prefetch(x, P * batch * 1920 + batch * 384 + inner2 + time * 384 + 1536);
          s_prefetch(x2, P * batch * 1920 + batch * 384 + inner2 + time * 384 + 1536);
          s_prefetch(x3, P * batch * 1920 + batch * 384 + inner2 + time * 384 + 1536);
          const vf32 t = v_load_f32(&x[P * batch * 1920 + batch * 384 + inner2 + time * 384]);
          const vf32 t2 = v_load_f32(&x2[P * batch * 1920 + batch * 384 + inner2 + time * 384]);
          const vf32 t3 = t * t2;
          v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t3);
          const vf32 t4 = v_load_f32(&x3[P * batch * 1920 + batch * 384 + inner2 + time * 384]);
          const vf32 t11 = t4 * v_splat_f32(t10);
          const vf32 t14 = t11 - v_splat_f32(t13);
          const vf32 t19 = t14 * v_splat_f32(t18);
          const vf32 t20 = t * t19;
          v_store_f32(&sums2[inner2], v_load_f32(&sums2[inner2]) + t20);
        }
      }
    }
    for (int64_t inner3 = 0; inner3 < 369; inner3 += 16) {
      v_store_f32(&pieces[inner3 + piece * 768], v_load_f32(&sums[inner3]));
    }
    for (int64_t inner4 = 0; inner4 < 369; inner4 += 16) {
      v_store_f32(&pieces[inner4 + piece * 768 + 384], v_load_f32(&sums2[inner4]));
    }
  }
}
