#define SG_LANES 4
#include "sonograph_kernel.h"

/* k8_map_slice
 * map, slice
 * x: f32, 2880*B*P + 576*B elements
 * bias: f32, 576 elements
 * x2: f32, 960*B*P + 192*B elements
 * 2880*B*P + 576*B flops, 15360*B*P + 3072*B + 2304 bytes
 * first used in block0/attention
 */
__attribute__((visibility("default")))
void k8_map_slice(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *bias = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t feature = 0; feature < 189; feature += 4) {
      const vf32 t = v_load_f32(&x[feature + time * 576 + 192]);
      const vf32 t2 = v_load_f32(&bias[feature + 192]);
      const vf32 t3 = t + t2;
      v_store_f32(&x2[feature + time * 192], t3);
    }
  }
}
