/* Elementary functions on vectors, branch-free: included by sonograph_kernel.h, which has the naming rules.
 *
 * f32: within 2 ulp (softplus 2.2 on targets without fma; Tools/checks/ulp.c measures all); NaN in, NaN out; results
 * below 2^-126 may be 0. f64 calls the C library lane by lane: correct, not fast. A scalar s_ function is lane 0 of its
 * v_ function, so both agree to the bit. Polynomials are minimax fits whose coefficients were rounded to float one by one,
 * each time with a new fit of the rest.
 */
#ifndef SONOGRAPH_MATH_H
#define SONOGRAPH_MATH_H

#define SG_C(x) v_splat_f32(x)
#define SG_I(x) v_splat_i32(x)
#define SG_SIGN v_splat_i32(INT32_MIN)
/* Bits to the left; shifting a negative number, or into its sign, is undefined in C. */
SG_INLINE vi32 sg_shifted(vi32 x, int count) { return v_bits_u32(v_u32_from_bits(x) << count); }

/* Horner's rule, highest coefficient first; unrolled, since the count is always a constant. */
#define SG_POLYNOMIAL(x, ...) \
  sg_polynomial(x, (const float[]){__VA_ARGS__}, (int)(sizeof((const float[]){__VA_ARGS__}) / sizeof(float)))
SG_INLINE vf32 sg_polynomial(vf32 x, const float *c, int count) {
  vf32 p = SG_C(c[0]);
  for (int i = 1; i < count; ++i) p = p * x + SG_C(c[i]);
  return p;
}

/* ---- Exact functions ---- */

SG_INLINE vf32 v_fma_f32(vf32 a, vf32 b, vf32 c) { return a * b + c; }
SG_INLINE vf32 v_abs_f32(vf32 x) { return v_f32_from_bits(v_bits_f32(x) & SG_I(0x7fffffff)); }
/* A comparison with NaN is false, so b's NaN is kept; a's needs a test of its own. */
SG_INLINE vf32 v_max_f32(vf32 a, vf32 b) {
  return v_select_f32(SG_MASK(a != a), a, v_select_f32(SG_MASK(a > b), a, b));
}
SG_INLINE vf32 v_min_f32(vf32 a, vf32 b) {
  return v_select_f32(SG_MASK(a != a), a, v_select_f32(SG_MASK(a < b), a, b));
}
SG_INLINE vf32 v_sign_f32(vf32 x) {
  vf32 one = v_f32_from_bits((v_bits_f32(x) & SG_SIGN) | v_bits_f32(SG_C(1.0f)));
  return v_select_f32(SG_MASK(x == SG_C(0.0f)) | SG_MASK(x != x), x, one);
}
/* Adding and subtracting 2^23 rounds |x| to the nearest even integer; larger numbers are integers already. */
SG_INLINE vf32 v_round_f32(vf32 x) {
  vf32 magic = SG_C(0x1p23f), a = v_abs_f32(x), y = (a + magic) - magic;
  vf32 rounded = v_f32_from_bits(v_bits_f32(y) | (v_bits_f32(x) & SG_SIGN));
  return v_select_f32(SG_MASK(a < magic), rounded, x);
}
SG_INLINE vf32 v_floor_f32(vf32 x) {
  vf32 y = v_round_f32(x);
  vf32 down = v_select_f32(SG_MASK(y > x), SG_C(1.0f), SG_C(0.0f));
  return v_select_f32(SG_MASK(v_abs_f32(x) < SG_C(0x1p23f)), y - down, x);
}
/* Compilers make an instruction for all lanes of a loop over them only if asked by name. */
SG_INLINE vf32 v_sqrt_f32(vf32 x) {
#if SG_LANES > 1 && SG_HAS(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);
#elif defined(SG_AVX512) && defined(__clang__)
  return __builtin_ia32_sqrtps512(x, 4);
#elif defined(SG_AVX512)
  return __builtin_ia32_sqrtps512_mask(x, x, (unsigned short)0xffff, 4);
#elif defined(SG_AVX2)
  return __builtin_ia32_sqrtps256(x);
#elif SG_LANES == 4 && defined(__SSE2__)
  return __builtin_ia32_sqrtps(x);
#else
  vf32 r = x;
  for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, sqrtf(SG_LANE(x, i)));
  return r;
