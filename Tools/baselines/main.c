/* Checks the baselines against plain loops in double precision, then times them on one thread.
 *
 *   clang -O3 -std=gnu11 -fno-math-errno -ffp-contract=fast -fno-trapping-math -mprefer-vector-width=512 -march=native \
 *     Tools/baselines/main.c Tools/baselines/gated.c Tools/baselines/selective_scan.c -lm -o baselines
 *
 * Prints one JSON object; exit 1 if a result is off. `exp_ratio` is the time over that of as many exps at the peak of
 * this very run. With `--check` nothing is timed. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "baselines.h"

static unsigned long long seed = 1;

/* Uniform in [low, high): a linear congruential generator (Knuth's MMIX constants). */
static float uniform(float low, float high) {
  seed = seed * 6364136223846793005ull + 1442695040888963407ull;
  return low + (high - low) * (float)(seed >> 40) / 16777216.0f;
}

static float *filled(long count, float low, float high) {
  float *p = malloc(sizeof(float) * (size_t)(count + 1));
  if (!p) abort();
  for (long i = 0; i < count; i++) p[i] = uniform(low, high);
  return p;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Arguments and results of the selective scan and its gradient. */
typedef struct {
  int B, T, D, N;
  float *dt, *u, *a, *b, *c, *dy, *y, *ddt, *du, *da, *db, *dc;
} Scan;

static Scan scan(int B, int T, int D, int N) {
  long wide = (long)B * T * D, narrow = (long)B * T * N, size = (long)D * N;
  return (Scan){B, T, D, N,
    filled(wide, 0.001f, 0.1f), filled(wide, -1, 1), filled(size, -8, -0.1f), filled(narrow, -1, 1),
    filled(narrow, -1, 1), filled(wide, -1, 1), filled(wide, 0, 0), filled(wide, 0, 0), filled(wide, 0, 0),
    filled(size, 0, 0), filled(narrow, 0, 0), filled(narrow, 0, 0)};
}

static void destroy(Scan s) {
  float *all[] = {s.dt, s.u, s.a, s.b, s.c, s.dy, s.y, s.ddt, s.du, s.da, s.db, s.dc};
  for (int i = 0; i < 12; i++) free(all[i]);
}

static int forward(Scan s) {
  return baseline_selective_scan(s.B, s.T, s.D, s.N, s.dt, s.u, s.a, s.b, s.c, s.y);
}

static int gradient(Scan s) {
  return baseline_selective_scan_gradient(
      s.B, s.T, s.D, s.N, s.dt, s.u, s.a, s.b, s.c, s.dy, s.ddt, s.du, s.da, s.db, s.dc);
}

/* The reference, in the order of `Scan`'s results: y, ddt, du, da, db, dc. */
typedef struct {
  double *y, *ddt, *du, *da, *db, *dc;
} Expected;

/* One state of one channel of one clip: forward, then backward, adding to the results. `h` has T + 1 places. */
static void reference_state(Scan s, Expected r, double *h, int item, int d, int n) {
  double a = s.a[(long)d * s.N + n], dh = 0;
  h[0] = 0;
  for (int t = 0; t < s.T; t++) {
    long row = (long)item * s.T + t, i = row * s.D + d, j = row * s.N + n;
    h[t + 1] = exp(s.dt[i] * a) * h[t] + (double)s.dt[i] * s.u[i] * s.b[j];
    r.y[i] += h[t + 1] * s.c[j];
  }
  for (int t = s.T - 1; t >= 0; t--) {
    long row = (long)item * s.T + t, i = row * s.D + d, j = row * s.N + n;
    double e = exp(s.dt[i] * a), g = dh + (double)s.dy[i] * s.c[j];
    r.dc[j] += s.dy[i] * h[t + 1];
    r.db[j] += g * s.dt[i] * s.u[i];
    r.da[(long)d * s.N + n] += g * h[t] * e * s.dt[i];
    r.ddt[i] += g * (h[t] * e * a + (double)s.u[i] * s.b[j]);
    r.du[i] += g * s.dt[i] * s.b[j];
    dh = g * e;
  }
}

/* Largest difference over the largest expected value; NaN counts as infinite. Frees `expected`. */
static double error(const float *result, double *expected, long count) {
  double worst = 0, scale = 1e-30;
  for (long i = 0; i < count; i++) {
    double difference = fabs(result[i] - expected[i]);
    if (!(difference <= worst)) worst = isnan(difference) ? INFINITY : difference;
    scale = fmax(scale, fabs(expected[i]));
  }
  free(expected);
  return worst / scale;
}

static double *zeros(long count) {
  double *p = calloc((size_t)(count + 1), sizeof(double));
  if (!p) abort();
  return p;
}

static double scan_error(int B, int T, int D, int N) {
  Scan s = scan(B, T, D, N);
  long wide = (long)B * T * D, narrow = (long)B * T * N, size = (long)D * N;
  Expected r = {zeros(wide), zeros(wide), zeros(wide), zeros(size), zeros(narrow), zeros(narrow)};
  double *h = zeros(T + 1);
  for (int item = 0; item < B; item++)
    for (int d = 0; d < D; d++)
      for (int n = 0; n < N; n++) reference_state(s, r, h, item, d, n);
  free(h);
  double worst = forward(s) || gradient(s) ? INFINITY : 0;
  worst = fmax(worst, fmax(error(s.y, r.y, wide), error(s.ddt, r.ddt, wide)));
  worst = fmax(worst, fmax(error(s.du, r.du, wide), error(s.da, r.da, size)));
  worst = fmax(worst, fmax(error(s.db, r.db, narrow), error(s.dc, r.dc, narrow)));
  destroy(s);
  return worst;
}

static double mingru_error(int B, int T, int D) {
  long count = (long)B * T * D;
  float *x = filled(count, -2, 2), *z = filled(count, -6, 6), *h = filled(count, 0, 0);
  double *expected = zeros(count);
  for (long i = 0; i < count; i++) {
    double before = i / D % T == 0 ? 0 : expected[i - D];
    expected[i] = before + (x[i] - before) / (1 + exp(-(double)z[i]));
  }
  double worst = baseline_mingru(B, T, D, x, z, h) ? INFINITY : 0;
  worst = fmax(worst, error(h, expected, count));
  free(x), free(z), free(h);
  return worst;
}

/* In units of the last place of the exact result, over what gives normal numbers. */
static double exp_ulps(void) {
  long count = 1000003;
  float *x = filled(count, -87, 88), *y = filled(count, 0, 0);
  double worst = 0;
  baseline_exp(count, x, y);
  for (long i = 0; i < count; i++) {
    double exact = exp((double)x[i]), ulps = fabs(y[i] - exact) / ldexp(1, ilogb(exact) - 23);
    if (!(ulps <= worst)) worst = isnan(ulps) ? INFINITY : ulps;
  }
  free(x), free(y);
  return worst;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Seconds of the run of the given rank among 31, after one to warm up. */
#define RANKED(RANK, CALL) ({ double times[31]; CALL; \
  for (int i = 0; i < 31; i++) { double start = now(); CALL; times[i] = now() - start; } \
  qsort(times, 31, sizeof(double), by_value); times[RANK]; })
