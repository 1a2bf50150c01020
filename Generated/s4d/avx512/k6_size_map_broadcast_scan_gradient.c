#define SG_LANES 16
#include "sonograph_kernel.h"

/* k6_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * state0: f32, 3072*B elements
 * state1: f32, 3072*B elements
 * state2: f32, 3072*B elements
 * state3: f32, 3072*B elements
 * x: f32, 3072 elements
 * x2: f32, 3072 elements
 * c: f32, 3072 elements
 * x3: f32, 192*B*T elements
 * x4: f32, 1 elements
 * x5: f32, 3072*B*ceil(T, 64) elements
 * x6: f32, 192*B*T elements
 * x7: f32, 3072*B elements
 * x8: f32, 3072*B elements
 * x9: f32, 3072*B elements
 * 28032*B*T + 2 flops, 1536*B*T + 12288*B*ceil(T, 64) + 36864*B + 36868 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k6_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  float *state1 = buffers[1];
  float *state2 = buffers[2];
  float *state3 = buffers[3];
  const float *x = buffers[4];
  const float *x2 = buffers[5];
  const float *c = buffers[6];
  const float *x3 = buffers[7];
  const float *x4 = buffers[8];
  const float *x5 = buffers[9];
  const float *x6 = buffers[10];
  float *x7 = buffers[11];
  float *x8 = buffers[12];
  float *x9 = buffers[13];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t13 = x4[0];
  const float t14 = (float)(int32_t)(B * T * 192);
  const float t15 = 1.0f * (1.0f / t14);
  const int64_t unit_count = B * 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t lane_group = unit % 2;
    const int64_t outer = unit / 2;
    const int64_t batch = outer;
    for (int64_t channel = lane_group * 96; channel < s_min_index(192, lane_group * 96 + 96) - 15;
        channel += 16) {
      #pragma GCC unroll 16
      for (int64_t state = 0; state < 16; ++state) {
        v_store_f32(&state0[channel + outer * 3072 + state * 192], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 16
      for (int64_t state4 = 0; state4 < 16; ++state4) {
        v_store_f32(&state1[channel + outer * 3072 + state4 * 192], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 16
      for (int64_t state5 = 0; state5 < 16; ++state5) {
        v_store_f32(&state2[channel + outer * 3072 + state5 * 192], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 16
      for (int64_t state6 = 0; state6 < 16; ++state6) {
        v_store_f32(&state3[channel + outer * 3072 + state6 * 192], v_splat_f32(0.0f));
      }
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel2 = lane_group * 96; channel2 < s_min_index(192, lane_group * 96 + 96) - 15;
          channel2 += 16) {
        vf32 carry[16];
        vf32 total[16];
        vf32 total2[16];
        vf32 total3[16];
        #pragma GCC unroll 16
        for (int64_t state7 = 0; state7 < 16; ++state7) {
          carry[state7] = v_load_f32(&state0[channel2 + outer * 3072 + state7 * 192]);
        }
        #pragma GCC unroll 16
        for (int64_t state8 = 0; state8 < 16; ++state8) {
          total[state8] = v_load_f32(&state1[channel2 + outer * 3072 + state8 * 192]);
        }
        #pragma GCC unroll 16
        for (int64_t state9 = 0; state9 < 16; ++state9) {
          total2[state9] = v_load_f32(&state2[channel2 + outer * 3072 + state9 * 192]);
        }
        #pragma GCC unroll 16
        for (int64_t state10 = 0; state10 < 16; ++state10) {
          total3[state10] = v_load_f32(&state3[channel2 + outer * 3072 + state10 * 192]);
        }
        vf32 fixed[16];
        #pragma GCC unroll 16
        for (int64_t state11 = 0; state11 < 16; ++state11) {
          const vf32 t2 = v_gather_f32(&x[channel2 * 16 + state11], 16);
          fixed[state11] = t2;
        }
        vf32 fixed2[16];
        #pragma GCC unroll 16
        for (int64_t state12 = 0; state12 < 16; ++state12) {
          const vf32 t3 = v_gather_f32(&x2[channel2 * 16 + state12], 16);
          fixed2[state12] = t3;
        }
        vf32 fixed3[16];
        #pragma GCC unroll 16
        for (int64_t state13 = 0; state13 < 16; ++state13) {
          const vf32 t4 = v_gather_f32(&c[channel2 * 16 + state13], 16);
          fixed3[state13] = t4;
        }
        vf32 tape[1040];
        #pragma GCC unroll 16
        for (int64_t state14 = 0; state14 < 16; ++state14) {
          const vf32 t5 = v_gather_f32(&x5[B * interval * 3072 + batch * 3072 + channel2 * 16 + state14], 16);
          tape[state14] = t5;
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(x6, T * batch * 192 + channel2 + first * 192 + step * 192 + 1536);
          const int64_t time = first + step;
          const vf32 t10 = v_load_f32(&x6[T * batch * 192 + channel2 + time * 192]);
          #pragma GCC unroll 16
          for (int64_t state15 = 0; state15 < 16; ++state15) {
            const vf32 t6 = fixed[state15];
            const vf32 t7 = tape[state15 + step * 16];
            const vf32 t8 = t6 * t7;
            const vf32 t9 = fixed2[state15];
            const vf32 t11 = t9 * t10;
            const vf32 t12 = t8 + t11;
            tape[state15 + step * 16 + 16] = t12;
          }
        }
        for (int64_t back = 0; back < count; ++back) {
          s_prefetch(x3, T * batch * 192 - back * 192 + channel2 + count * 192 + first * 192 - 1728);
          s_prefetch(x6, T * batch * 192 - back * 192 + channel2 + count * 192 + first * 192 - 1728);
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          const vf32 t16 = v_load_f32(&x3[T * batch * 192 + channel2 + time2 * 192]);
          const vf32 t17 = v_splat_f32(t15) * t16;
          const vf32 t18 = t17 + t17;
          const vf32 t25 = v_load_f32(&x6[T * batch * 192 + channel2 + time2 * 192]);
          #pragma GCC unroll 16
          for (int64_t state16 = 0; state16 < 16; ++state16) {
            const vf32 t19 = tape[state16 + step2 * 16 + 16];
            const vf32 t20 = t18 * t19;
            const vf32 t21 = carry[state16];
            const vf32 t22 = fixed3[state16];
            const vf32 t23 = t18 * t22;
            const vf32 t24 = t21 + t23;
            const vf32 t26 = t24 * t25;
            const vf32 t27 = tape[state16 + step2 * 16];
            const vf32 t28 = t24 * t27;
            const vf32 t29 = fixed[state16];
            const vf32 t30 = t24 * t29;
            total3[state16] = total3[state16] + t20;
            total2[state16] = total2[state16] + t26;
            total[state16] = total[state16] + t28;
            carry[state16] = t30;
          }
        }
        #pragma GCC unroll 16
        for (int64_t state17 = 0; state17 < 16; ++state17) {
          v_store_f32(&state0[channel2 + outer * 3072 + state17 * 192], carry[state17]);
        }
        #pragma GCC unroll 16
        for (int64_t state18 = 0; state18 < 16; ++state18) {
          v_store_f32(&state1[channel2 + outer * 3072 + state18 * 192], total[state18]);
        }
        #pragma GCC unroll 16
        for (int64_t state19 = 0; state19 < 16; ++state19) {
          v_store_f32(&state2[channel2 + outer * 3072 + state19 * 192], total2[state19]);
        }
        #pragma GCC unroll 16
        for (int64_t state20 = 0; state20 < 16; ++state20) {
          v_store_f32(&state3[channel2 + outer * 3072 + state20 * 192], total3[state20]);
        }
      }
    }
    for (int64_t channel3 = lane_group * 96; channel3 < s_min_index(192, lane_group * 96 + 96) - 15;
        channel3 += 16) {
      #pragma GCC unroll 16
      for (int64_t state21 = 0; state21 < 16; ++state21) {
        v_scatter_f32(&x7[batch * 3072 + channel3 * 16 + state21], 16,
            v_load_f32(&state1[channel3 + outer * 3072 + state21 * 192]));
      }
      #pragma GCC unroll 16
      for (int64_t state22 = 0; state22 < 16; ++state22) {
        v_scatter_f32(&x8[batch * 3072 + channel3 * 16 + state22], 16,
            v_load_f32(&state2[channel3 + outer * 3072 + state22 * 192]));
      }
      #pragma GCC unroll 16
      for (int64_t state23 = 0; state23 < 16; ++state23) {
        v_scatter_f32(&x9[batch * 3072 + channel3 * 16 + state23], 16,
            v_load_f32(&state3[channel3 + outer * 3072 + state23 * 192]));
      }
    }
  }
}
