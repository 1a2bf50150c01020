#define SG_LANES 16
#include "sonograph_kernel.h"

/* k90_map
 * map
 * weight: f32, 192 elements
 * x: f32, 192 elements
 * weight2: f32, 192 elements
 * x2: f32, 192 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * 1929 flops, 4616 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k90_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *weight = buffers[0];
  const float *x = buffers[1];
  float *weight2 = buffers[2];
  const float *x2 = buffers[3];
  const float *learning_rate = buffers[4];
  const float *step = buffers[5];
  (void)sizes, (void)part, (void)parts;
  const float t6 = learning_rate[0];
  const float t7 = step[0];
  const float t8 = -s_expm1_f32(-0.105360515f * t7);
  const float t9 = t6 / t8;
  const float t10 = -s_expm1_f32(-0.0010005003f * t7);
  const float t11 = 1.0f / s_sqrt_f32(t10);
  for (int64_t channel = 0; channel < 177; channel += 16) {
    const vf32 t = v_load_f32(&weight[channel]);
    const vf32 t2 = v_load_f32(&x[channel]);
    const vf32 t3 = v_splat_f32(0.999f) * t + v_splat_f32(0.001f) * t2 * t2;
    v_store_f32(&weight[channel], t3);
    const vf32 t4 = v_load_f32(&weight2[channel]);
    const vf32 t5 = v_load_f32(&x2[channel]);
    const vf32 t12 = t4 - v_splat_f32(t9) * t5 / (v_sqrt_f32(t3) * v_splat_f32(t11) + v_splat_f32(1e-08f));
    v_store_f32(&weight2[channel], t12);
  }
}
