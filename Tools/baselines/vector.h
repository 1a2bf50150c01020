/* Vectors of 16 floats (GNU extension) and exp on them. */
#ifndef SONOGRAPH_BASELINES_VECTOR_H
#define SONOGRAPH_BASELINES_VECTOR_H
#include <string.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

enum { W = 16 };
typedef float vec __attribute__((vector_size(4 * W)));
typedef int ivec __attribute__((vector_size(4 * W)));
#define INLINE static inline __attribute__((always_inline))
static const float LOG2_E = 1.44269504088896340736f;

INLINE vec splat(float x) { return x - (vec){0}; }

/* Lanes from `count` on are zero. */
INLINE vec load(const float *p, int count) {
  vec v = {0};
  if (count >= W) memcpy(&v, p, sizeof v);
  else memcpy(&v, p, 4 * (size_t)count);
  return v;
}

INLINE void store(float *p, vec v, int count) {
  if (count >= W) memcpy(p, &v, sizeof v);
  else memcpy(p, &v, 4 * (size_t)count);
}

INLINE float total(vec v) {
  float sum = 0;
  for (int i = 0; i < W; i++) sum += v[i];
  return sum;
}

/* 2^f for |f| <= 1/2, interpolated at the seven Chebyshev nodes: relative error 2.6e-9, so that rounding is all there is. */
INLINE vec exp2_fraction(vec f) {
  vec p = f * 0.0001546144469646172f + 0.0013400428177419153f;
  p = p * f + 0.00961805667852609f;
  p = p * f + 0.05550327226670944f;
  p = p * f + 0.24022650922288827f;
  p = p * f + 0.6931472067028321f;
  return p * f + 1.0f;
}

INLINE vec nearest(vec x) {
#ifdef __AVX512F__
  return (vec)_mm512_roundscale_ps((__m512)x, 8);
#else
  const float magic = 12582912.0f; /* 1.5 * 2^23: no fraction bits are left in the sum */
  return (x + magic) - magic;
#endif
}

/* p 2^n for integers n <= 128, in two factors where one would not be a normal number. */
INLINE vec scale(vec p, vec n) {
#ifdef __AVX512F__
  return (vec)_mm512_scalef_ps((__m512)p, (__m512)n);
#else
  const float lowest = -250.0f;
  ivec is_in_range = n > lowest;
  n = (vec)(((ivec)n & is_in_range) | ((ivec)splat(lowest) & ~is_in_range));
  ivec whole = __builtin_convertvector(n, ivec), half = whole >> 1;
  return p * (vec)((half + 127) << 23) * (vec)((whole - half + 127) << 23);
#endif
}

INLINE vec exp2_vec(vec x) {
#ifdef __AVX512DQ__
  /* From the floor of x instead, which scalef takes by itself; relative error 2.0e-9 on [0, 1). */
  vec f = (vec)_mm512_reduce_ps((__m512)x, 9), p = f * 0.0002161291495165f + 0.0012467846446811f;
  p = p * f + 0.0096754515668506f;
  p = p * f + 0.0554852806186840f;
  p = p * f + 0.2402293055522170f;
  p = p * f + 0.6931470444433270f;
  return (vec)_mm512_scalef_ps((__m512)(p * f + 1.0f), (__m512)x);
#endif
  vec n = nearest(x);
  return scale(exp2_fraction(x - n), n);
}

/* Reduced by ln 2 in two parts: a product with log2 e alone would lose digits of large arguments. */
INLINE vec exp_vec(vec x) {
  vec n = nearest(x * LOG2_E);
  vec rest = (x - n * 0.693145751953125f) - n * 1.428606765330187e-6f;
  return scale(exp2_fraction(rest * LOG2_E), n);
}

INLINE vec pick(ivec mask, vec a, vec b) { return (vec)((mask & (ivec)a) | (~mask & (ivec)b)); }
INLINE vec larger(vec a, vec b) { return pick(a > b, a, b); }
INLINE vec root(vec x) {
#ifdef __AVX512F__
  return (vec)_mm512_sqrt_ps((__m512)x);
#else
  for (int i = 0; i < W; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
#endif
}
INLINE vec magnitude(vec x) { return (vec)((ivec)x & 0x7fffffff); }
INLINE vec sigmoid_vec(vec x) { return 1.0f / (1.0f + exp_vec(-x)); }

/* log(1 + e) for 0 <= e <= 1 is 2 artanh(e / (2 + e)): the odd series, to s^17 for s <= 1/3. */
INLINE vec log1p_vec(vec e) {
  vec s = e / (2.0f + e), z = s * s, p = splat(1.0f / 17);
  for (int k = 15; k >= 3; k -= 2) p = p * z + 1.0f / (float)k;
  return 2.0f * (s * z * p + s);
}
INLINE vec softplus_vec(vec x) { return larger(x, splat(0)) + log1p_vec(exp_vec(-magnitude(x))); }

/* The series to x^13 below 0.4, where 1 - 2 / (e^2x + 1) would lose digits. */
INLINE vec tanh_vec(vec x) {
  vec z = x * x, p = z * (21844.0f / 6081075) - 1382.0f / 155925;
  p = p * z + 62.0f / 2835;
  p = p * z - 17.0f / 315;
  p = p * z + 2.0f / 15;
  p = p * z - 1.0f / 3;
  vec large = 1.0f - 2.0f / (exp_vec(2.0f * magnitude(x)) + 1.0f);
  large = (vec)((ivec)large | ((ivec)x & (int)0x80000000));
  return pick(magnitude(x) < 0.4f, x * z * p + x, large);
}
#endif
