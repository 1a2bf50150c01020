#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_map_size_broadcast_scan
 * map, size, broadcast, scan
 * state0: f32, 4608*B elements
 * x: f32, 2*B*T elements
 * v: f32, 96*B*T elements
 * q: f32, 96*B*T elements
 * k: f32, 96*B*T elements
 * x2: f32, 2*B*T elements
 * x3: f32, 96*B*T elements
 * 27940*B*T flops, 1552*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_map_size_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  const float *x = buffers[1];
  const float *v = buffers[2];
  const float *q = buffers[3];
  const float *k = buffers[4];
  const float *x2 = buffers[5];
  float *x3 = buffers[6];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B * 2;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer / 2;
    const int64_t head = outer % 2;
    for (int64_t value = 0; value < 33; value += 16) {
      #pragma GCC unroll 48
      for (int64_t key = 0; key < 48; ++key) {
        v_store_f32(&state0[key * 48 + outer * 2304 + value], v_splat_f32(0.0f));
      }
    }
    for (int64_t chunk = 0; chunk < (T + 31) / 32; ++chunk) {
      const int64_t first = chunk * 32;
      const int64_t count = s_min_index(32, T - first);
      #pragma GCC unroll 3
      for (int64_t value2 = 0; value2 < 33; value2 += 16) {
        vf32 carry[48];
        #pragma GCC unroll 48
        for (int64_t key2 = 0; key2 < 48; ++key2) {
          carry[key2] = v_load_f32(&state0[key2 * 48 + outer * 2304 + value2]);
        }
        for (int64_t step = 0; step < count; ++step) {
          s_prefetch(v, T * batch * 96 + first * 96 + head * 48 + step * 96 + value2 + 768);
          s_prefetch(x3, T * batch * 96 + first * 96 + head * 48 + step * 96 + value2 + 768);
          const int64_t time = first + step;
          vf32 sums[4] = {0};
          const float t3 = x2[T * batch * 2 + head + time * 2];
          const float t4 = t3 + 1e-06f;
          const float t5 = s_rsqrt_f32(t4);
          #pragma GCC unroll 48
          for (int64_t key3 = 0; key3 < 48; ++key3) {
            const float t2 = k[T * batch * 96 + head * 48 + key3 + time * 96];
            const float t6 = t2 * t5;
            const vf32 t7 = carry[key3];
            sums[key3 % 4] = sums[key3 % 4] + v_splat_f32(t6) * t7;
          }
          const vf32 t8 = sums[0] + sums[1] + (sums[2] + sums[3]);
          const vf32 t9 = v_load_f32(&v[T * batch * 96 + head * 48 + time * 96 + value2]);
          const vf32 t10 = t9 - t8;
          vf32 sums2[4] = {0};
          const float t12 = x[T * batch * 2 + head + time * 2];
          #pragma GCC unroll 48
          for (int64_t key4 = 0; key4 < 48; ++key4) {
            const vf32 t11 = carry[key4];
            const float t13 = k[T * batch * 96 + head * 48 + key4 + time * 96];
            const float t14 = t13 * t5;
            const float t15 = t12 * t14;
            const vf32 t16 = v_splat_f32(t15) * t10;
            const vf32 t17 = t11 + t16;
            const float t18 = q[T * batch * 96 + head * 48 + key4 + time * 96];
            sums2[key4 % 4] = sums2[key4 % 4] + v_splat_f32(t18) * t17;
            carry[key4] = t17;
          }
          const vf32 t19 = sums2[0] + sums2[1] + (sums2[2] + sums2[3]);
          v_store_f32(&x3[T * batch * 96 + head * 48 + time * 96 + value2], t19);
        }
        #pragma GCC unroll 48
        for (int64_t key5 = 0; key5 < 48; ++key5) {
          v_store_f32(&state0[key5 * 48 + outer * 2304 + value2], carry[key5]);
        }
      }
    }
  }
}
