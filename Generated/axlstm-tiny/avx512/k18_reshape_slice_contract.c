#define SG_LANES 16
#include "sonograph_kernel.h"

/* k18_reshape_slice_contract
 * reshape, slice, contract
 * x: f32, 1920*B*P + 384*B elements
 * packed: f32, 6144 elements
 * x2: f32, 40*B*P + 8*B elements
 * 30720*B*P + 6144*B flops, 7840*B*P + 1568*B + 36864 bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k18_reshape_slice_contract(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  float *x2 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + B + 9) / 10;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit * 10;
    _Alignas(64) float tile[160];
    vf32 sum0_0 = v_splat_f32(0.0f);
    vf32 sum1_0 = v_splat_f32(0.0f);
    vf32 sum2_0 = v_splat_f32(0.0f);
    vf32 sum3_0 = v_splat_f32(0.0f);
    vf32 sum4_0 = v_splat_f32(0.0f);
    vf32 sum5_0 = v_splat_f32(0.0f);
    vf32 sum6_0 = v_splat_f32(0.0f);
    vf32 sum7_0 = v_splat_f32(0.0f);
    vf32 sum8_0 = v_splat_f32(0.0f);
    vf32 sum9_0 = v_splat_f32(0.0f);
    const int64_t a = first_row * 384;
    if (first_row + 9 < B * P * 5 + B) {
      for (int64_t span = 0; span < 384; span += 40) {
        s_prefetch(x2, first_row * 8 + span / 40 * 8);
        #pragma GCC unroll 8
        for (int64_t k = span; k < s_min_index(384, span + 40); ++k) {
          const vf32 w0 = v_load_f32(&packed[k * 16]);
          s_prefetch(x, a + k * 10 + 3840);
          const vf32 x0 = v_splat_f32(x[a + k]);
          sum0_0 += x0 * w0;
          const vf32 x1 = v_splat_f32(x[a + 384 + k]);
          sum1_0 += x1 * w0;
          const vf32 x22 = v_splat_f32(x[a + 768 + k]);
          sum2_0 += x22 * w0;
          const vf32 x3 = v_splat_f32(x[a + 1152 + k]);
          sum3_0 += x3 * w0;
          const vf32 x4 = v_splat_f32(x[a + 1536 + k]);
          sum4_0 += x4 * w0;
          const vf32 x5 = v_splat_f32(x[a + 1920 + k]);
          sum5_0 += x5 * w0;
          const vf32 x6 = v_splat_f32(x[a + 2304 + k]);
          sum6_0 += x6 * w0;
          const vf32 x7 = v_splat_f32(x[a + 2688 + k]);
          sum7_0 += x7 * w0;
          const vf32 x8 = v_splat_f32(x[a + 3072 + k]);
          sum8_0 += x8 * w0;
          const vf32 x9 = v_splat_f32(x[a + 3456 + k]);
          sum9_0 += x9 * w0;
        }
      }
    } else {
      const int64_t a0 = first_row * 384;
      const int64_t a1 = s_min_index(first_row + 1, B * P * 5 + B - 1) * 384;
      const int64_t a2 = s_min_index(first_row + 2, B * P * 5 + B - 1) * 384;
      const int64_t a3 = s_min_index(first_row + 3, B * P * 5 + B - 1) * 384;
      const int64_t a4 = s_min_index(first_row + 4, B * P * 5 + B - 1) * 384;
      const int64_t a5 = s_min_index(first_row + 5, B * P * 5 + B - 1) * 384;
      const int64_t a6 = s_min_index(first_row + 6, B * P * 5 + B - 1) * 384;
      const int64_t a7 = s_min_index(first_row + 7, B * P * 5 + B - 1) * 384;
      const int64_t a8 = s_min_index(first_row + 8, B * P * 5 + B - 1) * 384;
      const int64_t a9 = s_min_index(first_row + 9, B * P * 5 + B - 1) * 384;
      for (int64_t k = 0; k < 384; ++k) {
        const vf32 w0 = v_load_f32(&packed[k * 16]);
        const vf32 x0 = v_splat_f32(x[a0 + k]);
        sum0_0 += x0 * w0;
        const vf32 x1 = v_splat_f32(x[a1 + k]);
        sum1_0 += x1 * w0;
        const vf32 x22 = v_splat_f32(x[a2 + k]);
        sum2_0 += x22 * w0;
        const vf32 x3 = v_splat_f32(x[a3 + k]);
        sum3_0 += x3 * w0;
        const vf32 x4 = v_splat_f32(x[a4 + k]);
        sum4_0 += x4 * w0;
        const vf32 x5 = v_splat_f32(x[a5 + k]);
        sum5_0 += x5 * w0;
        const vf32 x6 = v_splat_f32(x[a6 + k]);
        sum6_0 += x6 * w0;
        const vf32 x7 = v_splat_f32(x[a7 + k]);
        sum7_0 += x7 * w0;
        const vf32 x8 = v_splat_f32(x[a8 + k]);
        sum8_0 += x8 * w0;
        const vf32 x9 = v_splat_f32(x[a9 + k]);
        sum9_0 += x9 * w0;
      }
    }
    v_store_f32(tile, sum0_0);
    v_store_f32(&tile[16], sum1_0);
    v_store_f32(&tile[32], sum2_0);
    v_store_f32(&tile[48], sum3_0);
    v_store_f32(&tile[64], sum4_0);
    v_store_f32(&tile[80], sum5_0);
    v_store_f32(&tile[96], sum6_0);
    v_store_f32(&tile[112], sum7_0);
    v_store_f32(&tile[128], sum8_0);
    v_store_f32(&tile[144], sum9_0);
    for (int64_t r = 0; r < s_min_index(10, B * P * 5 + B - first_row); ++r) {
      for (int64_t n = 0; n < 8; n += 16) {
        const vf32 t = v_load_part_f32(&tile[n + r * 16], 8 - n);
        v_store_part_f32(&x2[first_row * 8 + n + r * 8], t, 8 - n);
      }
    }
  }
}
