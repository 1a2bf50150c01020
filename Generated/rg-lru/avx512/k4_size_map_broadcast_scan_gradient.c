#define SG_LANES 16
#include "sonograph_kernel.h"

/* k4_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * state0: f32, 384*B elements
 * state1: f32, 384*B elements
 * x: f32, 384*B*ceil(T, 64) elements
 * x2: f32, 384*B*T elements
 * r: f32, 384*B*T elements
 * i: f32, 384*B*T elements
 * x3: f32, 384 elements
 * x4: f32, 1 elements
 * x5: f32, 384*B*T elements
 * x6: f32, 384*B elements
 * 16896*B*T + 386 flops, 6144*B*T + 1536*B*ceil(T, 64) + 1536*B + 1540 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k4_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  float *state1 = buffers[1];
  const float *x = buffers[2];
  const float *x2 = buffers[3];
  const float *r = buffers[4];
  const float *i = buffers[5];
  const float *x3 = buffers[6];
  const float *x4 = buffers[7];
  const float *x5 = buffers[8];
  float *x6 = buffers[9];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t23 = x4[0];
  const float t24 = (float)(int32_t)(B * T * 384);
  const float t25 = 1.0f * (1.0f / t24);
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t lane_group = unit % 3;
    const int64_t outer = unit / 3;
    const int64_t batch = outer;
    for (int64_t channel = lane_group * 128; channel < s_min_index(384, lane_group * 128 + 128) - 15;
        channel += 16) {
      v_store_f32(&state0[channel + outer * 384], v_splat_f32(0.0f));
      v_store_f32(&state1[channel + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t channel = lane_group * 128
        + (s_min_index(384, lane_group * 128 + 128) - lane_group * 128) / 16 * 16;
        channel < s_min_index(384, lane_group * 128 + 128); channel += 16) {
      v_store_part_f32(&state0[channel + outer * 384], v_splat_f32(0.0f),
          s_min_index(384, lane_group * 128 + 128) - channel);
      v_store_part_f32(&state1[channel + outer * 384], v_splat_f32(0.0f),
          s_min_index(384, lane_group * 128 + 128) - channel);
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel2 = lane_group * 128; channel2 < s_min_index(384, lane_group * 128 + 128) - 15;
          channel2 += 16) {
        vf32 carry[1];
        vf32 total[1];
        carry[0] = v_load_f32(&state0[channel2 + outer * 384]);
        total[0] = v_load_f32(&state1[channel2 + outer * 384]);
        vf32 tape[64];
        const vf32 t2 = v_load_f32(&x[B * interval * 384 + batch * 384 + channel2]);
        tape[0] = t2;
        const vf32 t5 = v_load_f32(&x3[channel2]);
        const vf32 t6 = v_splat_f32(1.442695f) * t5;
        for (int64_t step = 0; step < count - 1; ++step) {
          const int64_t time = first + step;
          const vf32 t3 = v_load_f32(&r[T * batch * 384 + channel2 + time * 384]);
          const vf32 t4 = v_sigmoid_f32(t3);
          const vf32 t7 = v_exp2_f32(v_splat_f32(-8.0f) * (t4 * t6));
          const vf32 t8 = tape[step];
          const vf32 t9 = t7 * t8;
          const vf32 t10 = t5 * t4;
          const vf32 t11 = v_splat_f32(-8.0f) * t10;
          const vf32 t12 = v_splat_f32(2.0f) * t11;
          const vf32 t13 = v_expm1_f32(t12);
          const vf32 t14 = -t13;
          const vf32 t15 = v_sqrt_f32(t14);
          const vf32 t16 = v_load_f32(&i[T * batch * 384 + channel2 + time * 384]);
          const vf32 t17 = v_sigmoid_f32(t16);
          const vf32 t18 = t15 * t17;
          const vf32 t19 = v_load_f32(&x2[T * batch * 384 + channel2 + time * 384]);
          const vf32 t20 = t18 * t19;
          const vf32 t21 = t9 + t20;
          tape[step + 1] = t21;
        }
        for (int64_t back = 0; back < count; ++back) {
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          const vf32 t22 = carry[0];
          const vf32 t26 = v_load_f32(&x5[T * batch * 384 + channel2 + time2 * 384]);
          const vf32 t27 = v_splat_f32(t25) * t26;
          const vf32 t28 = t27 + t27;
          const vf32 t29 = t22 + t28;
          const vf32 t30 = v_load_f32(&r[T * batch * 384 + channel2 + time2 * 384]);
          const vf32 t31 = v_sigmoid_f32(t30);
          const vf32 t32 = v_exp2_f32(v_splat_f32(-8.0f) * (t31 * t6));
          const vf32 t33 = t29 * t32;
          const vf32 t34 = v_load_f32(&x2[T * batch * 384 + channel2 + time2 * 384]);
          const vf32 t35 = t29 * t34;
          const vf32 t36 = v_load_f32(&i[T * batch * 384 + channel2 + time2 * 384]);
          const vf32 t37 = v_sigmoid_f32(t36);
          const vf32 t38 = t35 * t37;
          const vf32 t39 = t5 * t31;
          const vf32 t40 = v_splat_f32(-8.0f) * t39;
          const vf32 t41 = v_splat_f32(2.0f) * t40;
          const vf32 t42 = v_expm1_f32(t41);
          const vf32 t43 = -t42;
          const vf32 t44 = t38 * (v_splat_f32(0.5f) / v_sqrt_f32(t43));
          const vf32 t45 = -t44;
          const vf32 t46 = t45 * (v_expm1_f32(t41) + v_splat_f32(1.0f));
          const vf32 t47 = v_splat_f32(2.0f) * t46;
          const vf32 t48 = tape[step2];
          const vf32 t49 = t29 * t48;
          const vf32 t50 = t49 * t32;
          const vf32 t51 = t47 + t50;
          const vf32 t52 = v_splat_f32(-8.0f) * t51;
          const vf32 t53 = t52 * t31;
          carry[0] = t33;
          total[0] = total[0] + t53;
        }
        v_store_f32(&state0[channel2 + outer * 384], carry[0]);
        v_store_f32(&state1[channel2 + outer * 384], total[0]);
      }
      for (int64_t channel2 = lane_group * 128
          + (s_min_index(384, lane_group * 128 + 128) - lane_group * 128) / 16 * 16;
          channel2 < s_min_index(384, lane_group * 128 + 128); channel2 += 16) {
        vf32 carry[1];
        vf32 total[1];
        carry[0] = v_load_part_f32(&state0[channel2 + outer * 384],
            s_min_index(384, lane_group * 128 + 128) - channel2);
        total[0] = v_load_part_f32(&state1[channel2 + outer * 384],
            s_min_index(384, lane_group * 128 + 128) - channel2);
        vf32 tape[64];
        const vf32 t2 = v_load_part_f32(&x[B * interval * 384 + batch * 384 + channel2],
            s_min_index(384, lane_group * 128 + 128) - channel2);
        tape[0] = t2;
        const vf32 t5 = v_load_part_f32(&x3[channel2], s_min_index(384, lane_group * 128 + 128) - channel2);
        const vf32 t6 = v_splat_f32(1.442695f) * t5;
        for (int64_t step = 0; step < count - 1; ++step) {
          const int64_t time = first + step;
          const vf32 t3 = v_load_part_f32(&r[T * batch * 384 + channel2 + time * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t4 = v_sigmoid_f32(t3);
          const vf32 t7 = v_exp2_f32(v_splat_f32(-8.0f) * (t4 * t6));
          const vf32 t8 = tape[step];
          const vf32 t9 = t7 * t8;
          const vf32 t10 = t5 * t4;
          const vf32 t11 = v_splat_f32(-8.0f) * t10;
          const vf32 t12 = v_splat_f32(2.0f) * t11;
          const vf32 t13 = v_expm1_f32(t12);
          const vf32 t14 = -t13;
          const vf32 t15 = v_sqrt_f32(t14);
          const vf32 t16 = v_load_part_f32(&i[T * batch * 384 + channel2 + time * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t17 = v_sigmoid_f32(t16);
          const vf32 t18 = t15 * t17;
          const vf32 t19 = v_load_part_f32(&x2[T * batch * 384 + channel2 + time * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t20 = t18 * t19;
          const vf32 t21 = t9 + t20;
          tape[step + 1] = t21;
        }
        for (int64_t back = 0; back < count; ++back) {
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          const vf32 t22 = carry[0];
          const vf32 t26 = v_load_part_f32(&x5[T * batch * 384 + channel2 + time2 * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t27 = v_splat_f32(t25) * t26;
          const vf32 t28 = t27 + t27;
          const vf32 t29 = t22 + t28;
          const vf32 t30 = v_load_part_f32(&r[T * batch * 384 + channel2 + time2 * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t31 = v_sigmoid_f32(t30);
          const vf32 t32 = v_exp2_f32(v_splat_f32(-8.0f) * (t31 * t6));
          const vf32 t33 = t29 * t32;
          const vf32 t34 = v_load_part_f32(&x2[T * batch * 384 + channel2 + time2 * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t35 = t29 * t34;
          const vf32 t36 = v_load_part_f32(&i[T * batch * 384 + channel2 + time2 * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t37 = v_sigmoid_f32(t36);
          const vf32 t38 = t35 * t37;
          const vf32 t39 = t5 * t31;
          const vf32 t40 = v_splat_f32(-8.0f) * t39;
          const vf32 t41 = v_splat_f32(2.0f) * t40;
          const vf32 t42 = v_expm1_f32(t41);
          const vf32 t43 = -t42;
          const vf32 t44 = t38 * (v_splat_f32(0.5f) / v_sqrt_f32(t43));
          const vf32 t45 = -t44;
          const vf32 t46 = t45 * (v_expm1_f32(t41) + v_splat_f32(1.0f));
          const vf32 t47 = v_splat_f32(2.0f) * t46;
          const vf32 t48 = tape[step2];
          const vf32 t49 = t29 * t48;
          const vf32 t50 = t49 * t32;
          const vf32 t51 = t47 + t50;
          const vf32 t52 = v_splat_f32(-8.0f) * t51;
          const vf32 t53 = t52 * t31;
          carry[0] = t33;
          total[0] = total[0] + t53;
        }
        v_store_part_f32(&state0[channel2 + outer * 384], carry[0],
            s_min_index(384, lane_group * 128 + 128) - channel2);
        v_store_part_f32(&state1[channel2 + outer * 384], total[0],
            s_min_index(384, lane_group * 128 + 128) - channel2);
      }
    }
    for (int64_t channel3 = lane_group * 128; channel3 < s_min_index(384, lane_group * 128 + 128) - 15;
        channel3 += 16) {
      v_store_f32(&x6[batch * 384 + channel3], v_load_f32(&state1[channel3 + outer * 384]));
    }
    for (int64_t channel3 = lane_group * 128
        + (s_min_index(384, lane_group * 128 + 128) - lane_group * 128) / 16 * 16;
        channel3 < s_min_index(384, lane_group * 128 + 128); channel3 += 16) {
      v_store_part_f32(&x6[batch * 384 + channel3],
          v_load_part_f32(&state1[channel3 + outer * 384],
              s_min_index(384, lane_group * 128 + 128) - channel3),
          s_min_index(384, lane_group * 128 + 128) - channel3);
    }
  }
}
