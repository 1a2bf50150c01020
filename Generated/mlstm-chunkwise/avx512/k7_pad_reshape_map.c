#define SG_LANES 16
#include "sonograph_kernel.h"

/* k7_pad_reshape_map
 * pad, reshape, map
 * k: f32, 384*B*T elements
 * x: f32, 24576*B*ceil(T, 64) elements
 * x2: f32, 256*B*ceil(T, 64) elements
 * x3: f32, 24576*B*ceil(T, 64) elements
 * 49152*B*ceil(T, 64) flops, 1536*B*T + 197632*B*ceil(T, 64) bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k7_pad_reshape_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *k = buffers[0];
  float *x = buffers[1];
  const float *x2 = buffers[2];
  float *x3 = buffers[3];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t unit_count = (T + 63) / 64 * B * 256;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit / 4 / 64 / ((T + 63) / 64);
    const int64_t chunk = unit / 4 / 64 % ((T + 63) / 64);
    const int64_t other = unit / 4 % 64;
    const int64_t head = unit % 4;
    const float t4 = x2[(T + 63) / 64 * batch * 256 + (T + 63) / 64 * head * 64 + chunk * 64 + other];
    for (int64_t key = 0; key < 81; key += 16) {
      const vf32 t =
          v_load_f32(&k[T * batch * 384 + s_min_index(s_max_index(chunk * 64 + other, 0), T - 1) * 384
              + head * 96 + key]);
      const vf32 t2 =
          v_select_f32(v_splat_i32(s_le_index(0, chunk * 64 + other) & s_le_index(chunk * 64 + other, T - 1)),
          t, v_splat_f32(0.0f));
      const vf32 t3 = v_splat_f32(0.10206208f) * t2;
      v_store_f32(&x[(T + 63) / 64 * batch * 24576 + chunk * 24576 + head * 96 + key + other * 384], t3);
      const vf32 t5 = t3 * v_splat_f32(t4);
      v_store_f32(&x3[(T + 63) / 64 * batch * 24576 + chunk * 24576 + head * 96 + key + other * 384], t5);
    }
  }
}
