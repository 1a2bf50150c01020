#define SG_LANES 16
#include "sonograph_kernel.h"

/* k83_slice_reshape_contract_map_pieces
 * slice, reshape, contract, map
 * pieces: f32, 24576 elements
 * x: f32, 1536 elements
 * weight: f32, 1536 elements
 * weight2: f32, 1536 elements
 * weight3: f32, 1536 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * x2: f32, 1536 elements
 * 0 flops, 24576 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k83_slice_reshape_contract_map_pieces(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *pieces = buffers[0];
  float *x = buffers[1];
  float *weight = buffers[2];
  float *weight2 = buffers[3];
  const float *weight3 = buffers[4];
  const float *learning_rate = buffers[5];
  const float *step = buffers[6];
  float *x2 = buffers[7];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  (void)part, (void)parts;
  const float t6 = learning_rate[0];
  const float t7 = step[0];
  const float t8 = -s_expm1_f32(-0.105360515f * t7);
  const float t9 = t6 / t8;
  const float t10 = -s_expm1_f32(-0.0010005003f * t7);
  const float t11 = 1.0f / s_sqrt_f32(t10);
  for (int64_t out = 0; out < 384; ++out) {
    for (int64_t in = 0; in < 4; ++in) {
      float sum = 0.0f;
      for (int64_t piece = 0; piece < s_max_index(1, s_min_index(16, (B * P * 5 + B) / 32)); ++piece) {
        sum += pieces[in * 384 + out + piece * 1536];
      }
      x[in + out * 4] = sum;
      const float t = weight[in + out * 4];
      const float t2 = 0.9f * t + 0.1f * sum;
      weight[in + out * 4] = t2;
      const float t3 = weight2[in + out * 4];
      const float t4 = 0.999f * t3 + 0.001f * sum * sum;
      weight2[in + out * 4] = t4;
      const float t5 = weight3[in + out * 4];
      const float t12 = t5 * (1.0f - 0.01f * t6) - t9 * t2 / (s_sqrt_f32(t4) * t11 + 1e-08f);
      x2[in + out * 4] = t12;
    }
  }
}
