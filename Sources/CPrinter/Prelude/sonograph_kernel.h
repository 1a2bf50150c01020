/* Vectors of SG_LANES elements for emitted kernels: types, memory, lanes, masks.
 *
 * SG_LANES is 16 (AVX-512), 8 (AVX2), 4 (SSE2, NEON) or 1. With 1 everything is plain C11 and the same kernels compile.
 *
 * Names are v_<operation>_<type> on vectors and s_<operation>_<type> on scalars; the types are f32, f64, i32, u32 and
 * bool (in memory also bf16, i8 and u8), and v_<to>_from_<from> converts. Vector types are vf32, vf64, vi32, vu32. A bool is one byte, 0 or 1, in memory
 * and a mask in a register: a vi32 (an int32_t for scalars), -1 where it holds and else 0, so & | ^ ~ act on masks.
 */
#ifndef SONOGRAPH_KERNEL_H
#define SONOGRAPH_KERNEL_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__has_builtin)
#define SG_HAS(builtin) __has_builtin(builtin)
#else
#define SG_HAS(builtin) 0
#endif
#if defined(__GNUC__)
/* Vectors wider than a register change the ABI of calls; here every call is inlined. */
#pragma GCC diagnostic ignored "-Wpsabi"
#define SG_INLINE static inline __attribute__((always_inline, unused))
#else
#define SG_INLINE static inline
#endif
#if SG_LANES == 16 && defined(__AVX512F__)
#define SG_AVX512
#elif SG_LANES == 8 && defined(__AVX2__)
#define SG_AVX2
#endif

#if SG_LANES == 1
typedef float vf32;
typedef double vf64;
typedef int32_t vi32;
typedef uint32_t vu32;
typedef uint8_t vu8;
#define SG_CONVERT(x, type) ((type)(x))
#define SG_SPLAT(x, type) ((type)(x))
#define SG_LANE(v, i) (v)
#define SG_SET(v, i, x) ((v) = (x))
#define SG_MASK(test) ((test) ? -1 : 0)
#else
typedef float vf32 __attribute__((vector_size(4 * SG_LANES)));
typedef double vf64 __attribute__((vector_size(8 * SG_LANES)));
typedef int32_t vi32 __attribute__((vector_size(4 * SG_LANES)));
typedef uint32_t vu32 __attribute__((vector_size(4 * SG_LANES)));
typedef uint8_t vu8 __attribute__((vector_size(SG_LANES)));
typedef int64_t vi64 __attribute__((vector_size(8 * SG_LANES)));
#define SG_CONVERT(x, type) __builtin_convertvector(x, type)
/* x - 0 is x for every x, so this is only a broadcast. */
#define SG_SPLAT(x, type) ((x) - (type){0})
#define SG_LANE(v, i) ((v)[i])
#define SG_SET(v, i, x) ((v)[i] = (x))
#define SG_MASK(test) (test)
#endif

/* Asks for the cache line of buffer[index], which need not lie in the buffer: nothing is read. */
#if defined(__GNUC__)
#define s_prefetch(buffer, index) \
  __builtin_prefetch((const void *)((uintptr_t)(buffer) + sizeof *(buffer) * (uintptr_t)(index)))
#else
#define s_prefetch(buffer, index) ((void)0)
#endif

/* Whether results go past the caches: they are aligned, and more than the last cache keeps until they are read. */
#define SG_KEPT_BYTES ((int64_t)16 << 20)
#if (defined(SG_AVX512) || defined(SG_AVX2)) && defined(__clang__)
SG_INLINE int s_is_streamed(const float *p, int64_t count) {
  return count * (int64_t)sizeof *p > SG_KEPT_BYTES && !((uintptr_t)p % 64);
}
SG_INLINE void v_stream_f32(float *p, vf32 x, int past) {
  if (past) __builtin_nontemporal_store(x, (vf32 *)p);
  else memcpy(p, &x, sizeof x);
}
/* Streamed results are seen by other threads after this only. */
#define s_end_streams() __builtin_ia32_sfence()
#else
SG_INLINE int s_is_streamed(const float *p, int64_t count) { return (void)p, (void)count, 0; }
SG_INLINE void v_stream_f32(float *p, vf32 x, int past) { (void)past, memcpy(p, &x, sizeof x); }
#define s_end_streams() ((void)0)
#endif

