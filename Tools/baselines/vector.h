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
  vec n = nearest(x);
  return scale(exp2_fraction(x - n), n);
}

/* Reduced by ln 2 in two parts: a product with log2 e alone would lose digits of large arguments. */
INLINE vec exp_vec(vec x) {
  vec n = nearest(x * LOG2_E);
  vec rest = (x - n * 0.693145751953125f) - n * 1.428606765330187e-6f;
  return scale(exp2_fraction(rest * LOG2_E), n);
}
#endif
