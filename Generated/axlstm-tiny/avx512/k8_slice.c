#define SG_LANES 16
#include "sonograph_kernel.h"

/* k8_slice
 * slice
 * weight: f32, 1536 elements
 * x: f32, 384 elements
 * 0 flops, 7680 bytes
 * first used in block0/layer
 */
__attribute__((visibility("default")))
void k8_slice(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *weight = buffers[0];
  float *x = buffers[1];
  (void)sizes;
  const int64_t inner_count = 384;
  const int64_t inner_end = inner_count * (part + 1) / parts;
  for (int64_t inner = inner_count * part / parts; inner < inner_end; ++inner) {
    for (int64_t tap = 0; tap < 1; tap += 16) {
      const vf32 t = v_load_part_f32(&weight[inner * 4 + tap], 1 - tap);
      v_store_part_f32(&x[inner + tap], t, 1 - tap);
    }
  }
}
