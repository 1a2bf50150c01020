#define SG_LANES 16
#include "sonograph_kernel.h"

/* k9_map_reduce
 * map, reduce
 * x: f32, 75*B*P*P + 30*B*P + 3*B elements
 * x2: f32, 75*B*P*P + 30*B*P + 3*B elements
 * 450*B*P*P + 180*B*P + 18*B flops, 600*B*P*P + 240*B*P + 24*B bytes
 * first used in block0/attention
 */
__attribute__((visibility("default")))
void k9_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  float *x2 = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 15 + B * 3;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    float max = -INFINITY;
    vf32 max_lanes = v_splat_f32(-INFINITY);
    for (int64_t key = 0; key < P * 5 + 1 - 15; key += 16) {
      const vf32 t = v_load_f32(&x[P * time * 5 + key + time]);
      const vf32 t2 = v_splat_f32(0.125f) * t;
      max_lanes = v_max_f32(max_lanes, t2);
    }
    for (int64_t key = (P * 5 + 1) / 16 * 16; key < P * 5 + 1; key += 16) {
      const vf32 t = v_load_part_f32(&x[P * time * 5 + key + time], P * 5 + 1 - key);
      const vf32 t2 = v_splat_f32(0.125f) * t;
      max_lanes = v_max_f32(max_lanes, v_select_f32(v_first(P * 5 + 1 - key), t2, v_splat_f32(-INFINITY)));
    }
    max = s_max_f32(max, v_reduce_max_f32(max_lanes));
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t key2 = 0; key2 < P * 5 + 1 - 15; key2 += 16) {
      const vf32 t3 = v_load_f32(&x[P * time * 5 + key2 + time]);
      const vf32 t4 = v_splat_f32(0.125f) * t3;
      const vf32 t5 = t4 - v_splat_f32(max);
      const vf32 t6 = v_exp_f32(t5);
      sum_lanes += t6;
    }
    for (int64_t key2 = (P * 5 + 1) / 16 * 16; key2 < P * 5 + 1; key2 += 16) {
      const vf32 t3 = v_load_part_f32(&x[P * time * 5 + key2 + time], P * 5 + 1 - key2);
      const vf32 t4 = v_splat_f32(0.125f) * t3;
      const vf32 t5 = t4 - v_splat_f32(max);
      const vf32 t6 = v_exp_f32(t5);
      sum_lanes += v_select_f32(v_first(P * 5 + 1 - key2), t6, v_splat_f32(0.0f));
    }
    sum += v_reduce_sum_f32(sum_lanes);
    for (int64_t key3 = 0; key3 < P * 5 + 1 - 15; key3 += 16) {
      const vf32 t7 = v_load_f32(&x[P * time * 5 + key3 + time]);
      const vf32 t8 = v_splat_f32(0.125f) * t7;
      const vf32 t9 = t8 - v_splat_f32(max);
      const vf32 t10 = v_exp_f32(t9);
      const vf32 t11 = t10 / v_splat_f32(sum);
      v_store_f32(&x2[P * time * 5 + key3 + time], t11);
    }
    for (int64_t key3 = (P * 5 + 1) / 16 * 16; key3 < P * 5 + 1; key3 += 16) {
      const vf32 t7 = v_load_part_f32(&x[P * time * 5 + key3 + time], P * 5 + 1 - key3);
      const vf32 t8 = v_splat_f32(0.125f) * t7;
      const vf32 t9 = t8 - v_splat_f32(max);
      const vf32 t10 = v_exp_f32(t9);
      const vf32 t11 = t10 / v_splat_f32(sum);
      v_store_part_f32(&x2[P * time * 5 + key3 + time], t11, P * 5 + 1 - key3);
    }
  }
}
