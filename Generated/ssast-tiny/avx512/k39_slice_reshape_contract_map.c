#define SG_LANES 16
#include "sonograph_kernel.h"

/* k39_slice_reshape_contract_map
 * slice, reshape, contract, map
 * x: f32, 960*B*P elements
 * packed: f32, 960*B*P elements
 * x6: f32, 36864 elements
 * weight: f32, 36864 elements
 * weight2: f32, 36864 elements
 * weight3: f32, 36864 elements
 * learning_rate: f32, 1 elements
 * x7: f32, 1 elements
 * x8: f32, 1 elements
 * 368640*B*P + 626688 flops, 7680*B*P + 768*B + 1032204 bytes
 * first used in head/fc1/gradient
 */
__attribute__((visibility("default")))
void k39_slice_reshape_contract_map(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x6 = buffers[2];
  float *weight = buffers[3];
  float *weight2 = buffers[4];
  float *weight3 = buffers[5];
  const float *learning_rate = buffers[6];
  const float *x7 = buffers[7];
  const float *x8 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t7 = learning_rate[0];
  const float t8 = x7[0];
  const float t9 = x8[0];
  const int64_t unit_count = 12;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 3;
    const int64_t batch = unit / 3 / 4;
    const int64_t first_row = unit / 3 % 4 * 48;
    for (int64_t row = first_row; row < s_min_index(192, first_row + 48); row += 6) {
      const int64_t a0 = row;
      const int64_t a1 = s_min_index(row + 1, 191);
      const int64_t a2 = s_min_index(row + 2, 191);
      const int64_t a3 = s_min_index(row + 3, 191);
      const int64_t a4 = s_min_index(row + 4, 191);
      const int64_t a5 = s_min_index(row + 5, 191);
      const int64_t b = B * P * batch * 960 + B * P * panel * 320;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum0_3 = v_splat_f32(0.0f);
      vf32 sum1_0 = v_splat_f32(0.0f);
      vf32 sum1_1 = v_splat_f32(0.0f);
      vf32 sum1_2 = v_splat_f32(0.0f);
      vf32 sum1_3 = v_splat_f32(0.0f);
      vf32 sum2_0 = v_splat_f32(0.0f);
      vf32 sum2_1 = v_splat_f32(0.0f);
      vf32 sum2_2 = v_splat_f32(0.0f);
      vf32 sum2_3 = v_splat_f32(0.0f);
      vf32 sum3_0 = v_splat_f32(0.0f);
      vf32 sum3_1 = v_splat_f32(0.0f);
      vf32 sum3_2 = v_splat_f32(0.0f);
      vf32 sum3_3 = v_splat_f32(0.0f);
      vf32 sum4_0 = v_splat_f32(0.0f);
      vf32 sum4_1 = v_splat_f32(0.0f);
      vf32 sum4_2 = v_splat_f32(0.0f);
      vf32 sum4_3 = v_splat_f32(0.0f);
      vf32 sum5_0 = v_splat_f32(0.0f);
      vf32 sum5_1 = v_splat_f32(0.0f);
      vf32 sum5_2 = v_splat_f32(0.0f);
      vf32 sum5_3 = v_splat_f32(0.0f);
      for (int64_t k = 0; k < B * P * 5; ++k) {
        const vf32 w0 = v_load_f32(&packed[b + k * 64]);
        const vf32 w1 = v_load_f32(&packed[b + k * 64 + 16]);
        const vf32 w2 = v_load_f32(&packed[b + k * 64 + 32]);
        const vf32 w3 = v_load_f32(&packed[b + k * 64 + 48]);
        const vf32 x0 = v_splat_f32(x[a0 + k * 192]);
        sum0_0 += x0 * w0;
        sum0_1 += x0 * w1;
        sum0_2 += x0 * w2;
        sum0_3 += x0 * w3;
        const vf32 x1 = v_splat_f32(x[a1 + k * 192]);
        sum1_0 += x1 * w0;
        sum1_1 += x1 * w1;
        sum1_2 += x1 * w2;
        sum1_3 += x1 * w3;
        const vf32 x2 = v_splat_f32(x[a2 + k * 192]);
        sum2_0 += x2 * w0;
        sum2_1 += x2 * w1;
        sum2_2 += x2 * w2;
        sum2_3 += x2 * w3;
        const vf32 x3 = v_splat_f32(x[a3 + k * 192]);
        sum3_0 += x3 * w0;
        sum3_1 += x3 * w1;
        sum3_2 += x3 * w2;
        sum3_3 += x3 * w3;
        const vf32 x4 = v_splat_f32(x[a4 + k * 192]);
        sum4_0 += x4 * w0;
        sum4_1 += x4 * w1;
        sum4_2 += x4 * w2;
        sum4_3 += x4 * w3;
        const vf32 x5 = v_splat_f32(x[a5 + k * 192]);
        sum5_0 += x5 * w0;
        sum5_1 += x5 * w1;
        sum5_2 += x5 * w2;
        sum5_3 += x5 * w3;
      }
      _Alignas(64) float tile[384];
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum0_1);
      v_store_f32(&tile[32], sum0_2);
      v_store_f32(&tile[48], sum0_3);
      v_store_f32(&tile[64], sum1_0);
      v_store_f32(&tile[80], sum1_1);
      v_store_f32(&tile[96], sum1_2);
      v_store_f32(&tile[112], sum1_3);
      v_store_f32(&tile[128], sum2_0);
      v_store_f32(&tile[144], sum2_1);
      v_store_f32(&tile[160], sum2_2);
      v_store_f32(&tile[176], sum2_3);
      v_store_f32(&tile[192], sum3_0);
      v_store_f32(&tile[208], sum3_1);
      v_store_f32(&tile[224], sum3_2);
      v_store_f32(&tile[240], sum3_3);
      v_store_f32(&tile[256], sum4_0);
      v_store_f32(&tile[272], sum4_1);
      v_store_f32(&tile[288], sum4_2);
      v_store_f32(&tile[304], sum4_3);
      v_store_f32(&tile[320], sum5_0);
      v_store_f32(&tile[336], sum5_1);
      v_store_f32(&tile[352], sum5_2);
      v_store_f32(&tile[368], sum5_3);
      for (int64_t r = 0; r < s_min_index(6, 192 - row); ++r) {
        for (int64_t n = 0; n < s_min_index(64, 192 - panel * 64) - 15; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 64]);
          v_store_f32(&x6[n + panel * 64 + r * 192 + row * 192], t);
          const vf32 t2 = v_load_f32(&weight[n + panel * 64 + r * 192 + row * 192]);
          const vf32 t3 = v_splat_f32(0.9f) * t2 + v_splat_f32(0.1f) * t;
          v_store_f32(&weight[n + panel * 64 + r * 192 + row * 192], t3);
          const vf32 t4 = v_load_f32(&weight2[n + panel * 64 + r * 192 + row * 192]);
          const vf32 t5 = v_splat_f32(0.999f) * t4 + v_splat_f32(0.001f) * t * t;
          v_store_f32(&weight2[n + panel * 64 + r * 192 + row * 192], t5);
          const vf32 t6 = v_load_f32(&weight3[n + panel * 64 + r * 192 + row * 192]);
          const vf32 t10 = t6 * v_splat_f32(1.0f - 0.01f * t7)
              - v_splat_f32(t7) * (t3 / v_splat_f32(t8))
              / (v_sqrt_f32(t5 / v_splat_f32(t9)) + v_splat_f32(1e-08f));
          v_store_f32(&weight3[n + panel * 64 + r * 192 + row * 192], t10);
        }
        for (int64_t n = s_min_index(64, 192 - panel * 64) / 16 * 16; n < s_min_index(64, 192 - panel * 64);
            n += 16) {
          const vf32 t = v_load_part_f32(&tile[n + r * 64], s_min_index(64, 192 - panel * 64) - n);
          v_store_part_f32(&x6[n + panel * 64 + r * 192 + row * 192], t,
              s_min_index(64, 192 - panel * 64) - n);
          const vf32 t2 = v_load_part_f32(&weight[n + panel * 64 + r * 192 + row * 192],
              s_min_index(64, 192 - panel * 64) - n);
          const vf32 t3 = v_splat_f32(0.9f) * t2 + v_splat_f32(0.1f) * t;
          v_store_part_f32(&weight[n + panel * 64 + r * 192 + row * 192], t3,
              s_min_index(64, 192 - panel * 64) - n);
          const vf32 t4 = v_load_part_f32(&weight2[n + panel * 64 + r * 192 + row * 192],
              s_min_index(64, 192 - panel * 64) - n);
          const vf32 t5 = v_splat_f32(0.999f) * t4 + v_splat_f32(0.001f) * t * t;
          v_store_part_f32(&weight2[n + panel * 64 + r * 192 + row * 192], t5,
              s_min_index(64, 192 - panel * 64) - n);
          const vf32 t6 = v_load_part_f32(&weight3[n + panel * 64 + r * 192 + row * 192],
              s_min_index(64, 192 - panel * 64) - n);
          const vf32 t10 = t6 * v_splat_f32(1.0f - 0.01f * t7)
              - v_splat_f32(t7) * (t3 / v_splat_f32(t8))
              / (v_sqrt_f32(t5 / v_splat_f32(t9)) + v_splat_f32(1e-08f));
          v_store_part_f32(&weight3[n + panel * 64 + r * 192 + row * 192], t10,
              s_min_index(64, 192 - panel * 64) - n);
        }
      }
    }
  }
}
