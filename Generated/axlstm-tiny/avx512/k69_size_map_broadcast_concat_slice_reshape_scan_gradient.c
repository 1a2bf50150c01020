#define SG_LANES 16
#include "sonograph_kernel.h"

/* k69_size_map_broadcast_concat_slice_reshape_scan_gradient
 * size, map, broadcast, concat, slice, reshape, scan-gradient
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
 * x10: f32, 20*B*P + 4*B elements
 * x11: f32, 20*B*P + 4*B elements
 * x12: f32, 20*B*P + 4*B elements
 * x13: f32, 20*B*P + 4*B elements
 * 700*B*P + 140*B flops, 1200*B*P + 16*B*ceil(5*P + 1, 64) + 240*B + 32 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k69_size_map_broadcast_concat_slice_reshape_scan_gradient(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *x3 = buffers[3];
  const float *x4 = buffers[4];
  const float *x5 = buffers[5];
  const float *bias = buffers[6];
  const float *bias2 = buffers[7];
  const float *x6 = buffers[8];
  const float *x7 = buffers[9];
  const float *x8 = buffers[10];
  const float *x9 = buffers[11];
  const float *x10 = buffers[12];
  const float *x11 = buffers[13];
  float *x12 = buffers[14];
  float *x13 = buffers[15];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    for (int64_t head = 0; head < 4; head += 16) {
      v_store_part_f32(&state0[head + outer * 4], v_splat_f32(0.0f), 4 - head);
    }
    for (int64_t chunk = 0; chunk < (P * 5 + 64) / 64; ++chunk) {
      const int64_t interval = (P * 5 + 64) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, P * 5 - first + 1);
      _Alignas(64) float tape[32768];
      for (int64_t head2 = 0; head2 < 4; head2 += 16) {
        const vf32 t2 = v_load_part_f32(&x[B * interval * 4 + batch * 4 + head2], 4 - head2);
        v_store_part_f32(&tape[head2], t2, 4 - head2);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        for (int64_t head3 = 0; head3 < 4; head3 += 16) {
          const int64_t time = P * 5 - first - step;
          const vf32 t3 = v_load_part_f32(&x2[P * batch * 20 + batch * 4 + head3 + time * 4], 4 - head3);
          const vf32 t4 = v_load_part_f32(&tape[head3 + step * 512], 4 - head3);
          const vf32 t5 = t3 + t4;
          const vf32 t6 = v_load_part_f32(&x3[P * batch * 40 + batch * 8 + head3 + time * 8], 4 - head3);
          const vf32 t7 = v_load_part_f32(&x4[P * batch * 40 + batch * 8 + head3 + time * 8], 4 - head3);
          const vf32 t8 = t6 + t7;
          const vf32 t9 = v_load_part_f32(&x5[P * batch * 40 + batch * 8 + head3 + time * 8], 4 - head3);
          const vf32 t10 = t8 + t9;
          const vf32 t11 = v_load_part_f32(&bias[head3], 4 - head3);
          const vf32 t12 = v_load_part_f32(&bias2[head3], 4 - head3);
          const vf32 t13 = v_select_f32(v_splat_i32(s_lt_index(0, 1)), t11, t12);
          const vf32 t14 = t10 + t13;
          const vf32 t15 = v_max_f32(t5, t14);
          v_store_part_f32(&tape[head3 + step * 512 + 512], t15, 4 - head3);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        for (int64_t head4 = 0; head4 < 4; head4 += 16) {
          const int64_t time2 = P * 5 - first - step2;
          const vf32 t16 = v_load_part_f32(&state0[head4 + outer * 4], 4 - head4);
          const vf32 t17 = v_load_part_f32(&x7[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t18 = v_load_part_f32(&x8[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t19 = v_abs_f32(t18);
          const vf32 t20 = v_load_part_f32(&x9[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t21 = t17
              * v_select_f32(v_lt_f32(t19, t20), v_splat_f32(1.0f),
              v_select_f32(v_lt_f32(t20, t19), v_splat_f32(0.0f), v_splat_f32(0.5f)));
          const vf32 t22 = v_load_part_f32(&x10[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t23 = -t22;
          const vf32 t24 = t21 * v_exp_f32(t23);
          const vf32 t25 = -t24;
          const vf32 t26 = v_load_part_f32(&x11[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t27 = -t26;
          const vf32 t28 = t25 + t27;
          const vf32 t29 = t16 + t28;
          const vf32 t30 = v_load_part_f32(&x6[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t31 = -t30;
          const vf32 t32 = t29 + t31;
          const vf32 t33 = v_load_part_f32(&x2[P * batch * 20 + batch * 4 + head4 + time2 * 4], 4 - head4);
          const vf32 t34 = v_load_part_f32(&tape[head4 + step2 * 512], 4 - head4);
          const vf32 t35 = t33 + t34;
          const vf32 t36 = v_load_part_f32(&x3[P * batch * 40 + batch * 8 + head4 + time2 * 8], 4 - head4);
          const vf32 t37 = v_load_part_f32(&x4[P * batch * 40 + batch * 8 + head4 + time2 * 8], 4 - head4);
          const vf32 t38 = t36 + t37;
          const vf32 t39 = v_load_part_f32(&x5[P * batch * 40 + batch * 8 + head4 + time2 * 8], 4 - head4);
          const vf32 t40 = t38 + t39;
          const vf32 t41 = v_load_part_f32(&bias[head4], 4 - head4);
          const vf32 t42 = v_load_part_f32(&bias2[head4], 4 - head4);
          const vf32 t43 = v_select_f32(v_splat_i32(s_lt_index(0, 1)), t41, t42);
          const vf32 t44 = t40 + t43;
          const vf32 t45 = t32
              * v_select_f32(v_lt_f32(t35, t44), v_splat_f32(1.0f),
              v_select_f32(v_lt_f32(t44, t35), v_splat_f32(0.0f), v_splat_f32(0.5f)));
          const vf32 t46 = t32
              * v_select_f32(v_lt_f32(t35, t44), v_splat_f32(0.0f),
              v_select_f32(v_lt_f32(t44, t35), v_splat_f32(1.0f), v_splat_f32(0.5f)));
          const vf32 t47 = t30 + t46;
          v_store_part_f32(&x12[P * batch * 20 + batch * 4 + head4 + time2 * 4], t45, 4 - head4);
          v_store_part_f32(&state0[head4 + outer * 4], t47, 4 - head4);
          v_store_part_f32(&x13[P * batch * 20 + batch * 4 + head4 + time2 * 4], t47, 4 - head4);
        }
      }
    }
  }
}
