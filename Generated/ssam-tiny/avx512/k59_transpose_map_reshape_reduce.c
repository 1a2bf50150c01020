#define SG_LANES 16
#include "sonograph_kernel.h"

/* k59_transpose_map_reshape_reduce
 * transpose, map, reshape, reduce
 * x: f32, 13824 elements
 * A_log: f32, 13824 elements
 * A_log2: f32, 13824 elements
 * x2: f32, 13824 elements
 * A_log3: f32, 13824 elements
 * x3: f32, 13824 elements
 * learning_rate: f32, 1 elements
 * step: f32, 1 elements
 * x4: f32, 13824 elements
 * x5: f32, 576 elements
 * 290313 flops, 389384 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k59_transpose_map_reshape_reduce(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *A_log = buffers[1];
  const float *A_log2 = buffers[2];
  float *x2 = buffers[3];
  const float *A_log3 = buffers[4];
  float *x3 = buffers[5];
  const float *learning_rate = buffers[6];
  const float *step = buffers[7];
  float *x4 = buffers[8];
  float *x5 = buffers[9];
  (void)sizes, (void)part, (void)parts;
  const float t9 = learning_rate[0];
  const float t10 = step[0];
  const float t11 = -s_expm1_f32(-0.105360515f * t10);
  const float t12 = t9 / t11;
  const float t13 = -s_expm1_f32(-0.0010005003f * t10);
  const float t14 = 1.0f / s_sqrt_f32(t13);
  for (int64_t inner = 0; inner < 576; ++inner) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t state = 0; state < 9; state += 16) {
      s_prefetch(A_log, inner * 24 + state + 264);
      s_prefetch(A_log2, inner * 24 + state + 264);
      s_prefetch(A_log3, inner * 24 + state + 264);
      const vf32 t = v_gather_f32(&x[inner + state * 576], 576);
      const vf32 t2 = -t;
      const vf32 t3 = v_load_f32(&A_log[inner * 24 + state]);
      const vf32 t4 = t2 * v_exp_f32(t3);
      const vf32 t5 = v_load_f32(&A_log2[inner * 24 + state]);
      const vf32 t6 = v_splat_f32(0.9f) * t5 + v_splat_f32(0.1f) * t4;
      v_store_f32(&x2[inner * 24 + state], t6);
      const vf32 t7 = v_load_f32(&A_log3[inner * 24 + state]);
      const vf32 t8 = v_splat_f32(0.999f) * t7 + v_splat_f32(0.001f) * t4 * t4;
      v_store_f32(&x3[inner * 24 + state], t8);
      const vf32 t15 = t3 * v_splat_f32(1.0f - 0.01f * t9)
          - v_splat_f32(t12) * t6 / (v_sqrt_f32(t8) * v_splat_f32(t14) + v_splat_f32(1e-08f));
      v_store_f32(&x4[inner * 24 + state], t15);
      const vf32 t16 = t4 * t4;
      sum_lanes += t16;
    }
    for (int64_t state = 16; state < 24; state += 16) {
      s_prefetch(A_log, inner * 24 + state + 264);
      s_prefetch(A_log2, inner * 24 + state + 264);
      s_prefetch(A_log3, inner * 24 + state + 264);
      const vf32 t = v_gather_part_f32(&x[inner + state * 576], 576, 24 - state);
      const vf32 t2 = -t;
      const vf32 t3 = v_load_part_f32(&A_log[inner * 24 + state], 24 - state);
      const vf32 t4 = t2 * v_exp_f32(t3);
      const vf32 t5 = v_load_part_f32(&A_log2[inner * 24 + state], 24 - state);
      const vf32 t6 = v_splat_f32(0.9f) * t5 + v_splat_f32(0.1f) * t4;
      v_store_part_f32(&x2[inner * 24 + state], t6, 24 - state);
      const vf32 t7 = v_load_part_f32(&A_log3[inner * 24 + state], 24 - state);
      const vf32 t8 = v_splat_f32(0.999f) * t7 + v_splat_f32(0.001f) * t4 * t4;
      v_store_part_f32(&x3[inner * 24 + state], t8, 24 - state);
      const vf32 t15 = t3 * v_splat_f32(1.0f - 0.01f * t9)
          - v_splat_f32(t12) * t6 / (v_sqrt_f32(t8) * v_splat_f32(t14) + v_splat_f32(1e-08f));
      v_store_part_f32(&x4[inner * 24 + state], t15, 24 - state);
      const vf32 t16 = t4 * t4;
      sum_lanes += v_select_f32(v_first(24 - state), t16, v_splat_f32(0.0f));
    }
    sum += v_reduce_sum_f32(sum_lanes);
    x5[inner] = sum;
  }
}
