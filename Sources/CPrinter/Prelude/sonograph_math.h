/* Elementary functions on vectors, branch-free. f32: 2 ulp or better (Tools/checks/ulp.c measures it); NaN in, NaN out.
 * f64 calls the C library lane by lane: correct, not fast. A scalar s_ function is lane 0 of its v_ function, so that
 * scalars and vectors agree to the bit.
 */
#ifndef SONOGRAPH_MATH_H
#define SONOGRAPH_MATH_H

#define SG_C(x) v_splat_f32(x)
#define SG_I(x) v_splat_i32(x)

SG_INLINE vf32 v_fma_f32(vf32 a, vf32 b, vf32 c) { return a * b + c; }
SG_INLINE vf32 v_abs_f32(vf32 x) { return v_float_bits(v_bits_f32(x) & SG_I(0x7fffffff)); }
/* a < b is false for NaN, so the second operand's NaN is kept. */
SG_INLINE vf32 v_max_f32(vf32 a, vf32 b) { return v_select_f32(SG_MASK(a > b) | SG_MASK(a != a), a, b); }
SG_INLINE vf32 v_min_f32(vf32 a, vf32 b) { return v_select_f32(SG_MASK(a < b) | SG_MASK(a != a), a, b); }
SG_INLINE vf32 v_sign_f32(vf32 x) {
  vf32 one = v_float_bits((v_bits_f32(x) & SG_I((int32_t)0x80000000u)) | v_bits_f32(SG_C(1.0f)));
  return v_select_f32(SG_MASK(x == SG_C(0.0f)) | SG_MASK(x != x), x, one);
}
/* Adding and subtracting 2^23 rounds |x| to the nearest even integer; larger numbers are integers already. */
SG_INLINE vf32 v_round_f32(vf32 x) {
  vf32 magic = SG_C(0x1p23f), a = v_abs_f32(x), y = (a + magic) - magic;
  vf32 rounded = v_float_bits(v_bits_f32(y) | (v_bits_f32(x) & SG_I((int32_t)0x80000000u)));
  return v_select_f32(SG_MASK(a < magic), rounded, x);
}
SG_INLINE vf32 v_floor_f32(vf32 x) {
  vf32 y = v_round_f32(x);
  vf32 down = v_select_f32(SG_MASK(y > x), SG_C(1.0f), SG_C(0.0f));
  return v_select_f32(SG_MASK(v_abs_f32(x) < SG_C(0x1p23f)), y - down, x);
}
SG_INLINE vf32 v_sqrt_f32(vf32 x) {
#if SG_LANES > 1 && SG_HAS(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(x);
#else
  vf32 r = x;
  for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, sqrtf(SG_LANE(x, i)));
  return r;
#endif
}
SG_INLINE vf32 v_rsqrt_f32(vf32 x) { return SG_C(1.0f) / v_sqrt_f32(x); }

