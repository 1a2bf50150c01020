#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_map_size_broadcast_scan
 * map, size, broadcast, scan
 * state0: f32, 6144*B elements
 * fixed2: f32, 6144 elements
 * x: f32, 384*B*T elements
 * x2: f32, 6144*B*ceil(T, 64) elements
 * u: f32, 384*B*T elements
 * b: f32, 16*B*T elements
 * c: f32, 16*B*T elements
 * x3: f32, 384*B*T elements
 * 43392*B*T + 18432 flops, 4736*B*T + 24576*B*ceil(T, 64) + 24576 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_map_size_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  const float *fixed2 = buffers[1];
  const float *x = buffers[2];
  float *x2 = buffers[3];
  const float *u = buffers[4];
  const float *b = buffers[5];
  const float *c = buffers[6];
  float *x3 = buffers[7];
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
      #pragma GCC unroll 16
      for (int64_t state = 0; state < 16; ++state) {
        v_store_f32(&state0[channel + outer * 6144 + state * 384], v_splat_f32(0.0f));
      }
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel2 = lane_group * 128; channel2 < s_min_index(384, lane_group * 128 + 128) - 15;
          channel2 += 16) {
        vf32 carry[16];
        #pragma GCC unroll 16
        for (int64_t state2 = 0; state2 < 16; ++state2) {
          carry[state2] = v_load_f32(&state0[channel2 + outer * 6144 + state2 * 384]);
        }
        vf32 fixed[16];
        #pragma GCC unroll 16
        for (int64_t state3 = 0; state3 < 16; ++state3) {
          fixed[state3] = v_load_f32(&fixed2[channel2 + state3 * 384]);
        }
        #pragma GCC unroll 16
        for (int64_t state4 = 0; state4 < 16; ++state4) {
          v_store_f32(&x2[B * chunk * 6144 + batch * 6144 + channel2 + state4 * 384], carry[state4]);
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(x, T * batch * 384 + channel2 + first * 384 + step * 384 + 3072);
          s_prefetch(u, T * batch * 384 + channel2 + first * 384 + step * 384 + 3072);
          s_prefetch(x3, T * batch * 384 + channel2 + first * 384 + step * 384 + 3072);
          const int64_t time = first + step;
          const vf32 t2 = v_load_f32(&x[T * batch * 384 + channel2 + time * 384]);
          const vf32 t3 = v_load_f32(&u[T * batch * 384 + channel2 + time * 384]);
          const vf32 t4 = t2 * t3;
          vf32 sums[4] = {0};
          #pragma GCC unroll 16
          for (int64_t state5 = 0; state5 < 16; ++state5) {
            const vf32 t5 = fixed[state5];
            const vf32 t6 = v_exp2_f32(t2 * t5);
            const vf32 t7 = carry[state5];
            const vf32 t8 = t6 * t7;
            const float t9 = b[T * batch * 16 + state5 + time * 16];
            const vf32 t10 = t4 * v_splat_f32(t9);
            const vf32 t11 = t8 + t10;
            const float t12 = c[T * batch * 16 + state5 + time * 16];
            const vf32 t13 = t11 * v_splat_f32(t12);
            sums[state5 % 4] = sums[state5 % 4] + t13;
            carry[state5] = t11;
          }
          const vf32 t14 = sums[0] + sums[1] + (sums[2] + sums[3]);
          v_store_f32(&x3[T * batch * 384 + channel2 + time * 384], t14);
        }
        #pragma GCC unroll 16
        for (int64_t state6 = 0; state6 < 16; ++state6) {
          v_store_f32(&state0[channel2 + outer * 6144 + state6 * 384], carry[state6]);
        }
      }
    }
  }
}
