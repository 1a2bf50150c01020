/* The selective scan: lanes are 16 channels, states are registers; chunks of time outside, blocks of channels inside. */
#include <stdlib.h>

#include "baselines.h"
#include "vector.h"

enum { FORWARD_CHUNK = 32, CHUNK = 8, MAX_STATES = 64 };

/* One block of channels over some steps. D is the stride of time of dt, u and y. */
INLINE void forward_steps(
    int N, int steps, long D, int lanes, const float *dt, const float *u, const vec *a, const float *b, const float *c,
    vec *state, float *y) {
  vec h[MAX_STATES];
  for (int n = 0; n < N; n++) h[n] = state[n];
  for (int t = 0; t < steps; t++, b += N, c += N) {
    vec step = load(dt + t * D, lanes), input = step * load(u + t * D, lanes), sum = {0};
    for (int n = 0; n < N; n++) {
      h[n] = exp2_vec(step * a[n]) * h[n] + input * b[n];
      sum += h[n] * c[n];
    }
    if (y) store(y + t * D, sum, lanes);
  }
  for (int n = 0; n < N; n++) state[n] = h[n];
}

/* With N a constant the states are registers; 16 is Mamba's number of states, 24 is SSAM's. */
static void forward_block(
    int N, int steps, long D, int lanes, const float *dt, const float *u, const vec *a, const float *b, const float *c,
    vec *state, float *y) {
  if (N == 16) forward_steps(16, steps, D, lanes, dt, u, a, b, c, state, y);
  else if (N == 24) forward_steps(24, steps, D, lanes, dt, u, a, b, c, state, y);
  else forward_steps(N, steps, D, lanes, dt, u, a, b, c, state, y);
}

static int are_sizes_valid(int batch, int time, int channels, int states) {
  return batch >= 0 && time >= 0 && channels >= 0 && states >= 1 && states <= MAX_STATES;
}

/* At least one vector, so that an empty scan is not taken for a lack of memory. */
static vec *vectors(long count) {
  vec *p = aligned_alloc(64, (size_t)(count + 1) * sizeof(vec));
  if (p) memset(p, 0, (size_t)(count + 1) * sizeof(vec));
  return p;
}

/* a (D, N) times log2 e as (block, N, lane). */
static void pack(int channels, int N, const float *a, vec *packed) {
  for (int d = 0; d < channels; d++)
    for (int n = 0; n < N; n++) packed[d / W * N + n][d % W] = a[(long)d * N + n] * LOG2_E;
}

int baseline_selective_scan(
    int batch, int time, int channels, int N, const float *dt, const float *u, const float *a, const float *b,
    const float *c, float *y) {
  if (!are_sizes_valid(batch, time, channels, N)) return -1;
  long size = (long)((channels + W - 1) / W) * N;
  vec *packed = vectors(size), *state = vectors(size);
  int is_ready = packed && state;
  if (is_ready) pack(channels, N, a, packed);
  for (int item = 0; is_ready && item < batch; item++) {
    memset(state, 0, (size_t)size * sizeof(vec));
    for (int start = 0; start < time; start += FORWARD_CHUNK)
      for (int d = 0; d < channels; d += W) {
        int steps = time - start < FORWARD_CHUNK ? time - start : FORWARD_CHUNK;
        int lanes = channels - d < W ? channels - d : W;
        long row = (long)item * time + start, at = row * channels + d, block = (long)(d / W) * N;
        forward_block(
            N, steps, channels, lanes, dt + at, u + at, packed + block, b + row * N, c + row * N, state + block, y + at);
      }
  }
  free(packed), free(state);
  return is_ready ? 0 : -1;
}

/* Sums over the lanes of db and dc of one chunk, shared by all blocks of channels. */
typedef struct {
  vec b[CHUNK][MAX_STATES], c[CHUNK][MAX_STATES];
} Partials;

/* One block over one chunk, backwards. `state` is the one the chunk starts from; dh and da are carried along.
 * With g = dL/dh_t and e = exp(dt a): da += g h_{t-1} e dt, ddt += g h_{t-1} e a + g u b, du += g dt b, dh = g e. */
INLINE void backward_steps(
    int N, int steps, long D, int lanes, const float *dt, const float *u, const vec *a, const float *b, const float *c,
    const float *dy, const vec *state, vec *dh, vec *da, Partials *partials, float *ddt, float *du) {
  vec h[CHUNK + 1][MAX_STATES], e[CHUNK][MAX_STATES];
  for (int n = 0; n < N; n++) h[0][n] = state[n];
  for (int t = 0; t < steps; t++) {
    vec step = load(dt + t * D, lanes), input = step * load(u + t * D, lanes);
    for (int n = 0; n < N; n++) {
      e[t][n] = exp2_vec(step * a[n]);
      h[t + 1][n] = e[t][n] * h[t][n] + input * b[t * N + n];
    }
  }
  for (int t = steps - 1; t >= 0; t--) {
    vec step = load(dt + t * D, lanes), x = load(u + t * D, lanes), gy = load(dy + t * D, lanes);
    vec input = step * x, through_a = {0}, through_b = {0};
    for (int n = 0; n < N; n++) {
      vec g = dh[n] + gy * c[t * N + n], decayed = g * e[t][n], through = decayed * h[t][n];
      partials->c[t][n] += gy * h[t + 1][n];
      partials->b[t][n] += g * input;
      da[n] += through * step;
      through_a += through * a[n];
      through_b += g * b[t * N + n];
      dh[n] = decayed;
    }
    store(ddt + t * D, through_a * (1 / LOG2_E) + through_b * x, lanes);
    store(du + t * D, through_b * step, lanes);
  }
}