#endif
}
SG_INLINE vf32 v_rsqrt_f32(vf32 x) { return SG_C(1.0f) / v_sqrt_f32(x); }

/* ---- Exponentials: x = n ln 2 + r, |r| <= ln 2 / 2, with ln 2 in two parts (Cody & Waite 1980) ---- */

/* The constant c where a is below (above) it, else a, NaN included: this operand order is one instruction. */
SG_INLINE vf32 sg_at_least(vf32 a, vf32 c) { return v_select_f32(SG_MASK(c > a), c, a); }
SG_INLINE vf32 sg_at_most(vf32 a, vf32 c) { return v_select_f32(SG_MASK(c < a), c, a); }

/* Gives t = n + magic and e^r - 1 = r + r^2 P(r) with a relative error of 1.4e-8. The magic number 1.5 * 2^23 plus an
 * integer makes the sum round to an integer and leaves it in the low bits of t. */
SG_INLINE vf32 sg_exp_reduce(vf32 x, vf32 magic, vf32 *t) {
  *t = x * SG_C(0x1.715476p0f) + magic;
  vf32 n = *t - magic, r = (x - n * SG_C(0x1.62e4p-1f)) - n * SG_C(0x1.7f7d1cp-20f);
  vf32 p = SG_POLYNOMIAL(r, 0x1.6b9c8cp-10f, 0x1.122552p-7f, 0x1.5556f2p-5f, 0x1.5554b4p-3f, 0x1.fffffep-2f);
  return r * r * p + r;
}
/* e^r - 1 and 2^(n - less), where that is a normal number: the magic includes the exponent's bias. */
SG_INLINE vf32 sg_exp_parts(vf32 x, float less, vf32 *power) {
  vf32 t, q = sg_exp_reduce(x, SG_C(0x1.8p23f + 127.0f - less), &t);
  *power = v_f32_from_bits(sg_shifted(v_bits_f32(t), 23));
  return q;
}
/* y 2^n for t = n + 1.5 * 2^23 and y near 1; x decides about overflow from `top` and underflow below `bottom` on. */
SG_INLINE vf32 sg_scale(vf32 y, vf32 t, vf32 x, float bottom, float top) {
#if defined(SG_AVX512)
  (void)x, (void)bottom, (void)top;
  /* One instruction that over- and underflows as the true product does; 4 is the current rounding mode. */
  return __builtin_ia32_scalefps512_mask(y, t - SG_C(0x1.8p23f), y, (unsigned short)0xffff, 4);
#else
  y = v_f32_from_bits(v_bits_f32(y) + sg_shifted(v_bits_f32(t), 23));
  /* Not `x < bottom`, so that this also brings NaN back, whose bits the sum may have spoilt. */
  y = v_select_f32(SG_MASK(x >= SG_C(bottom)), y, sg_at_least(x, SG_C(0.0f)));
  return v_select_f32(SG_MASK(x >= SG_C(top)), SG_C(INFINITY), y);
#endif
}
SG_INLINE vf32 v_exp_f32(vf32 x) {
  vf32 t, c = sg_at_most(sg_at_least(x, SG_C(-110.0f)), SG_C(90.0f));
  vf32 q = sg_exp_reduce(c, SG_C(0x1.8p23f), &t);
  return sg_scale(q + SG_C(1.0f), t, x, -0x1.5d5896p6f, 0x1.62e430p6f);
}
#if defined(SG_AVX512) && defined(__clang__)
#define SG_FRACTION(x) __builtin_ia32_reduceps512_mask(x, 9, x, (unsigned short)0xffff, 4)
#elif defined(SG_AVX512)
#define SG_FRACTION(x) __builtin_ia32_reduceps512_mask(x, 9, x, (unsigned short)0xffff)
#endif
/* 2^x = 2^n (1 + r Q(r)); x = n + r is exact. */
SG_INLINE vf32 v_exp2_f32(vf32 x) {
#if defined(SG_AVX512)
  /* r = x - floor(x), 0 where x is infinite or an integer; scalef takes the floor of x itself. */
  vf32 r = SG_FRACTION(x);
  vf32 q = SG_POLYNOMIAL(
      r, 0x1.c54174p-13f, 0x1.46d64ep-10f, 0x1.3d0b92p-7f, 0x1.c68912p-5f, 0x1.ebfd58p-3f, 0x1.62e42cp-1f);
  return __builtin_ia32_scalefps512_mask(q * r + SG_C(1.0f), x, x, (unsigned short)0xffff, 4);
#elif defined(SG_AVX2)
  /* n = floor(x) is at most 127 for finite results, so that 2^n is a number, infinite for 128 and 0 below -126. */
  vf32 c = sg_at_most(sg_at_least(x, SG_C(-127.0f)), SG_C(128.0f)), n = __builtin_ia32_roundps256(c, 9), r = c - n;
  vf32 q = SG_POLYNOMIAL(
      r, 0x1.c54174p-13f, 0x1.46d64ep-10f, 0x1.3d0b92p-7f, 0x1.c68912p-5f, 0x1.ebfd58p-3f, 0x1.62e42cp-1f);
  vf32 power = v_f32_from_bits(sg_shifted(v_bits_f32(n + SG_C(0x1.8p23f + 127.0f)), 23));
  return (q * r + SG_C(1.0f)) * power;
#else
  vf32 c = sg_at_most(sg_at_least(x, SG_C(-160.0f)), SG_C(129.0f)), t = c + SG_C(0x1.8p23f);
  vf32 r = c - (t - SG_C(0x1.8p23f));
  vf32 q = SG_POLYNOMIAL(
      r, 0x1.4173acp-13f, 0x1.5f0986p-10f, 0x1.3b2ddap-7f, 0x1.c6af7ap-5f, 0x1.ebfbdcp-3f, 0x1.62e430p-1f);
  return sg_scale(q * r + SG_C(1.0f), t, x, -126.0f, 128.0f);
#endif
}
/* 2^n (e^r - 1) + (2^n - 1), all halved so that n = 128 fits. */
SG_INLINE vf32 v_expm1_f32(vf32 x) {
  vf32 half, q = sg_exp_parts(sg_at_least(x, SG_C(-40.0f)), 1.0f, &half);
  vf32 y = half * q + (half - SG_C(0.5f));
  return v_select_f32(SG_MASK(x >= SG_C(0x1.62e430p6f)), SG_C(INFINITY), y + y);
}
/* |x| < 0.4: x + x^3 P(x^2); else m / (m + 2) with m = e^2|x| - 1, which swamps the 2 where tanh is 1. */
SG_INLINE vf32 v_tanh_f32(vf32 x) {
  vf32 a = v_abs_f32(x), z = x * x, power, q = sg_exp_parts(sg_at_most(a + a, SG_C(20.0f)), 0.0f, &power);
  vf32 m = power * q + (power - SG_C(1.0f)), large = m / (m + SG_C(2.0f));
  vf32 p = SG_POLYNOMIAL(z, 0x1.330e92p-6f, -0x1.b6c5e0p-5f, 0x1.1105ecp-3f, -0x1.55553ep-2f);
  large = v_f32_from_bits(v_bits_f32(large) | (v_bits_f32(x) & SG_SIGN));
  return v_select_f32(SG_MASK(a < SG_C(0.4f)), x * z * p + x, large);
}
/* 1 / (1 + e^-x), both sides of the bar halved so that n = 128 fits. What rounding 1/2 + 2^(n-1) lost is put back. */
SG_INLINE vf32 v_sigmoid_f32(vf32 x) {
  vf32 half, q = sg_exp_parts(sg_at_least(sg_at_most(-x, SG_C(88.7f)), SG_C(-80.0f)), 1.0f, &half);
  vf32 sum = half + SG_C(0.5f), lost = SG_C(0.5f) - (sum - half);
  vf32 y = SG_C(0.5f) / ((half * q + lost) + sum);
  return v_select_f32(SG_MASK(x < SG_C(-88.0f)), SG_C(0.0f), y);
}
/* max(x, 0) + log(1 + e) with e = e^-|x| in [0, 1]; the logarithm is e + e^2 T(e). */
SG_INLINE vf32 v_softplus_f32(vf32 x) {
  vf32 e = v_exp_f32(-v_abs_f32(x));
  vf32 p = SG_POLYNOMIAL(
      e, -0x1.af49cep-9f, 0x1.4917cep-6f, -0x1.d6b08cp-5f, 0x1.b4ae08p-4f, -0x1.3a435ep-3f, 0x1.934b54p-3f,
      -0x1.ff23e6p-3f, 0x1.554dd0p-2f, -0x1.ffffd2p-2f);
  return sg_at_least(x, SG_C(0.0f)) + (e * e * p + e);
}
/* |x| < 1.5: x + x P(x^2 - 1.125); else 1 - Q(|x| - 2.7) with Q fitted to erfc on [1.5, 3.9], where it is near enough to 0. */
SG_INLINE vf32 v_erf_f32(vf32 x) {
  vf32 a = v_abs_f32(x);
  vf32 p = SG_POLYNOMIAL(
      x * x - SG_C(1.125f), -0x1.7c311ap-18f, 0x1.8debe2p-15f, -0x1.5e113ep-12f, 0x1.14d4eap-9f, -0x1.76d6e2p-7f, 0x1.aa9c1cp-5f,
      -0x1.9a0f4ep-3f, -0x1.771e9ap-3f);
  vf32 q = SG_POLYNOMIAL(
      sg_at_most(a, SG_C(3.9f)) - SG_C(2.7f), -0x1.6a1cbap-15f, 0x1.0cc41ap-13f, 0x1.e8a5fep-17f, -0x1.6edbe4p-11f,
      0x1.f66b54p-10f, -0x1.ad5d0ep-9f, 0x1.06502p-8f, -0x1.c91eep-9f, 0x1.10a06p-9f, -0x1.9396e8p-11f, 0x1.19aabep-13f);
  vf32 large = v_f32_from_bits(v_bits_f32(SG_C(1.0f) - q) | (v_bits_f32(x) & SG_SIGN));
  return v_select_f32(SG_MASK(a < SG_C(1.5f)), x * p + x, large);
}