/* x = n ln 2 + r + low with |r| <= ln 2 / 2 (Cody & Waite 1980); low is what rounding r lost. */
SG_INLINE vi32 sg_reduce_exp(vf32 x, vf32 *r, vf32 *low) {
  vf32 magic = SG_C(0x1.8p23f), n = (x * SG_C(1.44269504f) + magic) - magic;
  vf32 a = x - n * SG_C(0x1.62e4p-1f);
  *r = a - n * SG_C(0x1.7f7d1cp-20f);
  *low = (a - *r) - n * SG_C(0x1.7f7d1cp-20f);
  return v_i32_from_f32(n);
}
SG_INLINE vf32 sg_two_to(vi32 n) { return v_float_bits((n + SG_I(127)) << 23); }
/* (e^r - 1 - r) / r^2 by its Taylor series, |r| <= 0.35. */
SG_INLINE vf32 sg_exp_tail(vf32 r) {
  vf32 p = SG_C(1.0f / 5040.0f);
  p = p * r + SG_C(1.0f / 720.0f);
  p = p * r + SG_C(1.0f / 120.0f);
  p = p * r + SG_C(1.0f / 24.0f);
  p = p * r + SG_C(1.0f / 6.0f);
  return p * r + SG_C(0.5f);
}
SG_INLINE vf32 v_exp_f32(vf32 x) {
  vf32 r, low, clamped = v_min_f32(v_max_f32(x, SG_C(-104.0f)), SG_C(89.0f));
  vi32 n = sg_reduce_exp(clamped, &r, &low), half = n >> 1;
  vf32 y = ((sg_exp_tail(r) * r) * r + low + r) + SG_C(1.0f);
  /* In two steps, so that 2^128 and 2^-140 are reached. */
  return v_select_f32(SG_MASK(x != x), x, y * sg_two_to(half) * sg_two_to(n - half));
}
SG_INLINE vf32 v_expm1_f32(vf32 x) {
  vf32 r, low, clamped = v_min_f32(v_max_f32(x, SG_C(-40.0f)), SG_C(88.8f));
  vi32 n = sg_reduce_exp(clamped, &r, &low), half = n >> 1;
  vf32 y = (sg_exp_tail(r) * r) * r + low + r, a = sg_two_to(half), b = sg_two_to(n - half);
  vf32 large = v_select_f32(SG_MASK(x > SG_C(88.7228394f)), SG_C(INFINITY), (y * a + (a - SG_C(1.0f) / b)) * b);
  return v_select_f32(SG_MASK(x != x) | SG_MASK(x == SG_C(0.0f)), x, v_select_f32(SG_MASK(n == SG_I(0)), y, large));
}
/* x = 2^e m with m in [sqrt 1/2, sqrt 2); log m = 2 atanh((m - 1)/(m + 1)), arranged as in Sun's fdlibm. */
SG_INLINE vf32 v_log_f32(vf32 x) {
  vi32 tiny = SG_MASK(x < SG_C(0x1p-126f));
  vf32 scaled = v_select_f32(tiny, x * SG_C(0x1p24f), x);
  vi32 bits = v_bits_f32(scaled), e = (bits - SG_I(0x3f3504f3)) >> 23;
  vf32 f = v_float_bits(bits - (e << 23)) - SG_C(1.0f), k = v_f32_from_i32(e - (tiny & SG_I(24)));
  vf32 s = f / (SG_C(2.0f) + f), z = s * s, h = SG_C(0.5f) * f * f;
  vf32 t = z * (SG_C(0.666666687f) + z * (SG_C(0.4f) + z * (SG_C(0.285714298f) + z * SG_C(0.222222224f))));
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
/* |x| < 0.63: x + x^3 P(x^2); else 1 - 2/(e^2|x| + 1). */
SG_INLINE vf32 v_tanh_f32(vf32 x) {
  vf32 a = v_min_f32(v_abs_f32(x), SG_C(10.0f)), z = x * x;
  vf32 p = SG_C(-0.0008544339798390865f);
  p = p * z + SG_C(0.0032980255782604218f);
  p = p * z + SG_C(-0.008787796832621098f);
  p = p * z + SG_C(0.02185933105647564f);
  p = p * z + SG_C(-0.05396759510040283f);
  p = p * z + SG_C(0.13333331048488617f);
  p = p * z + SG_C(-0.3333333432674408f);
  vf32 large = SG_C(1.0f) - SG_C(2.0f) / (v_exp_f32(a + a) + SG_C(1.0f));
  vi32 sign = v_bits_f32(x) & SG_I((int32_t)0x80000000u);
  vf32 y = v_select_f32(SG_MASK(a < SG_C(0.63f)), x + x * (z * p), v_float_bits(v_bits_f32(large) | sign));
  return v_select_f32(SG_MASK(x != x), x, y);
}
/* From e = e^-|x|, so that neither tail loses digits; then corrected by what rounding d = 1 + e lost. */
SG_INLINE vf32 v_sigmoid_f32(vf32 x) {
  vf32 one = SG_C(1.0f), e = v_exp_f32(-v_abs_f32(x)), d = one + e, lost = e - (d - one);
  vi32 negative = SG_MASK(x < SG_C(0.0f));
  vf32 y = v_select_f32(negative, e, one) / d;
  return y - y * lost * v_select_f32(negative, one - y, y);
}
SG_INLINE vf32 v_softplus_f32(vf32 x) {
  return v_max_f32(x, SG_C(0.0f)) + v_log1p_f32(v_exp_f32(-v_abs_f32(x)));
}
/* |x| < 1: x + x P(x^2); else 1 - exp(Q(|x|)), with Q fitted to log erfc on [1, 4]. */
SG_INLINE vf32 v_erf_f32(vf32 x) {
  vf32 a = v_min_f32(v_abs_f32(x), SG_C(4.0f)), z = x * x;
  vf32 p = SG_C(7.889119297033176e-05f);
  p = p * z + SG_C(-0.0008020841050893068f);
  p = p * z + SG_C(0.005189535208046436f);
  p = p * z + SG_C(-0.026854444295167923f);
  p = p * z + SG_C(0.11283600330352783f);
  p = p * z + SG_C(-0.3761262595653534f);
  p = p * z + SG_C(0.12837916709551257f);
  vf32 q = SG_C(-2.1686850232072175e-05f);
  q = q * a + SG_C(0.00044133636401966214f);
  q = q * a + SG_C(-0.004204561933875084f);
  q = q * a + SG_C(0.025208257138729095f);
  q = q * a + SG_C(-0.10841857641935349f);
  q = q * a + SG_C(-0.6332198977470398f);
  q = q * a + SG_C(-1.1295784711837769f);
  q = q * a + SG_C(0.0001880402269307524f);
  vi32 sign = v_bits_f32(x) & SG_I((int32_t)0x80000000u);
  vf32 large = v_float_bits(v_bits_f32(SG_C(1.0f) - v_exp_f32(q)) | sign);
  return v_select_f32(SG_MASK(x != x), x, v_select_f32(SG_MASK(a < SG_C(1.0f)), x * p + x, large));
}
/* Arguments up to some 10^4 by Cody and Waite in three parts; beyond, the C library. `shift` 1 turns sin into cos. */
SG_INLINE vf32 sg_sin_cos(vf32 x, int32_t shift) {
  vf32 n = v_round_f32(x * SG_C(0.636619772f));
  vf32 r = ((x - n * SG_C(0x1.92p0f)) - n * SG_C(0x1.fb4p-12f)) - n * SG_C(0x1.4442d2p-24f);
  vi32 quadrant = v_i32_from_f32(n) + SG_I(shift);
  vf32 z = r * r;
  vf32 s = r + r * z * (SG_C(-1.0f / 6) + z * (SG_C(1.0f / 120) + z * (SG_C(-1.0f / 5040) + z * SG_C(1.0f / 362880))));
  vf32 c = SG_C(1.0f) - SG_C(0.5f) * z + z * z * (SG_C(1.0f / 24) + z * (SG_C(-1.0f / 720) + z * SG_C(1.0f / 40320)));
  vf32 y = v_select_f32(SG_MASK((quadrant & SG_I(1)) != SG_I(0)), c, s);
  y = v_select_f32(SG_MASK((quadrant & SG_I(2)) != SG_I(0)), -y, y);
  for (int i = 0; i < SG_LANES; ++i) {
    float xi = SG_LANE(x, i);
    if (!(fabsf(xi) < 8192.0f)) SG_SET(y, i, shift ? cosf(xi) : sinf(xi));
  }
  return y;
}
SG_INLINE vf32 v_sin_f32(vf32 x) { return sg_sin_cos(x, 0); }
SG_INLINE vf32 v_cos_f32(vf32 x) { return sg_sin_cos(x, 1); }

/* ---- What is left to the C library, lane by lane ---- */
#define SG_LIBRARY(V, suffix, name, CALL) \
  SG_INLINE V v_##name##_##suffix(V x) {  \
    V r = x;                              \
    for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, CALL(SG_LANE(x, i))); \
    return r;                             \
  }
