#define SG_LANES 16
#include "sonograph_kernel.h"

/* k3_size_map_broadcast_scan_gradient
 * size, map, broadcast, scan-gradient
 * x: f32, 192*B*ceil(T, 64) elements
 * x2: f32, 192*B*ceil(T, 64) elements
 * x3: f32, 192*B*ceil(T, 64) elements
 * x4: f32, 192*B*ceil(T, 64) elements
 * wx: f32, 768*B*T elements
 * r: f32, 36864 elements
 * b: f32, 768 elements
 * x5: f32, 1 elements
 * x6: f32, 192*B*T elements
 * x7: f32, 192*B*T elements
 * x8: f32, 768*B*T elements
 * x9: f32, 768*B elements
 * 167424*B*T + 2 flops, 7680*B*T + 3072*B*ceil(T, 64) + 3072*B + 150532 bytes
 * first used in gradient
 */
__attribute__((visibility("default")))
void k3_size_map_broadcast_scan_gradient(void *const *restrict buffers, const int64_t *restrict sizes,
    int64_t part, int64_t parts) {
  const float *x = buffers[0];
  const float *x2 = buffers[1];
  const float *x3 = buffers[2];
  const float *x4 = buffers[3];
  const float *wx = buffers[4];
  const float *r = buffers[5];
  const float *b = buffers[6];
  const float *x5 = buffers[7];
  const float *x6 = buffers[8];
  float *x7 = buffers[9];
  float *x8 = buffers[10];
  float *x9 = buffers[11];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const float t = (float)1;
  const float t48 = x5[0];
  const float t49 = (float)(int32_t)(B * T * 192);
  const float t50 = 1.0f * (1.0f / t49);
  const int64_t unit_count = (s_min_index(1, B * 4 / 16) + B) / (s_min_index(1, B * 4 / 16) + 1) * 4;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t first_row = unit / 4 * s_min_index(1, B * 4 / 16) + unit / 4;
    const int64_t last_row = s_min_index(B, s_min_index(1, B * 4 / 16) + first_row + 1);
    const int64_t other = unit % 4;
    const int64_t head = other;
    if (first_row + 1 < last_row) {
      const int64_t batch = first_row;
      const int64_t batch2 = first_row + 1;
      const int64_t outer = batch * 4 + other;
      const int64_t outer2 = batch2 * 4 + other;
      _Alignas(64) float carry[48];
      _Alignas(64) float carry5[48];
      _Alignas(64) float carry2[48];
      _Alignas(64) float carry22[48];
      _Alignas(64) float carry3[48];
      _Alignas(64) float carry32[48];
      _Alignas(64) float carry4[48];
      _Alignas(64) float carry42[48];
      _Alignas(64) float total[192];
      _Alignas(64) float total2[192];
      #pragma GCC unroll 3
      for (int64_t feature = 0; feature < 33; feature += 16) {
        v_store_f32(&carry[feature], v_splat_f32(0.0f));
        v_store_f32(&carry5[feature], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 3
      for (int64_t feature2 = 0; feature2 < 33; feature2 += 16) {
        v_store_f32(&carry2[feature2], v_splat_f32(0.0f));
        v_store_f32(&carry22[feature2], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 3
      for (int64_t feature3 = 0; feature3 < 33; feature3 += 16) {
        v_store_f32(&carry3[feature3], v_splat_f32(0.0f));
        v_store_f32(&carry32[feature3], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 3
      for (int64_t feature4 = 0; feature4 < 33; feature4 += 16) {
        v_store_f32(&carry4[feature4], v_splat_f32(0.0f));
        v_store_f32(&carry42[feature4], v_splat_f32(0.0f));
      }
      #pragma GCC unroll 4
      for (int64_t gate = 0; gate < 4; ++gate) {
        #pragma GCC unroll 3
        for (int64_t feature5 = 0; feature5 < 33; feature5 += 16) {
          v_store_f32(&total[feature5 + gate * 48], v_splat_f32(0.0f));
          v_store_f32(&total2[feature5 + gate * 48], v_splat_f32(0.0f));
        }
      }
      for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
        const int64_t interval = (T + 63) / 64 - chunk - 1;
        const int64_t first = interval * 64;
        const int64_t count = s_min_index(64, T - first);
        _Alignas(64) float tape[3120];
        _Alignas(64) float tape5[3120];
        _Alignas(64) float tape2[3120];
        _Alignas(64) float tape22[3120];
        _Alignas(64) float tape3[3120];
        _Alignas(64) float tape32[3120];
        _Alignas(64) float tape4[3120];
        _Alignas(64) float tape42[3120];
        _Alignas(64) float kept[12288];
        _Alignas(64) float kept13[12288];
        _Alignas(64) float kept2[3072];
        _Alignas(64) float kept22[3072];
        _Alignas(64) float kept3[3072];
        _Alignas(64) float kept32[3072];
        _Alignas(64) float kept4[3072];
        _Alignas(64) float kept42[3072];
        _Alignas(64) float kept5[3072];
        _Alignas(64) float kept52[3072];
        _Alignas(64) float kept6[3072];
        _Alignas(64) float kept62[3072];
        #pragma GCC unroll 3
        for (int64_t feature6 = 0; feature6 < 33; feature6 += 16) {
          const vf32 t2 = v_load_f32(&x[B * interval * 192 + batch * 192 + feature6 + head * 48]);
          const vf32 t210 = v_load_f32(&x[B * interval * 192 + batch2 * 192 + feature6 + head * 48]);
          v_store_f32(&tape[feature6], t2);
          v_store_f32(&tape5[feature6], t210);
        }
        #pragma GCC unroll 3
        for (int64_t feature7 = 0; feature7 < 33; feature7 += 16) {
          const vf32 t3 = v_load_f32(&x2[B * interval * 192 + batch * 192 + feature7 + head * 48]);
          const vf32 t310 = v_load_f32(&x2[B * interval * 192 + batch2 * 192 + feature7 + head * 48]);
          v_store_f32(&tape2[feature7], t3);
          v_store_f32(&tape22[feature7], t310);
        }
        #pragma GCC unroll 3
        for (int64_t feature8 = 0; feature8 < 33; feature8 += 16) {
          const vf32 t4 = v_load_f32(&x3[B * interval * 192 + batch * 192 + feature8 + head * 48]);
          const vf32 t410 = v_load_f32(&x3[B * interval * 192 + batch2 * 192 + feature8 + head * 48]);
          v_store_f32(&tape3[feature8], t4);
          v_store_f32(&tape32[feature8], t410);
        }
        #pragma GCC unroll 3
        for (int64_t feature9 = 0; feature9 < 33; feature9 += 16) {
          const vf32 t5 = v_load_f32(&x4[B * interval * 192 + batch * 192 + feature9 + head * 48]);
          const vf32 t510 = v_load_f32(&x4[B * interval * 192 + batch2 * 192 + feature9 + head * 48]);
          v_store_f32(&tape4[feature9], t5);
          v_store_f32(&tape42[feature9], t510);
        }
        for (int64_t step = 0; step < count; ++step) {
          const int64_t time = first + step;
          _Alignas(64) float sum[192];
          _Alignas(64) float sum4[192];
          #pragma GCC unroll 4
          for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
            #pragma GCC unroll 3
            for (int64_t feature10 = 0; feature10 < 33; feature10 += 16) {
              v_store_f32(&sum[feature10 + gate2 * 48], v_splat_f32(0.0f));
              v_store_f32(&sum4[feature10 + gate2 * 48], v_splat_f32(0.0f));
            }
          }
          for (int64_t from = 0; from < 48; ++from) {
            #pragma GCC unroll 4
            for (int64_t gate3 = 0; gate3 < 4; ++gate3) {
              #pragma GCC unroll 3
              for (int64_t feature11 = 0; feature11 < 33; feature11 += 16) {
                const float t6 = tape[from + step * 48];
                const float t610 = tape5[from + step * 48];
                const vf32 t7 = v_load_f32(&r[feature11 + from * 192 + gate3 * 48 + head * 9216]);
                v_store_f32(&sum[feature11 + gate3 * 48],
                    v_load_f32(&sum[feature11 + gate3 * 48]) + v_splat_f32(t6) * t7);
                v_store_f32(&sum4[feature11 + gate3 * 48],
                    v_load_f32(&sum4[feature11 + gate3 * 48]) + v_splat_f32(t610) * t7);
              }
            }
          }
          #pragma GCC unroll 4
          for (int64_t gate4 = 0; gate4 < 4; ++gate4) {
            #pragma GCC unroll 3
            for (int64_t feature12 = 0; feature12 < 33; feature12 += 16) {
              const vf32 t8 = v_load_f32(&sum[feature12 + gate4 * 48]);
              const vf32 t810 = v_load_f32(&sum4[feature12 + gate4 * 48]);
              v_store_f32(&kept[feature12 + gate4 * 48 + step * 192], t8);
              v_store_f32(&kept13[feature12 + gate4 * 48 + step * 192], t810);
            }
          }
          #pragma GCC unroll 3
          for (int64_t feature13 = 0; feature13 < 33; feature13 += 16) {
            const vf32 t9 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 48]);
            const vf32 t910 = v_load_f32(&wx[T * batch2 * 768 + feature13 + head * 192 + time * 768 + 48]);
            const vf32 t10 = v_load_f32(&sum[feature13 + 48]);
            const vf32 t1010 = v_load_f32(&sum4[feature13 + 48]);
            const vf32 t11 = t9 + t10;
            const vf32 t1110 = t910 + t1010;
            const vf32 t12 = v_load_f32(&b[feature13 + head * 192 + 48]);
            const vf32 t13 = t11 + t12;
            const vf32 t1310 = t1110 + t12;
            const vf32 t14 = -v_softplus_f32(-t13);
            const vf32 t1410 = -v_softplus_f32(-t1310);
            const vf32 t15 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768]);
            const vf32 t153 = v_load_f32(&wx[T * batch2 * 768 + feature13 + head * 192 + time * 768]);
            const vf32 t16 = v_load_f32(&sum[feature13]);
            const vf32 t162 = v_load_f32(&sum4[feature13]);
            const vf32 t17 = t15 + t16;
            const vf32 t172 = t153 + t162;
            const vf32 t18 = v_load_f32(&b[feature13 + head * 192]);
            const vf32 t19 = t17 + t18;
            const vf32 t192 = t172 + t18;
            const vf32 t20 = v_load_f32(&tape4[feature13 + step * 48]);
            const vf32 t202 = v_load_f32(&tape42[feature13 + step * 48]);
            const vf32 t21 = t20 + t14;
            const vf32 t212 = t202 + t1410;
            const vf32 t22 = v_max_f32(t19, t21);
            const vf32 t222 = v_max_f32(t192, t212);
            const vf32 t23 = t19 - t22;
            const vf32 t232 = t192 - t222;
            const vf32 t24 = v_exp_f32(t23);
            const vf32 t242 = v_exp_f32(t232);
            const vf32 t25 = t21 - t22;
            const vf32 t252 = t212 - t222;
            const vf32 t26 = v_exp_f32(t25);
            const vf32 t262 = v_exp_f32(t252);
            const vf32 t27 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 96]);
            const vf32 t272 = v_load_f32(&wx[T * batch2 * 768 + feature13 + head * 192 + time * 768 + 96]);
            const vf32 t28 = v_load_f32(&sum[feature13 + 96]);
            const vf32 t282 = v_load_f32(&sum4[feature13 + 96]);
            const vf32 t29 = t27 + t28;
            const vf32 t292 = t272 + t282;
            const vf32 t30 = v_load_f32(&b[feature13 + head * 192 + 96]);
            const vf32 t31 = t29 + t30;
            const vf32 t312 = t292 + t30;
            const vf32 t32 = v_tanh_f32(t31);
            const vf32 t322 = v_tanh_f32(t312);
            const vf32 t33 = v_load_f32(&tape2[feature13 + step * 48]);
            const vf32 t332 = v_load_f32(&tape22[feature13 + step * 48]);
            const vf32 t34 = t26 * t33;
            const vf32 t342 = t262 * t332;
            const vf32 t35 = t24 * t32;
            const vf32 t352 = t242 * t322;
            const vf32 t36 = t34 + t35;
            const vf32 t362 = t342 + t352;
            const vf32 t37 = v_load_f32(&tape3[feature13 + step * 48]);
            const vf32 t372 = v_load_f32(&tape32[feature13 + step * 48]);
            const vf32 t38 = t26 * t37;
            const vf32 t382 = t262 * t372;
            const vf32 t39 = t38 + t24;
            const vf32 t392 = t382 + t242;
            const vf32 t40 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 144]);
            const vf32 t402 = v_load_f32(&wx[T * batch2 * 768 + feature13 + head * 192 + time * 768 + 144]);
            const vf32 t41 = v_load_f32(&sum[feature13 + 144]);
            const vf32 t412 = v_load_f32(&sum4[feature13 + 144]);
            const vf32 t42 = t40 + t41;
            const vf32 t422 = t402 + t412;
            const vf32 t43 = v_load_f32(&b[feature13 + head * 192 + 144]);
            const vf32 t44 = t42 + t43;
            const vf32 t442 = t422 + t43;
            const vf32 t45 = v_sigmoid_f32(t44);
            const vf32 t452 = v_sigmoid_f32(t442);
            const vf32 t46 = t45 * t36;
            const vf32 t462 = t452 * t362;
            const vf32 t47 = t46 / t39;
            const vf32 t472 = t462 / t392;
            v_store_f32(&kept2[feature13 + step * 48], t14);
            v_store_f32(&kept22[feature13 + step * 48], t1410);
            v_store_f32(&tape4[feature13 + step * 48 + 48], t22);
            v_store_f32(&tape42[feature13 + step * 48 + 48], t222);
            v_store_f32(&kept3[feature13 + step * 48], t24);
            v_store_f32(&kept32[feature13 + step * 48], t242);
            v_store_f32(&kept4[feature13 + step * 48], t26);
            v_store_f32(&kept42[feature13 + step * 48], t262);
            v_store_f32(&kept5[feature13 + step * 48], t32);
            v_store_f32(&kept52[feature13 + step * 48], t322);
            v_store_f32(&tape2[feature13 + step * 48 + 48], t36);
            v_store_f32(&tape22[feature13 + step * 48 + 48], t362);
            v_store_f32(&tape3[feature13 + step * 48 + 48], t39);
            v_store_f32(&tape32[feature13 + step * 48 + 48], t392);
            v_store_f32(&kept6[feature13 + step * 48], t45);
            v_store_f32(&kept62[feature13 + step * 48], t452);
            v_store_f32(&tape[feature13 + step * 48 + 48], t47);
            v_store_f32(&tape5[feature13 + step * 48 + 48], t472);
          }
        }
        for (int64_t back = 0; back < count; ++back) {
          const int64_t step2 = back * -1 + count - 1;
          const int64_t time2 = first + step2;
          _Alignas(64) float input[48];
          _Alignas(64) float input2[48];
          #pragma GCC unroll 3
          for (int64_t feature14 = 0; feature14 < 33; feature14 += 16) {
            const vf32 t51 = v_load_f32(&x6[T * batch * 192 + feature14 + head * 48 + time2 * 192]);
            const vf32 t512 = v_load_f32(&x6[T * batch2 * 192 + feature14 + head * 48 + time2 * 192]);
            const vf32 t52 = v_splat_f32(t50) * t51;
            const vf32 t522 = v_splat_f32(t50) * t512;
            const vf32 t53 = t52 + t52;
            const vf32 t532 = t522 + t522;
            v_store_f32(&input[feature14], t53);
            v_store_f32(&input2[feature14], t532);
          }
          _Alignas(64) float next[48];
          _Alignas(64) float next2[48];
          for (int64_t from2 = 0; from2 < 33; from2 += 16) {
            const vf32 t54 = v_load_f32(&tape[from2 + step2 * 48]);
            const vf32 t542 = v_load_f32(&tape5[from2 + step2 * 48]);
            v_stream_f32(&x7[T * batch * 192 + from2 + head * 48 + time2 * 192], t54,
                s_is_streamed(x7, B * T * 192));
            v_stream_f32(&x7[T * batch2 * 192 + from2 + head * 48 + time2 * 192], t542,
                s_is_streamed(x7, B * T * 192));
          }
          _Alignas(64) float kept7[48];
          _Alignas(64) float kept72[48];
          _Alignas(64) float kept8[48];
          _Alignas(64) float kept82[48];
          _Alignas(64) float kept9[48];
          _Alignas(64) float kept92[48];
          _Alignas(64) float kept10[48];
          _Alignas(64) float kept102[48];
          _Alignas(64) float kept11[48];
          _Alignas(64) float kept112[48];
          #pragma GCC unroll 3
          for (int64_t feature15 = 0; feature15 < 33; feature15 += 16) {
            const vf32 t55 = v_load_f32(&carry[feature15]);
            const vf32 t552 = v_load_f32(&carry5[feature15]);
            const vf32 t56 = v_load_f32(&input[feature15]);
            const vf32 t562 = v_load_f32(&input2[feature15]);
            const vf32 t57 = t55 + t56;
            const vf32 t572 = t552 + t562;
            const vf32 t58 = v_load_f32(&tape3[feature15 + step2 * 48 + 48]);
            const vf32 t582 = v_load_f32(&tape32[feature15 + step2 * 48 + 48]);
            const vf32 t59 = t57 * (v_splat_f32(1.0f) / t58);
            const vf32 t592 = t572 * (v_splat_f32(1.0f) / t582);
            const vf32 t60 = v_load_f32(&tape2[feature15 + step2 * 48 + 48]);
            const vf32 t602 = v_load_f32(&tape22[feature15 + step2 * 48 + 48]);
            const vf32 t61 = t59 * t60;
            const vf32 t612 = t592 * t602;
            const vf32 t62 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 144]);
            const vf32 t622 = v_load_f32(&wx[T * batch2 * 768 + feature15 + head * 192 + time2 * 768 + 144]);
            const vf32 t63 = v_load_f32(&kept[feature15 + step2 * 192 + 144]);
            const vf32 t632 = v_load_f32(&kept13[feature15 + step2 * 192 + 144]);
            const vf32 t64 = t62 + t63;
            const vf32 t642 = t622 + t632;
            const vf32 t65 = v_load_f32(&b[feature15 + head * 192 + 144]);
            const vf32 t66 = t64 + t65;
            const vf32 t662 = t642 + t65;
            const vf32 t67 = v_sigmoid_f32(t66);
            const vf32 t672 = v_sigmoid_f32(t662);
            const vf32 t68 = t61 * (t67 * (v_splat_f32(1.0f) - t67));
            const vf32 t682 = t612 * (t672 * (v_splat_f32(1.0f) - t672));
            const vf32 t69 = v_load_f32(&carry3[feature15]);
            const vf32 t692 = v_load_f32(&carry32[feature15]);
            const vf32 t70 = v_load_f32(&kept6[feature15 + step2 * 48]);
            const vf32 t702 = v_load_f32(&kept62[feature15 + step2 * 48]);
            const vf32 t71 = t70 * t60;
            const vf32 t712 = t702 * t602;
            const vf32 t72 = t57 * (-(t71 / t58) / t58);
            const vf32 t722 = t572 * (-(t712 / t582) / t582);
            const vf32 t73 = t69 + t72;
            const vf32 t732 = t692 + t722;
            const vf32 t74 = v_load_f32(&kept4[feature15 + step2 * 48]);
            const vf32 t742 = v_load_f32(&kept42[feature15 + step2 * 48]);
            const vf32 t75 = t73 * t74;
            const vf32 t752 = t732 * t742;
            const vf32 t76 = v_load_f32(&carry2[feature15]);
            const vf32 t762 = v_load_f32(&carry22[feature15]);
            const vf32 t77 = t59 * t70;
            const vf32 t772 = t592 * t702;
            const vf32 t78 = t76 + t77;
            const vf32 t782 = t762 + t772;
            const vf32 t79 = v_load_f32(&kept3[feature15 + step2 * 48]);
            const vf32 t792 = v_load_f32(&kept32[feature15 + step2 * 48]);
            const vf32 t80 = t78 * t79;
            const vf32 t802 = t782 * t792;
            const vf32 t81 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 96]);
            const vf32 t812 = v_load_f32(&wx[T * batch2 * 768 + feature15 + head * 192 + time2 * 768 + 96]);
            const vf32 t82 = v_load_f32(&kept[feature15 + step2 * 192 + 96]);
            const vf32 t822 = v_load_f32(&kept13[feature15 + step2 * 192 + 96]);
            const vf32 t83 = t81 + t82;
            const vf32 t832 = t812 + t822;
            const vf32 t84 = v_load_f32(&b[feature15 + head * 192 + 96]);
            const vf32 t85 = t83 + t84;
            const vf32 t852 = t832 + t84;
            const vf32 t86 = v_tanh_f32(t85);
            const vf32 t862 = v_tanh_f32(t852);
            const vf32 t87 = t80 * (v_splat_f32(1.0f) - t86 * t86);
            const vf32 t872 = t802 * (v_splat_f32(1.0f) - t862 * t862);
            const vf32 t88 = t78 * t74;
            const vf32 t882 = t782 * t742;
            const vf32 t89 = v_load_f32(&tape3[feature15 + step2 * 48]);
            const vf32 t892 = v_load_f32(&tape32[feature15 + step2 * 48]);
            const vf32 t90 = t73 * t89;
            const vf32 t902 = t732 * t892;
            const vf32 t91 = v_load_f32(&tape2[feature15 + step2 * 48]);
            const vf32 t912 = v_load_f32(&tape22[feature15 + step2 * 48]);
            const vf32 t92 = t78 * t91;
            const vf32 t922 = t782 * t912;
            const vf32 t93 = t90 + t92;
            const vf32 t932 = t902 + t922;
            const vf32 t94 = v_load_f32(&tape4[feature15 + step2 * 48]);
            const vf32 t942 = v_load_f32(&tape42[feature15 + step2 * 48]);
            const vf32 t95 = v_load_f32(&kept2[feature15 + step2 * 48]);
            const vf32 t952 = v_load_f32(&kept22[feature15 + step2 * 48]);
            const vf32 t96 = t94 + t95;
            const vf32 t962 = t942 + t952;
            const vf32 t97 = v_load_f32(&tape4[feature15 + step2 * 48 + 48]);
            const vf32 t972 = v_load_f32(&tape42[feature15 + step2 * 48 + 48]);
            const vf32 t98 = t96 - t97;
            const vf32 t982 = t962 - t972;
            const vf32 t99 = t93 * v_exp_f32(t98);
            const vf32 t992 = t932 * v_exp_f32(t982);
            const vf32 t100 = v_load_f32(&kept5[feature15 + step2 * 48]);
            const vf32 t1002 = v_load_f32(&kept52[feature15 + step2 * 48]);
            const vf32 t101 = t78 * t100;
            const vf32 t1012 = t782 * t1002;
            const vf32 t102 = t73 + t101;
            const vf32 t1022 = t732 + t1012;
            const vf32 t103 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768]);
            const vf32 t1032 = v_load_f32(&wx[T * batch2 * 768 + feature15 + head * 192 + time2 * 768]);
            const vf32 t104 = v_load_f32(&kept[feature15 + step2 * 192]);
            const vf32 t1042 = v_load_f32(&kept13[feature15 + step2 * 192]);
            const vf32 t105 = t103 + t104;
            const vf32 t1052 = t1032 + t1042;
            const vf32 t106 = v_load_f32(&b[feature15 + head * 192]);
            const vf32 t107 = t105 + t106;
            const vf32 t1072 = t1052 + t106;
            const vf32 t108 = t107 - t97;
            const vf32 t1082 = t1072 - t972;
            const vf32 t109 = t102 * v_exp_f32(t108);
            const vf32 t1092 = t1022 * v_exp_f32(t1082);
            const vf32 t110 = v_load_f32(&carry4[feature15]);
            const vf32 t1102 = v_load_f32(&carry42[feature15]);
            const vf32 t111 = -t99;
            const vf32 t1112 = -t992;
            const vf32 t112 = t110 + t111;
            const vf32 t1122 = t1102 + t1112;
            const vf32 t113 = -t109;
            const vf32 t1132 = -t1092;
            const vf32 t114 = t112 + t113;
            const vf32 t1142 = t1122 + t1132;
            const vf32 t115 = t114
                * v_select_f32(v_lt_f32(t107, t96), v_splat_f32(1.0f),
                v_select_f32(v_lt_f32(t96, t107), v_splat_f32(0.0f), v_splat_f32(0.5f)));
            const vf32 t1152 = t1142
                * v_select_f32(v_lt_f32(t1072, t962), v_splat_f32(1.0f),
                v_select_f32(v_lt_f32(t962, t1072), v_splat_f32(0.0f), v_splat_f32(0.5f)));
            const vf32 t116 = t99 + t115;
            const vf32 t1162 = t992 + t1152;
            const vf32 t117 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 48]);
            const vf32 t1172 = v_load_f32(&wx[T * batch2 * 768 + feature15 + head * 192 + time2 * 768 + 48]);
            const vf32 t118 = v_load_f32(&kept[feature15 + step2 * 192 + 48]);
            const vf32 t1182 = v_load_f32(&kept13[feature15 + step2 * 192 + 48]);
            const vf32 t119 = t117 + t118;
            const vf32 t1192 = t1172 + t1182;
            const vf32 t120 = v_load_f32(&b[feature15 + head * 192 + 48]);
            const vf32 t121 = t119 + t120;
            const vf32 t1212 = t1192 + t120;
            const vf32 t122 = t116 * v_sigmoid_f32(-t121);
            const vf32 t1222 = t1162 * v_sigmoid_f32(-t1212);
            v_store_f32(&kept7[feature15], t68);
            v_store_f32(&kept72[feature15], t682);
            v_store_f32(&carry3[feature15], t75);
            v_store_f32(&carry32[feature15], t752);
            v_store_f32(&kept8[feature15], t87);
            v_store_f32(&kept82[feature15], t872);
            v_store_f32(&carry2[feature15], t88);
            v_store_f32(&carry22[feature15], t882);
            v_store_f32(&kept9[feature15], t99);
            v_store_f32(&kept92[feature15], t992);
            v_store_f32(&kept10[feature15], t109);
            v_store_f32(&kept102[feature15], t1092);
            v_store_f32(&next[feature15], t116);
            v_store_f32(&next2[feature15], t1162);
            v_store_f32(&kept11[feature15], t122);
            v_store_f32(&kept112[feature15], t1222);
          }
          _Alignas(64) float kept12[192];
          _Alignas(64) float kept122[192];
          #pragma GCC unroll 4
          for (int64_t gate5 = 0; gate5 < 4; ++gate5) {
            #pragma GCC unroll 3
            for (int64_t feature16 = 0; feature16 < 33; feature16 += 16) {
              const vf32 t123 =
                  v_load_f32(&kept7[s_min_index(s_max_index(gate5 - 3, 0), 0) * 48 + feature16]);
              const vf32 t1232 =
                  v_load_f32(&kept72[s_min_index(s_max_index(gate5 - 3, 0), 0) * 48 + feature16]);
              const vf32 t124 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 3) & s_le_index(gate5 - 3, 0)),
                  t123, v_splat_f32(0.0f));
              const vf32 t1242 =
                  v_select_f32(v_splat_i32(s_le_index(0, gate5 - 3) & s_le_index(gate5 - 3, 0)), t1232,
                  v_splat_f32(0.0f));
              const vf32 t125 =
                  v_load_f32(&kept8[s_min_index(s_max_index(gate5 - 2, 0), 0) * 48 + feature16]);
              const vf32 t1252 =
                  v_load_f32(&kept82[s_min_index(s_max_index(gate5 - 2, 0), 0) * 48 + feature16]);
              const vf32 t126 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 2) & s_le_index(gate5 - 2, 0)),
                  t125, v_splat_f32(0.0f));
              const vf32 t1262 =
                  v_select_f32(v_splat_i32(s_le_index(0, gate5 - 2) & s_le_index(gate5 - 2, 0)), t1252,
                  v_splat_f32(0.0f));
              const vf32 t127 = t124 + t126;
              const vf32 t1272 = t1242 + t1262;
              const vf32 t128 =
                  v_load_f32(&kept11[s_min_index(s_max_index(gate5 - 1, 0), 0) * 48 + feature16]);
              const vf32 t1282 =
                  v_load_f32(&kept112[s_min_index(s_max_index(gate5 - 1, 0), 0) * 48 + feature16]);
              const vf32 t129 = v_select_f32(v_splat_i32(s_le_index(0, gate5 - 1) & s_le_index(gate5 - 1, 0)),
                  t128, v_splat_f32(0.0f));
              const vf32 t1292 =
                  v_select_f32(v_splat_i32(s_le_index(0, gate5 - 1) & s_le_index(gate5 - 1, 0)), t1282,
                  v_splat_f32(0.0f));
              const vf32 t130 = t127 + t129;
              const vf32 t1302 = t1272 + t1292;
              const vf32 t131 = v_load_f32(&kept10[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
              const vf32 t1312 = v_load_f32(&kept102[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
              const vf32 t132 = v_load_f32(&carry4[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
              const vf32 t1322 = v_load_f32(&carry42[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
              const vf32 t133 = v_load_f32(&kept9[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
              const vf32 t1332 = v_load_f32(&kept92[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
              const vf32 t134 = -t133;
              const vf32 t1342 = -t1332;
              const vf32 t135 = t132 + t134;
              const vf32 t1352 = t1322 + t1342;
              const vf32 t136 = -t131;
              const vf32 t1362 = -t1312;
              const vf32 t137 = t135 + t136;
              const vf32 t1372 = t1352 + t1362;
              const vf32 t138 =
                  v_load_f32(&wx[T * batch * 768 + s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16
                      + head * 192 + time2 * 768]);
              const vf32 t1382 =
                  v_load_f32(&wx[T * batch2 * 768 + s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16
                      + head * 192 + time2 * 768]);
              const vf32 t139 =
                  v_load_f32(&kept[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 192]);
              const vf32 t1392 =
                  v_load_f32(&kept13[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 192]);
              const vf32 t140 = t138 + t139;
              const vf32 t1402 = t1382 + t1392;
              const vf32 t141 =
                  v_load_f32(&b[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + head * 192]);
              const vf32 t142 = t140 + t141;
              const vf32 t1422 = t1402 + t141;
              const vf32 t143 =
                  v_load_f32(&tape4[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
              const vf32 t1432 =
                  v_load_f32(&tape42[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
              const vf32 t144 =
                  v_load_f32(&kept2[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
              const vf32 t1442 =
                  v_load_f32(&kept22[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
              const vf32 t145 = t143 + t144;
              const vf32 t1452 = t1432 + t1442;
              const vf32 t146 = t137
                  * v_select_f32(v_lt_f32(t142, t145), v_splat_f32(0.0f),
                  v_select_f32(v_lt_f32(t145, t142), v_splat_f32(1.0f), v_splat_f32(0.5f)));
              const vf32 t1462 = t1372
                  * v_select_f32(v_lt_f32(t1422, t1452), v_splat_f32(0.0f),
                  v_select_f32(v_lt_f32(t1452, t1422), v_splat_f32(1.0f), v_splat_f32(0.5f)));
              const vf32 t147 = t131 + t146;
              const vf32 t1472 = t1312 + t1462;
              const vf32 t148 = v_select_f32(v_splat_i32(s_le_index(0, gate5) & s_le_index(gate5, 0)), t147,
                  v_splat_f32(0.0f));
              const vf32 t1482 = v_select_f32(v_splat_i32(s_le_index(0, gate5) & s_le_index(gate5, 0)), t1472,
                  v_splat_f32(0.0f));
              const vf32 t149 = t130 + t148;
              const vf32 t1492 = t1302 + t1482;
              v_store_f32(&kept12[feature16 + gate5 * 48], t149);
              v_store_f32(&kept122[feature16 + gate5 * 48], t1492);
              v_store_f32(&total[feature16 + gate5 * 48], v_load_f32(&total[feature16 + gate5 * 48]) + t149);
              v_store_f32(&total2[feature16 + gate5 * 48],
                  v_load_f32(&total2[feature16 + gate5 * 48]) + t1492);
              v_stream_f32(&x8[T * batch * 768 + feature16 + gate5 * 48 + head * 192 + time2 * 768], t149,
                  s_is_streamed(x8, B * T * 768));
              v_stream_f32(&x8[T * batch2 * 768 + feature16 + gate5 * 48 + head * 192 + time2 * 768], t1492,
                  s_is_streamed(x8, B * T * 768));
            }
          }
          _Alignas(64) float sum2[48];
          _Alignas(64) float sum22[48];
          for (int64_t from3 = 0; from3 < 48; ++from3) {
            float sum3 = 0.0f;
            float sum32 = 0.0f;
            vf32 sum3_lanes = v_splat_f32(0.0f);
            vf32 sum32_lanes = v_splat_f32(0.0f);
            #pragma GCC unroll 4
            for (int64_t gate6 = 0; gate6 < 4; ++gate6) {
              for (int64_t feature17 = 0; feature17 < 33; feature17 += 16) {
                const vf32 t150 = v_load_f32(&kept12[feature17 + gate6 * 48]);
                const vf32 t1502 = v_load_f32(&kept122[feature17 + gate6 * 48]);
                const vf32 t151 = v_load_f32(&r[feature17 + from3 * 192 + gate6 * 48 + head * 9216]);
                sum3_lanes += t150 * t151;
                sum32_lanes += t1502 * t151;
              }
            }
            sum3 += v_reduce_sum_f32(sum3_lanes);
            sum32 += v_reduce_sum_f32(sum32_lanes);
            sum2[from3] = sum3;
            sum22[from3] = sum32;
          }
          #pragma GCC unroll 3
          for (int64_t feature18 = 0; feature18 < 33; feature18 += 16) {
            const vf32 t152 = v_load_f32(&sum2[feature18]);
            const vf32 t1522 = v_load_f32(&sum22[feature18]);
            v_store_f32(&carry[feature18], t152);
            v_store_f32(&carry5[feature18], t1522);
          }
          #pragma GCC unroll 3
          for (int64_t feature19 = 0; feature19 < 33; feature19 += 16) {
            v_store_f32(&carry4[feature19], v_load_f32(&next[feature19]));
            v_store_f32(&carry42[feature19], v_load_f32(&next2[feature19]));
          }
        }
      }
      #pragma GCC unroll 4
      for (int64_t gate7 = 0; gate7 < 4; ++gate7) {
        for (int64_t feature20 = 0; feature20 < 33; feature20 += 16) {
          v_stream_f32(&x9[batch * 768 + feature20 + gate7 * 48 + head * 192],
              v_load_f32(&total[feature20 + gate7 * 48]), s_is_streamed(x9, B * 768));
          v_stream_f32(&x9[batch2 * 768 + feature20 + gate7 * 48 + head * 192],
              v_load_f32(&total2[feature20 + gate7 * 48]), s_is_streamed(x9, B * 768));
        }
      }
    } else {
      for (int64_t batch = first_row; batch < last_row; ++batch) {
        const int64_t outer = batch * 4 + other;
        _Alignas(64) float carry[48];
        _Alignas(64) float carry2[48];
        _Alignas(64) float carry3[48];
        _Alignas(64) float carry4[48];
        _Alignas(64) float total[192];
        #pragma GCC unroll 3
        for (int64_t feature = 0; feature < 33; feature += 16) {
          v_store_f32(&carry[feature], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 3
        for (int64_t feature2 = 0; feature2 < 33; feature2 += 16) {
          v_store_f32(&carry2[feature2], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 3
        for (int64_t feature3 = 0; feature3 < 33; feature3 += 16) {
          v_store_f32(&carry3[feature3], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 3
        for (int64_t feature4 = 0; feature4 < 33; feature4 += 16) {
          v_store_f32(&carry4[feature4], v_splat_f32(0.0f));
        }
        #pragma GCC unroll 4
        for (int64_t gate = 0; gate < 4; ++gate) {
          #pragma GCC unroll 3
          for (int64_t feature5 = 0; feature5 < 33; feature5 += 16) {
            v_store_f32(&total[feature5 + gate * 48], v_splat_f32(0.0f));
          }
        }
        for (int64_t chunk = 0; chunk < (T + 63) / 64; ++chunk) {
          const int64_t interval = (T + 63) / 64 - chunk - 1;
          const int64_t first = interval * 64;
          const int64_t count = s_min_index(64, T - first);
          _Alignas(64) float tape[3120];
          _Alignas(64) float tape2[3120];
          _Alignas(64) float tape3[3120];
          _Alignas(64) float tape4[3120];
          _Alignas(64) float kept[12288];
          _Alignas(64) float kept2[3072];
          _Alignas(64) float kept3[3072];
          _Alignas(64) float kept4[3072];
          _Alignas(64) float kept5[3072];
          _Alignas(64) float kept6[3072];
          #pragma GCC unroll 3
          for (int64_t feature6 = 0; feature6 < 33; feature6 += 16) {
            const vf32 t2 = v_load_f32(&x[B * interval * 192 + batch * 192 + feature6 + head * 48]);
            v_store_f32(&tape[feature6], t2);
          }
          #pragma GCC unroll 3
          for (int64_t feature7 = 0; feature7 < 33; feature7 += 16) {
            const vf32 t3 = v_load_f32(&x2[B * interval * 192 + batch * 192 + feature7 + head * 48]);
            v_store_f32(&tape2[feature7], t3);
          }
          #pragma GCC unroll 3
          for (int64_t feature8 = 0; feature8 < 33; feature8 += 16) {
            const vf32 t4 = v_load_f32(&x3[B * interval * 192 + batch * 192 + feature8 + head * 48]);
            v_store_f32(&tape3[feature8], t4);
          }
          #pragma GCC unroll 3
          for (int64_t feature9 = 0; feature9 < 33; feature9 += 16) {
            const vf32 t5 = v_load_f32(&x4[B * interval * 192 + batch * 192 + feature9 + head * 48]);
            v_store_f32(&tape4[feature9], t5);
          }
          for (int64_t step = 0; step < count; ++step) {
            const int64_t time = first + step;
            _Alignas(64) float sum[192];
            #pragma GCC unroll 4
            for (int64_t gate2 = 0; gate2 < 4; ++gate2) {
              #pragma GCC unroll 3
              for (int64_t feature10 = 0; feature10 < 33; feature10 += 16) {
                v_store_f32(&sum[feature10 + gate2 * 48], v_splat_f32(0.0f));
              }
            }
            for (int64_t from = 0; from < 48; ++from) {
              #pragma GCC unroll 4
              for (int64_t gate3 = 0; gate3 < 4; ++gate3) {
                #pragma GCC unroll 3
                for (int64_t feature11 = 0; feature11 < 33; feature11 += 16) {
                  const float t6 = tape[from + step * 48];
                  const vf32 t7 = v_load_f32(&r[feature11 + from * 192 + gate3 * 48 + head * 9216]);
                  v_store_f32(&sum[feature11 + gate3 * 48],
                      v_load_f32(&sum[feature11 + gate3 * 48]) + v_splat_f32(t6) * t7);
                }
              }
            }
            #pragma GCC unroll 4
            for (int64_t gate4 = 0; gate4 < 4; ++gate4) {
              #pragma GCC unroll 3
              for (int64_t feature12 = 0; feature12 < 33; feature12 += 16) {
                const vf32 t8 = v_load_f32(&sum[feature12 + gate4 * 48]);
                v_store_f32(&kept[feature12 + gate4 * 48 + step * 192], t8);
              }
            }
            #pragma GCC unroll 3
            for (int64_t feature13 = 0; feature13 < 33; feature13 += 16) {
              const vf32 t9 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 48]);
              const vf32 t10 = v_load_f32(&sum[feature13 + 48]);
              const vf32 t11 = t9 + t10;
              const vf32 t12 = v_load_f32(&b[feature13 + head * 192 + 48]);
              const vf32 t13 = t11 + t12;
              const vf32 t14 = -v_softplus_f32(-t13);
              const vf32 t15 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768]);
              const vf32 t16 = v_load_f32(&sum[feature13]);
              const vf32 t17 = t15 + t16;
              const vf32 t18 = v_load_f32(&b[feature13 + head * 192]);
              const vf32 t19 = t17 + t18;
              const vf32 t20 = v_load_f32(&tape4[feature13 + step * 48]);
              const vf32 t21 = t20 + t14;
              const vf32 t22 = v_max_f32(t19, t21);
              const vf32 t23 = t19 - t22;
              const vf32 t24 = v_exp_f32(t23);
              const vf32 t25 = t21 - t22;
              const vf32 t26 = v_exp_f32(t25);
              const vf32 t27 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 96]);
              const vf32 t28 = v_load_f32(&sum[feature13 + 96]);
              const vf32 t29 = t27 + t28;
              const vf32 t30 = v_load_f32(&b[feature13 + head * 192 + 96]);
              const vf32 t31 = t29 + t30;
              const vf32 t32 = v_tanh_f32(t31);
              const vf32 t33 = v_load_f32(&tape2[feature13 + step * 48]);
              const vf32 t34 = t26 * t33;
              const vf32 t35 = t24 * t32;
              const vf32 t36 = t34 + t35;
              const vf32 t37 = v_load_f32(&tape3[feature13 + step * 48]);
              const vf32 t38 = t26 * t37;
              const vf32 t39 = t38 + t24;
              const vf32 t40 = v_load_f32(&wx[T * batch * 768 + feature13 + head * 192 + time * 768 + 144]);
              const vf32 t41 = v_load_f32(&sum[feature13 + 144]);
              const vf32 t42 = t40 + t41;
              const vf32 t43 = v_load_f32(&b[feature13 + head * 192 + 144]);
              const vf32 t44 = t42 + t43;
              const vf32 t45 = v_sigmoid_f32(t44);
              const vf32 t46 = t45 * t36;
              const vf32 t47 = t46 / t39;
              v_store_f32(&kept2[feature13 + step * 48], t14);
              v_store_f32(&tape4[feature13 + step * 48 + 48], t22);
              v_store_f32(&kept3[feature13 + step * 48], t24);
              v_store_f32(&kept4[feature13 + step * 48], t26);
              v_store_f32(&kept5[feature13 + step * 48], t32);
              v_store_f32(&tape2[feature13 + step * 48 + 48], t36);
              v_store_f32(&tape3[feature13 + step * 48 + 48], t39);
              v_store_f32(&kept6[feature13 + step * 48], t45);
              v_store_f32(&tape[feature13 + step * 48 + 48], t47);
            }
          }
          for (int64_t back = 0; back < count; ++back) {
            const int64_t step2 = back * -1 + count - 1;
            const int64_t time2 = first + step2;
            _Alignas(64) float input[48];
            #pragma GCC unroll 3
            for (int64_t feature14 = 0; feature14 < 33; feature14 += 16) {
              const vf32 t51 = v_load_f32(&x6[T * batch * 192 + feature14 + head * 48 + time2 * 192]);
              const vf32 t52 = v_splat_f32(t50) * t51;
              const vf32 t53 = t52 + t52;
              v_store_f32(&input[feature14], t53);
            }
            _Alignas(64) float next[48];
            for (int64_t from2 = 0; from2 < 33; from2 += 16) {
              const vf32 t54 = v_load_f32(&tape[from2 + step2 * 48]);
              v_stream_f32(&x7[T * batch * 192 + from2 + head * 48 + time2 * 192], t54,
                  s_is_streamed(x7, B * T * 192));
            }
            _Alignas(64) float kept7[48];
            _Alignas(64) float kept8[48];
            _Alignas(64) float kept9[48];
            _Alignas(64) float kept10[48];
            _Alignas(64) float kept11[48];
            #pragma GCC unroll 3
            for (int64_t feature15 = 0; feature15 < 33; feature15 += 16) {
              const vf32 t55 = v_load_f32(&carry[feature15]);
              const vf32 t56 = v_load_f32(&input[feature15]);
              const vf32 t57 = t55 + t56;
              const vf32 t58 = v_load_f32(&tape3[feature15 + step2 * 48 + 48]);
              const vf32 t59 = t57 * (v_splat_f32(1.0f) / t58);
              const vf32 t60 = v_load_f32(&tape2[feature15 + step2 * 48 + 48]);
              const vf32 t61 = t59 * t60;
              const vf32 t62 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 144]);
              const vf32 t63 = v_load_f32(&kept[feature15 + step2 * 192 + 144]);
              const vf32 t64 = t62 + t63;
              const vf32 t65 = v_load_f32(&b[feature15 + head * 192 + 144]);
              const vf32 t66 = t64 + t65;
              const vf32 t67 = v_sigmoid_f32(t66);
              const vf32 t68 = t61 * (t67 * (v_splat_f32(1.0f) - t67));
              const vf32 t69 = v_load_f32(&carry3[feature15]);
              const vf32 t70 = v_load_f32(&kept6[feature15 + step2 * 48]);
              const vf32 t71 = t70 * t60;
              const vf32 t72 = t57 * (-(t71 / t58) / t58);
              const vf32 t73 = t69 + t72;
              const vf32 t74 = v_load_f32(&kept4[feature15 + step2 * 48]);
              const vf32 t75 = t73 * t74;
              const vf32 t76 = v_load_f32(&carry2[feature15]);
              const vf32 t77 = t59 * t70;
              const vf32 t78 = t76 + t77;
              const vf32 t79 = v_load_f32(&kept3[feature15 + step2 * 48]);
              const vf32 t80 = t78 * t79;
              const vf32 t81 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 96]);
              const vf32 t82 = v_load_f32(&kept[feature15 + step2 * 192 + 96]);
              const vf32 t83 = t81 + t82;
              const vf32 t84 = v_load_f32(&b[feature15 + head * 192 + 96]);
              const vf32 t85 = t83 + t84;
              const vf32 t86 = v_tanh_f32(t85);
              const vf32 t87 = t80 * (v_splat_f32(1.0f) - t86 * t86);
              const vf32 t88 = t78 * t74;
              const vf32 t89 = v_load_f32(&tape3[feature15 + step2 * 48]);
              const vf32 t90 = t73 * t89;
              const vf32 t91 = v_load_f32(&tape2[feature15 + step2 * 48]);
              const vf32 t92 = t78 * t91;
              const vf32 t93 = t90 + t92;
              const vf32 t94 = v_load_f32(&tape4[feature15 + step2 * 48]);
              const vf32 t95 = v_load_f32(&kept2[feature15 + step2 * 48]);
              const vf32 t96 = t94 + t95;
              const vf32 t97 = v_load_f32(&tape4[feature15 + step2 * 48 + 48]);
              const vf32 t98 = t96 - t97;
              const vf32 t99 = t93 * v_exp_f32(t98);
              const vf32 t100 = v_load_f32(&kept5[feature15 + step2 * 48]);
              const vf32 t101 = t78 * t100;
              const vf32 t102 = t73 + t101;
              const vf32 t103 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768]);
              const vf32 t104 = v_load_f32(&kept[feature15 + step2 * 192]);
              const vf32 t105 = t103 + t104;
              const vf32 t106 = v_load_f32(&b[feature15 + head * 192]);
              const vf32 t107 = t105 + t106;
              const vf32 t108 = t107 - t97;
              const vf32 t109 = t102 * v_exp_f32(t108);
              const vf32 t110 = v_load_f32(&carry4[feature15]);
              const vf32 t111 = -t99;
              const vf32 t112 = t110 + t111;
              const vf32 t113 = -t109;
              const vf32 t114 = t112 + t113;
              const vf32 t115 = t114
                  * v_select_f32(v_lt_f32(t107, t96), v_splat_f32(1.0f),
                  v_select_f32(v_lt_f32(t96, t107), v_splat_f32(0.0f), v_splat_f32(0.5f)));
              const vf32 t116 = t99 + t115;
              const vf32 t117 = v_load_f32(&wx[T * batch * 768 + feature15 + head * 192 + time2 * 768 + 48]);
              const vf32 t118 = v_load_f32(&kept[feature15 + step2 * 192 + 48]);
              const vf32 t119 = t117 + t118;
              const vf32 t120 = v_load_f32(&b[feature15 + head * 192 + 48]);
              const vf32 t121 = t119 + t120;
              const vf32 t122 = t116 * v_sigmoid_f32(-t121);
              v_store_f32(&kept7[feature15], t68);
              v_store_f32(&carry3[feature15], t75);
              v_store_f32(&kept8[feature15], t87);
              v_store_f32(&carry2[feature15], t88);
              v_store_f32(&kept9[feature15], t99);
              v_store_f32(&kept10[feature15], t109);
              v_store_f32(&next[feature15], t116);
              v_store_f32(&kept11[feature15], t122);
            }
            _Alignas(64) float kept12[192];
            #pragma GCC unroll 4
            for (int64_t gate5 = 0; gate5 < 4; ++gate5) {
              #pragma GCC unroll 3
              for (int64_t feature16 = 0; feature16 < 33; feature16 += 16) {
                const vf32 t123 =
                    v_load_f32(&kept7[s_min_index(s_max_index(gate5 - 3, 0), 0) * 48 + feature16]);
                const vf32 t124 =
                    v_select_f32(v_splat_i32(s_le_index(0, gate5 - 3) & s_le_index(gate5 - 3, 0)), t123,
                    v_splat_f32(0.0f));
                const vf32 t125 =
                    v_load_f32(&kept8[s_min_index(s_max_index(gate5 - 2, 0), 0) * 48 + feature16]);
                const vf32 t126 =
                    v_select_f32(v_splat_i32(s_le_index(0, gate5 - 2) & s_le_index(gate5 - 2, 0)), t125,
                    v_splat_f32(0.0f));
                const vf32 t127 = t124 + t126;
                const vf32 t128 =
                    v_load_f32(&kept11[s_min_index(s_max_index(gate5 - 1, 0), 0) * 48 + feature16]);
                const vf32 t129 =
                    v_select_f32(v_splat_i32(s_le_index(0, gate5 - 1) & s_le_index(gate5 - 1, 0)), t128,
                    v_splat_f32(0.0f));
                const vf32 t130 = t127 + t129;
                const vf32 t131 = v_load_f32(&kept10[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
                const vf32 t132 = v_load_f32(&carry4[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
                const vf32 t133 = v_load_f32(&kept9[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16]);
                const vf32 t134 = -t133;
                const vf32 t135 = t132 + t134;
                const vf32 t136 = -t131;
                const vf32 t137 = t135 + t136;
                const vf32 t138 =
                    v_load_f32(&wx[T * batch * 768 + s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16
                        + head * 192 + time2 * 768]);
                const vf32 t139 =
                    v_load_f32(&kept[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 192]);
                const vf32 t140 = t138 + t139;
                const vf32 t141 =
                    v_load_f32(&b[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + head * 192]);
                const vf32 t142 = t140 + t141;
                const vf32 t143 =
                    v_load_f32(&tape4[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
                const vf32 t144 =
                    v_load_f32(&kept2[s_min_index(s_max_index(gate5, 0), 0) * 48 + feature16 + step2 * 48]);
                const vf32 t145 = t143 + t144;
                const vf32 t146 = t137
                    * v_select_f32(v_lt_f32(t142, t145), v_splat_f32(0.0f),
                    v_select_f32(v_lt_f32(t145, t142), v_splat_f32(1.0f), v_splat_f32(0.5f)));
                const vf32 t147 = t131 + t146;
                const vf32 t148 = v_select_f32(v_splat_i32(s_le_index(0, gate5) & s_le_index(gate5, 0)), t147,
                    v_splat_f32(0.0f));
                const vf32 t149 = t130 + t148;
                v_store_f32(&kept12[feature16 + gate5 * 48], t149);
                v_store_f32(&total[feature16 + gate5 * 48],
                    v_load_f32(&total[feature16 + gate5 * 48]) + t149);
                v_stream_f32(&x8[T * batch * 768 + feature16 + gate5 * 48 + head * 192 + time2 * 768], t149,
                    s_is_streamed(x8, B * T * 768));
              }
            }
            _Alignas(64) float sum2[48];
            for (int64_t from3 = 0; from3 < 48; ++from3) {
              float sum3 = 0.0f;
              vf32 sum3_lanes = v_splat_f32(0.0f);
              #pragma GCC unroll 4
              for (int64_t gate6 = 0; gate6 < 4; ++gate6) {
                for (int64_t feature17 = 0; feature17 < 33; feature17 += 16) {
                  const vf32 t150 = v_load_f32(&kept12[feature17 + gate6 * 48]);
                  const vf32 t151 = v_load_f32(&r[feature17 + from3 * 192 + gate6 * 48 + head * 9216]);
                  sum3_lanes += t150 * t151;
                }
              }
              sum3 += v_reduce_sum_f32(sum3_lanes);
              sum2[from3] = sum3;
            }
            #pragma GCC unroll 3
            for (int64_t feature18 = 0; feature18 < 33; feature18 += 16) {
              const vf32 t152 = v_load_f32(&sum2[feature18]);
              v_store_f32(&carry[feature18], t152);
            }
            #pragma GCC unroll 3
            for (int64_t feature19 = 0; feature19 < 33; feature19 += 16) {
              v_store_f32(&carry4[feature19], v_load_f32(&next[feature19]));
            }
          }
        }
        #pragma GCC unroll 4
        for (int64_t gate7 = 0; gate7 < 4; ++gate7) {
          for (int64_t feature20 = 0; feature20 < 33; feature20 += 16) {
            v_stream_f32(&x9[batch * 768 + feature20 + gate7 * 48 + head * 192],
                v_load_f32(&total[feature20 + gate7 * 48]), s_is_streamed(x9, B * 768));
          }
        }
      }
    }
  }
  s_end_streams();
}
