#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_map_pad
 * map, pad
 * f: f32, 4*B*T elements
 * x: f32, 256*B*ceil(T, 64) elements
 * 12*B*T flops, 16*B*T + 1024*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_map_pad(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *f = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 64;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / ((T + 63) / 64 * 64);
    const int64_t time = unit % ((T + 63) / 64 * 64);
    for (int64_t head = 0; head < 4; head += 16) {
      const vf32 t = v_load_part_f32(&f[T * batch * 4 + s_min_index(s_max_index(time, 0), T - 1) * 4 + head],
          4 - head);
      const vf32 t2 = -v_softplus_f32(-t);
      const vf32 t3 = v_select_f32(v_splat_i32(s_le_index(0, time) & s_le_index(time, T - 1)), t2,
          v_splat_f32(0.0f));
      v_store_part_f32(&x[(T + 63) / 64 * batch * 256 + head + time * 4], t3, 4 - head);
    }
  }
}
