/* Measures the elementary functions of the kernel prelude against double precision, and checks the rest of the prelude.
 *
 *   clang -O3 -std=gnu11 -ffp-contract=fast -fno-math-errno -fno-trapping-math -march=x86-64-v4 -DSG_LANES=16 \
 *     -I Sources/CPrinter/Prelude Tools/checks/ulp.c -lm
 *
 * Prints `name max_ulp at_input` for each function's vector and scalar form, over the whole range of floats; exit 1 if
 * a bound of the table is exceeded or a check below it fails. POSIX only: memory behind partial loads is protected.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sonograph_kernel.h"

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }
static double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }
static double ndtr(double x) { return 0.5 * erfc(-0.70710678118654752 * x); }
static double rsqrt(double x) { return 1 / sqrt(x); }
static double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

#define WRAP(name) \
  static vf32 vector_##name(vf32 x) { return v_##name##_f32(x); } \
  static float scalar_##name(float x) { return s_##name##_f32(x); }
WRAP(exp) WRAP(exp2) WRAP(log) WRAP(log1p) WRAP(expm1) WRAP(tanh) WRAP(sigmoid) WRAP(softplus) WRAP(erf) WRAP(ndtr)
WRAP(sin) WRAP(cos) WRAP(sqrt) WRAP(rsqrt) WRAP(floor) WRAP(round) WRAP(abs) WRAP(sign)

/* Inputs with 2^-20 <= |x| <= dense are sampled more finely: there the functions do more than saturate. Where
 * `absolute`, the unit is 2^-24, half that of results near 1: close to its zeros sin is no better than the reduction, and
 * ndtr is 1/2 plus what rounds as the half does. */
typedef struct {
  const char *name;
  vf32 (*vector)(vf32);
  float (*scalar)(float);
  double (*truth)(double);
  double bound;
  float dense;
  int absolute;
} check;

/* Without fma the polynomial of erf rounds twice a step. */
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define ERF_BOUND 1.4
#else
#define ERF_BOUND 1.75
#endif

#define CHECK(name, truth, bound, dense, absolute) {#name, vector_##name, scalar_##name, truth, bound, dense, absolute}
static const check checks[] = {
    CHECK(exp, exp, 1.2, 110, 0),          CHECK(exp2, exp2, 1.5, 160, 0),         CHECK(log, log, 1, INFINITY, 0),
    CHECK(log1p, log1p, 1.5, 1000, 0),     CHECK(expm1, expm1, 2, 100, 0),         CHECK(tanh, tanh, 1.8, 12, 0),
    CHECK(sigmoid, sigmoid, 2, 100, 0),    CHECK(softplus, softplus, 2.2, 110, 0),  CHECK(erf, erf, ERF_BOUND, 5, 0),
    CHECK(ndtr, ndtr, 1.3, 10, 1),         CHECK(sin, sin, 2, 20000, 1),           CHECK(cos, cos, 2, 20000, 1),
    CHECK(sqrt, sqrt, 0.5, 4, 0),          CHECK(rsqrt, rsqrt, 1.5, 4, 0),         CHECK(floor, floor, 0, 4, 0),
    CHECK(round, nearbyint, 0, 4, 0),      CHECK(abs, fabs, 0, 1, 0),              CHECK(sign, sign, 0, 1, 0),
};

/* The distance in units of the last place of the correctly rounded result. */
static double ulp_error(float got, double truth, int absolute) {
  if (isnan(truth) || isnan(got)) return isnan(truth) && isnan(got) ? 0 : INFINITY;
  float rounded = (float)truth, size = fabsf(rounded);
  if (got == rounded && (isinf(got) || got == truth)) return 0;
  if (fabs(truth) < 0x1p-126 && fabsf(got) <= 0x1p-126f) return 0; /* may flush */
  if (isinf(got) && !isinf(rounded)) return INFINITY;
  double ulp = absolute ? 0x1p-24 : isinf(rounded) ? 0x1p104 : (double)nextafterf(size, INFINITY) - size;
  return fabs(got - truth) / ulp;
}

typedef struct {
  double ulp;
  float at;
} worst_case;

static void note(worst_case *worst, float got, double truth, float x, int absolute) {
  double error = ulp_error(got, truth, absolute);
  if (error > worst->ulp) *worst = (worst_case){error, x};
}

