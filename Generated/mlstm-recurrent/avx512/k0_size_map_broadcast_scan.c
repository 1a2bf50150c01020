#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_size_map_broadcast_scan
 * size, map, broadcast, scan
 * v: f32, 384*B*T elements
 * q: f32, 384*B*T elements
 * k: f32, 384*B*T elements
 * i: f32, 4*B*T elements
 * f: f32, 4*B*T elements
 * x: f32, 384*B*T elements
 * 186684*B*T flops, 6176*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *v = buffers[0];
  const float *q = buffers[1];
  const float *k = buffers[2];
  const float *i = buffers[3];
  const float *f = buffers[4];
  float *x = buffers[5];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer / 4;
    const int64_t head = outer % 4;
    _Alignas(64) float carry[9216];
    _Alignas(64) float carry2[96];
    _Alignas(64) float carry3[1];
    for (int64_t value = 0; value < 9201; value += 16) {
      v_store_f32(&carry[value], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 6
    for (int64_t key2 = 0; key2 < 81; key2 += 16) {
      v_store_f32(&carry2[key2], v_splat_f32(0.0f));
    }
    carry3[0] = -1e+30f;
    for (int64_t chunk = 0; chunk < (T + 31) / 32; ++chunk) {
      const int64_t first = chunk * 32;
      const int64_t count = s_min_index(32, T - first);
      for (int64_t step = 0; step < count; ++step) {
        const int64_t time = first + step;
        const float t2 = f[T * batch * 4 + head + time * 4];
        const float t3 = -s_softplus_f32(-t2);
        const float t4 = carry3[0];
        const float t5 = t3 + t4;
        const float t6 = i[T * batch * 4 + head + time * 4];
        const float t7 = s_max_f32(t5, t6);
        const float t8 = t6 - t7;
        const float t9 = s_exp_f32(t8);
        const float t10 = 0.10206208f * t9;
        const float t11 = t5 - t7;
        const float t12 = s_exp_f32(t11);
        carry3[0] = t7;
        _Alignas(64) float sum[96];
        #pragma GCC unroll 6
        for (int64_t value2 = 0; value2 < 81; value2 += 16) {
          v_store_f32(&sum[value2], v_splat_f32(0.0f));
        }
        for (int64_t key3 = 0; key3 < 96; ++key3) {
          const float t15 = k[T * batch * 384 + head * 96 + key3 + time * 384];
          const float t16 = t10 * t15;
          const float t20 = q[T * batch * 384 + head * 96 + key3 + time * 384];
          #pragma GCC unroll 6
          for (int64_t value3 = 0; value3 < 81; value3 += 16) {
            const vf32 t13 = v_load_f32(&carry[key3 * 96 + value3]);
            const vf32 t14 = v_splat_f32(t12) * t13;
            const vf32 t17 = v_load_f32(&v[T * batch * 384 + head * 96 + time * 384 + value3]);
            const vf32 t18 = v_splat_f32(t16) * t17;
            const vf32 t19 = t14 + t18;
            v_store_f32(&sum[value3], v_load_f32(&sum[value3]) + v_splat_f32(t20) * t19);
            v_store_f32(&carry[key3 * 96 + value3], t19);
          }
        }
        float sum2 = 0.0f;
        vf32 sum2_lanes = v_splat_f32(0.0f);
        #pragma GCC unroll 6
        for (int64_t key4 = 0; key4 < 81; key4 += 16) {
          const vf32 t21 = v_load_f32(&carry2[key4]);
          const vf32 t22 = v_splat_f32(t12) * t21;
          const vf32 t23 = v_load_f32(&k[T * batch * 384 + head * 96 + key4 + time * 384]);
          const vf32 t24 = v_splat_f32(t10) * t23;
          const vf32 t25 = t22 + t24;
          const vf32 t26 = v_load_f32(&q[T * batch * 384 + head * 96 + key4 + time * 384]);
          sum2_lanes += t26 * t25;
          v_store_f32(&carry2[key4], t25);
        }
        sum2 += v_reduce_sum_f32(sum2_lanes);
        const float t27 = s_abs_f32(sum2);
        const float t28 = -t7;
        const float t29 = s_exp_f32(t28);
        const float t30 = s_max_f32(t27, t29);
        const float t31 = t30 + 1e-06f;
        for (int64_t value4 = 0; value4 < 81; value4 += 16) {
          const vf32 t32 = v_load_f32(&sum[value4]);
          const vf32 t33 = t32 / v_splat_f32(t31);
          v_stream_f32(&x[T * batch * 384 + head * 96 + time * 384 + value4], t33,
              s_is_streamed(x, B * T * 384));
        }
      }
    }
  }
  s_end_streams();
}