#define SG_LIBRARY2(V, suffix, name, CALL) \
  SG_INLINE V v_##name##_##suffix(V a, V b) { \
    V r = a;                                 \
    for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, CALL(SG_LANE(a, i), SG_LANE(b, i))); \
    return r;                                \
  }
SG_INLINE double sg_sigmoid(double x) { return 1 / (1 + exp(-x)); }
SG_INLINE double sg_softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
SG_INLINE double sg_sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
SG_INLINE double sg_rsqrt(double x) { return 1 / sqrt(x); }
SG_INLINE double sg_max(double a, double b) { return a > b || a != a ? a : b; }
SG_INLINE double sg_min(double a, double b) { return a < b || a != a ? a : b; }
SG_LIBRARY2(vf32, f32, pow, powf)
SG_LIBRARY2(vf64, f64, pow, pow)
SG_LIBRARY2(vf64, f64, max, sg_max)
SG_LIBRARY2(vf64, f64, min, sg_min)
SG_LIBRARY2(vi32, i32, max, SG_MAX)
SG_LIBRARY2(vi32, i32, min, SG_MIN)
SG_LIBRARY(vf64, f64, exp, exp)
SG_LIBRARY(vf64, f64, log, log)
SG_LIBRARY(vf64, f64, log1p, log1p)
SG_LIBRARY(vf64, f64, expm1, expm1)
SG_LIBRARY(vf64, f64, tanh, tanh)
SG_LIBRARY(vf64, f64, sigmoid, sg_sigmoid)
SG_LIBRARY(vf64, f64, softplus, sg_softplus)
SG_LIBRARY(vf64, f64, erf, erf)
SG_LIBRARY(vf64, f64, sqrt, sqrt)
SG_LIBRARY(vf64, f64, rsqrt, sg_rsqrt)
SG_LIBRARY(vf64, f64, sin, sin)
SG_LIBRARY(vf64, f64, cos, cos)
SG_LIBRARY(vf64, f64, floor, floor)
SG_LIBRARY(vf64, f64, round, nearbyint)
SG_LIBRARY(vf64, f64, abs, fabs)
SG_LIBRARY(vf64, f64, sign, sg_sign)
SG_INLINE vi32 v_abs_i32(vi32 x) { return v_select_i32(SG_MASK(x < v_splat_i32(0)), -x, x); }