/* Reinterprets bits; compilers turn the copy into nothing. */
#define SG_BITS(name, from, to) \
  SG_INLINE to name(from x) { to r; memcpy(&r, &x, sizeof r); return r; }
SG_BITS(v_bits_f32, vf32, vi32)
SG_BITS(v_f32_from_bits, vi32, vf32)
SG_BITS(v_bits_u32, vu32, vi32)
SG_BITS(v_u32_from_bits, vi32, vu32)

/* ---- Memory. Addresses need no alignment; a stride counts elements and may be 0 or negative. `part` forms touch the
 * first n lanes only, 0 <= n <= SG_LANES, and read 0 in the others. `index` reads p[index] in each lane. ---- */
#define SG_MEMORY(V, S, suffix) \
  SG_INLINE V v_splat_##suffix(S x) { return SG_SPLAT(x, V); } \
  SG_INLINE V v_load_##suffix(const S *p) { V r; memcpy(&r, p, sizeof r); return r; } \
  SG_INLINE void v_store_##suffix(S *p, V x) { memcpy(p, &x, sizeof x); } \
  SG_INLINE V v_gather_part_##suffix(const S *p, int64_t stride, int64_t n) { \
    V r = v_splat_##suffix(0); \
    for (int64_t i = 0; i < SG_LANES && i < n; ++i) SG_SET(r, i, p[i * stride]); \
    return r; \
  } \
  SG_INLINE V v_gather_##suffix(const S *p, int64_t stride) { \
    V r = v_splat_##suffix(0); \
    for (int64_t i = 0; i < SG_LANES; ++i) SG_SET(r, i, p[i * stride]); \
    return r; \
  } \
  SG_INLINE void v_scatter_part_##suffix(S *p, int64_t stride, V x, int64_t n) { \
    for (int64_t i = 0; i < SG_LANES && i < n; ++i) p[i * stride] = SG_LANE(x, i); \
  } \
  SG_INLINE void v_scatter_##suffix(S *p, int64_t stride, V x) { \
    for (int64_t i = 0; i < SG_LANES; ++i) p[i * stride] = SG_LANE(x, i); \
  } \
  SG_INLINE V v_index_##suffix(const S *p, vi32 index) { \
    V r = v_splat_##suffix(0); \
    for (int64_t i = 0; i < SG_LANES; ++i) SG_SET(r, i, p[SG_LANE(index, i)]); \
    return r; \
  }
#define SG_PART(V, S, suffix) \
  SG_INLINE V v_load_part_##suffix(const S *p, int64_t n) { return v_gather_part_##suffix(p, 1, n); } \
  SG_INLINE void v_store_part_##suffix(S *p, V x, int64_t n) { v_scatter_part_##suffix(p, 1, x, n); }
SG_MEMORY(vf32, float, f32)
SG_MEMORY(vf64, double, f64)
SG_MEMORY(vi32, int32_t, i32)
SG_MEMORY(vu32, uint32_t, u32)

