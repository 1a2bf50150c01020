#define SG_LANES 16
#include "sonograph_kernel.h"

/* k26_slice_reshape_map
 * slice, reshape, map
 * x: f32, 1920*B*P + 384*B elements
 * x2: f32, 20*B*P + 4*B elements
 * x3: f32, 20*B*P + 4*B elements
 * x4: f32, 20*B*P + 4*B elements
 * x5: f32, 20*B*P + 4*B elements
 * weight: f32, 384 elements
 * learnable_skip: f32, 384 elements
 * x6: f32, 1920*B*P + 384*B elements
 * x7: f32, 1920*B*P + 384*B elements
 * x8: f32, 3840*B*P + 768*B elements
 * x9: f32, 1920*B*P + 384*B elements
 * 17440*B*P + 3488*B + 384 flops, 46400*B*P + 9280*B + 3072 bytes
 * first used in block0/layer
 */
__attribute__((visibility("default")))
void k26_slice_reshape_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *x5 = buffers[4];
  const float *weight = buffers[5];
  const float *learnable_skip = buffers[6];
  const float *x6 = buffers[7];
  float *x7 = buffers[8];
  const float *x8 = buffers[9];
  float *x9 = buffers[10];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t time_count = B * P * 5 + B;
  const int64_t time_end = time_count * (part + 1) / parts;
  for (int64_t time = time_count * part / parts; time < time_end; ++time) {
    for (int64_t inner_share = 0; inner_share < 4; ++inner_share) {
      const float t2 = x2[inner_share + time * 4];
      const float t3 = s_abs_f32(t2);
      const float t4 = x3[inner_share + time * 4];
      const float t5 = s_max_f32(t3, t4);
      const float t6 = t5 + 1e-06f;
      const float t7 = 1.0f / t6;
      const float t9 = x4[inner_share + time * 4];
      const float t10 = 0.010416667f * t9;
      const float t12 = x5[inner_share + time * 4];
      const float t13 = 0.010416667f * t12;
      const float t14 = t13 + 1e-05f;
      const float t15 = s_rsqrt_f32(t14);
      for (int64_t inner = inner_share * 96; inner < inner_share * 96 + 96 - 15; inner += 16) {
        s_prefetch(x, inner + time * 384 + 1536);
        s_prefetch(x6, inner + time * 384 + 1536);
        s_prefetch(x8, inner + time * 768 + 3456);
        const vf32 t = v_load_f32(&x[inner + time * 384]);
        const vf32 t8 = t * v_splat_f32(t7);
        const vf32 t11 = t8 - v_splat_f32(t10);
        const vf32 t16 = t11 * v_splat_f32(t15);
        const vf32 t17 = v_load_f32(&weight[inner]);
        const vf32 t18 = v_splat_f32(1.0f) + t17;
        const vf32 t19 = t16 * t18;
        const vf32 t20 = v_load_f32(&learnable_skip[inner]);
        const vf32 t21 = v_load_f32(&x6[inner + time * 384]);
        const vf32 t22 = t20 * t21;
        const vf32 t23 = t19 + t22;
        v_stream_f32(&x7[inner + time * 384], t23, s_is_streamed(x7, B * P * 30720 + B * 6144));
        const vf32 t24 = v_load_f32(&x8[inner + time * 768 + 384]);
        const vf32 t25 = t24 * v_sigmoid_f32(t24);
        const vf32 t26 = t23 * t25;
        v_stream_f32(&x9[inner + time * 384], t26, s_is_streamed(x9, B * P * 1920 + B * 384));
      }
    }
  }
  s_end_streams();
}
