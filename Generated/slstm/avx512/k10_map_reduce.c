#define SG_LANES 16
#include "sonograph_kernel.h"

/* k10_map_reduce
 * map, reduce
 * x: f32, 768 elements
 * x2: f32, 16 elements
 * 1536 flops, 3136 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k10_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  (void)sizes;
  const int64_t gate_count = 16;
  const int64_t gate_end = gate_count * (part + 1) / parts;
  for (int64_t gate = gate_count * part / parts; gate < gate_end; ++gate) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t feature = 0; feature < 33; feature += 16) {
      s_prefetch(x, feature + gate * 48 + 288);
      const vf32 t = v_load_f32(&x[feature + gate * 48]);
      const vf32 t2 = t * t;
      sum_lanes += t2;
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x2[gate] = sum;
  }
}
