#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_size_map_broadcast_scan
 * size, map, broadcast, scan
 * state0: f32, 384*B elements
 * x: f32, 384*B*ceil(T, 64) elements
 * x2: f32, 384*B*T elements
 * r: f32, 384*B*T elements
 * i: f32, 384*B*T elements
 * x3: f32, 384 elements
 * x4: f32, 384*B*T elements
 * 5760*B*T + 384 flops, 6144*B*T + 1536*B*ceil(T, 64) + 1536 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *r = buffers[3];
  const float *i = buffers[4];
  const float *x3 = buffers[5];
  float *x4 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t lane_group = unit % 3;
    const int64_t outer = unit / 3;
    const int64_t batch = outer;
    for (int64_t channel = lane_group * 128; channel < s_min_index(384, lane_group * 128 + 128) - 15;
        channel += 16) {
      v_store_f32(&state0[channel + outer * 384], v_splat_f32(0.0f));
    }
    for (int64_t channel = lane_group * 128
        + (s_min_index(384, lane_group * 128 + 128) - lane_group * 128) / 16 * 16;
        channel < s_min_index(384, lane_group * 128 + 128); channel += 16) {
      v_store_part_f32(&state0[channel + outer * 384], v_splat_f32(0.0f),
          s_min_index(384, lane_group * 128 + 128) - channel);
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel2 = lane_group * 128; channel2 < s_min_index(384, lane_group * 128 + 128) - 15;
          channel2 += 16) {
        vf32 carry[1];
        carry[0] = v_load_f32(&state0[channel2 + outer * 384]);
        v_store_f32(&x[B * chunk * 384 + batch * 384 + channel2], carry[0]);
        const vf32 t4 = v_load_f32(&x3[channel2]);
        const vf32 t5 = v_splat_f32(1.442695f) * t4;
        for (int64_t step = 0; step < count; ++step) {
          const int64_t time = first + step;
          const vf32 t2 = v_load_f32(&r[T * batch * 384 + channel2 + time * 384]);
          const vf32 t3 = v_sigmoid_f32(t2);
          const vf32 t6 = v_exp2_f32(v_splat_f32(-8.0f) * (t3 * t5));
          const vf32 t7 = carry[0];
          const vf32 t8 = t6 * t7;
          const vf32 t9 = t4 * t3;
          const vf32 t10 = v_splat_f32(-8.0f) * t9;
          const vf32 t11 = v_splat_f32(2.0f) * t10;
          const vf32 t12 = v_expm1_f32(t11);
          const vf32 t13 = -t12;
          const vf32 t14 = v_sqrt_f32(t13);
          const vf32 t15 = v_load_f32(&i[T * batch * 384 + channel2 + time * 384]);
          const vf32 t16 = v_sigmoid_f32(t15);
          const vf32 t17 = t14 * t16;
          const vf32 t18 = v_load_f32(&x2[T * batch * 384 + channel2 + time * 384]);
          const vf32 t19 = t17 * t18;
          const vf32 t20 = t8 + t19;
          carry[0] = t20;
          v_store_f32(&x4[T * batch * 384 + channel2 + time * 384], t20);
        }
        v_store_f32(&state0[channel2 + outer * 384], carry[0]);
      }
      for (int64_t channel2 = lane_group * 128
          + (s_min_index(384, lane_group * 128 + 128) - lane_group * 128) / 16 * 16;
          channel2 < s_min_index(384, lane_group * 128 + 128); channel2 += 16) {
        vf32 carry[1];
        carry[0] = v_load_part_f32(&state0[channel2 + outer * 384],
            s_min_index(384, lane_group * 128 + 128) - channel2);
        v_store_part_f32(&x[B * chunk * 384 + batch * 384 + channel2], carry[0],
            s_min_index(384, lane_group * 128 + 128) - channel2);
        const vf32 t4 = v_load_part_f32(&x3[channel2], s_min_index(384, lane_group * 128 + 128) - channel2);
        const vf32 t5 = v_splat_f32(1.442695f) * t4;
        for (int64_t step = 0; step < count; ++step) {
          const int64_t time = first + step;
          const vf32 t2 = v_load_part_f32(&r[T * batch * 384 + channel2 + time * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t3 = v_sigmoid_f32(t2);
          const vf32 t6 = v_exp2_f32(v_splat_f32(-8.0f) * (t3 * t5));
          const vf32 t7 = carry[0];
          const vf32 t8 = t6 * t7;
          const vf32 t9 = t4 * t3;
          const vf32 t10 = v_splat_f32(-8.0f) * t9;
          const vf32 t11 = v_splat_f32(2.0f) * t10;
          const vf32 t12 = v_expm1_f32(t11);
          const vf32 t13 = -t12;
          const vf32 t14 = v_sqrt_f32(t13);
          const vf32 t15 = v_load_part_f32(&i[T * batch * 384 + channel2 + time * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t16 = v_sigmoid_f32(t15);
          const vf32 t17 = t14 * t16;
          const vf32 t18 = v_load_part_f32(&x2[T * batch * 384 + channel2 + time * 384],
              s_min_index(384, lane_group * 128 + 128) - channel2);
          const vf32 t19 = t17 * t18;
          const vf32 t20 = t8 + t19;
          carry[0] = t20;
          v_store_part_f32(&x4[T * batch * 384 + channel2 + time * 384], t20,
              s_min_index(384, lane_group * 128 + 128) - channel2);
        }
        v_store_part_f32(&state0[channel2 + outer * 384], carry[0],
            s_min_index(384, lane_group * 128 + 128) - channel2);
      }
    }
    for (int64_t channel3 = lane_group * 128; channel3 < s_min_index(384, lane_group * 128 + 128) - 15;
        channel3 += 16) {
    }
    for (int64_t channel3 = lane_group * 128
        + (s_min_index(384, lane_group * 128 + 128) - lane_group * 128) / 16 * 16;
        channel3 < s_min_index(384, lane_group * 128 + 128); channel3 += 16) {
    }
  }
}
