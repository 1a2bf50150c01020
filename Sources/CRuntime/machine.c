/* What the processor offers, and what the process took. */
#define _GNU_SOURCE
#include "include/CRuntime.h"

#include <sys/resource.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#if defined(__x86_64__)
/* Whether the system saves the registers: bits of XCR0. */
static int saves_state(unsigned mask) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  (void)high;
  return (low & mask) == mask;
}
#endif

unsigned sg_cpu_features(void) {
  unsigned features = 0;
#if defined(__x86_64__)
  unsigned a, b, c, d, b7, c7, d7, a1, b1, c1, d1;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return 0;
  if (!__get_cpuid_count(7, 0, &a, &b7, &c7, &d7)) return 0;
  if (!__get_cpuid_count(7, 1, &a1, &b1, &c1, &d1)) a1 = 0;
  if (!saves_state(0x6)) return 0; /* no 256-bit registers */
  if (c & bit_FMA) features |= SG_CPU_FMA;
  if ((b7 & bit_AVX2) && (c & bit_FMA)) features |= SG_CPU_AVX2;
  if ((features & SG_CPU_AVX2) && (a1 & (1u << 4))) features |= SG_CPU_AVX_VNNI;
  unsigned needed = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL | bit_AVX512CD;
  if ((features & SG_CPU_AVX2) && (b7 & needed) == needed && saves_state(0xe6)) {
    features |= SG_CPU_AVX512;
    if (c7 & bit_AVX512VNNI) features |= SG_CPU_AVX512_VNNI;
    if (a1 & (1u << 5)) features |= SG_CPU_AVX512_BF16;
  }
#elif defined(__aarch64__)
  features |= SG_CPU_NEON;
#endif
  return features;
}

int64_t sg_peak_memory_bytes(void) {
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage)) return 0;
#if defined(__APPLE__)
  return usage.ru_maxrss;
#else
  return (int64_t)usage.ru_maxrss * 1024;
#endif
}