static void try_lanes(const check *c, const float *x, worst_case worst[2]) {
  float y[SG_LANES];
  v_store_f32(y, c->vector(v_load_f32(x)));
  for (int i = 0; i < SG_LANES; ++i) {
    double truth = c->truth(x[i]);
    note(&worst[0], y[i], truth, x[i], c->absolute);
    note(&worst[1], c->scalar(x[i]), truth, x[i], c->absolute);
  }
}

static int measure(const check *c) {
  worst_case worst[2] = {{0, 0}, {0, 0}};
  float x[SG_LANES] = {0};
  int filled = 0;
  for (uint64_t bits = 0; bits <= 0xffffffffu;) {
    uint32_t word = (uint32_t)bits;
    memcpy(&x[filled], &word, 4);
    float a = fabsf(x[filled]);
    bits += a >= 0x1p-20f && a <= c->dense ? 97 : 997;
    if (++filled < SG_LANES) continue;
    filled = 0;
    try_lanes(c, x, worst);
  }
  printf("v_%s_f32 %.3f %.9g\n", c->name, worst[0].ulp, worst[0].at);
  printf("s_%s_f32 %.3f %.9g\n", c->name, worst[1].ulp, worst[1].at);
  return !(worst[0].ulp <= c->bound && worst[1].ulp <= c->bound);
}

static int equal(const char *what, double got, double want) {
  if (got == want || (isnan(got) && isnan(want))) return 0;
  printf("%s: %.9g, not %.9g\n", what, got, want);
  return 1;
}

static int special_values(void) {
  int bad = 0;
  for (const check *c = checks; c < checks + sizeof checks / sizeof *checks; ++c) {
    const float inputs[] = {0, NAN, INFINITY, -INFINITY, -1, 1000, -1000};
    for (int i = 0; i < 7; ++i) {
      double truth = c->truth(inputs[i]);
      if (ulp_error(c->scalar(inputs[i]), truth, c->absolute) > 1.5) bad += equal(c->name, c->scalar(inputs[i]), truth);
    }
  }
  for (float x = 0; x < 30; x += 0x1p-10f) bad += !(fabsf(s_tanh_f32(x)) <= 1) + !(s_erf_f32(x) <= 1);
  bad += equal("max NaN", s_max_f32(NAN, 1), NAN) + equal("max NaN", s_max_f32(1, NAN), NAN);
  bad += equal("round 2.5", s_round_f32(2.5f), 2) + equal("floor -0.5", s_floor_f32(-0.5f), -1);
  bad += equal("pow", s_pow_f32(2, 10), 1024) + equal("fma", s_fma_f32(2, 3, 4), 10);
  bad += equal("uniform", s_f32_unit_from_u32(~0u), 1 - 0x1p-24);
  return bad;
}

/* Known answers of the Random123 library's threefry2x32 with 20 rounds. */
static int threefry(void) {
  return equal("threefry 0", s_threefry_u32(0, 0, 0, 0), 0x6b200159u)
      + equal("threefry -1", s_threefry_u32(~0u, ~0u, ~0u, ~0u), 0x1cb996fcu)
      + equal("threefry pi", s_threefry_u32(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u), 0xc4923a9cu);
}

/* n elements end at a protected page, so that touching the one behind them kills the program; the other elements are
 * counted. Values are small integers, so that a bool (0 or 1) has its own `want`. */
