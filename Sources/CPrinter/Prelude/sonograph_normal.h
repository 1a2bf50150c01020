/* The standard normal distribution's cumulative function, which GELU takes of each hidden feature.
 * Included by sonograph_math.h, whose macros it uses.
 */
#ifndef SONOGRAPH_NORMAL_H
#define SONOGRAPH_NORMAL_H

#if defined(SG_AVX512)
/* Phi(x) - 1/2 for x = (n + r) / 4 with n = 0 ... 31 and |r| <= 1/2: the factors of r^4, ..., r, 1 by n. From 22 on 1/2
 * is near enough. Fitted to within 1.8e-8. */
static const _Alignas(64) float sg_normal_table[5][32] = {
    {0x1.94d69ep-17f, 0x1.830b1ep-15f, 0x1.487d6ap-14f, 0x1.774508p-14f, 0x1.4931b6p-14f, 0x1.c18d5ep-15f, 0x1.86edd8p-16f,
     -0x1.160e4cp-20f, -0x1.2b332ep-16f, -0x1.8ab922p-16f, -0x1.89749ep-16f, -0x1.30a872p-16f, -0x1.b0d2e2p-17f,
     -0x1.1dd532p-17f, -0x1.509ab6p-18f, -0x1.6bb278p-19f, -0x1.a88334p-20f, -0x1.16ec6ap-20f, -0x1.9ed922p-23f,
     0x1.fa38d2p-24f, -0x1.470eacp-21f, -0x1.73e2b8p-21f},
    {-0x1.11b56p-10f, -0x1.ed9328p-11f, -0x1.67c696p-11f, -0x1.67cf52p-12f, -0x1.494fa6p-20f, 0x1.16a418p-12f,
     0x1.b834bcp-12f, 0x1.e48898p-12f, 0x1.b992ap-12f, 0x1.5ff3ap-12f, 0x1.f6fe4ep-13f, 0x1.46a11cp-13f, 0x1.84ad3cp-14f,
     0x1.aa12fep-15f, 0x1.afe79cp-16f, 0x1.95f75ep-17f, 0x1.628f3ep-18f, 0x1.203144p-19f, 0x1.b490f6p-21f, 0x1.3471b2p-22f,
     0x1.96e5bp-24f, 0x1.f578c6p-26f},
    {0x1.e16ddep-21f, -0x1.8bf334p-9f, -0x1.68825ep-8f, -0x1.ce8c64p-8f, -0x1.ef8d8ep-8f, -0x1.d39602p-8f, -0x1.8dde64p-8f,
     -0x1.3539f8p-8f, -0x1.ba47a6p-9f, -0x1.24873ep-9f, -0x1.66f462p-10f, -0x1.99c922p-11f, -0x1.b3b2d2p-12f,
     -0x1.afea76p-13f, -0x1.8fd028p-14f, -0x1.59c68p-15f, -0x1.16565ap-16f, -0x1.9e0212p-18f, -0x1.2e1c4ap-19f,
     -0x1.b17408p-21f, -0x1.b04d12p-25f, 0x1.3985bp-23f},
    {0x1.988446p-4f, 0x1.8bf28ep-4f, 0x1.6883b8p-4f, 0x1.345d6p-4f, 0x1.ef8e82p-5f, 0x1.7610f6p-5f, 0x1.0940c2p-5f,
     0x1.6164acp-6f, 0x1.ba4bap-7f, 0x1.0402f2p-7f, 0x1.1f2edp-8f, 0x1.29f99ep-9f, 0x1.2270aap-10f, 0x1.09f158p-11f,
     0x1.c9839p-13f, 0x1.71b22ap-14f, 0x1.18a216p-15f, 0x1.903c8ap-17f, 0x1.0c1cdap-18f, 0x1.517172p-20f, 0x1.8ef74ap-22f,
     0x1.bb1f0cp-24f},
    {0, 0x1.944d16p-4f, 0x1.881d78p-3f, 0x1.17efp-2f, 0x1.5d897ap-2f, 0x1.93d08cp-2f, 0x1.bb96e4p-2f, 0x1.d6fabcp-2f,
     0x1.e8b43p-2f, 0x1.f37b6ep-2f, 0x1.f9a42cp-2f, 0x1.fcf2ep-2f, 0x1.fe9e22p-2f, 0x1.ff68bcp-2f, 0x1.ffc304p-2f,
     0x1.ffe8d2p-2f, 0x1.fff7b2p-2f, 0x1.fffd32p-2f, 0x1.ffff1cp-2f, 0x1.ffffbcp-2f, 0x1.ffffecp-2f, 0x1.fffffap-2f,
     0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f, 0x1p-1f}
};
SG_INLINE vf32 sg_normal_factor(int power, vi32 n) {
  vf32 low = v_load_f32(sg_normal_table[4 - power]), high = v_load_f32(&sg_normal_table[4 - power][16]);
#if defined(__clang__)
  return __builtin_ia32_vpermi2varps512(low, n, high);
#else
  return __builtin_ia32_vpermi2varps512_mask(low, n, high, (unsigned short)0xffff);
#endif
}
/* Two registers hold a column of the table, so a polynomial of degree 4 takes the place of two of 7 and 10 in erf. */
SG_INLINE vf32 v_ndtr_f32(vf32 x) {
  vf32 a = sg_at_most(v_abs_f32(x), SG_C(7.75f)), t = a * SG_C(4.0f) + SG_C(0x1.8p23f);
  vf32 r = a * SG_C(4.0f) - (t - SG_C(0x1.8p23f)), y = sg_normal_factor(4, v_bits_f32(t));
  for (int power = 3; power >= 0; --power) y = y * r + sg_normal_factor(power, v_bits_f32(t));
  return v_f32_from_bits(v_bits_f32(y) | (v_bits_f32(x) & SG_SIGN)) + SG_C(0.5f);
}
#else
SG_INLINE vf32 v_ndtr_f32(vf32 x) { return SG_C(0.5f) * v_erf_f32(SG_C(0x1.6a09e6p-1f) * x) + SG_C(0.5f); }
#endif

#endif
