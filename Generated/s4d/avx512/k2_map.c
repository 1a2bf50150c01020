#define SG_LANES 16
#include "sonograph_kernel.h"

/* k2_map
 * map
 * x: f32, 192 elements
 * log_a: f32, 3072 elements
 * x2: f32, 3072 elements
 * x3: f32, 3072 elements
 * b: f32, 3072 elements
 * x4: f32, 3072 elements
 * 18432 flops, 62208 bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k2_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *log_a = buffers[1];
  float *x2 = buffers[2];
  float *x3 = buffers[3];
  const float *b = buffers[4];
  float *x4 = buffers[5];
  (void)sizes;
  const int64_t channel_count = 192;
  const int64_t channel_end = channel_count * (part + 1) / parts;
  for (int64_t channel = channel_count * part / parts; channel < channel_end; ++channel) {
    const float t = x[channel];
    for (int64_t state = 0; state < 1; state += 16) {
      s_prefetch(log_a, channel * 16 + state + 256);
      s_prefetch(b, channel * 16 + state + 256);
      const vf32 t2 = v_load_f32(&log_a[channel * 16 + state]);
      const vf32 t3 = v_exp_f32(t2);
      const vf32 t4 = -t3;
      const vf32 t5 = v_splat_f32(t) * t4;
      const vf32 t6 = v_expm1_f32(t5);
      v_store_f32(&x2[channel * 16 + state], t6);
      const vf32 t7 = t6 / t4;
      v_store_f32(&x3[channel * 16 + state], t7);
      const vf32 t8 = v_load_f32(&b[channel * 16 + state]);
      const vf32 t9 = t7 * t8;
      v_store_f32(&x4[channel * 16 + state], t9);
    }
  }
}
