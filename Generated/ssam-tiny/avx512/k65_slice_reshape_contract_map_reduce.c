#define SG_LANES 16
#include "sonograph_kernel.h"

/* k65_slice_reshape_contract_map_reduce
 * slice, reshape, contract, map, reduce
 * x: f32, 2880*B*P + 576*B elements
 * packed: f32, 80*B*P + 16*B elements
 * weight: f32, 6912 elements
 * weight2: f32, 6912 elements
 * weight3: f32, 6912 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * pieces: f32, 58 elements
 * 69120*B*P + 13824*B + 125001 flops, 12720*B*P + 2544*B + 165900 bytes
 * first used in block11/mixer/dt_proj/gradient
 */
__attribute__((visibility("default")))
void k65_slice_reshape_contract_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *weight = buffers[2];
  float *weight2 = buffers[3];
  float *weight3 = buffers[4];
  const float *learning_rate = buffers[5];
  const float *step = buffers[6];
  float *pieces = buffers[7];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t7 = learning_rate[0];
  const float t8 = step[0];
  const float t9 = -s_expm1_f32(-0.105360515f * t8);
  const float t10 = t7 / t9;
  const float t11 = -s_expm1_f32(-0.0010005003f * t8);
  const float t12 = 1.0f / s_sqrt_f32(t11);
  const int64_t unit_count = 8;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit % 8 * 80;
    _Alignas(64) float tiles[1280] = {0};
    for (int64_t first_k = 0; first_k < B * P * 5 + B; first_k += 512) {
      const int64_t last_k = s_min_index(B * P * 5 + B, first_k + 512);
      for (int64_t row = first_row; row < first_row + s_min_index(80, 576 - first_row); row += 10) {
        vf32 sum0_0 = v_load_f32(&tiles[first_row * -16 + row * 16]);
        vf32 sum1_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 16]);
        vf32 sum2_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 32]);
        vf32 sum3_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 48]);
        vf32 sum4_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 64]);
        vf32 sum5_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 80]);
        vf32 sum6_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 96]);
        vf32 sum7_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 112]);
        vf32 sum8_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 128]);
        vf32 sum9_0 = v_load_f32(&tiles[first_row * -16 + row * 16 + 144]);
        const int64_t a = row;
        if (row + 9 < 576) {
          const int64_t next = (first_k * first_row * 16 - first_k * row * 16 - first_row * last_k * 16
              + last_k * row * 16) / 80 - first_k * 2 + last_k * 16;
          for (int64_t span = first_k; span < last_k; span += 56) {
            if (last_k == B * P * 5 + B) {
              s_prefetch(weight, (span - first_k) / 56 * 12 + row * 12);
              s_prefetch(weight2, (span - first_k) / 56 * 12 + row * 12);
              s_prefetch(weight3, (span - first_k) / 56 * 12 + row * 12);
            }
            #pragma GCC unroll 8
            for (int64_t k = span; k < s_min_index(last_k, span + 56); ++k) {
              const vf32 w0 = v_load_f32(&packed[k * 16]);
              s_prefetch(packed, next + k * 2);
              s_prefetch(x, a + k * 576 + 13824);
              const vf32 x0 = v_splat_f32(x[a + k * 576]);
              sum0_0 += x0 * w0;
              const vf32 x1 = v_splat_f32(x[a + 1 + k * 576]);
              sum1_0 += x1 * w0;
              const vf32 x2 = v_splat_f32(x[a + 2 + k * 576]);
              sum2_0 += x2 * w0;
              const vf32 x3 = v_splat_f32(x[a + 3 + k * 576]);
              sum3_0 += x3 * w0;
              const vf32 x4 = v_splat_f32(x[a + 4 + k * 576]);
              sum4_0 += x4 * w0;
              const vf32 x5 = v_splat_f32(x[a + 5 + k * 576]);
              sum5_0 += x5 * w0;
              const vf32 x6 = v_splat_f32(x[a + 6 + k * 576]);
              sum6_0 += x6 * w0;
              const vf32 x7 = v_splat_f32(x[a + 7 + k * 576]);
              sum7_0 += x7 * w0;
              const vf32 x8 = v_splat_f32(x[a + 8 + k * 576]);
              sum8_0 += x8 * w0;
              const vf32 x9 = v_splat_f32(x[a + 9 + k * 576]);
              sum9_0 += x9 * w0;
            }
          }
        } else {
          const int64_t a0 = row;
          const int64_t a1 = s_min_index(row + 1, 575);
          const int64_t a2 = s_min_index(row + 2, 575);
          const int64_t a3 = s_min_index(row + 3, 575);
          const int64_t a4 = s_min_index(row + 4, 575);
          const int64_t a5 = s_min_index(row + 5, 575);
          const int64_t a6 = s_min_index(row + 6, 575);
          const int64_t a7 = s_min_index(row + 7, 575);
          const int64_t a8 = s_min_index(row + 8, 575);
          const int64_t a9 = s_min_index(row + 9, 575);
          for (int64_t k = first_k; k < last_k; ++k) {
            const vf32 w0 = v_load_f32(&packed[k * 16]);
            const vf32 x0 = v_splat_f32(x[a0 + k * 576]);
            sum0_0 += x0 * w0;
            const vf32 x1 = v_splat_f32(x[a1 + k * 576]);
            sum1_0 += x1 * w0;
            const vf32 x2 = v_splat_f32(x[a2 + k * 576]);
            sum2_0 += x2 * w0;
            const vf32 x3 = v_splat_f32(x[a3 + k * 576]);
            sum3_0 += x3 * w0;
            const vf32 x4 = v_splat_f32(x[a4 + k * 576]);
            sum4_0 += x4 * w0;
            const vf32 x5 = v_splat_f32(x[a5 + k * 576]);
            sum5_0 += x5 * w0;
            const vf32 x6 = v_splat_f32(x[a6 + k * 576]);
            sum6_0 += x6 * w0;
            const vf32 x7 = v_splat_f32(x[a7 + k * 576]);
            sum7_0 += x7 * w0;
            const vf32 x8 = v_splat_f32(x[a8 + k * 576]);
            sum8_0 += x8 * w0;
            const vf32 x9 = v_splat_f32(x[a9 + k * 576]);
            sum9_0 += x9 * w0;
          }
        }
        v_store_f32(&tiles[first_row * -16 + row * 16], sum0_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 16], sum1_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 32], sum2_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 48], sum3_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 64], sum4_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 80], sum5_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 96], sum6_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 112], sum7_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 128], sum8_0);
        v_store_f32(&tiles[first_row * -16 + row * 16 + 144], sum9_0);
      }
    }
    for (int64_t row2 = first_row; row2 < first_row + s_min_index(80, 576 - first_row); row2 += 10) {
      float sum = 0.0f;
      vf32 sum_lanes = v_splat_f32(0.0f);
      for (int64_t r = 0; r < s_min_index(10, 576 - row2); ++r) {
        for (int64_t n = 0; n < 12; n += 16) {
          const vf32 t = v_load_part_f32(&tiles[first_row * -16 + n + r * 16 + row2 * 16], 12 - n);
          const vf32 t2 = v_load_part_f32(&weight[n + r * 12 + row2 * 12], 12 - n);
          const vf32 t3 = v_splat_f32(0.9f) * t2 + v_splat_f32(0.1f) * t;
          v_store_part_f32(&weight[n + r * 12 + row2 * 12], t3, 12 - n);
          const vf32 t4 = v_load_part_f32(&weight2[n + r * 12 + row2 * 12], 12 - n);
          const vf32 t5 = v_splat_f32(0.999f) * t4 + v_splat_f32(0.001f) * t * t;
          v_store_part_f32(&weight2[n + r * 12 + row2 * 12], t5, 12 - n);
          const vf32 t6 = v_load_part_f32(&weight3[n + r * 12 + row2 * 12], 12 - n);
          const vf32 t13 = t6 * v_splat_f32(1.0f - 0.01f * t7)
              - v_splat_f32(t10) * t3 / (v_sqrt_f32(t5) * v_splat_f32(t12) + v_splat_f32(1e-08f));
          v_store_part_f32(&weight3[n + r * 12 + row2 * 12], t13, 12 - n);
          const vf32 t14 = t * t;
          sum_lanes += v_select_f32(v_first(12 - n), t14, v_splat_f32(0.0f));
        }
      }
      sum += v_reduce_sum_f32(sum_lanes);
      pieces[row2 / 10] = sum;
    }
  }
}
