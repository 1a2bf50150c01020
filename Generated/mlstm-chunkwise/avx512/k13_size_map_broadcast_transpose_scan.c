#define SG_LANES 16
#include "sonograph_kernel.h"

/* k13_size_map_broadcast_transpose_scan
 * size, map, broadcast, transpose, scan
 * x: f32, 36864*B*ceil(T, 64) elements
 * x2: f32, 384*B*ceil(T, 64) elements
 * x3: f32, 4*B*ceil(T, 64) elements
 * x4: f32, 4*B*ceil(T, 64) elements
 * x5: f32, 4*B*ceil(T, 64) elements
 * x6: f32, 36864*B*ceil(T, 64) elements
 * x7: f32, 384*B*ceil(T, 64) elements
 * 111768*B*ceil(T, 64) flops, 298032*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k13_size_map_broadcast_transpose_scan(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  float *x5 = buffers[4];
  float *x6 = buffers[5];
  float *x7 = buffers[6];
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
    for (int64_t chunk = 0; chunk < ((T + 63) / 64 + 31) / 32; ++chunk) {
      const int64_t first = chunk * 32;
      const int64_t count = s_min_index(32, (T + 63) / 64 - first);
      for (int64_t step = 0; step < count; ++step) {
        const int64_t chunk2 = first + step;
        const float t2 = carry3[0];
        const float t3 = x4[(T + 63) / 64 * batch * 4 + chunk2 * 4 + head];
        const float t4 = t3 + t2;
        const float t5 = x3[(T + 63) / 64 * batch * 4 + (T + 63) / 64 * head + chunk2];
        const float t6 = s_max_f32(t4, t5);
        const float t7 = t4 - t6;
        const float t8 = s_exp_f32(t7);
        const float t9 = t5 - t6;
        const float t10 = s_exp_f32(t9);
        x5[(T + 63) / 64 * batch * 4 + chunk2 * 4 + head] = t2;
        carry3[0] = t6;
        for (int64_t value2 = 0; value2 < 9201; value2 += 16) {
          const vf32 t11 = v_load_f32(&carry[value2]);
          const vf32 t12 = v_splat_f32(t8) * t11;
          const vf32 t13 =
              v_load_f32(&x[(T + 63) / 64 * batch * 36864 + chunk2 * 36864 + head * 9216 + value2]);
          const vf32 t14 = v_splat_f32(t10) * t13;
          const vf32 t15 = t12 + t14;
          v_store_f32(&x6[(T + 63) / 64 * batch * 36864 + chunk2 * 36864 + head * 9216 + value2], t11);
          v_store_f32(&carry[value2], t15);
        }
        #pragma GCC unroll 6
        for (int64_t key4 = 0; key4 < 81; key4 += 16) {
          const vf32 t16 = v_load_f32(&carry2[key4]);
          const vf32 t17 = v_splat_f32(t8) * t16;
          const vf32 t18 = v_load_f32(&x2[(T + 63) / 64 * batch * 384 + chunk2 * 384 + head * 96 + key4]);
          const vf32 t19 = v_splat_f32(t10) * t18;
          const vf32 t20 = t17 + t19;
          v_store_f32(&x7[(T + 63) / 64 * batch * 384 + chunk2 * 384 + head * 96 + key4], t16);
          v_store_f32(&carry2[key4], t20);
        }
      }
    }
  }
}
