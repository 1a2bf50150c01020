#define SG_LANES 16
#include "sonograph_kernel.h"

/* k28_size_map_broadcast_reshape_scan
 * size, map, broadcast, reshape, scan
 * x: f32, 36864*B*ceil(5*P + 1, 32) elements
 * x2: f32, 384*B*ceil(5*P + 1, 32) elements
 * x3: f32, 4*B*ceil(5*P + 1, 32) elements
 * x4: f32, 1920*B*P + 384*B elements
 * x5: f32, 1920*B*P + 384*B elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 20*B*P + 4*B elements
 * x8: f32, 20*B*P + 4*B elements
 * x9: f32, 20*B*P + 4*B elements
 * bias: f32, 4 elements
 * x10: f32, 20*B*P + 4*B elements
 * x11: f32, 20*B*P + 4*B elements
 * x12: f32, 20*B*P + 4*B elements
 * bias2: f32, 4 elements
 * x13: f32, 1920*B*P + 384*B elements
 * 933540*B*P + 186708*B flops, 31200*B*P + 149008*B*ceil(5*P + 1, 32) + 6240*B + 32 bytes
 * first used in block1/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k28_size_map_broadcast_reshape_scan(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *x = buffers[0];
  float *x2 = buffers[1];
  float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *x6 = buffers[5];
  const float *x7 = buffers[6];
  const float *x8 = buffers[7];
  const float *x9 = buffers[8];
  const float *bias = buffers[9];
  const float *x10 = buffers[10];
  const float *x11 = buffers[11];
  const float *x12 = buffers[12];
  const float *bias2 = buffers[13];
  float *x13 = buffers[14];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer / 4;
    const int64_t head = outer % 4;
    _Alignas(64) float carry[9216];
    _Alignas(64) float carry2[96];
    _Alignas(64) float carry3[1];
    for (int64_t value = 0; value < 9201; value += 16) {
      v_store_f32(&carry[value], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 6
    for (int64_t key2 = 0; key2 < 81; key2 += 16) {
      v_store_f32(&carry2[key2], v_splat_f32(0.0f));
    }
    carry3[0] = -1e+30f;
    const float t7 = bias[head];
    const float t17 = bias2[head];
    for (int64_t chunk = 0; chunk < (P * 5 + 32) / 32; ++chunk) {
      const int64_t first = chunk * 32;
      const int64_t count = s_min_index(32, P * 5 - first + 1);
      for (int64_t value2 = 0; value2 < 9201; value2 += 16) {
        v_store_f32(&x[B * chunk * 36864 + batch * 36864 + head * 9216 + value2], v_load_f32(&carry[value2]));
      }
      for (int64_t key4 = 0; key4 < 81; key4 += 16) {
        v_store_f32(&x2[B * chunk * 384 + batch * 384 + head * 96 + key4], v_load_f32(&carry2[key4]));
      }
      x3[B * chunk * 4 + batch * 4 + head] = carry3[0];
      for (int64_t step = 0; step < count; ++step) {
        const int64_t time = P * 5 - first - step;
        const float t2 = x7[P * batch * 20 + batch * 4 + head + time * 4];
        const float t3 = x8[P * batch * 20 + batch * 4 + head + time * 4];
        const float t4 = t2 + t3;
        const float t5 = x9[P * batch * 20 + batch * 4 + head + time * 4];
        const float t6 = t4 + t5;
        const float t8 = t6 + t7;
        const float t9 = -s_softplus_f32(-t8);
        const float t10 = carry3[0];
        const float t11 = t9 + t10;
        const float t12 = x10[P * batch * 20 + batch * 4 + head + time * 4];
        const float t13 = x11[P * batch * 20 + batch * 4 + head + time * 4];
        const float t14 = t12 + t13;
        const float t15 = x12[P * batch * 20 + batch * 4 + head + time * 4];
        const float t16 = t14 + t15;
        const float t18 = t16 + t17;
        const float t19 = s_max_f32(t11, t18);
        const float t20 = t18 - t19;
        const float t21 = s_exp_f32(t20);
        const float t22 = 0.10206208f * t21;
        const float t23 = t11 - t19;
        const float t24 = s_exp_f32(t23);
        carry3[0] = t19;
        _Alignas(64) float sum[96];
        #pragma GCC unroll 6
        for (int64_t value3 = 0; value3 < 81; value3 += 16) {
          v_store_f32(&sum[value3], v_splat_f32(0.0f));
        }
        for (int64_t key5 = 0; key5 < 96; ++key5) {
          const float t27 = x6[P * batch * 1920 + batch * 384 + head * 96 + key5 + time * 384];
          const float t28 = t22 * t27;
          const float t32 = x5[P * batch * 1920 + batch * 384 + head * 96 + key5 + time * 384];
          #pragma GCC unroll 6
          for (int64_t value4 = 0; value4 < 81; value4 += 16) {
            const vf32 t25 = v_load_f32(&carry[key5 * 96 + value4]);
            const vf32 t26 = v_splat_f32(t24) * t25;
            const vf32 t29 =
                v_load_f32(&x4[P * batch * 1920 + batch * 384 + head * 96 + time * 384 + value4]);
            const vf32 t30 = v_splat_f32(t28) * t29;
            const vf32 t31 = t26 + t30;
            v_store_f32(&sum[value4], v_load_f32(&sum[value4]) + v_splat_f32(t32) * t31);
            v_store_f32(&carry[key5 * 96 + value4], t31);
          }
        }
        float sum2 = 0.0f;
        vf32 sum2_lanes = v_splat_f32(0.0f);
        #pragma GCC unroll 6
        for (int64_t key6 = 0; key6 < 81; key6 += 16) {
          const vf32 t33 = v_load_f32(&carry2[key6]);
          const vf32 t34 = v_splat_f32(t24) * t33;
          const vf32 t35 = v_load_f32(&x6[P * batch * 1920 + batch * 384 + head * 96 + key6 + time * 384]);
          const vf32 t36 = v_splat_f32(t22) * t35;
          const vf32 t37 = t34 + t36;
          const vf32 t38 = v_load_f32(&x5[P * batch * 1920 + batch * 384 + head * 96 + key6 + time * 384]);
          sum2_lanes += t38 * t37;
          v_store_f32(&carry2[key6], t37);
        }
        sum2 += v_reduce_sum_f32(sum2_lanes);
        const float t39 = s_abs_f32(sum2);
        const float t40 = -t19;
        const float t41 = s_exp_f32(t40);
        const float t42 = s_max_f32(t39, t41);
        const float t43 = t42 + 1e-06f;
        for (int64_t value5 = 0; value5 < 81; value5 += 16) {
          const vf32 t44 = v_load_f32(&sum[value5]);
          const vf32 t45 = t44 / v_splat_f32(t43);
          v_store_f32(&x13[P * batch * 1920 + batch * 384 + head * 96 + time * 384 + value5], t45);
        }
      }
    }
  }
}