#include "sonograph_normal.h"

/* ---- Logarithms ---- */

/* x = 2^e m with m in [sqrt 1/2, sqrt 2); log m = 2 atanh((m - 1)/(m + 1)), arranged as in Sun's fdlibm. */
SG_INLINE vf32 v_log_f32(vf32 x) {
  vi32 tiny = SG_MASK(x < SG_C(0x1p-126f));
  vf32 scaled = v_select_f32(tiny, x * SG_C(0x1p24f), x);
  vi32 bits = v_bits_f32(scaled), e = (bits - SG_I(0x3f3504f3)) >> 23;
  vf32 f = v_f32_from_bits(bits - sg_shifted(e, 23)) - SG_C(1.0f), k = v_f32_from_i32(e - (tiny & SG_I(24)));
  vf32 s = f / (SG_C(2.0f) + f), z = s * s, h = SG_C(0.5f) * f * f;
  vf32 t = z * SG_POLYNOMIAL(z, 0x1.f13b20p-3f, 0x1.23d3e0p-2f, 0x1.999c26p-2f, 0x1.555554p-1f);
  vf32 y = k * SG_C(0x1.62e3p-1f) - ((h - (s * (h + t) + k * SG_C(0x1.2fefa2p-17f))) - f);
  y = v_select_f32(SG_MASK(x == SG_C(INFINITY)), x, y);
  y = v_select_f32(SG_MASK(x == SG_C(0.0f)), SG_C(-INFINITY), y);
  return v_select_f32(SG_MASK(x < SG_C(0.0f)) | SG_MASK(x != x), SG_C(NAN), y);
}
/* log(u) corrected by what rounding 1 + x lost. */
SG_INLINE vf32 v_log1p_f32(vf32 x) {
  vf32 u = SG_C(1.0f) + x, lost = (x - (u - SG_C(1.0f))) / u;
  vf32 y = v_log_f32(u) + lost;
  y = v_select_f32(SG_MASK(v_abs_f32(x) < SG_C(0x1p-13f)), x - SG_C(0.5f) * x * x, y);
  return v_select_f32(SG_MASK(x == SG_C(INFINITY)) | SG_MASK(x == SG_C(-1.0f)), v_log_f32(u), y);
}
/* ---- Circular functions ---- */

