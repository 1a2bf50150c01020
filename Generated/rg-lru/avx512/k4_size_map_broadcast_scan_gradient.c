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
 * 14592*B*T + 386 flops, 6144*B*T + 1536*B*ceil(T, 64) + 1536*B + 1540 bytes
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
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t lane_group = unit % 3;
    const int64_t outer = unit / 3;
    const int64_t batch = outer;
    _Alignas(64) float fixed[128];
    for (int64_t channel = lane_group * 128; channel < s_min_index(384, lane_group * 128 + 128) - 15;
        channel += 16) {
      const vf32 t = v_load_f32(&x[channel]);
      const vf32 t2 = v_splat_f32(1.442695f) * t;
      v_store_f32(&fixed[channel - lane_group * 128], t2);
    }
    for (int64_t channel2 = lane_group * 128; channel2 < s_min_index(384, lane_group * 128 + 128) - 15;
        channel2 += 16) {
      v_store_f32(&state0[channel2 + outer * 384], v_splat_f32(0.0f));
      v_store_f32(&state1[channel2 + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      _Alignas(64) float tape[8320];
      _Alignas(64) float kept[8192];
      _Alignas(64) float kept2[8192];
      _Alignas(64) float kept3[8192];
      _Alignas(64) float kept4[8192];
      for (int64_t channel3 = lane_group * 128; channel3 < s_min_index(384, lane_group * 128 + 128) - 15;
          channel3 += 16) {
        const vf32 t4 = v_load_f32(&x2[B * interval * 384 + batch * 384 + channel3]);
        v_store_f32(&tape[channel3 - lane_group * 128], t4);
      }
      for (int64_t step = 0; step < count; ++step) {
        for (int64_t channel4 = lane_group * 128; channel4 < s_min_index(384, lane_group * 128 + 128) - 15;
            channel4 += 16) {
          const int64_t time = first + step;
          const vf32 t5 = v_load_f32(&r[T * batch * 384 + channel4 + time * 384]);
          const vf32 t6 = v_sigmoid_f32(t5);
          const vf32 t7 = v_load_f32(&fixed[channel4 - lane_group * 128]);
          const vf32 t8 = v_exp2_f32(v_splat_f32(-8.0f) * (t6 * t7));
          const vf32 t9 = v_load_f32(&x[channel4]);
          const vf32 t10 = t9 * t6;
          const vf32 t11 = v_splat_f32(-8.0f) * t10;
          const vf32 t12 = v_splat_f32(2.0f) * t11;
          const vf32 t13 = v_expm1_f32(t12);
          const vf32 t14 = v_load_f32(&i[T * batch * 384 + channel4 + time * 384]);
          const vf32 t15 = v_sigmoid_f32(t14);
          const vf32 t16 = v_load_f32(&tape[channel4 - lane_group * 128 + step * 128]);
          const vf32 t17 = t8 * t16;
          const vf32 t18 = -t13;
          const vf32 t19 = v_sqrt_f32(t18);
          const vf32 t20 = t19 * t15;
          const vf32 t21 = v_load_f32(&x3[T * batch * 384 + channel4 + time * 384]);
          const vf32 t22 = t20 * t21;
          const vf32 t23 = t17 + t22;
          v_store_f32(&kept[channel4 - lane_group * 128 + step * 128], t6);
          v_store_f32(&kept2[channel4 - lane_group * 128 + step * 128], t8);
          v_store_f32(&kept3[channel4 - lane_group * 128 + step * 128], t13);
          v_store_f32(&kept4[channel4 - lane_group * 128 + step * 128], t15);
          v_store_f32(&tape[channel4 - lane_group * 128 + step * 128 + 128], t23);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        for (int64_t channel5 = lane_group * 128; channel5 < s_min_index(384, lane_group * 128 + 128) - 15;
            channel5 += 16) {
          const int64_t time2 = first + step2;
          const vf32 t24 = v_load_f32(&state0[channel5 + outer * 384]);
          const vf32 t28 = v_load_f32(&x5[T * batch * 384 + channel5 + time2 * 384]);
          const vf32 t29 = v_splat_f32(t27) * t28;
          const vf32 t30 = t29 + t29;
          const vf32 t31 = t24 + t30;
          const vf32 t32 = v_load_f32(&kept2[channel5 - lane_group * 128 + step2 * 128]);
          const vf32 t33 = t31 * t32;
          const vf32 t34 = v_load_f32(&x3[T * batch * 384 + channel5 + time2 * 384]);
          const vf32 t35 = t31 * t34;
          const vf32 t36 = v_load_f32(&kept4[channel5 - lane_group * 128 + step2 * 128]);
          const vf32 t37 = t35 * t36;
          const vf32 t38 = v_load_f32(&kept3[channel5 - lane_group * 128 + step2 * 128]);
          const vf32 t39 = -t38;
          const vf32 t40 = t37 * (v_splat_f32(0.5f) / v_sqrt_f32(t39));
          const vf32 t41 = -t40;
          const vf32 t42 = v_load_f32(&x[channel5]);
          const vf32 t43 = v_load_f32(&kept[channel5 - lane_group * 128 + step2 * 128]);
          const vf32 t44 = t42 * t43;
          const vf32 t45 = v_splat_f32(-8.0f) * t44;
          const vf32 t46 = v_splat_f32(2.0f) * t45;
          const vf32 t47 = t41 * (v_expm1_f32(t46) + v_splat_f32(1.0f));
          const vf32 t48 = v_splat_f32(2.0f) * t47;
          const vf32 t49 = v_load_f32(&tape[channel5 - lane_group * 128 + step2 * 128]);
          const vf32 t50 = t31 * t49;
          const vf32 t51 = t50 * t32;
          const vf32 t52 = t48 + t51;
          const vf32 t53 = v_splat_f32(-8.0f) * t52;
          const vf32 t54 = t53 * t43;
          v_store_f32(&state0[channel5 + outer * 384], t33);
          v_store_f32(&state1[channel5 + outer * 384], v_load_f32(&state1[channel5 + outer * 384]) + t54);
        }
      }
    }
    for (int64_t channel6 = lane_group * 128; channel6 < s_min_index(384, lane_group * 128 + 128) - 15;
        channel6 += 16) {
      v_stream_f32(&x6[batch * 384 + channel6], v_load_f32(&state1[channel6 + outer * 384]),
          s_is_streamed(x6, B * 384));
    }
  }
  s_end_streams();
}
