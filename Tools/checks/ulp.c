/* Measures the elementary functions of the kernel prelude against double precision, over the whole range of floats.
 *
 *   clang -O3 -std=gnu11 -ffp-contract=fast -DSG_LANES=16 -march=x86-64-v4 -I Sources/CPrinter/Prelude Tools/checks/ulp.c -lm
 *
 * Prints the worst error of each function in units in the last place and where; exit 1 if a bound is exceeded.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sonograph_kernel.h"

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }
static double softplus(double x) { return fmax(x, 0) + log1p(exp(-fabs(x))); }

typedef struct {
  const char *name;
  vf32 (*function)(vf32);
  double (*truth)(double);
  double bound;
  float low, high;
} check;

#define WRAP(name) static vf32 wrap_##name(vf32 x) { return v_##name##_f32(x); }
WRAP(exp) WRAP(log) WRAP(tanh) WRAP(sigmoid) WRAP(erf) WRAP(log1p) WRAP(expm1) WRAP(softplus) WRAP(sin) WRAP(cos)
WRAP(sqrt) WRAP(floor) WRAP(round)

static const check checks[] = {
    {"exp", wrap_exp, exp, 2, -INFINITY, INFINITY},        {"log", wrap_log, log, 2, 0, INFINITY},
    {"tanh", wrap_tanh, tanh, 2, -INFINITY, INFINITY},     {"sigmoid", wrap_sigmoid, sigmoid, 2, -87, INFINITY},
    {"erf", wrap_erf, erf, 2, -INFINITY, INFINITY},        {"log1p", wrap_log1p, log1p, 2, -1, INFINITY},
    {"expm1", wrap_expm1, expm1, 2, -INFINITY, INFINITY},  {"softplus", wrap_softplus, softplus, 2, -87, INFINITY},
    {"sin", wrap_sin, sin, 0, -100, 100},                  {"cos", wrap_cos, cos, 0, -100, 100},
    {"sqrt", wrap_sqrt, sqrt, 0.51, 0, INFINITY},          {"floor", wrap_floor, floor, 0, -INFINITY, INFINITY},
    {"round", wrap_round, nearbyint, 0, -INFINITY, INFINITY},
};

static double ulp_error(float got, double truth) {
  if (isnan(truth)) return isnan(got) ? 0 : INFINITY;
  float rounded = (float)truth;
  if (got == rounded) return isinf(rounded) ? 0 : fabs(got - truth) / (nextafterf(fabsf(rounded), INFINITY) - fabsf(rounded) + 1e-300);
  if (fabs(truth) < 0x1p-126 && fabsf(got) <= 0x1p-126f) return 0; /* denormal results may flush */
  float size = fabsf(rounded);
  double ulp = isinf(size) ? 0x1p104 : (double)nextafterf(size, INFINITY) - size;
  return isinf(got) && !isinf(rounded) ? INFINITY : fabs(got - truth) / ulp;
}

static int measure(const check *c) {
  double worst = 0;
  float at = 0;
  float x[SG_LANES], y[SG_LANES];
  int filled = 0;
  for (uint64_t bits = 0; bits <= 0xffffffffu; bits += 211) {
    uint32_t word = (uint32_t)bits;
    float value;
    memcpy(&value, &word, 4);
    if (!isnan(value) && (value < c->low || value > c->high || (value != 0 && fabsf(value) < 0x1p-126f))) continue;
    x[filled++] = value;
    if (filled < SG_LANES) continue;
    filled = 0;
    vf32 v = c->function(v_load_f32(x));
    v_store_f32(y, v);
    for (int i = 0; i < SG_LANES; ++i) {
      double error = ulp_error(y[i], c->truth(x[i]));
      /* sin and cos near their zeros: absolute error counts. */
      if (c->bound == 0 && !isnan(x[i]) && c->truth != floor && c->truth != nearbyint) error = fabs(y[i] - c->truth(x[i])) * 0x1p23;
      if (error > worst || isnan(error)) { worst = error; at = x[i]; }
    }
  }
  double bound = c->bound == 0 ? 2 : c->bound;
  printf("%-9s %8.3f ulp at %.9g\n", c->name, worst, at);
  return !(worst <= bound);
}

static int equal(const char *what, double got, double want) {
  if (got == want || (isnan(got) && isnan(want))) return 0;
  printf("%s: %.9g, not %.9g\n", what, got, want);
  return 1;
}

static int special(void) {
  int bad = 0;
  bad += equal("log(0)", s_log_f32(0), -INFINITY) + equal("log(-1)", s_log_f32(-1), NAN);
  bad += equal("exp(1000)", s_exp_f32(1000), INFINITY) + equal("exp(-1000)", s_exp_f32(-1000), 0);
  bad += equal("tanh(inf)", s_tanh_f32(INFINITY), 1) + equal("tanh(NaN)", s_tanh_f32(NAN), NAN);
  bad += equal("threefry 0", s_threefry_u32(0, 0, 0, 0), 0x6b200159u);
  bad += equal("threefry -1", s_threefry_u32(~0u, ~0u, ~0u, ~0u), 0x1cb996fcu);
  bad += equal("threefry pi", s_threefry_u32(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u), 0xc4923a9cu);
  float memory[3 * SG_LANES];
  for (int n = 0; n < SG_LANES; ++n) {
    for (int i = 0; i < 3 * SG_LANES; ++i) memory[i] = (float)i;
    v_store_part_f32(memory + SG_LANES, v_load_part_f32(memory, n), n);
    for (int i = 0; i < SG_LANES; ++i) bad += equal("part", memory[SG_LANES + i], i < n ? i : SG_LANES + i);
  }
  for (int i = 0; i < SG_LANES; ++i) memory[i] = (float)(i + 1);
  bad += equal("sum", v_reduce_sum_f32(v_load_f32(memory)), SG_LANES * (SG_LANES + 1) / 2);
  bad += equal("max", v_reduce_max_f32(v_load_f32(memory)), SG_LANES);
  return bad;
}

int main(void) {
  int bad = special();
  for (size_t i = 0; i < sizeof checks / sizeof *checks; ++i) bad += measure(&checks[i]);
  return bad != 0;
}
