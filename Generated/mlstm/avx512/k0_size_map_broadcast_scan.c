#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_size_map_broadcast_scan
 * size, map, broadcast, scan
 * state0: f32, 4*B elements
 * i: f32, 4*B*T elements
 * f: f32, 4*B*T elements
 * x: f32, 4*B*T elements
 * x2: f32, 4*B*T elements
 * x3: f32, 4*B*T elements
 * 36*B*T flops, 80*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_size_map_broadcast_scan(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  float *state0 = buffers[0];
  const float *i = buffers[1];
  const float *f = buffers[2];
  float *x = buffers[3];
  float *x2 = buffers[4];
  float *x3 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    for (int64_t head = 0; head < 4; head += 16) {
      v_store_part_f32(&state0[head + outer * 4], v_splat_f32(-1e+30f), 4 - head);
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t first = chunk * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t step = 0; step < count; ++step) {
        for (int64_t head3 = 0; head3 < 4; head3 += 16) {
          const int64_t time = first + step;
          const vf32 t2 = v_load_part_f32(&f[T * batch * 4 + head3 + time * 4], 4 - head3);
          const vf32 t3 = -v_softplus_f32(-t2);
          const vf32 t4 = v_load_part_f32(&state0[head3 + outer * 4], 4 - head3);
          const vf32 t5 = t3 + t4;
          const vf32 t6 = v_load_part_f32(&i[T * batch * 4 + head3 + time * 4], 4 - head3);
          const vf32 t7 = v_max_f32(t5, t6);
          const vf32 t8 = t5 - t7;
          v_store_part_f32(&state0[head3 + outer * 4], t7, 4 - head3);
          v_store_part_f32(&x[T * batch * 4 + head3 + time * 4], t7, 4 - head3);
          v_store_part_f32(&x2[T * batch * 4 + head3 + time * 4], t8, 4 - head3);
          const vf32 t9 = t6 - t7;
          const vf32 t10 = v_exp_f32(t9);
          const vf32 t11 = v_splat_f32(0.10206208f) * t10;
          v_store_part_f32(&x3[T * batch * 4 + head3 + time * 4], t11, 4 - head3);
        }
      }
    }
  }
}
