#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_pad
 * pad
 * q: f32, 384*B*T elements
 * x: f32, 24576*B*ceil(T, 64) elements
 * 0 flops, 1536*B*T + 98304*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_pad(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *q = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 64;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / ((T + 63) / 64 * 64);
    const int64_t time = unit % ((T + 63) / 64 * 64);
    for (int64_t key = 0; key < 369; key += 16) {
      const vf32 t = v_load_f32(&q[T * batch * 384 + s_min_index(s_max_index(time, 0), T - 1) * 384 + key]);
      const vf32 t2 = v_select_f32(v_splat_i32(s_le_index(0, time) & s_le_index(time, T - 1)), t,
          v_splat_f32(0.0f));
      v_store_f32(&x[(T + 63) / 64 * batch * 24576 + key + time * 384], t2);
    }
  }
}
