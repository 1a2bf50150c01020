#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan
 * size, map, broadcast, scan
 * state0: f32, 3072*B elements
 * x: f32, 3072 elements
 * x2: f32, 3072 elements
 * c: f32, 3072 elements
 * x3: f32, 3072*B*ceil(T, 64) elements
 * x4: f32, 192*B*T elements
 * x5: f32, 192*B*T elements
 * 15360*B*T flops, 1536*B*T + 12288*B*ceil(T, 64) + 36864 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *c = buffers[3];
  float *x3 = buffers[4];
  const float *x4 = buffers[5];
  float *x5 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
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
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel2 = lane_group * 96; channel2 < s_min_index(192, lane_group * 96 + 96) - 15;
          channel2 += 16) {
        vf32 carry[16];
        #pragma GCC unroll 16
        for (int64_t state2 = 0; state2 < 16; ++state2) {
          carry[state2] = v_load_f32(&state0[channel2 + outer * 3072 + state2 * 192]);
        }
        vf32 fixed[16];
        #pragma GCC unroll 16
        for (int64_t state3 = 0; state3 < 16; ++state3) {
          const vf32 t2 = v_gather_f32(&x[channel2 * 16 + state3], 16);
          fixed[state3] = t2;
        }
        vf32 fixed2[16];
        #pragma GCC unroll 16
        for (int64_t state4 = 0; state4 < 16; ++state4) {
          const vf32 t3 = v_gather_f32(&x2[channel2 * 16 + state4], 16);
          fixed2[state4] = t3;
        }
        vf32 fixed3[16];
        #pragma GCC unroll 16
        for (int64_t state5 = 0; state5 < 16; ++state5) {
          const vf32 t4 = v_gather_f32(&c[channel2 * 16 + state5], 16);
          fixed3[state5] = t4;
        }
        #pragma GCC unroll 16
        for (int64_t state6 = 0; state6 < 16; ++state6) {
          v_scatter_f32(&x3[B * chunk * 3072 + batch * 3072 + channel2 * 16 + state6], 16, carry[state6]);
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(x4, T * batch * 192 + channel2 + first * 192 + step * 192 + 1536);
          s_prefetch(x5, T * batch * 192 + channel2 + first * 192 + step * 192 + 1536);
          const int64_t time = first + step;
          vf32 sums[4] = {0};
          const vf32 t9 = v_load_f32(&x4[T * batch * 192 + channel2 + time * 192]);
          #pragma GCC unroll 16
          for (int64_t state7 = 0; state7 < 16; ++state7) {
            const vf32 t5 = fixed[state7];
            const vf32 t6 = carry[state7];
            const vf32 t7 = t5 * t6;
            const vf32 t8 = fixed2[state7];
            const vf32 t10 = t8 * t9;
            const vf32 t11 = t7 + t10;
            const vf32 t12 = fixed3[state7];
            const vf32 t13 = t11 * t12;
            sums[state7 % 4] = sums[state7 % 4] + t13;
            carry[state7] = t11;
          }
          const vf32 t14 = sums[0] + sums[1] + (sums[2] + sums[3]);
          v_store_f32(&x5[T * batch * 192 + channel2 + time * 192], t14);
        }
        #pragma GCC unroll 16
        for (int64_t state8 = 0; state8 < 16; ++state8) {
          v_store_f32(&state0[channel2 + outer * 3072 + state8 * 192], carry[state8]);
        }
      }
    }
  }
}