#if SG_LANES > 1
/* to[c * to_stride + r] = from[r * from_stride + c] for all lanes r and c. */
#if SG_LANES == 16
#define SG_ZIP_1_LOW 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define SG_ZIP_1_HIGH 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define SG_ZIP_2_LOW 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define SG_ZIP_2_HIGH 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define SG_ZIP_4_LOW 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define SG_ZIP_4_HIGH 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define SG_ZIP_8_LOW 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define SG_ZIP_8_HIGH 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31
#elif SG_LANES == 8
#define SG_ZIP_1_LOW 0, 8, 1, 9, 4, 12, 5, 13
#define SG_ZIP_1_HIGH 2, 10, 3, 11, 6, 14, 7, 15
#define SG_ZIP_2_LOW 0, 1, 8, 9, 4, 5, 12, 13
#define SG_ZIP_2_HIGH 2, 3, 10, 11, 6, 7, 14, 15
#define SG_ZIP_4_LOW 0, 1, 2, 3, 8, 9, 10, 11
#define SG_ZIP_4_HIGH 4, 5, 6, 7, 12, 13, 14, 15
#else
#define SG_ZIP_1_LOW 0, 4, 1, 5
#define SG_ZIP_1_HIGH 2, 6, 3, 7
#define SG_ZIP_2_LOW 0, 1, 4, 5
#define SG_ZIP_2_HIGH 2, 3, 6, 7
#endif
/* Exchanges what two rows of each pair `apart` have of each other's columns. */
#define SG_ZIP(rows, apart) \
  for (int i = 0; i < SG_LANES; ++i) { \
    if (i & apart) continue; \
    const vf32 low = __builtin_shufflevector(rows[i], rows[i + apart], SG_ZIP_##apart##_LOW); \
    rows[i + apart] = __builtin_shufflevector(rows[i], rows[i + apart], SG_ZIP_##apart##_HIGH); \
    rows[i] = low; \
  }
SG_INLINE void v_transpose_past_f32(float *to, int64_t to_stride, const float *from, int64_t from_stride, int past) {
  vf32 rows[SG_LANES];
  for (int i = 0; i < SG_LANES; ++i) rows[i] = v_load_f32(&from[i * from_stride]);
  SG_ZIP(rows, 1)
  SG_ZIP(rows, 2)
#if SG_LANES >= 8
  SG_ZIP(rows, 4)
#endif
#if SG_LANES == 16
  SG_ZIP(rows, 8)
#endif
  /* Steps 1 and 2 leave column 2a + b of each four in row a + 2b. */
  for (int i = 0; i < SG_LANES; ++i) v_stream_f32(&to[((i & ~3) | (i & 1) << 1 | (i & 2) >> 1) * to_stride], rows[i], past);
}
SG_INLINE void v_transpose_f32(float *to, int64_t to_stride, const float *from, int64_t from_stride) {
  v_transpose_past_f32(to, to_stride, from, from_stride, 0);
}
#endif

/* Lanes in another order: for each lane, which one it gets. */
#define v_shuffle_f32(x, ...) __builtin_shufflevector(x, x, __VA_ARGS__)

SG_INLINE vi32 v_lane_i32(void) {
  vi32 r = v_splat_i32(0);
  for (int i = 0; i < SG_LANES; ++i) SG_SET(r, i, i);
  return r;
}
/* The mask of the first n lanes. */
SG_INLINE vi32 v_first(int64_t n) {
  return SG_MASK(v_lane_i32() < v_splat_i32((int32_t)(n < SG_LANES ? n : SG_LANES)));
}

/* Masked memory instructions where the target has them, by builtins: immintrin.h would triple the time to compile. They
 * do not look at the bits, so integers share those of floats. */
#if defined(SG_AVX512) || defined(SG_AVX2)
#if defined(SG_AVX2)
SG_INLINE vf32 sg_load_masked(const void *p, int64_t n) { return __builtin_ia32_maskloadps256(p, v_first(n)); }
/* In pieces: masked stores take dozens of steps on some processors (AMD's). */
SG_INLINE void sg_store_masked(void *p, vf32 x, int64_t n) {
  float lanes[8], *to = (float *)p;
  const float *from = lanes;
  memcpy(lanes, &x, sizeof x);
  if (n >= 8) {
    memcpy(to, from, 32);
    return;
  }
  if (n & 4) {
    memcpy(to, from, 16);
    to += 4;
    from += 4;
  }
  if (n & 2) {
    memcpy(to, from, 8);
    to += 2;
    from += 2;
  }
  if (n & 1) *to = *from;
}
#else
#define SG_FIRST(n) ((unsigned short)((1u << (n)) - 1u))
SG_INLINE vf32 sg_load_masked(const void *p, int64_t n) {
  return __builtin_ia32_loadups512_mask(p, v_splat_f32(0), SG_FIRST(n));
}
SG_INLINE void sg_store_masked(void *p, vf32 x, int64_t n) { __builtin_ia32_storeups512_mask(p, x, SG_FIRST(n)); }
#endif
SG_INLINE vf32 v_load_part_f32(const float *p, int64_t n) { return sg_load_masked(p, n); }
SG_INLINE vi32 v_load_part_i32(const int32_t *p, int64_t n) { return v_bits_f32(sg_load_masked(p, n)); }
SG_INLINE vu32 v_load_part_u32(const uint32_t *p, int64_t n) {
  return v_u32_from_bits(v_bits_f32(sg_load_masked(p, n)));
}
SG_INLINE void v_store_part_f32(float *p, vf32 x, int64_t n) { sg_store_masked(p, x, n); }
SG_INLINE void v_store_part_i32(int32_t *p, vi32 x, int64_t n) { sg_store_masked(p, v_f32_from_bits(x), n); }
SG_INLINE void v_store_part_u32(uint32_t *p, vu32 x, int64_t n) {
  sg_store_masked(p, v_f32_from_bits(v_bits_u32(x)), n);
}
#else
SG_PART(vf32, float, f32)
SG_PART(vi32, int32_t, i32)
SG_PART(vu32, uint32_t, u32)
#endif
SG_PART(vf64, double, f64)

/* A bool in memory is one byte, 0 or 1. */
SG_INLINE vi32 v_gather_part_bool(const uint8_t *p, int64_t stride, int64_t n) {
  vi32 r = v_splat_i32(0);
  for (int64_t i = 0; i < SG_LANES && i < n; ++i) SG_SET(r, i, -(int32_t)p[i * stride]);
  return r;
}
SG_INLINE vi32 v_gather_bool(const uint8_t *p, int64_t stride) { return v_gather_part_bool(p, stride, SG_LANES); }
SG_INLINE vi32 v_index_bool(const uint8_t *p, vi32 index) {
  vi32 r = v_splat_i32(0);
  for (int64_t i = 0; i < SG_LANES; ++i) SG_SET(r, i, -(int32_t)p[SG_LANE(index, i)]);
  return r;
}
SG_INLINE void v_scatter_part_bool(uint8_t *p, int64_t stride, vi32 x, int64_t n) {
  for (int64_t i = 0; i < SG_LANES && i < n; ++i) p[i * stride] = (uint8_t)(SG_LANE(x, i) & 1);
}
SG_INLINE void v_scatter_bool(uint8_t *p, int64_t stride, vi32 x) { v_scatter_part_bool(p, stride, x, SG_LANES); }
SG_INLINE vi32 v_load_part_bool(const uint8_t *p, int64_t n) { return v_gather_part_bool(p, 1, n); }
SG_INLINE void v_store_part_bool(uint8_t *p, vi32 x, int64_t n) { v_scatter_part_bool(p, 1, x, n); }
SG_INLINE vi32 v_load_bool(const uint8_t *p) {
  vu8 r;
  memcpy(&r, p, sizeof r);
  return -SG_CONVERT(r, vi32);
}
SG_INLINE void v_store_bool(uint8_t *p, vi32 x) {
  vu8 r = SG_CONVERT(-x, vu8);
  memcpy(p, &r, sizeof r);
}

/* ---- Masks ---- */
SG_INLINE vi32 v_select_i32(vi32 mask, vi32 a, vi32 b) { return (mask & a) | (~mask & b); }
SG_INLINE vi32 v_select_bool(vi32 mask, vi32 a, vi32 b) { return v_select_i32(mask, a, b); }
SG_INLINE vf32 v_select_f32(vi32 mask, vf32 a, vf32 b) {
  return v_f32_from_bits(v_select_i32(mask, v_bits_f32(a), v_bits_f32(b)));
}
SG_INLINE vu32 v_select_u32(vi32 mask, vu32 a, vu32 b) {
  return v_u32_from_bits(v_select_i32(mask, v_bits_u32(a), v_bits_u32(b)));
}
#if SG_LANES == 1
SG_INLINE vf64 v_select_f64(vi32 mask, vf64 a, vf64 b) { return mask ? a : b; }
#define SG_MASK_64(test) SG_MASK(test)
#else
SG_INLINE vf64 v_select_f64(vi32 mask, vf64 a, vf64 b) {
  vi64 m = SG_CONVERT(mask, vi64);
  return (vf64)((m & (vi64)a) | (~m & (vi64)b));
}
#define SG_MASK_64(test) SG_CONVERT((vi64)(test), vi32)
#endif
#define SG_COMPARE(name, op) \
  SG_INLINE vi32 v_##name##_f32(vf32 a, vf32 b) { return SG_MASK(a op b); } \
  SG_INLINE vi32 v_##name##_f64(vf64 a, vf64 b) { return SG_MASK_64(a op b); } \
  SG_INLINE vi32 v_##name##_i32(vi32 a, vi32 b) { return SG_MASK(a op b); } \
  SG_INLINE vi32 v_##name##_u32(vu32 a, vu32 b) { return SG_MASK(a op b); } \
  SG_INLINE vi32 v_##name##_bool(vi32 a, vi32 b) { return SG_MASK(a op b); } \
  SG_INLINE int32_t s_##name##_f32(float a, float b) { return a op b ? -1 : 0; } \
  SG_INLINE int32_t s_##name##_f64(double a, double b) { return a op b ? -1 : 0; } \
  SG_INLINE int32_t s_##name##_i32(int32_t a, int32_t b) { return a op b ? -1 : 0; } \
  SG_INLINE int32_t s_##name##_u32(uint32_t a, uint32_t b) { return a op b ? -1 : 0; } \
  SG_INLINE int32_t s_##name##_bool(int32_t a, int32_t b) { return a op b ? -1 : 0; } \
  SG_INLINE int32_t s_##name##_index(int64_t a, int64_t b) { return a op b ? -1 : 0; }
SG_COMPARE(lt, <)
SG_COMPARE(le, <=)
SG_COMPARE(eq, ==)
SG_COMPARE(ne, !=)

/* Whether the mask holds in some lane. */
SG_INLINE int v_any(vi32 mask) {
  int32_t t[SG_LANES], any = 0;
  memcpy(t, &mask, sizeof t);
  for (int i = 0; i < SG_LANES; ++i) any |= t[i];
  return any != 0;
}

/* ---- Conversions. To an integer they truncate; NaN and what does not fit give any value. ---- */
SG_INLINE vf32 v_f32_from_i32(vi32 x) { return SG_CONVERT(x, vf32); }
SG_INLINE vi32 v_i32_from_f32(vf32 x) { return SG_CONVERT(x, vi32); }
SG_INLINE vf32 v_f32_from_f64(vf64 x) { return SG_CONVERT(x, vf32); }
SG_INLINE vf64 v_f64_from_f32(vf32 x) { return SG_CONVERT(x, vf64); }
SG_INLINE vf64 v_f64_from_i32(vi32 x) { return SG_CONVERT(x, vf64); }
SG_INLINE vi32 v_i32_from_f64(vf64 x) { return SG_CONVERT(x, vi32); }
SG_INLINE vu32 v_u32_from_i32(vi32 x) { return v_u32_from_bits(x); }
SG_INLINE vi32 v_i32_from_u32(vu32 x) { return v_bits_u32(x); }
SG_INLINE vf32 v_f32_from_bool(vi32 x) { return SG_CONVERT(-x, vf32); }
SG_INLINE vf64 v_f64_from_bool(vi32 x) { return SG_CONVERT(-x, vf64); }
SG_INLINE vi32 v_i32_from_bool(vi32 x) { return -x; }
/* Random bits become a number uniform in [0, 1): the upper 24 of them times 2^-24. */
SG_INLINE vf32 v_f32_unit_from_u32(vu32 x) { return SG_CONVERT(v_bits_u32(x >> 8), vf32) * v_splat_f32(0x1p-24f); }
SG_INLINE vf32 v_f32_from_u32(vu32 x) { return v_f32_unit_from_u32(x); }

/* ---- Lanes combined in a fixed tree: the upper half onto the lower, again and again. ---- */
#define SG_REDUCE(V, S, suffix, name, COMBINE) \
  SG_INLINE S v_reduce_##name##_##suffix(V x) { \
    S t[SG_LANES]; \
    memcpy(t, &x, sizeof t); \
    for (int h = SG_LANES / 2; h > 0; h /= 2) \
      for (int i = 0; i < h; ++i) t[i] = COMBINE(t[i], t[i + h]); \
    return t[0]; \
  }
#define SG_ADD(a, b) ((a) + (b))
/* NaN in either operand gives NaN. */
#define SG_MAX(a, b) ((a) > (b) || (a) != (a) ? (a) : (b))
#define SG_MIN(a, b) ((a) < (b) || (a) != (a) ? (a) : (b))
SG_REDUCE(vf32, float, f32, sum, SG_ADD)
SG_REDUCE(vf32, float, f32, max, SG_MAX)
SG_REDUCE(vf32, float, f32, min, SG_MIN)
SG_REDUCE(vf64, double, f64, sum, SG_ADD)
SG_REDUCE(vf64, double, f64, max, SG_MAX)
SG_REDUCE(vf64, double, f64, min, SG_MIN)
SG_REDUCE(vi32, int32_t, i32, sum, SG_ADD)
SG_REDUCE(vi32, int32_t, i32, max, SG_MAX)
SG_REDUCE(vi32, int32_t, i32, min, SG_MIN)

#include "sonograph_narrow.h"
#include "sonograph_math.h"
#endif
