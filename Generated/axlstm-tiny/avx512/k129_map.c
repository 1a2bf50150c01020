#define SG_LANES 16
#include "sonograph_kernel.h"

/* k129_map
 * map
 * bias: f32, 384 elements
 * x: f32, 384 elements
 * bias2: f32, 384 elements
 * x2: f32, 384 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * 3849 flops, 9224 bytes
 * first used in optimizer
 */
__attribute__((visibility("default")))
void k129_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *bias = buffers[0];
  const float *x = buffers[1];
  float *bias2 = buffers[2];
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
  for (int64_t inner = 0; inner < 369; inner += 16) {
    const vf32 t = v_load_f32(&bias[inner]);
    const vf32 t2 = v_load_f32(&x[inner]);
    const vf32 t3 = v_splat_f32(0.999f) * t + v_splat_f32(0.001f) * t2 * t2;
    v_store_f32(&bias[inner], t3);
    const vf32 t4 = v_load_f32(&bias2[inner]);
    const vf32 t5 = v_load_f32(&x2[inner]);
    const vf32 t12 = t4 - v_splat_f32(t9) * t5 / (v_sqrt_f32(t3) * v_splat_f32(t11) + v_splat_f32(1e-08f));
    v_store_f32(&bias2[inner], t12);
  }
}
