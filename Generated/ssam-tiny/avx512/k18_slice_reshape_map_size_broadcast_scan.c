#define SG_LANES 16
#include "sonograph_kernel.h"

/* k18_slice_reshape_map_size_broadcast_scan
 * slice, reshape, map, size, broadcast, scan
 * state0: f32, 13824*B elements
 * fixed2: f32, 13824 elements
 * x: f32, 2880*B*P + 576*B elements
 * x2: f32, 2880*B*P + 576*B elements
 * x3: f32, 13824*B*ceil(5*P + 1, 64) elements
 * x4: f32, 300*B*P + 60*B elements
 * x5: f32, 2880*B*P + 576*B elements
 * 486720*B*P + 97344*B + 41472 flops, 35760*B*P + 55296*B*ceil(5*P + 1, 64) + 7152*B + 55296 bytes
 * first used in block0/mixer
 */
__attribute__((visibility("default")))
void k18_slice_reshape_map_size_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *state0 = buffers[0];
  const float *fixed2 = buffers[1];
  const float *x = buffers[2];
  const float *x2 = buffers[3];
  float *x3 = buffers[4];
  const float *x4 = buffers[5];
  float *x5 = buffers[6];
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
    }
    for (int64_t chunk = 0; chunk < (P * 5 + 64) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, P * 5 - first + 1);
      for (int64_t channel2 = lane_group * 80; channel2 < s_min_index(576, lane_group * 80 + 80) - 15;
          channel2 += 16) {
        vf32 carry[24];
        #pragma GCC unroll 24
        for (int64_t state2 = 0; state2 < 24; ++state2) {
          carry[state2] = v_load_f32(&state0[channel2 + outer * 13824 + state2 * 576]);
        }
        vf32 fixed[24];
        #pragma GCC unroll 24
        for (int64_t state3 = 0; state3 < 24; ++state3) {
          fixed[state3] = v_load_f32(&fixed2[channel2 + state3 * 576]);
        }
        #pragma GCC unroll 24
        for (int64_t state4 = 0; state4 < 24; ++state4) {
          v_store_f32(&x3[B * chunk * 13824 + batch * 13824 + channel2 + state4 * 576], carry[state4]);
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(x, P * batch * 2880 + batch * 576 + channel2 + first * 576 + step * 576 + 4608);
          s_prefetch(x2, P * batch * 2880 + batch * 576 + channel2 + first * 576 + step * 576 + 4608);
          s_prefetch(x5, P * batch * 2880 + batch * 576 + channel2 + first * 576 + step * 576 + 4608);
          const int64_t time = first + step;
          const vf32 t2 = v_load_f32(&x[P * batch * 2880 + batch * 576 + channel2 + time * 576]);
          const vf32 t3 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel2 + time * 576]);
          const vf32 t4 = t2 * t3;
          vf32 sums[4] = {0};
          #pragma GCC unroll 24
          for (int64_t state5 = 0; state5 < 24; ++state5) {
            const vf32 t5 = fixed[state5];
            const vf32 t6 = v_exp2_f32(t2 * t5);
            const vf32 t7 = carry[state5];
            const vf32 t8 = t6 * t7;
            const float t9 = x4[P * batch * 300 + batch * 60 + state5 + time * 60 + 12];
            const vf32 t10 = t4 * v_splat_f32(t9);
            const vf32 t11 = t8 + t10;
            const float t12 = x4[P * batch * 300 + batch * 60 + state5 + time * 60 + 36];
            const vf32 t13 = t11 * v_splat_f32(t12);
            sums[state5 % 4] = sums[state5 % 4] + t13;
            carry[state5] = t11;
          }
          const vf32 t14 = sums[0] + sums[1] + (sums[2] + sums[3]);
          v_store_f32(&x5[P * batch * 2880 + batch * 576 + channel2 + time * 576], t14);
        }
        #pragma GCC unroll 24
        for (int64_t state6 = 0; state6 < 24; ++state6) {
          v_store_f32(&state0[channel2 + outer * 13824 + state6 * 576], carry[state6]);
        }
      }
    }
  }
}