/* x = n pi/2 + r in three parts (Cody & Waite), n below 2^13; beyond, the C library. `shift` 1 turns sin into cos. */
SG_INLINE vf32 sg_sin_cos(vf32 x, int32_t shift) {
  vi32 far = ~SG_MASK(v_abs_f32(x) < SG_C(10240.0f));
  vf32 c = v_select_f32(far, SG_C(0.0f), x), t = c * SG_C(0x1.45f306p-1f) + SG_C(0x1.8p23f), n = t - SG_C(0x1.8p23f);
  vf32 r = ((c - n * SG_C(0x1.92p0f)) - n * SG_C(0x1.fb4p-12f)) - n * SG_C(0x1.4442d2p-24f), z = r * r;
  vf32 sine = r * z * SG_POLYNOMIAL(z, 0x1.7c2c4ep-19f, -0x1.a05954p-13f, 0x1.111174p-7f, -0x1.555556p-3f) + r;
  vf32 cosine = SG_POLYNOMIAL(z, 0x1.99e80cp-16f, -0x1.6c0c28p-10f, 0x1.55554ap-5f, -0.5f, 1.0f);
  vi32 quadrant = v_bits_f32(t) + SG_I(shift);
  vf32 y = v_select_f32(SG_MASK((quadrant & SG_I(1)) != SG_I(0)), cosine, sine);
  y = v_f32_from_bits(v_bits_f32(y) ^ sg_shifted(quadrant & SG_I(2), 30));
  if (v_any(far)) {
    for (int i = 0; i < SG_LANES; ++i) {
      if (SG_LANE(far, i)) SG_SET(y, i, shift ? cosf(SG_LANE(x, i)) : sinf(SG_LANE(x, i)));
    }
  }
  return y;
}
SG_INLINE vf32 v_sin_f32(vf32 x) { return sg_sin_cos(x, 0); }
SG_INLINE vf32 v_cos_f32(vf32 x) { return sg_sin_cos(x, 1); }

