#define SG_LANES 16
#include "sonograph_kernel.h"

/* k69_slice_reshape_shift_map_contract
 * slice, reshape, shift, map, contract
 * x: f32, 300*B*P + 60*B elements
 * packed: f32, 34560 elements
 * x2: f32, 2880*B*P + 576*B elements
 * D: f32, 576 elements
 * x3: f32, 2880*B*P + 576*B elements
 * x4: f32, 5760*B*P + 1152*B elements
 * x5: f32, 576 elements
 * x6: f32, 576 elements
 * x7: f32, 576 elements
 * x8: f32, 576 elements
 * bias: f32, 576 elements
 * x9: f32, 2880*B*P + 576*B elements
 * 400320*B*P + 80064*B flops, 58800*B*P + 11760*B + 152064 bytes
 * first used in block11/mixer/x_proj/gradient
 */
__attribute__((visibility("default")))
void k69_slice_reshape_shift_map_contract(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *packed = buffers[1];
  const float *x2 = buffers[2];
  const float *D = buffers[3];
  const float *x3 = buffers[4];
  const float *x4 = buffers[5];
  const float *x5 = buffers[6];
  const float *x6 = buffers[7];
  const float *x7 = buffers[8];
  const float *x8 = buffers[9];
  const float *bias = buffers[10];
  float *x9 = buffers[11];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = (B * P * 5 + B + 63) / 64 * 12;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t panel = unit % 12;
    const int64_t first_row = unit / 12 % ((B * P * 5 + B + 63) / 64) * 64;
    for (int64_t row = first_row; row < first_row + s_min_index(64, B * P * 5 + B - first_row); row += 8) {
      _Alignas(64) float tile[384];
      const int64_t b = panel * 2880;
      vf32 sum0_0 = v_splat_f32(0.0f);
      vf32 sum0_1 = v_splat_f32(0.0f);
      vf32 sum0_2 = v_splat_f32(0.0f);
      vf32 sum1_0 = v_splat_f32(0.0f);
      vf32 sum1_1 = v_splat_f32(0.0f);
      vf32 sum1_2 = v_splat_f32(0.0f);
      vf32 sum2_0 = v_splat_f32(0.0f);
      vf32 sum2_1 = v_splat_f32(0.0f);
      vf32 sum2_2 = v_splat_f32(0.0f);
      vf32 sum3_0 = v_splat_f32(0.0f);
      vf32 sum3_1 = v_splat_f32(0.0f);
      vf32 sum3_2 = v_splat_f32(0.0f);
      vf32 sum4_0 = v_splat_f32(0.0f);
      vf32 sum4_1 = v_splat_f32(0.0f);
      vf32 sum4_2 = v_splat_f32(0.0f);
      vf32 sum5_0 = v_splat_f32(0.0f);
      vf32 sum5_1 = v_splat_f32(0.0f);
      vf32 sum5_2 = v_splat_f32(0.0f);
      vf32 sum6_0 = v_splat_f32(0.0f);
      vf32 sum6_1 = v_splat_f32(0.0f);
      vf32 sum6_2 = v_splat_f32(0.0f);
      vf32 sum7_0 = v_splat_f32(0.0f);
      vf32 sum7_1 = v_splat_f32(0.0f);
      vf32 sum7_2 = v_splat_f32(0.0f);
      const int64_t a = row * 60;
      if (row + 7 < B * P * 5 + B) {
        const int64_t next = (first_row * -2880 + row * 2880) / 64 + b + 2880;
        #pragma GCC unroll 8
        for (int64_t k = 0; k < 60; ++k) {
          const vf32 w0 = v_load_f32(&packed[b + k * 48]);
          const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
          const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
          s_prefetch(packed, next + k * 6);
          const vf32 x0 = v_splat_f32(x[a + k]);
          sum0_0 += x0 * w0;
          sum0_1 += x0 * w1;
          sum0_2 += x0 * w2;
          const vf32 x1 = v_splat_f32(x[a + 60 + k]);
          sum1_0 += x1 * w0;
          sum1_1 += x1 * w1;
          sum1_2 += x1 * w2;
          const vf32 x22 = v_splat_f32(x[a + 120 + k]);
          sum2_0 += x22 * w0;
          sum2_1 += x22 * w1;
          sum2_2 += x22 * w2;
          const vf32 x32 = v_splat_f32(x[a + 180 + k]);
          sum3_0 += x32 * w0;
          sum3_1 += x32 * w1;
          sum3_2 += x32 * w2;
          const vf32 x42 = v_splat_f32(x[a + 240 + k]);
          sum4_0 += x42 * w0;
          sum4_1 += x42 * w1;
          sum4_2 += x42 * w2;
          const vf32 x52 = v_splat_f32(x[a + 300 + k]);
          sum5_0 += x52 * w0;
          sum5_1 += x52 * w1;
          sum5_2 += x52 * w2;
          const vf32 x62 = v_splat_f32(x[a + 360 + k]);
          sum6_0 += x62 * w0;
          sum6_1 += x62 * w1;
          sum6_2 += x62 * w2;
          const vf32 x72 = v_splat_f32(x[a + 420 + k]);
          sum7_0 += x72 * w0;
          sum7_1 += x72 * w1;
          sum7_2 += x72 * w2;
        }
      } else {
        const int64_t a0 = row * 60;
        const int64_t a1 = s_min_index(row + 1, B * P * 5 + B - 1) * 60;
        const int64_t a2 = s_min_index(row + 2, B * P * 5 + B - 1) * 60;
        const int64_t a3 = s_min_index(row + 3, B * P * 5 + B - 1) * 60;
        const int64_t a4 = s_min_index(row + 4, B * P * 5 + B - 1) * 60;
        const int64_t a5 = s_min_index(row + 5, B * P * 5 + B - 1) * 60;
        const int64_t a6 = s_min_index(row + 6, B * P * 5 + B - 1) * 60;
        const int64_t a7 = s_min_index(row + 7, B * P * 5 + B - 1) * 60;
        for (int64_t k = 0; k < 60; ++k) {
          const vf32 w0 = v_load_f32(&packed[b + k * 48]);
          const vf32 w1 = v_load_f32(&packed[b + k * 48 + 16]);
          const vf32 w2 = v_load_f32(&packed[b + k * 48 + 32]);
          const vf32 x0 = v_splat_f32(x[a0 + k]);
          sum0_0 += x0 * w0;
          sum0_1 += x0 * w1;
          sum0_2 += x0 * w2;
          const vf32 x1 = v_splat_f32(x[a1 + k]);
          sum1_0 += x1 * w0;
          sum1_1 += x1 * w1;
          sum1_2 += x1 * w2;
          const vf32 x22 = v_splat_f32(x[a2 + k]);
          sum2_0 += x22 * w0;
          sum2_1 += x22 * w1;
          sum2_2 += x22 * w2;
          const vf32 x32 = v_splat_f32(x[a3 + k]);
          sum3_0 += x32 * w0;
          sum3_1 += x32 * w1;
          sum3_2 += x32 * w2;
          const vf32 x42 = v_splat_f32(x[a4 + k]);
          sum4_0 += x42 * w0;
          sum4_1 += x42 * w1;
          sum4_2 += x42 * w2;
          const vf32 x52 = v_splat_f32(x[a5 + k]);
          sum5_0 += x52 * w0;
          sum5_1 += x52 * w1;
          sum5_2 += x52 * w2;
          const vf32 x62 = v_splat_f32(x[a6 + k]);
          sum6_0 += x62 * w0;
          sum6_1 += x62 * w1;
          sum6_2 += x62 * w2;
          const vf32 x72 = v_splat_f32(x[a7 + k]);
          sum7_0 += x72 * w0;
          sum7_1 += x72 * w1;
          sum7_2 += x72 * w2;
        }
      }
      v_store_f32(tile, sum0_0);
      v_store_f32(&tile[16], sum0_1);
      v_store_f32(&tile[32], sum0_2);
      v_store_f32(&tile[48], sum1_0);
      v_store_f32(&tile[64], sum1_1);
      v_store_f32(&tile[80], sum1_2);
      v_store_f32(&tile[96], sum2_0);
      v_store_f32(&tile[112], sum2_1);
      v_store_f32(&tile[128], sum2_2);
      v_store_f32(&tile[144], sum3_0);
      v_store_f32(&tile[160], sum3_1);
      v_store_f32(&tile[176], sum3_2);
      v_store_f32(&tile[192], sum4_0);
      v_store_f32(&tile[208], sum4_1);
      v_store_f32(&tile[224], sum4_2);
      v_store_f32(&tile[240], sum5_0);
      v_store_f32(&tile[256], sum5_1);
      v_store_f32(&tile[272], sum5_2);
      v_store_f32(&tile[288], sum6_0);
      v_store_f32(&tile[304], sum6_1);
      v_store_f32(&tile[320], sum6_2);
      v_store_f32(&tile[336], sum7_0);
      v_store_f32(&tile[352], sum7_1);
      v_store_f32(&tile[368], sum7_2);
      for (int64_t r = 0; r < s_min_index(8, B * P * 5 + B - row); ++r) {
        for (int64_t n = 0; n < 33; n += 16) {
          const vf32 t = v_load_f32(&tile[n + r * 48]);
          const vf32 t2 = v_load_f32(&x2[n + panel * 48 + r * 576 + row * 576]);
          const vf32 t3 = v_load_f32(&D[n + panel * 48]);
          const vf32 t4 = t2 * t3;
          const vf32 t5 = v_load_f32(&x3[n + panel * 48 + r * 576 + row * 576]);
          const vf32 t6 = t4 + t5;
          const vf32 t7 = t6 + t;
          const vf32 t8 =
              v_load_f32(&x4[(r + row) / (P * 5 + 1) * P * 5760 + (r + row) / (P * 5 + 1) * 1152
                  + s_min_index(s_max_index((r + row) % (P * 5 + 1) - 3, 0), P * 5) * 1152 + n + panel * 48]);
          const vf32 t9 = v_select_f32(v_splat_i32(s_le_index(0, (r + row) % (P * 5 + 1) - 3)), t8,
              v_splat_f32(0.0f));
          const vf32 t10 = v_load_f32(&x5[n + panel * 48]);
          const vf32 t11 = t9 * t10;
          const vf32 t12 =
              v_load_f32(&x4[(r + row) / (P * 5 + 1) * P * 5760 + (r + row) / (P * 5 + 1) * 1152
                  + s_min_index(s_max_index((r + row) % (P * 5 + 1) - 2, 0), P * 5) * 1152 + n + panel * 48]);
          const vf32 t13 = v_select_f32(v_splat_i32(s_le_index(0, (r + row) % (P * 5 + 1) - 2)), t12,
              v_splat_f32(0.0f));
          const vf32 t14 = v_load_f32(&x6[n + panel * 48]);
          const vf32 t15 = t13 * t14;
          const vf32 t16 = t11 + t15;
          const vf32 t17 =
              v_load_f32(&x4[(r + row) / (P * 5 + 1) * P * 5760 + (r + row) / (P * 5 + 1) * 1152
                  + s_min_index(s_max_index((r + row) % (P * 5 + 1) - 1, 0), P * 5) * 1152 + n + panel * 48]);
          const vf32 t18 = v_select_f32(v_splat_i32(s_le_index(0, (r + row) % (P * 5 + 1) - 1)), t17,
              v_splat_f32(0.0f));
          const vf32 t19 = v_load_f32(&x7[n + panel * 48]);
          const vf32 t20 = t18 * t19;
          const vf32 t21 = t16 + t20;
          const vf32 t22 = v_load_f32(&x4[n + panel * 48 + r * 1152 + row * 1152]);
          const vf32 t23 = v_load_f32(&x8[n + panel * 48]);
          const vf32 t24 = t22 * t23;
          const vf32 t25 = t21 + t24;
          const vf32 t26 = v_load_f32(&bias[n + panel * 48]);
          const vf32 t27 = t25 + t26;
          const vf32 t28 = v_sigmoid_f32(t27);
          const vf32 t29 = t7 * (t28 + t27 * (t28 * (v_splat_f32(1.0f) - t28)));
          v_stream_f32(&x9[n + panel * 48 + r * 576 + row * 576], t29,
              s_is_streamed(x9, B * P * 2880 + B * 576));
        }
      }
    }
  }
  s_end_streams();
}
