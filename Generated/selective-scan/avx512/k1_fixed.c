#define SG_LANES 16
#include "sonograph_kernel.h"

/* k1_fixed
 * pack
 * fixed: f32, 6144 elements
 * log_a: f32, 6144 elements
 * 0 flops, 0 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k1_fixed(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *fixed = buffers[0];
  const float *log_a = buffers[1];
  (void)sizes;
  const int64_t state_count = 16;
  const int64_t state_end = state_count * (part + 1) / parts;
  for (int64_t state = state_count * part / parts; state < state_end; ++state) {
    for (int64_t channel = 0; channel < 369; channel += 16) {
      const vf32 t = v_gather_f32(&log_a[channel * 16 + state], 16);
      const vf32 t2 = v_exp_f32(t);
      const vf32 t3 = -t2;
      const vf32 t4 = v_splat_f32(1.442695f) * t3;
      v_store_f32(&fixed[channel + state * 384], t4);
    }
  }
}