/* ---- What is left to the C library, lane by lane ---- */

#define SG_LIBRARY(V, S, suffix, name, CALL) \
  SG_INLINE S s_##name##_##suffix(S x) { return CALL(x); } \
  SG_INLINE V v_##name##_##suffix(V x) { \
    V r = x; \
    for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, CALL(SG_LANE(x, i))); \
    return r; \
  }
#define SG_LIBRARY2(V, S, suffix, name, CALL) \
  SG_INLINE S s_##name##_##suffix(S a, S b) { return CALL(a, b); } \
  SG_INLINE V v_##name##_##suffix(V a, V b) { \
    V r = a; \
    for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, CALL(SG_LANE(a, i), SG_LANE(b, i))); \
    return r; \
  }
SG_INLINE double sg_sigmoid(double x) { return 1 / (1 + exp(-x)); }
SG_INLINE double sg_ndtr(double x) { return 0.5 * erfc(-0.70710678118654752 * x); }
SG_INLINE double sg_softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
SG_INLINE double sg_sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
SG_INLINE double sg_rsqrt(double x) { return 1 / sqrt(x); }
SG_INLINE vf64 v_fma_f64(vf64 a, vf64 b, vf64 c) { return a * b + c; }
SG_INLINE double sg_max(double a, double b) { return a > b || a != a ? a : b; }
SG_INLINE double sg_min(double a, double b) { return a < b || a != a ? a : b; }
SG_LIBRARY2(vf32, float, f32, pow, powf)
SG_LIBRARY2(vf64, double, f64, pow, pow)
SG_LIBRARY2(vf64, double, f64, max, sg_max)
SG_LIBRARY2(vf64, double, f64, min, sg_min)
SG_LIBRARY2(vi32, int32_t, i32, max, SG_MAX)
SG_LIBRARY2(vi32, int32_t, i32, min, SG_MIN)
SG_LIBRARY(vf64, double, f64, exp, exp)
SG_LIBRARY(vf64, double, f64, exp2, exp2)
SG_LIBRARY(vf64, double, f64, log, log)
SG_LIBRARY(vf64, double, f64, log1p, log1p)
SG_LIBRARY(vf64, double, f64, expm1, expm1)
SG_LIBRARY(vf64, double, f64, tanh, tanh)
SG_LIBRARY(vf64, double, f64, sigmoid, sg_sigmoid)
SG_LIBRARY(vf64, double, f64, softplus, sg_softplus)
SG_LIBRARY(vf64, double, f64, erf, erf)
SG_LIBRARY(vf64, double, f64, ndtr, sg_ndtr)
SG_LIBRARY(vf64, double, f64, sqrt, sqrt)
SG_LIBRARY(vf64, double, f64, rsqrt, sg_rsqrt)
SG_LIBRARY(vf64, double, f64, sin, sin)
SG_LIBRARY(vf64, double, f64, cos, cos)
SG_LIBRARY(vf64, double, f64, floor, floor)
SG_LIBRARY(vf64, double, f64, round, nearbyint)
SG_LIBRARY(vf64, double, f64, abs, fabs)
SG_LIBRARY(vf64, double, f64, sign, sg_sign)
SG_INLINE vi32 v_abs_i32(vi32 x) { return v_select_i32(SG_MASK(x < v_splat_i32(0)), -x, x); }

