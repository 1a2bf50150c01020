#define SG_LANES 16
#include "sonograph_kernel.h"

/* k21_broadcast_concat_map_slice_reshape
 * broadcast, concat, map, slice, reshape
 * x: f32, 40*B*P + 8*B elements
 * x2: f32, 40*B*P + 8*B elements
 * x3: f32, 40*B*P + 8*B elements
 * bias: f32, 4 elements
 * bias2: f32, 4 elements
 * x4: f32, 20*B*P + 4*B elements
 * 180*B*P + 36*B flops, 560*B*P + 112*B + 32 bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k21_broadcast_concat_map_slice_reshape(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *bias = buffers[3];
  const float *bias2 = buffers[4];
  float *x4 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t head = 0; head < 4; head += 16) {
      const vf32 t = v_load_part_f32(&x[head + time * 8 + 4], 4 - head);
      const vf32 t2 = v_load_part_f32(&x2[head + time * 8 + 4], 4 - head);
      const vf32 t3 = t + t2;
      const vf32 t4 = v_load_part_f32(&x3[head + time * 8 + 4], 4 - head);
      const vf32 t5 = t3 + t4;
      const vf32 t6 = v_load_part_f32(&bias[head], 4 - head);
      const vf32 t7 = v_load_part_f32(&bias2[head], 4 - head);
      const vf32 t8 = v_select_f32(v_splat_i32(s_lt_index(1, 1)), t6, t7);
      const vf32 t9 = t5 + t8;
      const vf32 t10 = -v_softplus_f32(-t9);
      v_store_part_f32(&x4[head + time * 4], t10, 4 - head);
    }
  }
}
