#define SG_LANES 16
#include "sonograph_kernel.h"

/* k73_reshape_pad_map_reduce
 * reshape, pad, map, reduce
 * x: f32, 576 elements
 * x2: f32, 576 elements
 * x3: f32, 576 elements
 * x4: f32, 576 elements
 * weight: f32, 2304 elements
 * x5: f32, 2304 elements
 * weight2: f32, 2304 elements
 * x6: f32, 2304 elements
 * weight3: f32, 2304 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * x7: f32, 2304 elements
 * x8: f32, 576 elements
 * 48393 flops, 66824 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k73_reshape_pad_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *weight = buffers[4];
  float *x5 = buffers[5];
  const float *weight2 = buffers[6];
  float *x6 = buffers[7];
  const float *weight3 = buffers[8];
  const float *learning_rate = buffers[9];
  const float *step = buffers[10];
  float *x7 = buffers[11];
  float *x8 = buffers[12];
  (void)sizes, (void)part, (void)parts;
  const float t17 = learning_rate[0];
  const float t18 = step[0];
  const float t19 = -s_expm1_f32(-0.105360515f * t18);
  const float t20 = t17 / t19;
  const float t21 = -s_expm1_f32(-0.0010005003f * t18);
  const float t22 = 1.0f / s_sqrt_f32(t21);
  for (int64_t inner = 0; inner < 576; ++inner) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t tap = 0; tap < 4; tap += 16) {
      const vf32 t = v_index_f32(x,
          v_select_i32(v_first(4 - tap),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(3), v_splat_i32(0)),
                  v_splat_i32(0)) + v_splat_i32((int32_t)inner), v_splat_i32(0)));
      const vf32 t2 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(3))
          & v_le_i32(v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(3), v_splat_i32(0)), t,
          v_splat_f32(0.0f));
      const vf32 t3 = v_index_f32(x2,
          v_select_i32(v_first(4 - tap),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(2), v_splat_i32(0)),
                  v_splat_i32(0)) + v_splat_i32((int32_t)inner), v_splat_i32(0)));
      const vf32 t4 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(2))
          & v_le_i32(v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(2), v_splat_i32(0)), t3,
          v_splat_f32(0.0f));
      const vf32 t5 = t2 + t4;
      const vf32 t6 = v_index_f32(x3,
          v_select_i32(v_first(4 - tap),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(1), v_splat_i32(0)),
                  v_splat_i32(0)) + v_splat_i32((int32_t)inner), v_splat_i32(0)));
      const vf32 t7 =
          v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(1))
          & v_le_i32(v_splat_i32((int32_t)tap) + v_lane_i32() - v_splat_i32(1), v_splat_i32(0)), t6,
          v_splat_f32(0.0f));
      const vf32 t8 = t5 + t7;
      const vf32 t9 = v_index_f32(x4,
          v_select_i32(v_first(4 - tap),
              v_min_i32(v_max_i32(v_splat_i32((int32_t)tap) + v_lane_i32(), v_splat_i32(0)), v_splat_i32(0))
              + v_splat_i32((int32_t)inner), v_splat_i32(0)));
      const vf32 t10 = v_select_f32(v_le_i32(v_splat_i32(0), v_splat_i32((int32_t)tap) + v_lane_i32())
          & v_le_i32(v_splat_i32((int32_t)tap) + v_lane_i32(), v_splat_i32(0)), t9, v_splat_f32(0.0f));
      const vf32 t11 = t8 + t10;
      const vf32 t12 = v_load_part_f32(&weight[inner * 4 + tap], 4 - tap);
      const vf32 t13 = v_splat_f32(0.9f) * t12 + v_splat_f32(0.1f) * t11;
      v_store_part_f32(&x5[inner * 4 + tap], t13, 4 - tap);
      const vf32 t14 = v_load_part_f32(&weight2[inner * 4 + tap], 4 - tap);
      const vf32 t15 = v_splat_f32(0.999f) * t14 + v_splat_f32(0.001f) * t11 * t11;
      v_store_part_f32(&x6[inner * 4 + tap], t15, 4 - tap);
      const vf32 t16 = v_load_part_f32(&weight3[inner * 4 + tap], 4 - tap);
      const vf32 t23 = t16 * v_splat_f32(1.0f - 0.01f * t17)
          - v_splat_f32(t20) * t13 / (v_sqrt_f32(t15) * v_splat_f32(t22) + v_splat_f32(1e-08f));
      v_store_part_f32(&x7[inner * 4 + tap], t23, 4 - tap);
      const vf32 t24 = t11 * t11;
      sum_lanes += v_select_f32(v_first(4 - tap), t24, v_splat_f32(0.0f));
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x8[inner] = sum;
  }
}