/* Threefry-2x32, 20 rounds (Salmon et al. 2011): the first word of the block for a counter and a key. Every four rounds
 * inject two of the three key words, in turn; the third is their parity. */
#define SG_MIX(r) x0 = x0 + x1, x1 = ((x1 << (r)) | (x1 >> (32 - (r)))) ^ x0
#define SG_EVEN SG_MIX(13), SG_MIX(15), SG_MIX(26), SG_MIX(6)
#define SG_ODD SG_MIX(17), SG_MIX(29), SG_MIX(16), SG_MIX(24)
#define SG_INJECT(a, b, i) x0 = x0 + (a), x1 = x1 + (b) + v_splat_u32(i)
SG_INLINE vu32 v_threefry_u32(vu32 x0, vu32 x1, vu32 k0, vu32 k1) {
  vu32 k2 = k0 ^ k1 ^ v_splat_u32(0x1BD11BDAu);
  SG_INJECT(k0, k1, 0u);
  SG_EVEN, SG_INJECT(k1, k2, 1u);
  SG_ODD, SG_INJECT(k2, k0, 2u);
  SG_EVEN, SG_INJECT(k0, k1, 3u);
  SG_ODD, SG_INJECT(k1, k2, 4u);
  SG_EVEN;
  return x0 + k2;
}
#undef SG_MIX
#undef SG_EVEN
#undef SG_ODD
#undef SG_INJECT

/* ---- Scalars ---- */

#define SG_SCALAR(name) \
  SG_INLINE float s_##name##_f32(float x) { return SG_LANE(v_##name##_f32(v_splat_f32(x)), 0); }
SG_SCALAR(exp) SG_SCALAR(exp2) SG_SCALAR(expm1) SG_SCALAR(log) SG_SCALAR(log1p) SG_SCALAR(tanh) SG_SCALAR(sigmoid)
SG_SCALAR(softplus) SG_SCALAR(erf) SG_SCALAR(ndtr) SG_SCALAR(sin) SG_SCALAR(cos) SG_SCALAR(sqrt)
SG_SCALAR(rsqrt) SG_SCALAR(floor) SG_SCALAR(round) SG_SCALAR(abs) SG_SCALAR(sign)
SG_INLINE float s_fma_f32(float a, float b, float c) { return a * b + c; }
SG_INLINE double s_fma_f64(double a, double b, double c) { return a * b + c; }
SG_INLINE float s_max_f32(float a, float b) { return a > b || a != a ? a : b; }
SG_INLINE float s_min_f32(float a, float b) { return a < b || a != a ? a : b; }
SG_INLINE int64_t s_max_index(int64_t a, int64_t b) { return SG_MAX(a, b); }
SG_INLINE int64_t s_min_index(int64_t a, int64_t b) { return SG_MIN(a, b); }
SG_INLINE int32_t s_abs_i32(int32_t x) { return x < 0 ? -x : x; }
SG_INLINE float s_f32_unit_from_u32(uint32_t x) { return (float)(x >> 8) * 0x1p-24f; }
SG_INLINE float s_f32_from_u32(uint32_t x) { return s_f32_unit_from_u32(x); }
SG_INLINE uint32_t s_threefry_u32(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return SG_LANE(v_threefry_u32(v_splat_u32(a), v_splat_u32(b), v_splat_u32(c), v_splat_u32(d)), 0);
}

#undef SG_C
#undef SG_I
#undef SG_SIGN
#endif
