#define SG_LANES 16
#include "sonograph_kernel.h"

/* k56_size_map_broadcast_slice_reshape_scan_gradient
 * size, map, broadcast, slice, reshape, scan-gradient
 * partial: f32, 960*B*P + 192*B elements
 * partial2: f32, 960*B*P + 192*B elements
 * state0: f32, 13824*B elements
 * state1: f32, 13824*B elements
 * fixed2: f32, 13824 elements
 * fixed4: f32, 13824 elements
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 2880*B*P + 576*B elements
 * x3: f32, 2880*B*P + 576*B elements
 * x4: f32, 13824*B*ceil(5*P + 1, 64) elements
 * x5: f32, 300*B*P + 60*B elements
 * x6: f32, 2880*B*P + 576*B elements
 * x7: f32, 2880*B*P + 576*B elements
 * x8: f32, 13824*B elements
 * 1535040*B*P + 307008*B + 41472 flops, 59760*B*P + 55296*B*ceil(5*P + 1, 64) + 67248*B + 55296 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k56_size_map_broadcast_slice_reshape_scan_gradient(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *partial = buffers[0];
  float *partial2 = buffers[1];
  float *state0 = buffers[2];
  float *state1 = buffers[3];
  const float *fixed2 = buffers[4];
  const float *fixed4 = buffers[5];
  const float *x = buffers[6];
  const float *x2 = buffers[7];
  const float *x3 = buffers[8];
  const float *x4 = buffers[9];
  const float *x5 = buffers[10];
  float *x6 = buffers[11];
  float *x7 = buffers[12];
  float *x8 = buffers[13];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B * 8;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t lane_group = unit % 8;
    const int64_t outer = unit / 8;
    const int64_t batch = outer;
    for (int64_t channel = lane_group * 80; channel < s_min_index(576, lane_group * 80 + 80) - 15;
        channel += 16) {
      #pragma GCC unroll 24
      for (int64_t state = 0; state < 24; ++state) {
        v_store_f32(&state0[channel + outer * 13824 + state * 576], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 24
      for (int64_t state2 = 0; state2 < 24; ++state2) {
        v_store_f32(&state1[channel + outer * 13824 + state2 * 576], v_splat_f32(0.0f));
      }
    }
    for (int64_t chunk = 0; chunk < (P * 5 + 64) / 64; ++chunk) {
      const int64_t interval = (P * 5 + 64) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, P * 5 - first + 1);
      vf32 lane_sums[1536] = {0};
      vf32 lane_sums2[1536] = {0};
      for (int64_t channel2 = lane_group * 80; channel2 < s_min_index(576, lane_group * 80 + 80) - 15;
          channel2 += 16) {
        vf32 carry[24];
        vf32 total[24];
        #pragma GCC unroll 24
        for (int64_t state3 = 0; state3 < 24; ++state3) {
          carry[state3] = v_load_f32(&state0[channel2 + outer * 13824 + state3 * 576]);
        }
        #pragma GCC unroll 24
        for (int64_t state4 = 0; state4 < 24; ++state4) {
          total[state4] = v_load_f32(&state1[channel2 + outer * 13824 + state4 * 576]);
        }
        vf32 fixed[24];
        #pragma GCC unroll 24
        for (int64_t state5 = 0; state5 < 24; ++state5) {
          fixed[state5] = v_load_f32(&fixed2[channel2 + state5 * 576]);
        }
        vf32 fixed3[24];
        #pragma GCC unroll 24
        for (int64_t state6 = 0; state6 < 24; ++state6) {
          fixed3[state6] = v_load_f32(&fixed4[channel2 + state6 * 576]);
        }
        vf32 tape[1560];
        vf32 kept[1536];
        #pragma GCC unroll 24
        for (int64_t state7 = 0; state7 < 24; ++state7) {
          const vf32 t2 = v_load_f32(&x4[B * interval * 13824 + batch * 13824 + channel2 + state7 * 576]);
          tape[state7] = t2;
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(x, P * batch * 2880 + batch * 576 + channel2 + first * 576 + step * 576 + 4608);
          s_prefetch(x2, P * batch * 2880 + batch * 576 + channel2 + first * 576 + step * 576 + 4608);
          const int64_t time = first + step;
          const vf32 t3 = v_load_f32(&x[P * batch * 2880 + batch * 576 + channel2 + time * 576]);
          const vf32 t4 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel2 + time * 576]);
          const vf32 t5 = t3 * t4;
          #pragma GCC unroll 24
          for (int64_t state8 = 0; state8 < 24; ++state8) {
            const vf32 t6 = fixed3[state8];
            const vf32 t7 = v_exp2_f32(t3 * t6);
            const vf32 t8 = tape[state8 + step * 24];
            const vf32 t9 = t7 * t8;
            const float t10 = x5[P * batch * 300 + batch * 60 + state8 + time * 60 + 12];
            const vf32 t11 = t5 * v_splat_f32(t10);
            const vf32 t12 = t9 + t11;
            kept[state8 + step * 24] = t7;
            tape[state8 + step * 24 + 24] = t12;
          }
        }
        for (int64_t back = 0; back < count; ++back) {
          s_prefetch(x,
              P * batch * 2880 - back * 576 + batch * 576 + channel2 + count * 576 + first * 576 - 5184);
          s_prefetch(x2,
              P * batch * 2880 - back * 576 + batch * 576 + channel2 + count * 576 + first * 576 - 5184);
          s_prefetch(x3,
              P * batch * 2880 - back * 576 + batch * 576 + channel2 + count * 576 + first * 576 - 5184);
          s_prefetch(x6,
              P * batch * 2880 - back * 576 + batch * 576 + channel2 + count * 576 + first * 576 - 5184);
          s_prefetch(x7,
              P * batch * 2880 - back * 576 + batch * 576 + channel2 + count * 576 + first * 576 - 5184);
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          const vf32 t13 = v_load_f32(&x[P * batch * 2880 + batch * 576 + channel2 + time2 * 576]);
          const vf32 t14 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel2 + time2 * 576]);
          const vf32 t15 = t13 * t14;
          vf32 sum = v_splat_f32(0.0f);
          vf32 sum2 = v_splat_f32(0.0f);
          const vf32 t17 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel2 + time2 * 576]);
          #pragma GCC unroll 24
          for (int64_t state9 = 0; state9 < 24; ++state9) {
            const vf32 t16 = carry[state9];
            const float t18 = x5[P * batch * 300 + batch * 60 + state9 + time2 * 60 + 36];
            const vf32 t19 = t17 * v_splat_f32(t18);
            const vf32 t20 = t16 + t19;
            const vf32 t21 = kept[state9 + step2 * 24];
            const vf32 t22 = t20 * t21;
            const vf32 t23 = tape[state9 + step2 * 24];
            const vf32 t24 = t20 * t23;
            const vf32 t25 = t24 * t21;
            const vf32 t26 = t25 * t13;
            const vf32 t27 = t20 * t15;
            const vf32 t28 = t21 * t23;
            const float t29 = x5[P * batch * 300 + batch * 60 + state9 + time2 * 60 + 12];
            const vf32 t30 = t15 * v_splat_f32(t29);
            const vf32 t31 = t28 + t30;
            const vf32 t32 = t17 * t31;
            const vf32 t33 = t20 * v_splat_f32(t29);
            const vf32 t34 = fixed[state9];
            const vf32 t35 = t25 * t34;
            sum += t33;
            sum2 += t35;
            carry[state9] = t22;
            total[state9] = total[state9] + t26;
            lane_sums[state9 + step2 * 24] = lane_sums[state9 + step2 * 24] + t27;
            lane_sums2[state9 + step2 * 24] = lane_sums2[state9 + step2 * 24] + t32;
          }
          const vf32 t36 = sum * t13;
          const vf32 t37 = sum * t14;
          const vf32 t38 = t37 + sum2;
          v_store_f32(&x6[P * batch * 2880 + batch * 576 + channel2 + time2 * 576], t36);
          v_store_f32(&x7[P * batch * 2880 + batch * 576 + channel2 + time2 * 576], t38);
        }
        #pragma GCC unroll 24
        for (int64_t state10 = 0; state10 < 24; ++state10) {
          v_store_f32(&state0[channel2 + outer * 13824 + state10 * 576], carry[state10]);
        }
        #pragma GCC unroll 24
        for (int64_t state11 = 0; state11 < 24; ++state11) {
          v_store_f32(&state1[channel2 + outer * 13824 + state11 * 576], total[state11]);
        }
      }
      for (int64_t step3 = 0; step3 < count; ++step3) {
        const int64_t time3 = first + step3;
        for (int64_t state12 = 0; state12 < 24; ++state12) {
          partial[B * P * lane_group * 120 + B * lane_group * 24 + P * batch * 120 + batch * 24 + state12
              + time3 * 24] = v_reduce_sum_f32(lane_sums[state12 + step3 * 24]);
        }
      }
      for (int64_t step4 = 0; step4 < count; ++step4) {
        const int64_t time4 = first + step4;
        for (int64_t state13 = 0; state13 < 24; ++state13) {
          partial2[B * P * lane_group * 120 + B * lane_group * 24 + P * batch * 120 + batch * 24 + state13
              + time4 * 24] = v_reduce_sum_f32(lane_sums2[state13 + step4 * 24]);
        }
      }
    }
    for (int64_t channel3 = lane_group * 80; channel3 < s_min_index(576, lane_group * 80 + 80) - 15;
        channel3 += 16) {
      #pragma GCC unroll 24
      for (int64_t state14 = 0; state14 < 24; ++state14) {
        v_store_f32(&x8[B * state14 * 576 + batch * 576 + channel3],
            v_load_f32(&state1[channel3 + outer * 13824 + state14 * 576]));
      }
    }
  }
}
