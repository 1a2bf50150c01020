#define SG_LANES 16
#include "sonograph_kernel.h"

/* k31_size_map_broadcast_concat_slice_reshape_scan
 * size, map, broadcast, concat, slice, reshape, scan
 * state0: f32, 4*B elements
 * x: f32, 4*B*ceil(5*P + 1, 64) elements
 * x2: f32, 20*B*P + 4*B elements
 * x3: f32, 40*B*P + 8*B elements
 * x4: f32, 40*B*P + 8*B elements
 * x5: f32, 40*B*P + 8*B elements
 * bias: f32, 4 elements
 * bias2: f32, 4 elements
 * x6: f32, 20*B*P + 4*B elements
 * x7: f32, 20*B*P + 4*B elements
 * x8: f32, 20*B*P + 4*B elements
 * x9: f32, 20*B*P + 4*B elements
 * 240*B*P + 48*B flops, 880*B*P + 16*B*ceil(5*P + 1, 64) + 176*B + 32 bytes
 * first used in block1/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k31_size_map_broadcast_concat_slice_reshape_scan(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  const float *x5 = buffers[5];
  const float *bias = buffers[6];
  const float *bias2 = buffers[7];
  float *x6 = buffers[8];
  float *x7 = buffers[9];
  float *x8 = buffers[10];
  float *x9 = buffers[11];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    for (int64_t head = 0; head < 4; head += 16) {
      v_store_part_f32(&state0[head + outer * 4], v_splat_f32(-1e+30f), 4 - head);
    }
    for (int64_t chunk = 0; chunk < (P * 5 + 64) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, P * 5 - first + 1);
      for (int64_t head2 = 0; head2 < 4; head2 += 16) {
        v_store_part_f32(&x[B * chunk * 4 + batch * 4 + head2],
            v_load_part_f32(&state0[head2 + outer * 4], 4 - head2), 4 - head2);
      }
      for (int64_t step = 0; step < count; ++step) {
        for (int64_t head3 = 0; head3 < 4; head3 += 16) {
          const int64_t time = P * 5 - first - step;
          const vf32 t2 = v_load_part_f32(&x2[P * batch * 20 + batch * 4 + head3 + time * 4], 4 - head3);
          const vf32 t3 = v_load_part_f32(&state0[head3 + outer * 4], 4 - head3);
          const vf32 t4 = t2 + t3;
          const vf32 t5 = v_load_part_f32(&x3[P * batch * 40 + batch * 8 + head3 + time * 8], 4 - head3);
          const vf32 t6 = v_load_part_f32(&x4[P * batch * 40 + batch * 8 + head3 + time * 8], 4 - head3);
          const vf32 t7 = t5 + t6;
          const vf32 t8 = v_load_part_f32(&x5[P * batch * 40 + batch * 8 + head3 + time * 8], 4 - head3);
          const vf32 t9 = t7 + t8;
          const vf32 t10 = v_load_part_f32(&bias[head3], 4 - head3);
          const vf32 t11 = v_load_part_f32(&bias2[head3], 4 - head3);
          const vf32 t12 = v_select_f32(v_splat_i32(s_lt_index(0, 1)), t10, t11);
          const vf32 t13 = t9 + t12;
          const vf32 t14 = v_max_f32(t4, t13);
          const vf32 t15 = t4 - t14;
          v_store_part_f32(&state0[head3 + outer * 4], t14, 4 - head3);
          v_store_part_f32(&x6[P * batch * 20 + batch * 4 + head3 + time * 4], t14, 4 - head3);
          v_store_part_f32(&x7[P * batch * 20 + batch * 4 + head3 + time * 4], t15, 4 - head3);
          const vf32 t16 = t13 - t14;
          v_store_part_f32(&x8[P * batch * 20 + batch * 4 + head3 + time * 4], t16, 4 - head3);
          const vf32 t17 = -t14;
          const vf32 t18 = v_exp_f32(t17);
          v_store_part_f32(&x9[P * batch * 20 + batch * 4 + head3 + time * 4], t18, 4 - head3);
        }
      }
    }
  }
}
