#define SG_LANES 16
#include "sonograph_kernel.h"

/* k4_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * state0: f32, 384*B elements
 * state1: f32, 384*B elements
 * x: f32, 384 elements
 * x2: f32, 384*B*ceil(T, 64) elements
 * x3: f32, 384*B*T elements
 * r: f32, 384*B*T elements
 * i: f32, 384*B*T elements
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
  const float *x3 = buffers[4];
  const float *r = buffers[5];
  const float *i = buffers[6];
  const float *x4 = buffers[7];
  const float *x5 = buffers[8];
  float *x6 = buffers[9];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t3 = (float)1;
  const float t25 = x4[0];
  const float t26 = (float)(int32_t)(B * T * 384);
  const float t27 = 1.0f * (1.0f / t26);
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    _Alignas(64) float fixed[512];
    for (int64_t channel = 0; channel < 369; channel += 16) {
      const vf32 t = v_load_f32(&x[channel]);
      const vf32 t2 = v_splat_f32(1.442695f) * t;
      v_store_f32(&fixed[channel], t2);
    }
    for (int64_t channel2 = 0; channel2 < 369; channel2 += 16) {
      v_store_f32(&state0[channel2 + outer * 384], v_splat_f32(0.0f));
      v_store_f32(&state1[channel2 + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      _Alignas(64) float tape[32768];
      for (int64_t channel3 = 0; channel3 < 369; channel3 += 16) {
        const vf32 t4 = v_load_f32(&x2[B * interval * 384 + batch * 384 + channel3]);
        v_store_f32(&tape[channel3], t4);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        for (int64_t channel4 = 0; channel4 < 369; channel4 += 16) {
          const int64_t time = first + step;
          const vf32 t5 = v_load_f32(&r[T * batch * 384 + channel4 + time * 384]);
          const vf32 t6 = v_sigmoid_f32(t5);
          const vf32 t7 = v_load_f32(&fixed[channel4]);
          const vf32 t8 = v_exp2_f32(v_splat_f32(-8.0f) * (t6 * t7));
          const vf32 t9 = v_load_f32(&tape[channel4 + step * 512]);
          const vf32 t10 = t8 * t9;
          const vf32 t11 = v_load_f32(&x[channel4]);
          const vf32 t12 = t11 * t6;
          const vf32 t13 = v_splat_f32(-8.0f) * t12;
          const vf32 t14 = v_splat_f32(2.0f) * t13;
          const vf32 t15 = v_expm1_f32(t14);
          const vf32 t16 = -t15;
          const vf32 t17 = v_sqrt_f32(t16);
          const vf32 t18 = v_load_f32(&i[T * batch * 384 + channel4 + time * 384]);
          const vf32 t19 = v_sigmoid_f32(t18);
          const vf32 t20 = t17 * t19;
          const vf32 t21 = v_load_f32(&x3[T * batch * 384 + channel4 + time * 384]);
          const vf32 t22 = t20 * t21;
          const vf32 t23 = t10 + t22;
          v_store_f32(&tape[channel4 + step * 512 + 512], t23);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        for (int64_t channel5 = 0; channel5 < 369; channel5 += 16) {
          const int64_t time2 = first + step2;
          const vf32 t24 = v_load_f32(&state0[channel5 + outer * 384]);
          const vf32 t28 = v_load_f32(&x5[T * batch * 384 + channel5 + time2 * 384]);
          const vf32 t29 = v_splat_f32(t27) * t28;
          const vf32 t30 = t29 + t29;
          const vf32 t31 = t24 + t30;
          const vf32 t32 = v_load_f32(&r[T * batch * 384 + channel5 + time2 * 384]);
          const vf32 t33 = v_sigmoid_f32(t32);
          const vf32 t34 = v_load_f32(&fixed[channel5]);
          const vf32 t35 = v_exp2_f32(v_splat_f32(-8.0f) * (t33 * t34));
          const vf32 t36 = t31 * t35;
          const vf32 t37 = v_load_f32(&x3[T * batch * 384 + channel5 + time2 * 384]);
          const vf32 t38 = t31 * t37;
          const vf32 t39 = v_load_f32(&i[T * batch * 384 + channel5 + time2 * 384]);
          const vf32 t40 = v_sigmoid_f32(t39);
          const vf32 t41 = t38 * t40;
          const vf32 t42 = v_load_f32(&x[channel5]);
          const vf32 t43 = t42 * t33;
          const vf32 t44 = v_splat_f32(-8.0f) * t43;
          const vf32 t45 = v_splat_f32(2.0f) * t44;
          const vf32 t46 = v_expm1_f32(t45);
          const vf32 t47 = -t46;
          const vf32 t48 = t41 * (v_splat_f32(0.5f) / v_sqrt_f32(t47));
          const vf32 t49 = -t48;
          const vf32 t50 = t49 * (v_expm1_f32(t45) + v_splat_f32(1.0f));
          const vf32 t51 = v_splat_f32(2.0f) * t50;
          const vf32 t52 = v_load_f32(&tape[channel5 + step2 * 512]);
          const vf32 t53 = t31 * t52;
          const vf32 t54 = t53 * t35;
          const vf32 t55 = t51 + t54;
          const vf32 t56 = v_splat_f32(-8.0f) * t55;
          const vf32 t57 = t56 * t33;
          v_store_f32(&state0[channel5 + outer * 384], t36);
          v_store_f32(&state1[channel5 + outer * 384], v_load_f32(&state1[channel5 + outer * 384]) + t57);
        }
      }
    }
    for (int64_t channel6 = 0; channel6 < 369; channel6 += 16) {
      v_store_f32(&x6[batch * 384 + channel6], v_load_f32(&state1[channel6 + outer * 384]));
    }
  }
}