#define MEDIAN(CALL) RANKED(15, CALL)

/* Seconds per exp in the best run: a limit of the machine, whoever else is using it. */
static double exp_peak(void) {
  long count = 4096;
  float *x = filled(count, -10, 0), *y = filled(count, 0, 0);
  double seconds = RANKED(0, for (int k = 0; k < 100; k++) baseline_exp(count, x, y)) / 100;
  free(x), free(y);
  return seconds / (double)count;
}

static void print(const char *name, double seconds, double elements, double exps, double peak) {
  printf(",\n  \"%s\": {\"ms\": %.4f, \"ns_per_element\": %.4f, \"exp_ratio\": %.3f}", name, seconds * 1e3,
         seconds * 1e9 / elements, seconds / (exps * peak));
}

static void time_scan(int T, int D, int N, double peak) {
  Scan s = scan(1, T, D, N);
  double elements = (double)T * D * N;
  char name[80];
  snprintf(name, sizeof name, "selective_scan_T%d_D%d_N%d", T, D, N);
  print(name, MEDIAN(forward(s)), elements, elements, peak);
  strcat(name, "_gradient");
  print(name, MEDIAN(gradient(s)), elements, elements, peak);
  destroy(s);
}

static void time_all(void) {
  double peak = exp_peak();
  printf(",\n  \"exp_gelements_per_second\": %.3f", 1e-9 / peak);
  time_scan(512, 384, 16, peak);
  time_scan(256, 576, 24, peak);
  int B = 8, T = 512, D = 384;
  long count = (long)B * T * D;
  float *x = filled(count, -2, 2), *z = filled(count, -6, 6), *h = filled(count, 0, 0);
  print("mingru_B8_T512_D384", MEDIAN(baseline_mingru(B, T, D, x, z, h)), (double)count, (double)count, peak);
  free(x), free(z), free(h);
}

int main(int argc, char **argv) {
  if (argc > 2 || (argc == 2 && strcmp(argv[1], "--check"))) {
    fprintf(stderr, "baselines: unknown argument '%s'; only --check is known\n", argv[argc - 1]);
    return 2;
  }
  static const int sizes[][4] = {
    {1, 1, 1, 1}, {3, 2, 17, 5}, {2, 37, 37, 24}, {1, 251, 16, 16}, {3, 33, 50, 64}, {2, 8, 31, 16}};
  double scans = 0, gated = 0, ulps = exp_ulps();
  for (int i = 0; i < 6; i++) {
    scans = fmax(scans, scan_error(sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]));
    gated = fmax(gated, mingru_error(sizes[i][0], sizes[i][1], sizes[i][2]));
  }
  int is_right = scans < 2e-5 && gated < 2e-6 && ulps < 2;
  printf("{\"is_right\": %s,\n  \"exp_ulps\": %.3f, \"selective_scan_error\": %.3g, \"mingru_error\": %.3g",
         is_right ? "true" : "false", ulps, scans, gated);
  if (is_right && argc == 1) time_all();
  printf("}\n");
  return is_right ? 0 : 1;
}
