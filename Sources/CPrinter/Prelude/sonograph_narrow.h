/* Narrow numbers, which lie in memory only: bf16 is the upper half of an f32, i8 and u8 are whole numbers. Read, they are
 * f32 and i32. A word is four neighbouring bytes as an i32; products of words are exact, with or without VNNI.
 * Included by sonograph_kernel.h, which has the naming rules.
 */
#ifndef SONOGRAPH_NARROW_H
#define SONOGRAPH_NARROW_H

#if SG_LANES == 1
typedef uint16_t vbf16;
typedef int8_t vi8;
#else
typedef uint16_t vbf16 __attribute__((vector_size(2 * SG_LANES)));
typedef int8_t vi8 __attribute__((vector_size(SG_LANES)));
#endif

/* ---- Widening, and narrowing: to the nearest bf16, ties to even, NaN stays NaN; whole numbers wrap ---- */

SG_INLINE vf32 v_f32_from_bf16(vbf16 x) { return v_f32_from_bits(v_bits_u32(SG_CONVERT(x, vu32) << 16)); }
SG_INLINE vbf16 v_bf16_from_f32(vf32 x) {
  vu32 bits = v_u32_from_bits(v_bits_f32(x));
  vu32 rounded = bits + v_splat_u32(0x7fffu) + ((bits >> 16) & v_splat_u32(1u));
  rounded = v_select_u32(SG_MASK(x != x), bits | v_splat_u32(0x400000u), rounded);
  return SG_CONVERT(rounded >> 16, vbf16);
}
SG_INLINE float s_f32_from_bf16(uint16_t x) {
  uint32_t bits = (uint32_t)x << 16;
  float r;
  memcpy(&r, &bits, sizeof r);
  return r;
}
SG_INLINE uint16_t s_bf16_from_f32(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return (uint16_t)((x != x ? bits | 0x400000u : bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}
SG_INLINE vi32 v_i32_from_i8(vi8 x) { return SG_CONVERT(x, vi32); }
SG_INLINE vi8 v_i8_from_i32(vi32 x) { return SG_CONVERT(x, vi8); }
SG_INLINE vi32 v_i32_from_u8(vu8 x) { return SG_CONVERT(x, vi32); }
SG_INLINE vu8 v_u8_from_i32(vi32 x) { return SG_CONVERT(x, vu8); }

/* ---- Memory: N is the vector in memory, V and E vector and element as they are read, S the element in memory ---- */
#define SG_NARROW_MEMORY(V, E, N, S, suffix, wide, WIDEN, NARROW) \
  SG_INLINE V v_load_##suffix(const S *p) { N r; memcpy(&r, p, sizeof r); return v_##wide##_from_##suffix(r); } \
  SG_INLINE void v_store_##suffix(S *p, V x) { N r = v_##suffix##_from_##wide(x); memcpy(p, &r, sizeof r); } \
  SG_INLINE V v_gather_part_##suffix(const S *p, int64_t stride, int64_t n) { \
    V r = v_splat_##wide(0); \
    for (int64_t i = 0; i < SG_LANES && i < n; ++i) SG_SET(r, i, WIDEN(p[i * stride])); \
    return r; \
  } \
  SG_INLINE V v_gather_##suffix(const S *p, int64_t stride) { return v_gather_part_##suffix(p, stride, SG_LANES); } \
  SG_INLINE void v_scatter_part_##suffix(S *p, int64_t stride, V x, int64_t n) { \
    for (int64_t i = 0; i < SG_LANES && i < n; ++i) p[i * stride] = NARROW(SG_LANE(x, i)); \
  } \
  SG_INLINE void v_scatter_##suffix(S *p, int64_t stride, V x) { v_scatter_part_##suffix(p, stride, x, SG_LANES); } \
  SG_INLINE V v_load_part_##suffix(const S *p, int64_t n) { return v_gather_part_##suffix(p, 1, n); } \
  SG_INLINE void v_store_part_##suffix(S *p, V x, int64_t n) { v_scatter_part_##suffix(p, 1, x, n); } \
  SG_INLINE V v_index_##suffix(const S *p, vi32 index) { \
    V r = v_splat_##wide(0); \
    for (int64_t i = 0; i < SG_LANES; ++i) SG_SET(r, i, WIDEN(p[SG_LANE(index, i)])); \
    return r; \
  }
