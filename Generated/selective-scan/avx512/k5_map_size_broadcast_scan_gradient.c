#define SG_LANES 16
#include "sonograph_kernel.h"

/* k5_map_size_broadcast_scan_gradient
 * map, size, broadcast, scan-gradient
 * state0: f32, 6144*B elements
 * state1: f32, 6144*B elements
 * fixed2: f32, 6144 elements
 * x: f32, 384*B*T elements
 * x2: f32, 384*B*T elements
 * x3: f32, 1 elements
 * x4: f32, 6144*B*ceil(T, 64) elements
 * u: f32, 384*B*T elements
 * b: f32, 16*B*T elements
 * c: f32, 16*B*T elements
 * x5: f32, 6144*B elements
 * 68736*B*T + 18434 flops, 4736*B*T + 24576*B*ceil(T, 64) + 24576*B + 24580 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k5_map_size_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  float *state1 = buffers[1];
  const float *fixed2 = buffers[2];
  const float *x = buffers[3];
  const float *x2 = buffers[4];
  const float *x3 = buffers[5];
  const float *x4 = buffers[6];
  const float *u = buffers[7];
  const float *b = buffers[8];
  const float *c = buffers[9];
  float *x5 = buffers[10];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t14 = x3[0];
  const float t15 = (float)(int32_t)(B * T * 384);
  const float t16 = 1.0f * (1.0f / t15);
  const int64_t unit_count = B * 3;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t lane_group = unit % 3;
    const int64_t outer = unit / 3;
    const int64_t batch = outer;
    for (int64_t channel = lane_group * 128; channel < s_min_index(384, lane_group * 128 + 128) - 15;
        channel += 16) {
      #pragma GCC unroll 16
      for (int64_t state = 0; state < 16; ++state) {
        v_store_f32(&state0[channel + outer * 6144 + state * 384], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 16
      for (int64_t state2 = 0; state2 < 16; ++state2) {
        v_store_f32(&state1[channel + outer * 6144 + state2 * 384], v_splat_f32(0.0f));
      }
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel2 = lane_group * 128; channel2 < s_min_index(384, lane_group * 128 + 128) - 15;
          channel2 += 16) {
        vf32 carry[16];
        vf32 total[16];
        #pragma GCC unroll 16
        for (int64_t state3 = 0; state3 < 16; ++state3) {
          carry[state3] = v_load_f32(&state0[channel2 + outer * 6144 + state3 * 384]);
        }
        #pragma GCC unroll 16
        for (int64_t state4 = 0; state4 < 16; ++state4) {
          total[state4] = v_load_f32(&state1[channel2 + outer * 6144 + state4 * 384]);
        }
        vf32 fixed[16];
        #pragma GCC unroll 16
        for (int64_t state5 = 0; state5 < 16; ++state5) {
          fixed[state5] = v_load_f32(&fixed2[channel2 + state5 * 384]);
        }
        vf32 tape[1040];
        vf32 kept[1024];
        #pragma GCC unroll 16
        for (int64_t state6 = 0; state6 < 16; ++state6) {
          const vf32 t2 = v_load_f32(&x4[B * interval * 6144 + batch * 6144 + channel2 + state6 * 384]);
          tape[state6] = t2;
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(x, T * batch * 384 + channel2 + first * 384 + step * 384 + 3072);
          s_prefetch(u, T * batch * 384 + channel2 + first * 384 + step * 384 + 3072);
          const int64_t time = first + step;
          const vf32 t3 = v_load_f32(&x[T * batch * 384 + channel2 + time * 384]);
          const vf32 t4 = v_load_f32(&u[T * batch * 384 + channel2 + time * 384]);
          const vf32 t5 = t3 * t4;
          #pragma GCC unroll 16
          for (int64_t state7 = 0; state7 < 16; ++state7) {
            const vf32 t6 = fixed[state7];
            const vf32 t7 = v_exp2_f32(t3 * t6);
            const vf32 t8 = tape[state7 + step * 16];
            const vf32 t9 = t7 * t8;
            const float t10 = b[T * batch * 16 + state7 + time * 16];
            const vf32 t11 = t5 * v_splat_f32(t10);
            const vf32 t12 = t9 + t11;
            kept[state7 + step * 16] = t7;
            tape[state7 + step * 16 + 16] = t12;
          }
        }
        for (int64_t back = 0; back < count; ++back) {
          s_prefetch(x2, T * batch * 384 - back * 384 + channel2 + count * 384 + first * 384 - 3456);
          s_prefetch(x, T * batch * 384 - back * 384 + channel2 + count * 384 + first * 384 - 3456);
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          const vf32 t17 = v_load_f32(&x2[T * batch * 384 + channel2 + time2 * 384]);
          const vf32 t18 = v_splat_f32(t16) * t17;
          const vf32 t19 = t18 + t18;
          const vf32 t28 = v_load_f32(&x[T * batch * 384 + channel2 + time2 * 384]);
          #pragma GCC unroll 16
          for (int64_t state8 = 0; state8 < 16; ++state8) {
            const vf32 t13 = carry[state8];
            const float t20 = c[T * batch * 16 + state8 + time2 * 16];
            const vf32 t21 = t19 * v_splat_f32(t20);
            const vf32 t22 = t13 + t21;
            const vf32 t23 = kept[state8 + step2 * 16];
            const vf32 t24 = t22 * t23;
            const vf32 t25 = tape[state8 + step2 * 16];
            const vf32 t26 = t22 * t25;
            const vf32 t27 = t26 * t23;
            const vf32 t29 = t27 * t28;
            carry[state8] = t24;
            total[state8] = total[state8] + t29;
          }
        }
        #pragma GCC unroll 16
        for (int64_t state9 = 0; state9 < 16; ++state9) {
          v_store_f32(&state0[channel2 + outer * 6144 + state9 * 384], carry[state9]);
        }
        #pragma GCC unroll 16
        for (int64_t state10 = 0; state10 < 16; ++state10) {
          v_store_f32(&state1[channel2 + outer * 6144 + state10 * 384], total[state10]);
        }
      }
    }
    for (int64_t channel3 = lane_group * 128; channel3 < s_min_index(384, lane_group * 128 + 128) - 15;
        channel3 += 16) {
      #pragma GCC unroll 16
      for (int64_t state11 = 0; state11 < 16; ++state11) {
        v_store_f32(&x5[B * state11 * 384 + batch * 384 + channel3],
            v_load_f32(&state1[channel3 + outer * 6144 + state11 * 384]));
      }
    }
  }
}
