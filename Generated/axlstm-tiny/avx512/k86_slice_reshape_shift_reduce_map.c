#define SG_LANES 16
#include "sonograph_kernel.h"

/* k86_slice_reshape_shift_reduce_map
 * slice, reshape, shift, reduce, map
 * pieces: f32, 30720 elements
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 3840*B*P + 768*B elements
 * 17280*B*P + 3456*B flops, 23040*B*P + 4608*B + 7680 bytes
 * first used in block11/layer/gradient
 */
__attribute__((visibility("default")))
void k86_slice_reshape_shift_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[384];
    _Alignas(64) float sums2[384];
    _Alignas(64) float sums3[384];
    _Alignas(64) float sums4[384];
    _Alignas(64) float sums5[384];
    for (int64_t inner = 0; inner < 369; inner += 16) {
      v_store_f32(&sums[inner], v_splat_f32(0.0f));
      v_store_f32(&sums2[inner], v_splat_f32(0.0f));
      v_store_f32(&sums3[inner], v_splat_f32(0.0f));
      v_store_f32(&sums4[inner], v_splat_f32(0.0f));
      v_store_f32(&sums5[inner], v_splat_f32(0.0f));
    }
    const int64_t first_row = (B * P * piece * 5 + B * piece)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    const int64_t last_row = (B * P * piece * 5 + B * P * 5 + B * piece + B)
        / s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
    for (int64_t row = first_row; row < last_row; ++row) {
      const int64_t batch = row / (P * 5 + 1);
      const int64_t time = row % (P * 5 + 1);
      for (int64_t inner2 = 0; inner2 < 369; inner2 += 16) {
        s_prefetch(x, P * batch * 1920 + batch * 384 + inner2 + time * 384 + 1536);
        s_prefetch(x2, P * batch * 3840 + batch * 768 + inner2 + time * 768 + 3072);
        const vf32 t = v_load_f32(&x[P * batch * 1920 + batch * 384 + inner2 + time * 384]);
        v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t);
        const vf32 t2 = v_load_f32(&x2[P * batch * 3840 + batch * 768 + inner2 + time * 768]);
        const vf32 t3 = t * t2;
        v_store_f32(&sums2[inner2], v_load_f32(&sums2[inner2]) + t3);
        const vf32 t4 =
            v_load_f32(&x2[P * batch * 3840 + s_max_index(s_min_index(time + 1, P * 5), 0) * 768 + batch * 768
                + inner2]);
        const vf32 t5 = v_select_f32(v_splat_i32(s_le_index(time - -1, P * 5 + 1 - 1)), t4,
            v_splat_f32(0.0f));
        const vf32 t6 = t * t5;
        v_store_f32(&sums3[inner2], v_load_f32(&sums3[inner2]) + t6);
        const vf32 t7 =
            v_load_f32(&x2[P * batch * 3840 + s_max_index(s_min_index(time + 2, P * 5), 0) * 768 + batch * 768
                + inner2]);
        const vf32 t8 = v_select_f32(v_splat_i32(s_le_index(time - -2, P * 5 + 1 - 1)), t7,
            v_splat_f32(0.0f));
        const vf32 t9 = t * t8;
        v_store_f32(&sums4[inner2], v_load_f32(&sums4[inner2]) + t9);
        const vf32 t10 =
            v_load_f32(&x2[P * batch * 3840 + s_max_index(s_min_index(time + 3, P * 5), 0) * 768 + batch * 768
                + inner2]);
        const vf32 t11 = v_select_f32(v_splat_i32(s_le_index(time - -3, P * 5 + 1 - 1)), t10,
            v_splat_f32(0.0f));
        const vf32 t12 = t * t11;
        v_store_f32(&sums5[inner2], v_load_f32(&sums5[inner2]) + t12);
      }
    }
    for (int64_t inner3 = 0; inner3 < 369; inner3 += 16) {
      v_store_f32(&pieces[inner3 + piece * 1920], v_load_f32(&sums[inner3]));
    }
    for (int64_t inner4 = 0; inner4 < 369; inner4 += 16) {
      v_store_f32(&pieces[inner4 + piece * 1920 + 384], v_load_f32(&sums2[inner4]));
    }
    for (int64_t inner5 = 0; inner5 < 369; inner5 += 16) {
      v_store_f32(&pieces[inner5 + piece * 1920 + 768], v_load_f32(&sums3[inner5]));
    }
    for (int64_t inner6 = 0; inner6 < 369; inner6 += 16) {
      v_store_f32(&pieces[inner6 + piece * 1920 + 1152], v_load_f32(&sums4[inner6]));
    }
    for (int64_t inner7 = 0; inner7 < 369; inner7 += 16) {
      v_store_f32(&pieces[inner7 + piece * 1920 + 1536], v_load_f32(&sums5[inner7]));
    }
  }
}