static void backward_block(
    int N, int steps, long D, int lanes, const float *dt, const float *u, const vec *a, const float *b, const float *c,
    const float *dy, const vec *state, vec *dh, vec *da, Partials *partials, float *ddt, float *du) {
  if (N == 16) backward_steps(16, steps, D, lanes, dt, u, a, b, c, dy, state, dh, da, partials, ddt, du);
  else if (N == 24) backward_steps(24, steps, D, lanes, dt, u, a, b, c, dy, state, dh, da, partials, ddt, du);
  else backward_steps(N, steps, D, lanes, dt, u, a, b, c, dy, state, dh, da, partials, ddt, du);
}

typedef struct {
  int time, channels, N;
  const float *dt, *u, *b, *c, *dy;
  float *ddt, *du, *db, *dc;
  /* Packed a, states at the chunks' starts (chunk, block, N), dh and da (block, N). */
  vec *a, *starts, *dh, *da;
  Partials *partials;
} Gradient;

/* The states at the starts of all chunks of clip `item`. */
static void checkpoint(const Gradient *g, int item, long size) {
  memset(g->starts, 0, (size_t)size * sizeof(vec));
  for (int start = 0; start + CHUNK < g->time; start += CHUNK) {
    vec *from = g->starts + start / CHUNK * size, *to = from + size;
    memcpy(to, from, (size_t)size * sizeof(vec));
    for (int d = 0; d < g->channels; d += W) {
      long row = (long)item * g->time + start, at = row * g->channels + d, block = (long)(d / W) * g->N;
      int lanes = g->channels - d < W ? g->channels - d : W;
      forward_block(
          g->N, CHUNK, g->channels, lanes, g->dt + at, g->u + at, g->a + block, g->b + row * g->N, g->c + row * g->N,
          to + block, NULL);
    }
  }
}

static void backward_chunk(const Gradient *g, int item, int start, long size) {
  int N = g->N, steps = g->time - start < CHUNK ? g->time - start : CHUNK;
  long row = (long)item * g->time + start;
  memset(g->partials, 0, sizeof *g->partials);
  for (int d = 0; d < g->channels; d += W) {
    long at = row * g->channels + d, block = (long)(d / W) * N;
    int lanes = g->channels - d < W ? g->channels - d : W;
    backward_block(
        N, steps, g->channels, lanes, g->dt + at, g->u + at, g->a + block, g->b + row * N, g->c + row * N, g->dy + at,
        g->starts + start / CHUNK * size + block, g->dh + block, g->da + block, g->partials, g->ddt + at, g->du + at);
  }
  for (int t = 0; t < steps; t++)
    for (int n = 0; n < N; n++) {
      g->db[(row + t) * N + n] = total(g->partials->b[t][n]);
      g->dc[(row + t) * N + n] = total(g->partials->c[t][n]);
    }
}

int baseline_selective_scan_gradient(
    int batch, int time, int channels, int N, const float *dt, const float *u, const float *a, const float *b,
    const float *c, const float *dy, float *ddt, float *du, float *da, float *db, float *dc) {
  if (!are_sizes_valid(batch, time, channels, N)) return -1;
  long size = (long)((channels + W - 1) / W) * N, chunks = (time + CHUNK - 1) / CHUNK;
  Gradient g = {time, channels, N, dt, u, b, c, dy, ddt, du, db, dc,
    vectors(size), vectors(size * (chunks + 1)), vectors(size), vectors(size), aligned_alloc(64, sizeof(Partials))};
  int is_ready = g.a && g.starts && g.dh && g.da && g.partials;
  if (is_ready) pack(channels, N, a, g.a);
  for (int item = 0; is_ready && item < batch; item++) {
    checkpoint(&g, item, size);
    memset(g.dh, 0, (size_t)size * sizeof(vec));
    for (int chunk = (int)chunks - 1; chunk >= 0; chunk--) backward_chunk(&g, item, chunk * CHUNK, size);
  }
  for (int d = 0; is_ready && d < channels; d++)
    for (int n = 0; n < N; n++) da[(long)d * N + n] = g.da[d / W * N + n][d % W];
  free(g.a), free(g.starts), free(g.dh), free(g.da), free(g.partials);
  return is_ready ? 0 : -1;
}
