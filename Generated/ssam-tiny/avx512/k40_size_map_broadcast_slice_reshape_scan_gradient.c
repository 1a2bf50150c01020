#define SG_LANES 16
#include "sonograph_kernel.h"

/* k40_size_map_broadcast_slice_reshape_scan_gradient
 * size, map, broadcast, slice, reshape, scan-gradient
 * tape2: f32, 884736*B elements
 * x: f32, 13824*B*ceil(5*P + 1, 64) elements
 * x2: f32, 2880*B*P + 576*B elements
 * bias: f32, 576 elements
 * x3: f32, 2880*B*P + 576*B elements
 * x4: f32, 300*B*P + 60*B elements
 * A_log: f32, 13824 elements
 * x5: f32, 2880*B*P + 576*B elements
 * x6: f32, 120*B*P + 24*B elements
 * x7: f32, 120*B*P + 24*B elements
 * x8: f32, 2880*B*P + 576*B elements
 * x9: f32, 2880*B*P + 576*B elements
 * x10: f32, 13824*B elements
 * 1748160*B*P + 349632*B + 27648 flops, 59760*B*P + 55296*B*ceil(5*P + 1, 64) + 67248*B + 57600 bytes
 * first used in block11/mixer/gradient
 */
__attribute__((visibility("default")))
void k40_size_map_broadcast_slice_reshape_scan_gradient(void *const *restrict buffers,
    const int64_t *restrict sizes, int64_t part, int64_t parts) {
  float *tape2 = buffers[0];
  const float *x = buffers[1];
  const float *x2 = buffers[2];
  const float *bias = buffers[3];
  const float *x3 = buffers[4];
  const float *x4 = buffers[5];
  const float *A_log = buffers[6];
  const float *x5 = buffers[7];
  float *x6 = buffers[8];
  float *x7 = buffers[9];
  float *x8 = buffers[10];
  float *x9 = buffers[11];
  float *x10 = buffers[12];
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
      for (int64_t channel3 = 0; channel3 < 13809; channel3 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 13824 + batch * 13824 + channel3]);
        v_store_f32(&tape2[channel3 + outer * 884736], t2);
      }
      for (int64_t step = 0; step < count - 1; ++step) {
        const int64_t time = first + step;
        _Alignas(64) float input[576];
        for (int64_t channel4 = 0; channel4 < 561; channel4 += 16) {
          const vf32 t3 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel4 + time * 576]);
          const vf32 t4 = v_load_f32(&bias[channel4]);
          const vf32 t5 = t3 + t4;
          const vf32 t6 = v_softplus_f32(t5);
          v_store_f32(&input[channel4], t6);
        }
        _Alignas(64) float input2[24];
        for (int64_t state4 = 0; state4 < 9; state4 += 16) {
          const vf32 t7 = v_load_f32(&x4[P * batch * 300 + batch * 60 + state4 + time * 60 + 12]);
          v_store_f32(&input2[state4], t7);
        }
        for (int64_t state4 = 16; state4 < 24; state4 += 16) {
          const vf32 t7 = v_load_part_f32(&x4[P * batch * 300 + batch * 60 + state4 + time * 60 + 12],
              24 - state4);
          v_store_part_f32(&input2[state4], t7, 24 - state4);
        }
        _Alignas(64) float input3[24];
        for (int64_t state5 = 0; state5 < 9; state5 += 16) {
          const vf32 t8 = v_load_f32(&x4[P * batch * 300 + batch * 60 + state5 + time * 60 + 36]);
          v_store_f32(&input3[state5], t8);
        }
        for (int64_t state5 = 16; state5 < 24; state5 += 16) {
          const vf32 t8 = v_load_part_f32(&x4[P * batch * 300 + batch * 60 + state5 + time * 60 + 36],
              24 - state5);
          v_store_part_f32(&input3[state5], t8, 24 - state5);
        }
        for (int64_t state6 = 0; state6 < 24; ++state6) {
          for (int64_t channel5 = 0; channel5 < 561; channel5 += 16) {
            const vf32 t9 = v_load_f32(&input[channel5]);
            const vf32 t10 = v_gather_f32(&A_log[channel5 * 24 + state6], 24);
            const vf32 t11 = v_exp_f32(t10);
            const vf32 t12 = -t11;
            const vf32 t13 = t9 * t12;
            const vf32 t14 = v_exp_f32(t13);
            const vf32 t15 = v_load_f32(&tape2[channel5 + outer * 884736 + state6 * 576 + step * 13824]);
            const vf32 t16 = t14 * t15;
            const vf32 t17 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel5 + time * 576]);
            const vf32 t18 = t9 * t17;
            const float t19 = input2[state6];
            const vf32 t20 = t18 * v_splat_f32(t19);
            const vf32 t21 = t16 + t20;
            v_store_f32(&tape2[channel5 + outer * 884736 + state6 * 576 + step * 13824 + 13824], t21);
          }
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        _Alignas(64) float input4[576];
        for (int64_t channel6 = 0; channel6 < 561; channel6 += 16) {
          const vf32 t22 = v_load_f32(&x2[P * batch * 2880 + batch * 576 + channel6 + time2 * 576]);
          const vf32 t23 = v_load_f32(&bias[channel6]);
          const vf32 t24 = t22 + t23;
          const vf32 t25 = v_softplus_f32(t24);
          v_store_f32(&input4[channel6], t25);
        }
        _Alignas(64) float input5[24];
        for (int64_t state7 = 0; state7 < 9; state7 += 16) {
          const vf32 t26 = v_load_f32(&x4[P * batch * 300 + batch * 60 + state7 + time2 * 60 + 12]);
          v_store_f32(&input5[state7], t26);
        }
        for (int64_t state7 = 16; state7 < 24; state7 += 16) {
          const vf32 t26 = v_load_part_f32(&x4[P * batch * 300 + batch * 60 + state7 + time2 * 60 + 12],
              24 - state7);
          v_store_part_f32(&input5[state7], t26, 24 - state7);
        }
        _Alignas(64) float input6[24];
        for (int64_t state8 = 0; state8 < 9; state8 += 16) {
          const vf32 t27 = v_load_f32(&x4[P * batch * 300 + batch * 60 + state8 + time2 * 60 + 36]);
          v_store_f32(&input6[state8], t27);
        }
        for (int64_t state8 = 16; state8 < 24; state8 += 16) {
          const vf32 t27 = v_load_part_f32(&x4[P * batch * 300 + batch * 60 + state8 + time2 * 60 + 36],
              24 - state8);
          v_store_part_f32(&input6[state8], t27, 24 - state8);
        }
        _Alignas(64) float sum[24];
        _Alignas(64) float sum2[576];
        _Alignas(64) float sum3[24];
        _Alignas(64) float sum4[576];
        for (int64_t channel7 = 0; channel7 < 561; channel7 += 16) {
          v_store_f32(&sum2[channel7], v_splat_f32(0.0f));
        }
        for (int64_t channel8 = 0; channel8 < 561; channel8 += 16) {
          v_store_f32(&sum4[channel8], v_splat_f32(0.0f));
        }
        for (int64_t state9 = 0; state9 < 24; ++state9) {
          float sum5 = 0.0f;
          float sum6 = 0.0f;
          vf32 sum5_lanes = v_splat_f32(0.0f);
          vf32 sum6_lanes = v_splat_f32(0.0f);
          for (int64_t channel9 = 0; channel9 < 561; channel9 += 16) {
            const vf32 t28 = v_load_f32(&input4[channel9]);
            const vf32 t29 = v_gather_f32(&A_log[channel9 * 24 + state9], 24);
            const vf32 t30 = v_exp_f32(t29);
            const vf32 t31 = -t30;
            const vf32 t32 = t28 * t31;
            const vf32 t33 = v_exp_f32(t32);
            const vf32 t34 = v_load_f32(&carry[channel9 + state9 * 576]);
            const vf32 t35 = v_load_f32(&x5[P * batch * 2880 + batch * 576 + channel9 + time2 * 576]);
            const float t36 = input6[state9];
            const vf32 t37 = t35 * v_splat_f32(t36);
            const vf32 t38 = t34 + t37;
            const vf32 t39 = t38 * t33;
            const vf32 t40 = v_load_f32(&tape2[channel9 + outer * 884736 + state9 * 576 + step2 * 13824]);
            const vf32 t41 = t38 * t40;
            const vf32 t42 = t41 * v_exp_f32(t32);
            const vf32 t43 = t42 * t28;
            const vf32 t44 = t33 * t40;
            const vf32 t45 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel9 + time2 * 576]);
            const vf32 t46 = t28 * t45;
            const float t47 = input5[state9];
            const vf32 t48 = t46 * v_splat_f32(t47);
            const vf32 t49 = t44 + t48;
            const vf32 t50 = t35 * t49;
            const vf32 t51 = t38 * t46;
            const vf32 t52 = t38 * v_splat_f32(t47);
            const vf32 t53 = t42 * t31;
            sum5_lanes += t50;
            sum6_lanes += t51;
            v_store_f32(&sum2[channel9], v_load_f32(&sum2[channel9]) + t52);
            v_store_f32(&sum4[channel9], v_load_f32(&sum4[channel9]) + t53);
            v_store_f32(&carry[channel9 + state9 * 576], t39);
            v_store_f32(&total[channel9 + state9 * 576], v_load_f32(&total[channel9 + state9 * 576]) + t43);
          }
          sum5 += v_reduce_sum_f32(sum5_lanes);
          sum6 += v_reduce_sum_f32(sum6_lanes);
          sum[state9] = sum5;
          sum3[state9] = sum6;
        }
        for (int64_t state10 = 0; state10 < 9; state10 += 16) {
          const vf32 t54 = v_load_f32(&sum[state10]);
          const vf32 t55 = v_load_f32(&sum3[state10]);
          v_store_f32(&x6[P * batch * 120 + batch * 24 + state10 + time2 * 24], t54);
          v_store_f32(&x7[P * batch * 120 + batch * 24 + state10 + time2 * 24], t55);
        }
        for (int64_t state10 = 16; state10 < 24; state10 += 16) {
          const vf32 t54 = v_load_part_f32(&sum[state10], 24 - state10);
          const vf32 t55 = v_load_part_f32(&sum3[state10], 24 - state10);
          v_store_part_f32(&x6[P * batch * 120 + batch * 24 + state10 + time2 * 24], t54, 24 - state10);
          v_store_part_f32(&x7[P * batch * 120 + batch * 24 + state10 + time2 * 24], t55, 24 - state10);
        }
        for (int64_t channel10 = 0; channel10 < 561; channel10 += 16) {
          const vf32 t56 = v_load_f32(&sum2[channel10]);
          const vf32 t57 = v_load_f32(&input4[channel10]);
          const vf32 t58 = t56 * t57;
          const vf32 t59 = v_load_f32(&x3[P * batch * 2880 + batch * 576 + channel10 + time2 * 576]);
          const vf32 t60 = t56 * t59;
          const vf32 t61 = v_load_f32(&sum4[channel10]);
          const vf32 t62 = t60 + t61;
          v_store_f32(&x8[P * batch * 2880 + batch * 576 + channel10 + time2 * 576], t58);
          v_store_f32(&x9[P * batch * 2880 + batch * 576 + channel10 + time2 * 576], t62);
        }
      }
    }
    for (int64_t state11 = 0; state11 < 24; ++state11) {
      for (int64_t channel11 = 0; channel11 < 561; channel11 += 16) {
        v_store_f32(&x10[B * state11 * 576 + batch * 576 + channel11],
            v_load_f32(&total[channel11 + state11 * 576]));
      }
    }
  }
}
