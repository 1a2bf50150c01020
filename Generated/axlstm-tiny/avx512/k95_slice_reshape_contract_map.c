#define SG_LANES 16
#include "sonograph_kernel.h"

/* k95_slice_reshape_contract_map
 * slice, reshape, contract, map
 * x: f32, 1920*B*P + 384*B elements
 * packed: f32, 7680*B*P + 1536*B elements
 * x4: f32, 1536 elements
 * weight: f32, 1536 elements
 * weight2: f32, 1536 elements
 * weight3: f32, 1536 elements
 * learning_rate: f32, 1 elements
 * x5: f32, 1 elements
 * x6: f32, 1 elements
 * x7: f32, 1536 elements
 * 15360*B*P + 3072*B + 26112 flops, 23040*B*P + 4608*B + 43020 bytes
 * first used in block11/layer/v_proj/gradient
 */
__attribute__((visibility("default")))
void k95_slice_reshape_contract_map(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x4 = buffers[2];
  float *weight = buffers[3];
  float *weight2 = buffers[4];
  const float *weight3 = buffers[5];
  const float *learning_rate = buffers[6];
  const float *x5 = buffers[7];
  const float *x6 = buffers[8];
  float *x7 = buffers[9];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t7 = learning_rate[0];
  const float t8 = x5[0];
  const float t9 = x6[0];
  const int64_t unit_count = 96;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t batch = unit;
    for (int64_t row = 0; row < 4; row += 4) {
      const int64_t a0 = batch * 4 + row;
      const int64_t a1 = s_min_index(row + 1, 3) + batch * 4;
      const int64_t a2 = s_min_index(row + 2, 3) + batch * 4;
      const int64_t a3 = s_min_index(row + 3, 3) + batch * 4;
      const int64_t b = B * P * batch * 80 + B * batch * 16;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum1_0 = v_splat_f32(0.0f);
      vf32 sum2_0 = v_splat_f32(0.0f);
      vf32 sum3_0 = v_splat_f32(0.0f);
      for (int64_t k = 0; k < B * P * 5 + B; ++k) {
        const vf32 w0 = v_load_f32(&packed[b + k * 16]);
        const vf32 x0 = v_splat_f32(x[a0 + k * 384]);
        sum0_0 += x0 * w0;
        const vf32 x1 = v_splat_f32(x[a1 + k * 384]);
        sum1_0 += x1 * w0;
        const vf32 x2 = v_splat_f32(x[a2 + k * 384]);
        sum2_0 += x2 * w0;
        const vf32 x3 = v_splat_f32(x[a3 + k * 384]);
        sum3_0 += x3 * w0;
      }
      _Alignas(64) float tile[64];
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum1_0);
      v_store_f32(&tile[32], sum2_0);
      v_store_f32(&tile[48], sum3_0);
      for (int64_t r = 0; r < s_min_index(4, 4 - row); ++r) {
        for (int64_t n = 0; n < 4; n += 16) {
          const vf32 t = v_load_part_f32(&tile[n + r * 16], 4 - n);
          v_store_part_f32(&x4[batch * 16 + n + r * 4 + row * 4], t, 4 - n);
          const vf32 t2 = v_load_part_f32(&weight[batch * 16 + n + r * 4 + row * 4], 4 - n);
          const vf32 t3 = v_splat_f32(0.9f) * t2 + v_splat_f32(0.1f) * t;
          v_store_part_f32(&weight[batch * 16 + n + r * 4 + row * 4], t3, 4 - n);
          const vf32 t4 = v_load_part_f32(&weight2[batch * 16 + n + r * 4 + row * 4], 4 - n);
          const vf32 t5 = v_splat_f32(0.999f) * t4 + v_splat_f32(0.001f) * t * t;
          v_store_part_f32(&weight2[batch * 16 + n + r * 4 + row * 4], t5, 4 - n);
          const vf32 t6 = v_load_part_f32(&weight3[batch * 16 + n + r * 4 + row * 4], 4 - n);
          const vf32 t10 = t6 * v_splat_f32(1.0f - 0.01f * t7)
              - v_splat_f32(t7) * (t3 / v_splat_f32(t8))
              / (v_sqrt_f32(t5 / v_splat_f32(t9)) + v_splat_f32(1e-08f));
          v_store_part_f32(&x7[batch * 16 + n + r * 4 + row * 4], t10, 4 - n);
        }
      }
    }
  }
}
