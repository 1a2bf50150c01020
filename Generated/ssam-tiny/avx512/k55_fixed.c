#define SG_LANES 16
#include "sonograph_kernel.h"

/* k55_fixed
 * pack
 * fixed: f32, 13824 elements
 * A_log: f32, 13824 elements
 * 0 flops, 0 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k55_fixed(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *fixed = buffers[0];
  const float *A_log = buffers[1];
  (void)sizes;
  const int64_t state_count = 24;
  const int64_t state_end = state_count * (part + 1) / parts;
  for (int64_t state = state_count * part / parts; state < state_end; ++state) {
    for (int64_t channel = 0; channel < 561; channel += 16) {
      const vf32 t = v_gather_f32(&A_log[channel * 24 + state], 24);
      const vf32 t2 = v_exp_f32(t);
      const vf32 t3 = -t2;
      v_store_f32(&fixed[channel + state * 576], t3);
    }
  }
}