/* Threefry-2x32, 20 rounds (Salmon et al. 2011): the first word of the block for a counter and a key. */
SG_INLINE vu32 v_threefry_u32(vu32 x0, vu32 x1, vu32 k0, vu32 k1) {
  static const int rotation[8] = {13, 15, 26, 6, 17, 29, 16, 24};
  vu32 key[3] = {k0, k1, k0 ^ k1 ^ v_splat_u32(0x1BD11BDAu)};
  x0 = x0 + k0;
  x1 = x1 + k1;
  for (int round = 0; round < 20; ++round) {
    int r = rotation[round % 8];
    x0 = x0 + x1;
    x1 = ((x1 << r) | (x1 >> (32 - r))) ^ x0;
    if (round % 4 == 3) {
      int s = round / 4 + 1;
      x0 = x0 + key[s % 3];
      x1 = x1 + key[(s + 1) % 3] + v_splat_u32((uint32_t)s);
    }
  }
  return x0;
}

/* ---- Scalars ---- */
#define SG_SCALAR(S, suffix, name) \
  SG_INLINE S s_##name##_##suffix(S x) { return SG_LANE(v_##name##_##suffix(v_splat_##suffix(x)), 0); }
#define SG_SCALARS(S, suffix)                                                                                  \
  SG_SCALAR(S, suffix, exp) SG_SCALAR(S, suffix, log) SG_SCALAR(S, suffix, log1p) SG_SCALAR(S, suffix, expm1)  \
  SG_SCALAR(S, suffix, tanh) SG_SCALAR(S, suffix, sigmoid) SG_SCALAR(S, suffix, softplus)                      \
  SG_SCALAR(S, suffix, erf) SG_SCALAR(S, suffix, sqrt) SG_SCALAR(S, suffix, rsqrt) SG_SCALAR(S, suffix, sin)   \
  SG_SCALAR(S, suffix, cos) SG_SCALAR(S, suffix, floor) SG_SCALAR(S, suffix, round) SG_SCALAR(S, suffix, abs)  \
  SG_SCALAR(S, suffix, sign)
SG_SCALARS(float, f32)
SG_SCALARS(double, f64)
SG_INLINE float s_pow_f32(float a, float b) { return powf(a, b); }
SG_INLINE double s_pow_f64(double a, double b) { return pow(a, b); }
SG_INLINE float s_max_f32(float a, float b) { return a > b || a != a ? a : b; }
SG_INLINE float s_min_f32(float a, float b) { return a < b || a != a ? a : b; }
SG_INLINE double s_max_f64(double a, double b) { return sg_max(a, b); }
SG_INLINE double s_min_f64(double a, double b) { return sg_min(a, b); }
SG_INLINE int32_t s_max_i32(int32_t a, int32_t b) { return SG_MAX(a, b); }
SG_INLINE int32_t s_min_i32(int32_t a, int32_t b) { return SG_MIN(a, b); }
SG_INLINE int64_t s_max_index(int64_t a, int64_t b) { return SG_MAX(a, b); }
SG_INLINE int64_t s_min_index(int64_t a, int64_t b) { return SG_MIN(a, b); }
SG_INLINE int32_t s_abs_i32(int32_t x) { return x < 0 ? -x : x; }
SG_INLINE float s_f32_from_u32(uint32_t x) { return (float)(x >> 8) * 0x1p-24f; }
SG_INLINE uint32_t s_threefry_u32(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return SG_LANE(v_threefry_u32(v_splat_u32(a), v_splat_u32(b), v_splat_u32(c), v_splat_u32(d)), 0);
}

#undef SG_C
#undef SG_I
#endif
