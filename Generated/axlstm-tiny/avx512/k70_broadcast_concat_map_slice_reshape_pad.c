#define SG_LANES 16
#include "sonograph_kernel.h"

/* k70_broadcast_concat_map_slice_reshape_pad
 * broadcast, concat, map, slice, reshape, pad
 * x: f32, 20*B*P + 4*B elements
 * x2: f32, 40*B*P + 8*B elements
 * x3: f32, 40*B*P + 8*B elements
 * x4: f32, 40*B*P + 8*B elements
 * bias: f32, 4 elements
 * bias2: f32, 4 elements
 * x5: f32, 20*B*P + 4*B elements
 * x6: f32, 20*B*P + 4*B elements
 * x7: f32, 40*B*P + 8*B elements
 * 240*B*P + 48*B flops, 880*B*P + 176*B + 32 bytes
 * first used in block11/layer/mlstm_cell/gradient
 */
__attribute__((visibility("default")))
void k70_broadcast_concat_map_slice_reshape_pad(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *bias = buffers[4];
  const float *bias2 = buffers[5];
  const float *x5 = buffers[6];
  const float *x6 = buffers[7];
  float *x7 = buffers[8];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  (void)bias;
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t head = 0; head < 4; head += 16) {
      const float t12 = 0.0f;
      const vf32 t13 = v_load_part_f32(&x5[head + time * 4], 4 - head);
      const vf32 t14 = v_load_part_f32(&x6[head + time * 4], 4 - head);
      const vf32 t15 = t13 + t14;
      const vf32 t16 = t15;
      const vf32 t17 = v_splat_f32(t12) + t16;
      v_store_part_f32(&x7[head + time * 8], t17, 4 - head);
    }
    for (int64_t head = 0; head < 4; head += 16) {
      const vf32 t = v_load_part_f32(&x[head + time * 4], 4 - head);
      const vf32 t2 = v_load_part_f32(&x2[head + time * 8 + 4], 4 - head);
      const vf32 t3 = v_load_part_f32(&x3[head + time * 8 + 4], 4 - head);
      const vf32 t4 = t2 + t3;
      const vf32 t5 = v_load_part_f32(&x4[head + time * 8 + 4], 4 - head);
      const vf32 t6 = t4 + t5;
      const vf32 t8 = v_load_part_f32(&bias2[head], 4 - head);
      const vf32 t9 = t8;
      const vf32 t10 = t6 + t9;
      const vf32 t11 = t * v_sigmoid_f32(-t10);
      const vf32 t12 = t11;
      const float t16 = 0.0f;
      const vf32 t17 = t12 + v_splat_f32(t16);
      v_store_part_f32(&x7[head + time * 8 + 4], t17, 4 - head);
    }
  }
}
