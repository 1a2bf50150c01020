#define SG_LANES 16
#include "sonograph_kernel.h"

/* k71_slice_reshape_shift_reduce_map
 * slice, reshape, shift, reduce, map
 * pieces: f32, 46080 elements
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 5760*B*P + 1152*B elements
 * 25920*B*P + 5184*B flops, 34560*B*P + 6912*B + 11520 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k71_slice_reshape_shift_reduce_map(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *pieces = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t piece_count = s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32));
  const int64_t piece_end = piece_count * (part + 1) / parts;
  for (int64_t piece = piece_count * part / parts; piece < piece_end; ++piece) {
    _Alignas(64) float sums[576];
    _Alignas(64) float sums2[576];
    _Alignas(64) float sums3[576];
    _Alignas(64) float sums4[576];
    _Alignas(64) float sums5[576];
    for (int64_t inner = 0; inner < 561; inner += 16) {
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
      for (int64_t inner2 = 0; inner2 < 561; inner2 += 16) {
        s_prefetch(x, P * batch * 2880 + batch * 576 + inner2 + time * 576 + 2304);
        s_prefetch(x2, P * batch * 5760 + batch * 1152 + inner2 + time * 1152 + 4608);
        const vf32 t = v_load_f32(&x[P * batch * 2880 + batch * 576 + inner2 + time * 576]);
        v_store_f32(&sums[inner2], v_load_f32(&sums[inner2]) + t);
        const vf32 t2 = v_load_f32(&x2[P * batch * 5760 + batch * 1152 + inner2 + time * 1152]);
        const vf32 t3 = t * t2;
        v_store_f32(&sums2[inner2], v_load_f32(&sums2[inner2]) + t3);
        const vf32 t4 =
            v_load_f32(&x2[P * batch * 5760 + s_min_index(s_max_index(time - 1, 0), P * 5) * 1152
                + batch * 1152 + inner2]);
        const vf32 t5 = v_select_f32(v_splat_i32(s_le_index(0, time - 1)), t4, v_splat_f32(0.0f));
        const vf32 t6 = t * t5;
        v_store_f32(&sums3[inner2], v_load_f32(&sums3[inner2]) + t6);
        const vf32 t7 =
            v_load_f32(&x2[P * batch * 5760 + s_min_index(s_max_index(time - 2, 0), P * 5) * 1152
                + batch * 1152 + inner2]);
        const vf32 t8 = v_select_f32(v_splat_i32(s_le_index(0, time - 2)), t7, v_splat_f32(0.0f));
        const vf32 t9 = t * t8;
        v_store_f32(&sums4[inner2], v_load_f32(&sums4[inner2]) + t9);
        const vf32 t10 =
            v_load_f32(&x2[P * batch * 5760 + s_min_index(s_max_index(time - 3, 0), P * 5) * 1152
                + batch * 1152 + inner2]);
        const vf32 t11 = v_select_f32(v_splat_i32(s_le_index(0, time - 3)), t10, v_splat_f32(0.0f));
        const vf32 t12 = t * t11;
        v_store_f32(&sums5[inner2], v_load_f32(&sums5[inner2]) + t12);
      }
    }
    for (int64_t inner3 = 0; inner3 < 561; inner3 += 16) {
      v_store_f32(&pieces[inner3 + piece * 2880], v_load_f32(&sums[inner3]));
    }
    for (int64_t inner4 = 0; inner4 < 561; inner4 += 16) {
      v_store_f32(&pieces[inner4 + piece * 2880 + 576], v_load_f32(&sums2[inner4]));
    }
    for (int64_t inner5 = 0; inner5 < 561; inner5 += 16) {
      v_store_f32(&pieces[inner5 + piece * 2880 + 1152], v_load_f32(&sums3[inner5]));
    }
    for (int64_t inner6 = 0; inner6 < 561; inner6 += 16) {
      v_store_f32(&pieces[inner6 + piece * 2880 + 1728], v_load_f32(&sums4[inner6]));
    }
    for (int64_t inner7 = 0; inner7 < 561; inner7 += 16) {
      v_store_f32(&pieces[inner7 + piece * 2880 + 2304], v_load_f32(&sums5[inner7]));
    }
  }
}
