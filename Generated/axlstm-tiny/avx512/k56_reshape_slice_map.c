#define SG_LANES 16
#include "sonograph_kernel.h"

/* k56_reshape_slice_map
 * reshape, slice, map
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 5760*B*P + 1152*B elements
 * x3: f32, 1920*B*P + 384*B elements
 * 1920*B*P + 384*B flops, 38400*B*P + 7680*B bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k56_reshape_slice_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t inner = 0; inner < 369; inner += 16) {
      const vf32 t = v_load_f32(&x[inner + time * 384]);
      const vf32 t2 = v_load_f32(&x2[inner + time * 1152 + 384]);
      const vf32 t3 = t + t2;
      v_store_f32(&x3[inner + time * 384], t3);
    }
  }
}