#define CHECK_MEMORY(V, S, suffix, VALUE) \
  static int memory_##suffix(char *end) { \
    int bad = 0; \
    for (int n = 0; n <= SG_LANES; ++n) { \
      S *p = (S *)(void *)(end - (size_t)n * sizeof(S)), copy[3 * SG_LANES], back[3 * SG_LANES]; \
      for (int i = 0; i < n; ++i) p[i] = (S)VALUE(i); \
      V x = v_load_part_##suffix(p, n); \
      v_store_part_##suffix(p, x, n); \
      for (int i = 0; i < n; ++i) bad += equal("store_part_" #suffix, (double)p[i], (double)(S)VALUE(i)); \
      for (int i = 0; i < 3 * SG_LANES; ++i) copy[i] = back[i] = (S)VALUE(5); \
      v_store_##suffix(copy + 1, x); \
      for (int i = 0; i < SG_LANES; ++i) \
        bad += equal("load_part_" #suffix, (double)copy[i + 1], i < n ? (double)(S)VALUE(i) : 0); \
      x = v_load_##suffix(copy + 1); \
      v_store_part_##suffix(back, x, n); \
      v_scatter_part_##suffix(back + 2 * SG_LANES - 1, -1, v_gather_part_##suffix(back, 1, n), n); \
      for (int i = 0; i < n; ++i) \
        bad += equal("scatter_" #suffix, (double)back[2 * SG_LANES - 1 - i], (double)(S)VALUE(i)); \
      for (int i = n; i < SG_LANES; ++i) bad += equal("beyond_" #suffix, (double)back[i], (double)(S)VALUE(5)); \
      v_scatter_##suffix(back, 2, v_index_##suffix(copy + 1, v_lane_i32())); \
      v_store_##suffix(copy, v_gather_##suffix(back, 2)); \
      for (int i = 0; i < SG_LANES; ++i) \
        bad += equal("index_" #suffix, (double)copy[i], i < n ? (double)(S)VALUE(i) : 0); \
    } \
    return bad; \
  }
#define COUNT(i) ((i) + 1)
#define PARITY(i) (((i) + 1) % 2)
CHECK_MEMORY(vf32, float, f32, COUNT)
CHECK_MEMORY(vf64, double, f64, COUNT)
CHECK_MEMORY(vi32, int32_t, i32, COUNT)
CHECK_MEMORY(vu32, uint32_t, u32, COUNT)
CHECK_MEMORY(vi32, uint8_t, bool, PARITY)

static int memory(void) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *base = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *end = base + page;
  if (base == MAP_FAILED || mprotect(end, page, PROT_NONE)) return 1;
  return memory_f32(end) + memory_f64(end) + memory_i32(end) + memory_u32(end) + memory_bool(end);
}

/* Lanes are 1, 2, 3, ..: masks, reductions and conversions have known results. */
static int lanes(void) {
  int bad = 0, n = SG_LANES;
  vi32 i = v_lane_i32() + v_splat_i32(1), odd = v_ne_i32(i & v_splat_i32(1), v_splat_i32(0));
  vf32 f = v_f32_from_i32(i);
  vf64 d = v_f64_from_i32(i);
  bad += equal("sum_f32", v_reduce_sum_f32(f), n * (n + 1) / 2) + equal("max_f32", v_reduce_max_f32(f), n);
  bad += equal("sum_f64", v_reduce_sum_f64(d), n * (n + 1) / 2) + equal("min_f64", v_reduce_min_f64(-d), -n);
  bad += equal("sum_i32", v_reduce_sum_i32(i), n * (n + 1) / 2) + equal("min_f32", v_reduce_min_f32(f), 1);
  bad += equal("max_f32 NaN", v_reduce_max_f32(v_select_f32(v_first(1), v_splat_f32(NAN), f)), NAN);
  bad += equal("select_f64", v_reduce_sum_f64(v_select_f64(odd, v_splat_f64(1), v_splat_f64(0))), (n + 1) / 2);
  bad += equal("select_i32", v_reduce_sum_i32(v_select_i32(v_lt_f64(d, v_splat_f64(2)), i, -i)), 2 - n * (n + 1) / 2);
  bad += equal("first", v_reduce_sum_i32(v_first(n / 2)), -(n / 2)) + equal("any", v_any(v_first(1)), 1);
  bad += equal("any none", v_any(v_first(0)), 0) + equal("bool", v_reduce_sum_f32(v_f32_from_bool(odd)), (n + 1) / 2);
  bad += equal("truncation", v_reduce_sum_i32(v_i32_from_f32(v_splat_f32(-1.75f))), -n);
  bad += equal("f32_from_f64", v_reduce_sum_f32(v_f32_from_f64(v_f64_from_f32(f))), n * (n + 1) / 2);
  bad += equal("s_lt", s_lt_f32(1, 2), -1) + equal("s_le", s_le_f64(2, 1), 0);
  bad += equal("s_ne NaN", s_ne_f32(NAN, NAN), -1);
  bad += equal("exp_f64", v_reduce_max_f64(v_exp_f64(v_splat_f64(1))), exp(1));
  bad += equal("max_i32", s_max_i32(-1, -2), -1);
  return bad;
}

int main(void) {
  int bad = special_values() + threefry() + memory() + lanes();
  for (size_t i = 0; i < sizeof checks / sizeof *checks; ++i) {
    if (measure(&checks[i])) {
      printf("%s exceeds its bound of %g ulp\n", checks[i].name, checks[i].bound);
      ++bad;
    }
  }
  return bad != 0;
}