SG_NARROW_MEMORY(vf32, float, vbf16, uint16_t, bf16, f32, s_f32_from_bf16, s_bf16_from_f32)
SG_NARROW_MEMORY(vi32, int32_t, vi8, int8_t, i8, i32, (int32_t), (int8_t))
SG_NARROW_MEMORY(vi32, int32_t, vu8, uint8_t, u8, i32, (int32_t), (uint8_t))

/* ---- Words ---- */

SG_INLINE int32_t s_word(const void *bytes) { int32_t r; memcpy(&r, bytes, sizeof r); return r; }
SG_INLINE vi32 v_word(const void *bytes) { vi32 r; memcpy(&r, bytes, sizeof r); return r; }

SG_INLINE int32_t s_dot_bytes_i32(int32_t a, int32_t b) {
  int32_t sum = 0;
  for (int byte = 0; byte < 4; ++byte)
    sum += (int32_t)(uint8_t)((uint32_t)a >> (8 * byte)) * (int8_t)(uint8_t)((uint32_t)b >> (8 * byte));
  return sum;
}

/* sum + a b, the four bytes of a unsigned and those of b signed. */
#if defined(SG_AVX512) && defined(__AVX512VNNI__)
/* In assembly: compilers differ in what the builtin takes. */
SG_INLINE vi32 v_add_dot_bytes_i32(vi32 sum, vi32 a, vi32 b) {
  __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
  return sum;
}
#elif defined(SG_AVX512) || defined(SG_AVX2)
/* Bytes 0 and 2 of each word as 16-bit numbers, then bytes 1 and 3: their products in pairs are exact in 32 bits. */
typedef int16_t sg_vi16 __attribute__((vector_size(4 * SG_LANES)));
typedef uint16_t sg_vu16 __attribute__((vector_size(4 * SG_LANES)));
SG_INLINE vi32 sg_dot_pairs(sg_vi16 a, sg_vi16 b) {
#if defined(SG_AVX512) && SG_HAS(__builtin_ia32_pmaddwd512)
  return (vi32)__builtin_ia32_pmaddwd512(a, b);
#elif defined(SG_AVX512)
  return (vi32)__builtin_ia32_pmaddwd512_mask(a, b, v_splat_i32(0), 0xffff);
#else
  return (vi32)__builtin_ia32_pmaddwd256(a, b);
#endif
}
SG_INLINE vi32 v_add_dot_bytes_i32(vi32 sum, vi32 a, vi32 b) {
  sg_vi16 even = (sg_vi16)((sg_vu16)a & 0xff), odd = (sg_vi16)((sg_vu16)a >> 8);
  return sum + sg_dot_pairs(even, (sg_vi16)((sg_vu16)b << 8) >> 8) + sg_dot_pairs(odd, (sg_vi16)b >> 8);
}
#else
SG_INLINE vi32 v_add_dot_bytes_i32(vi32 sum, vi32 a, vi32 b) {
  vu32 left = v_u32_from_i32(a), right = v_u32_from_i32(b);
  for (int byte = 0; byte < 4; ++byte) {
    vi32 x = v_i32_from_u32((left >> (8 * byte)) & v_splat_u32(0xffu));
    vi32 y = v_i32_from_u32((right >> (8 * byte)) & v_splat_u32(0xffu));
    sum = sum + x * ((y ^ v_splat_i32(0x80)) - v_splat_i32(0x80));
  }
  return sum;
}
#endif
SG_INLINE vi32 v_dot_bytes_i32(vi32 a, vi32 b) { return v_add_dot_bytes_i32(v_splat_i32(0), a, b); }

#endif
