#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * tape2: f32, 6240*B elements
 * tape32: f32, 6240*B elements
 * kept2: f32, 24576*B elements
 * kept32: f32, 6144*B elements
 * kept42: f32, 6144*B elements
 * kept52: f32, 6144*B elements
 * kept62: f32, 6144*B elements
 * kept72: f32, 6144*B elements
 * x: f32, 96*B*ceil(T, 64) elements
 * x2: f32, 96*B*ceil(T, 64) elements
 * wx: f32, 384*B*T elements
 * r: f32, 36864 elements
 * x3: f32, 96*B*T elements
 * x4: f32, 1 elements
 * x5: f32, 96*B*T elements
 * x6: f32, 384*B*T elements
 * 153600*B*T + 2 flops, 3840*B*T + 768*B*ceil(T, 64) + 147460 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  float *tape2 = buffers[0];
  float *tape32 = buffers[1];
  float *kept2 = buffers[2];
  float *kept32 = buffers[3];
  float *kept42 = buffers[4];
  float *kept52 = buffers[5];
  float *kept62 = buffers[6];
  float *kept72 = buffers[7];
  const float *x = buffers[8];
  const float *x2 = buffers[9];
  const float *wx = buffers[10];
  const float *r = buffers[11];
  float *x3 = buffers[12];
  const float *x4 = buffers[13];
  const float *x5 = buffers[14];
  float *x6 = buffers[15];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t31 = x4[0];
  const float t32 = (float)(int32_t)(B * T * 96);
  const float t33 = 1.0f * (1.0f / t32);
  const int64_t unit_count = B;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t outer = unit;
    const int64_t batch = outer;
    _Alignas(64) float carry[96];
    _Alignas(64) float carry2[96];
    #pragma GCC unroll 6
    for (int64_t channel = 0; channel < 81; channel += 16) {
      v_store_f32(&carry[channel], v_splat_f32(0.0f));
    }
    #pragma GCC unroll 6
    for (int64_t channel2 = 0; channel2 < 81; channel2 += 16) {
      v_store_f32(&carry2[channel2], v_splat_f32(0.0f));
    }
    for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
      const int64_t interval = (T + 63) / 64 - chunk - 1;
      const int64_t first = interval * 64;
      const int64_t count = s_min_index(64, T - first);
      for (int64_t channel3 = 0; channel3 < 81; channel3 += 16) {
        const vf32 t2 = v_load_f32(&x[B * interval * 96 + batch * 96 + channel3]);
        v_store_f32(&tape2[channel3 + outer * 6240], t2);
      }
      for (int64_t channel4 = 0; channel4 < 81; channel4 += 16) {
        const vf32 t3 = v_load_f32(&x2[B * interval * 96 + batch * 96 + channel4]);
        v_store_f32(&tape32[channel4 + outer * 6240], t3);
      }
      for (int64_t step = 0; step < count; ++step) {
        const int64_t time = first + step;
        _Alignas(64) float sum[384];
        #pragma GCC unroll 4
        for (int64_t gate = 0; gate < 4; ++gate) {
          #pragma GCC unroll 6
          for (int64_t channel5 = 0; channel5 < 81; channel5 += 16) {
            v_store_f32(&sum[channel5 + gate * 96], v_splat_f32(0.0f));
          }
        }
        for (int64_t from = 0; from < 96; ++from) {
          #pragma GCC unroll 4
          for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
            #pragma GCC unroll 6
            for (int64_t channel6 = 0; channel6 < 81; channel6 += 16) {
              const float t4 = tape2[from + outer * 6240 + step * 96];
              const vf32 t5 = v_load_f32(&r[channel6 + from * 384 + gate2 * 96]);
              v_store_f32(&sum[channel6 + gate2 * 96],
                  v_load_f32(&sum[channel6 + gate2 * 96]) + v_splat_f32(t4) * t5);
            }
          }
        }
        #pragma GCC unroll 4
        for (int64_t gate3 = 0; gate3 < 4; ++gate3) {
          for (int64_t channel7 = 0; channel7 < 81; channel7 += 16) {
            const vf32 t6 = v_load_f32(&sum[channel7 + gate3 * 96]);
            v_store_f32(&kept2[channel7 + gate3 * 96 + outer * 24576 + step * 384], t6);
          }
        }
        for (int64_t channel8 = 0; channel8 < 81; channel8 += 16) {
          const vf32 t7 = v_load_f32(&wx[T * batch * 384 + channel8 + time * 384 + 96]);
          const vf32 t8 = v_load_f32(&sum[channel8 + 96]);
          const vf32 t9 = t7 + t8;
          const vf32 t10 = v_sigmoid_f32(t9);
          const vf32 t11 = v_load_f32(&wx[T * batch * 384 + channel8 + time * 384]);
          const vf32 t12 = v_load_f32(&sum[channel8]);
          const vf32 t13 = t11 + t12;
          const vf32 t14 = v_sigmoid_f32(t13);
          const vf32 t15 = v_load_f32(&wx[T * batch * 384 + channel8 + time * 384 + 192]);
          const vf32 t16 = v_load_f32(&sum[channel8 + 192]);
          const vf32 t17 = t15 + t16;
          const vf32 t18 = v_tanh_f32(t17);
          const vf32 t19 = v_load_f32(&tape32[channel8 + outer * 6240 + step * 96]);
          const vf32 t20 = t10 * t19;
          const vf32 t21 = t14 * t18;
          const vf32 t22 = t20 + t21;
          const vf32 t23 = v_load_f32(&wx[T * batch * 384 + channel8 + time * 384 + 288]);
          const vf32 t24 = v_load_f32(&sum[channel8 + 288]);
          const vf32 t25 = t23 + t24;
          const vf32 t26 = v_sigmoid_f32(t25);
          const vf32 t27 = v_tanh_f32(t22);
          const vf32 t28 = t26 * t27;
          v_store_f32(&kept32[channel8 + outer * 6144 + step * 96], t10);
          v_store_f32(&kept42[channel8 + outer * 6144 + step * 96], t14);
          v_store_f32(&kept52[channel8 + outer * 6144 + step * 96], t18);
          v_store_f32(&tape32[channel8 + outer * 6240 + step * 96 + 96], t22);
          v_store_f32(&kept62[channel8 + outer * 6144 + step * 96], t26);
          v_store_f32(&kept72[channel8 + outer * 6144 + step * 96], t27);
          v_store_f32(&tape2[channel8 + outer * 6240 + step * 96 + 96], t28);
        }
      }
      for (int64_t back = 0; back < count; ++back) {
        const int64_t step2 = back * -1 + count - 1;
        const int64_t time2 = first + step2;
        for (int64_t from2 = 0; from2 < 81; from2 += 16) {
          const vf32 t29 = v_load_f32(&tape2[from2 + outer * 6240 + step2 * 96]);
          v_stream_f32(&x3[T * batch * 96 + from2 + time2 * 96], t29, s_is_streamed(x3, B * T * 96));
        }
        _Alignas(64) float kept8[96];
        _Alignas(64) float kept9[96];
        _Alignas(64) float kept10[96];
        _Alignas(64) float kept11[96];
        #pragma GCC unroll 6
        for (int64_t channel9 = 0; channel9 < 81; channel9 += 16) {
          const vf32 t30 = v_load_f32(&carry[channel9]);
          const vf32 t34 = v_load_f32(&x5[T * batch * 96 + channel9 + time2 * 96]);
          const vf32 t35 = v_splat_f32(t33) * t34;
          const vf32 t36 = t35 + t35;
          const vf32 t37 = t30 + t36;
          const vf32 t38 = v_load_f32(&kept72[channel9 + outer * 6144 + step2 * 96]);
          const vf32 t39 = t37 * t38;
          const vf32 t40 = v_load_f32(&wx[T * batch * 384 + channel9 + time2 * 384 + 288]);
          const vf32 t41 = v_load_f32(&kept2[channel9 + outer * 24576 + step2 * 384 + 288]);
          const vf32 t42 = t40 + t41;
          const vf32 t43 = v_sigmoid_f32(t42);
          const vf32 t44 = t39 * (t43 * (v_splat_f32(1.0f) - t43));
          const vf32 t45 = v_load_f32(&carry2[channel9]);
          const vf32 t46 = v_load_f32(&kept62[channel9 + outer * 6144 + step2 * 96]);
          const vf32 t47 = t37 * t46;
          const vf32 t48 = v_load_f32(&tape32[channel9 + outer * 6240 + step2 * 96 + 96]);
          const vf32 t49 = v_tanh_f32(t48);
          const vf32 t50 = t47 * (v_splat_f32(1.0f) - t49 * t49);
          const vf32 t51 = t45 + t50;
          const vf32 t52 = v_load_f32(&kept42[channel9 + outer * 6144 + step2 * 96]);
          const vf32 t53 = t51 * t52;
          const vf32 t54 = v_load_f32(&wx[T * batch * 384 + channel9 + time2 * 384 + 192]);
          const vf32 t55 = v_load_f32(&kept2[channel9 + outer * 24576 + step2 * 384 + 192]);
          const vf32 t56 = t54 + t55;
          const vf32 t57 = v_tanh_f32(t56);
          const vf32 t58 = t53 * (v_splat_f32(1.0f) - t57 * t57);
          const vf32 t59 = v_load_f32(&kept52[channel9 + outer * 6144 + step2 * 96]);
          const vf32 t60 = t51 * t59;
          const vf32 t61 = v_load_f32(&wx[T * batch * 384 + channel9 + time2 * 384]);
          const vf32 t62 = v_load_f32(&kept2[channel9 + outer * 24576 + step2 * 384]);
          const vf32 t63 = t61 + t62;
          const vf32 t64 = v_sigmoid_f32(t63);
          const vf32 t65 = t60 * (t64 * (v_splat_f32(1.0f) - t64));
          const vf32 t66 = v_load_f32(&kept32[channel9 + outer * 6144 + step2 * 96]);
          const vf32 t67 = t51 * t66;
          const vf32 t68 = v_load_f32(&tape32[channel9 + outer * 6240 + step2 * 96]);
          const vf32 t69 = t51 * t68;
          const vf32 t70 = v_load_f32(&wx[T * batch * 384 + channel9 + time2 * 384 + 96]);
          const vf32 t71 = v_load_f32(&kept2[channel9 + outer * 24576 + step2 * 384 + 96]);
          const vf32 t72 = t70 + t71;
          const vf32 t73 = v_sigmoid_f32(t72);
          const vf32 t74 = t69 * (t73 * (v_splat_f32(1.0f) - t73));
          v_store_f32(&kept8[channel9], t44);
          v_store_f32(&kept9[channel9], t58);
          v_store_f32(&kept10[channel9], t65);
          v_store_f32(&carry2[channel9], t67);
          v_store_f32(&kept11[channel9], t74);
        }
        _Alignas(64) float kept12[384];
        #pragma GCC unroll 4
        for (int64_t gate4 = 0; gate4 < 4; ++gate4) {
          #pragma GCC unroll 6
          for (int64_t channel10 = 0; channel10 < 81; channel10 += 16) {
            const vf32 t75 = v_load_f32(&kept8[s_min_index(s_max_index(gate4 - 3, 0), 0) * 96 + channel10]);
            const vf32 t76 = v_select_f32(v_splat_i32(s_le_index(0, gate4 - 3) & s_le_index(gate4 - 3, 0)),
                t75, v_splat_f32(0.0f));
            const vf32 t77 = v_load_f32(&kept9[s_min_index(s_max_index(gate4 - 2, 0), 0) * 96 + channel10]);
            const vf32 t78 = v_select_f32(v_splat_i32(s_le_index(0, gate4 - 2) & s_le_index(gate4 - 2, 0)),
                t77, v_splat_f32(0.0f));
            const vf32 t79 = t76 + t78;
            const vf32 t80 = v_load_f32(&kept11[s_min_index(s_max_index(gate4 - 1, 0), 0) * 96 + channel10]);
            const vf32 t81 = v_select_f32(v_splat_i32(s_le_index(0, gate4 - 1) & s_le_index(gate4 - 1, 0)),
                t80, v_splat_f32(0.0f));
            const vf32 t82 = t79 + t81;
            const vf32 t83 = v_load_f32(&kept10[s_min_index(s_max_index(gate4, 0), 0) * 96 + channel10]);
            const vf32 t84 = v_select_f32(v_splat_i32(s_le_index(0, gate4) & s_le_index(gate4, 0)), t83,
                v_splat_f32(0.0f));
            const vf32 t85 = t82 + t84;
            v_store_f32(&kept12[channel10 + gate4 * 96], t85);
            v_stream_f32(&x6[T * batch * 384 + channel10 + gate4 * 96 + time2 * 384], t85,
                s_is_streamed(x6, B * T * 384));
          }
        }
        _Alignas(64) float sum2[96];
        for (int64_t from3 = 0; from3 < 96; ++from3) {
          float sum3 = 0.0f;
          vf32 sum3_lanes = v_splat_f32(0.0f);
          #pragma GCC unroll 4
          for (int64_t gate5 = 0; gate5 < 4; ++gate5) {
            for (int64_t channel11 = 0; channel11 < 81; channel11 += 16) {
              const vf32 t86 = v_load_f32(&kept12[channel11 + gate5 * 96]);
              const vf32 t87 = v_load_f32(&r[channel11 + from3 * 384 + gate5 * 96]);
              sum3_lanes += t86 * t87;
            }
          }
          sum3 += v_reduce_sum_f32(sum3_lanes);
          sum2[from3] = sum3;
        }
        #pragma GCC unroll 6
        for (int64_t channel12 = 0; channel12 < 81; channel12 += 16) {
          const vf32 t88 = v_load_f32(&sum2[channel12]);
          v_store_f32(&carry[channel12], t88);
        }
      }
    }
  }
  s_end_streams();
}
