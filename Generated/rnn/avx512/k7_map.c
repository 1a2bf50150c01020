#define SG_LANES 16
#include "sonograph_kernel.h"

/* k7_map
 * map
 * x: f32, 1 elements
 * x2: f32, 1 elements
 * 1 flops, 8 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k7_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes, (void)part, (void)parts;
  const float t = x[0];
  const float t2 = s_sqrt_f32(t);
  x2[0] = t2;
}
