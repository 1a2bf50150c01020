#define SG_LANES 4
#include "sonograph_kernel.h"

/* k51_map_reduce
 * map, reduce
 * x: f32, 75*B*P*P + 30*B*P + 3*B elements
 * x2: f32, 75*B*P*P + 30*B*P + 3*B elements
 * x3: f32, 75*B*P*P + 30*B*P + 3*B elements
 * 375*B*P*P + 150*B*P + 15*B flops, 900*B*P*P + 360*B*P + 36*B bytes
 * first used in block11/attention/gradient
 */
__attribute__((visibility("default")))
void k51_map_reduce(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  float *x3 = buffers[2];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 15 + B * 3;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    float sum = 0.0f;
    vf32 sum_lanes = v_splat_f32(0.0f);
    for (int64_t key = 0; key < P * 5 + 1 - 3; key += 4) {
      const vf32 t = v_load_f32(&x[P * time * 5 + key + time]);
      const vf32 t2 = v_load_f32(&x2[P * time * 5 + key + time]);
      const vf32 t3 = t * t2;
      sum_lanes += t3;
    }
    for (int64_t key = (P * 5 + 1) / 4 * 4; key < P * 5 + 1; key += 4) {
      const vf32 t = v_load_part_f32(&x[P * time * 5 + key + time], P * 5 + 1 - key);
      const vf32 t2 = v_load_part_f32(&x2[P * time * 5 + key + time], P * 5 + 1 - key);
      const vf32 t3 = t * t2;
      sum_lanes += v_select_f32(v_first(P * 5 + 1 - key), t3, v_splat_f32(0.0f));
    }
    sum += v_reduce_sum_f32(sum_lanes);
    for (int64_t key2 = 0; key2 < P * 5 + 1 - 3; key2 += 4) {
      const vf32 t4 = v_load_f32(&x2[P * time * 5 + key2 + time]);
      const vf32 t5 = v_load_f32(&x[P * time * 5 + key2 + time]);
      const vf32 t6 = t5 - v_splat_f32(sum);
      const vf32 t7 = t4 * t6;
      const vf32 t8 = v_splat_f32(0.125f) * t7;
      v_store_f32(&x3[P * time * 5 + key2 + time], t8);
    }
    for (int64_t key2 = (P * 5 + 1) / 4 * 4; key2 < P * 5 + 1; key2 += 4) {
      const vf32 t4 = v_load_part_f32(&x2[P * time * 5 + key2 + time], P * 5 + 1 - key2);
      const vf32 t5 = v_load_part_f32(&x[P * time * 5 + key2 + time], P * 5 + 1 - key2);
      const vf32 t6 = t5 - v_splat_f32(sum);
      const vf32 t7 = t4 * t6;
      const vf32 t8 = v_splat_f32(0.125f) * t7;
      v_store_part_f32(&x3[P * time * 5 + key2 + time], t8, P * 5 + 1 - key2);
    }
  }
}
