#define SG_LANES 16
#include "sonograph_kernel.h"

/* k7_reduce
 * reduce
 * x: f32, 3072*B elements
 * x2: f32, 3072*B elements
 * x3: f32, 3072*B elements
 * x4: f32, 3072 elements
 * x5: f32, 3072 elements
 * x6: f32, 3072 elements
 * 9216*B flops, 36864*B + 36864 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k7_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  float *x4 = buffers[3];
  float *x5 = buffers[4];
  float *x6 = buffers[5];
  const int64_t B = sizes[0];
  const int64_t channel_count = 192;
  const int64_t channel_end = channel_count * (part + 1) / parts;
  for (int64_t channel = channel_count * part / parts; channel < channel_end; ++channel) {
    for (int64_t state_block = 0; state_block < 1; ++state_block) {
      _Alignas(64) float sums[64];
      _Alignas(64) float sums2[64];
      _Alignas(64) float sums3[64];
      for (int64_t state = 0; state < s_min_index(64, 16 - state_block * 64) - 15; state += 16) {
        v_store_f32(&sums[state], v_splat_f32(0.0f));
        v_store_f32(&sums2[state], v_splat_f32(0.0f));
        v_store_f32(&sums3[state], v_splat_f32(0.0f));
      }
      for (int64_t batch = 0; batch < B; ++batch) {
        for (int64_t state2 = 0; state2 < s_min_index(64, 16 - state_block * 64) - 15; state2 += 16) {
          s_prefetch(x, batch * 3072 + channel * 16 + state2 + state_block * 64 + 256);
          s_prefetch(x2, batch * 3072 + channel * 16 + state2 + state_block * 64 + 256);
          s_prefetch(x3, batch * 3072 + channel * 16 + state2 + state_block * 64 + 256);
          const vf32 t = v_load_f32(&x[batch * 3072 + channel * 16 + state2 + state_block * 64]);
          v_store_f32(&sums[state2], v_load_f32(&sums[state2]) + t);
          const vf32 t2 = v_load_f32(&x2[batch * 3072 + channel * 16 + state2 + state_block * 64]);
          v_store_f32(&sums2[state2], v_load_f32(&sums2[state2]) + t2);
          const vf32 t3 = v_load_f32(&x3[batch * 3072 + channel * 16 + state2 + state_block * 64]);
          v_store_f32(&sums3[state2], v_load_f32(&sums3[state2]) + t3);
        }
      }
      for (int64_t state3 = 0; state3 < s_min_index(64, 16 - state_block * 64) - 15; state3 += 16) {
        v_store_f32(&x4[channel * 16 + state3 + state_block * 64], v_load_f32(&sums[state3]));
        v_store_f32(&x5[channel * 16 + state3 + state_block * 64], v_load_f32(&sums2[state3]));
        v_store_f32(&x6[channel * 16 + state3 + state_block * 64], v_load_f32(&sums3[state3]));
      }
    }
  }
}
