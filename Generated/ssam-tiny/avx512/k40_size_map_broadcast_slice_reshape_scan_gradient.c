#define SG_LANES 16
#include "sonograph_kernel.h"

/* k40_size_map_broadcast_slice_reshape_scan_gradient
 * size, map, broadcast, slice, reshape, scan-gradient
 * x: f32, 13824*B*ceil(5*P + 1, 64) elements
 * x2: f32, 2880*B*P + 576*B elements
 * bias: f32, 576 elements
 * A_log: f32, 13824 elements
 * x3: f32, 2880*B*P + 576*B elements
 * x4: f32, 300*B*P + 60*B elements
 * x5: f32, 2880*B*P + 576*B elements
 * x6: f32, 120*B*P + 24*B elements
 * x7: f32, 120*B*P + 24*B elements
 * x8: f32, 2880*B*P + 576*B elements
 * x9: f32, 2880*B*P + 576*B elements
 * x10: f32, 2880*B*P + 576*B elements
 * x11: f32, 13824*B elements
 * 1745280*B*P + 349056*B + 27648 flops, 71280*B*P + 55296*B*ceil(5*P + 1, 64) + 69552*B + 57600 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k40_size_map_broadcast_slice_reshape_scan_gradient(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *bias = buffers[2];
  const float *A_log = buffers[3];
  const float *x3 = buffers[4];
  const float *x4 = buffers[5];
  const float *x5 = buffers[6];
  float *x6 = buffers[7];
  float *x7 = buffers[8];
  float *x8 = buffers[9];
  float *x9 = buffers[10];
  float *x10 = buffers[11];
  float *x11 = buffers[12];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const float t = (float)1;
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    _Alignas(64) float carry[13824];
    _Alignas(64) float total[13824];
    for (int64_t channel = 0; channel < 13809; channel += 16) {
      v_store_f32(&carry[channel], v_splat_f32(0.0f));
    }
    for (int64_t channel2 = 0; channel2 < 13809; channel2 += 16) {
      v_store_f32(&total[channel2], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (P * 5 + 64) / 64; ++chunk) {
      const int64_t interval = (P * 5 + 64) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, P * 5 - first + 1);
      _Alignas(64) float tape[884736];
      for (int64_t channel3 = 0; channel3 < 13809; channel3 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 13824 + batch * 13824 + channel3]);
        v_store_f32(&tape[channel3], t2);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        const int64_t time = first + step;
        for (int64_t state4 = 0; state4 < 24; ++state4) {
          const float t16 = x4[P * batch * 300 + batch * 60 + state4 + time * 60 + 12];
          for (int64_t channel4 = 0; channel4 < 561; channel4 += 16) {
            const vf32 t3 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel4 + time * 576]);
            const vf32 t4 = v_load_f32(&bias[channel4]);
            const vf32 t5 = t3 + t4;
            const vf32 t6 = v_softplus_f32(t5);
            const vf32 t7 = v_gather_f32(&A_log[channel4 * 24 + state4], 24);
            const vf32 t8 = v_exp_f32(t7);
            const vf32 t9 = -t8;
            const vf32 t10 = t6 * t9;
            const vf32 t11 = v_exp_f32(t10);
            const vf32 t12 = v_load_f32(&tape[channel4 + state4 * 576 + step * 13824]);
            const vf32 t13 = t11 * t12;
            const vf32 t14 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel4 + time * 576]);
            const vf32 t15 = t6 * t14;
            const vf32 t17 = t15 * v_splat_f32(t16);
            const vf32 t18 = t13 + t17;
            v_store_f32(&tape[channel4 + state4 * 576 + step * 13824 + 13824], t18);
          }
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        _Alignas(64) float next[13824];
        _Alignas(64) float kept[13824];
        for (int64_t state5 = 0; state5 < 24; ++state5) {
          float sum = 0.0f;
          float sum2 = 0.0f;
          const float t30 = x4[P * batch * 300 + batch * 60 + state5 + time2 * 60 + 36];
          const float t41 = x4[P * batch * 300 + batch * 60 + state5 + time2 * 60 + 12];
          vf32 sum_lanes = v_splat_f32(0.0f);
          vf32 sum2_lanes = v_splat_f32(0.0f);
          for (int64_t channel5 = 0; channel5 < 561; channel5 += 16) {
            const vf32 t19 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel5 + time2 * 576]);
            const vf32 t20 = v_load_f32(&bias[channel5]);
            const vf32 t21 = t19 + t20;
            const vf32 t22 = v_softplus_f32(t21);
            const vf32 t23 = v_gather_f32(&A_log[channel5 * 24 + state5], 24);
            const vf32 t24 = v_exp_f32(t23);
            const vf32 t25 = -t24;
            const vf32 t26 = t22 * t25;
            const vf32 t27 = v_exp_f32(t26);
            const vf32 t28 = v_load_f32(&carry[channel5 + state5 * 576]);
            const vf32 t29 = v_load_f32(&x5[P * batch * 2880 + batch * 576 + channel5 + time2 * 576]);
            const vf32 t31 = t29 * v_splat_f32(t30);
            const vf32 t32 = t28 + t31;
            const vf32 t33 = t32 * t27;
            v_store_f32(&next[channel5 + state5 * 576], t33);
            const vf32 t34 = v_load_f32(&tape[channel5 + state5 * 576 + step2 * 13824]);
            const vf32 t35 = t32 * t34;
            const vf32 t36 = t35 * v_exp_f32(t26);
            v_store_f32(&kept[channel5 + state5 * 576], t36);
            const vf32 t37 = t36 * t22;
            v_store_f32(&total[channel5 + state5 * 576], v_load_f32(&total[channel5 + state5 * 576]) + t37);
            const vf32 t38 = t27 * t34;
            const vf32 t39 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel5 + time2 * 576]);
            const vf32 t40 = t22 * t39;
            const vf32 t42 = t40 * v_splat_f32(t41);
            const vf32 t43 = t38 + t42;
            const vf32 t44 = t29 * t43;
            sum_lanes += t44;
            const vf32 t45 = t32 * t40;
            sum2_lanes += t45;
          }
          sum += v_reduce_sum_f32(sum_lanes);
          sum2 += v_reduce_sum_f32(sum2_lanes);
          x6[P * batch * 120 + batch * 24 + state5 + time2 * 24] = sum;
          x7[P * batch * 120 + batch * 24 + state5 + time2 * 24] = sum2;
        }
        _Alignas(64) float sum3[576];
        _Alignas(64) float sum4[576];
        for (int64_t channel6 = 0; channel6 < 561; channel6 += 16) {
          v_store_f32(&sum3[channel6], v_splat_f32(0.0f));
          v_store_f32(&sum4[channel6], v_splat_f32(0.0f));
        }
        for (int64_t state6 = 0; state6 < 24; ++state6) {
          const float t48 = x4[P * batch * 300 + batch * 60 + state6 + time2 * 60 + 36];
          const float t51 = x4[P * batch * 300 + batch * 60 + state6 + time2 * 60 + 12];
          for (int64_t channel7 = 0; channel7 < 561; channel7 += 16) {
            const vf32 t46 = v_load_f32(&carry[channel7 + state6 * 576]);
            const vf32 t47 = v_load_f32(&x5[P * batch * 2880 + batch * 576 + channel7 + time2 * 576]);
            const vf32 t49 = t47 * v_splat_f32(t48);
            const vf32 t50 = t46 + t49;
            const vf32 t52 = t50 * v_splat_f32(t51);
            v_store_f32(&sum3[channel7], v_load_f32(&sum3[channel7]) + t52);
            const vf32 t53 = v_load_f32(&kept[channel7 + state6 * 576]);
            const vf32 t54 = v_gather_f32(&A_log[channel7 * 24 + state6], 24);
            const vf32 t55 = v_exp_f32(t54);
            const vf32 t56 = -t55;
            const vf32 t57 = t53 * t56;
            v_store_f32(&sum4[channel7], v_load_f32(&sum4[channel7]) + t57);
          }
        }
        for (int64_t channel8 = 0; channel8 < 561; channel8 += 16) {
          const vf32 t58 = v_load_f32(&sum4[channel8]);
          v_store_f32(&x8[P * batch * 2880 + batch * 576 + channel8 + time2 * 576], t58);
        }
        for (int64_t channel9 = 0; channel9 < 561; channel9 += 16) {
          const vf32 t59 = v_load_f32(&sum3[channel9]);
          const vf32 t60 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel9 + time2 * 576]);
          const vf32 t61 = t59 * t60;
          v_store_f32(&x9[P * batch * 2880 + batch * 576 + channel9 + time2 * 576], t61);
          const vf32 t62 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel9 + time2 * 576]);
          const vf32 t63 = v_load_f32(&bias[channel9]);
          const vf32 t64 = t62 + t63;
          const vf32 t65 = v_softplus_f32(t64);
          const vf32 t66 = t59 * t65;
          v_store_f32(&x10[P * batch * 2880 + batch * 576 + channel9 + time2 * 576], t66);
        }
        for (int64_t channel10 = 0; channel10 < 13809; channel10 += 16) {
          v_store_f32(&carry[channel10], v_load_f32(&next[channel10]));
        }
      }
    }
    for (int64_t state8 = 0; state8 < 24; ++state8) {
      for (int64_t channel11 = 0; channel11 < 561; channel11 += 16) {
        v_store_f32(&x11[B * state8 * 576 + batch * 576 + channel11],
            v_load_f32(&total[channel11 + state8 * 576]));
      }
    }
  }
}
