/* sLSTM: heads outside, time inside, four rows of the batch share each load of r. mLSTM: columns of the state in blocks
 * of 32, which need nothing of each other once the gates are known. */
#include <math.h>
#include <stdlib.h>

#include "baselines.h"
#include "vector.h"

enum { ROWS = 4, MAX_SIZE = 64, VECTORS = 3 };

/* The state of some rows of the batch for one head. */
typedef struct {
  float h[ROWS][MAX_SIZE], gates[ROWS][4 * MAX_SIZE];
  vec c[ROWS][MAX_SIZE / W], n[ROWS][MAX_SIZE / W], m[ROWS][MAX_SIZE / W];
} Cells;

/* gates = wx + bias + h r, in register blocks of `rows` x `vectors`. */
INLINE void slstm_gates(
    int rows, int vectors, int d, int first, const float *const *wx, const float *r, const float *bias, Cells *cells) {
  vec sum[ROWS][VECTORS];
  for (int row = 0; row < rows; row++)
    for (int v = 0; v < vectors; v++) sum[row][v] = load(bias + first + W * v, W) + load(wx[row] + first + W * v, W);
  for (int from = 0; from < d; from++)
    for (int v = 0; v < vectors; v++) {
      vec w = load(r + (long)from * 4 * d + first + W * v, W);
      for (int row = 0; row < rows; row++) sum[row][v] += cells->h[row][from] * w;
    }
  for (int row = 0; row < rows; row++)
    for (int v = 0; v < vectors; v++) store(cells->gates[row] + first + W * v, sum[row][v], W);
}

INLINE void slstm_cell(int d, int row, Cells *cells, float *y) {
  for (int block = 0; block < d / W; block++) {
    const float *gate = cells->gates[row] + block * W;
    vec i = load(gate, W), z = load(gate + 2 * d, W), o = load(gate + 3 * d, W);
    vec kept = cells->m[row][block] - softplus_vec(-load(gate + d, W)), next = larger(i, kept);
    vec enter = exp_vec(i - next), keep = exp_vec(kept - next);
    cells->c[row][block] = keep * cells->c[row][block] + enter * tanh_vec(z);
    cells->n[row][block] = keep * cells->n[row][block] + enter;
    cells->m[row][block] = next;
    vec h = sigmoid_vec(o) * cells->c[row][block] / cells->n[row][block];
    store(cells->h[row] + block * W, h, W);
    store(y + block * W, h, W);
  }
}

INLINE void slstm_rows(
    int rows, int time, int heads, int d, int head, long first, const float *wx, const float *r, const float *bias, float *h) {
  Cells cells;
  memset(&cells, 0, sizeof cells);
  for (int row = 0; row < rows; row++)
    for (int block = 0; block < d / W; block++) cells.m[row][block] = splat(-1e30f);
  for (int t = 0; t < time; t++) {
    const float *inputs[ROWS] = {0};
    for (int row = 0; row < rows; row++) inputs[row] = wx + (((first + row) * time + t) * heads + head) * 4 * d;
    int at = 0;
    for (; at + VECTORS * W <= 4 * d; at += VECTORS * W)
      slstm_gates(rows, VECTORS, d, at, inputs, r + (long)head * d * 4 * d, bias + (long)head * 4 * d, &cells);
    for (; at < 4 * d; at += W)
      slstm_gates(rows, 1, d, at, inputs, r + (long)head * d * 4 * d, bias + (long)head * 4 * d, &cells);
    for (int row = 0; row < rows; row++) slstm_cell(d, row, &cells, h + (((first + row) * time + t) * heads + head) * d);
  }
}

int baseline_slstm(
    int batch, int time, int heads, int d, const float *wx, const float *r, const float *bias, float *h) {
  if (d % W || d > MAX_SIZE || d < W) return -1;
  for (int head = 0; head < heads; head++) {
    int row = 0;
    for (; row + ROWS <= batch; row += ROWS) slstm_rows(ROWS, time, heads, d, head, row, wx, r, bias, h);
    for (; row < batch; row++) slstm_rows(1, time, heads, d, head, row, wx, r, bias, h);
  }
  return 0;
}

/* What the steps of one head need beside q, k and v: both factors and one over the normaliser. */
typedef struct {
  float *keep, *enter, *over, *n;
} Gates;

static void mlstm_gates(
    int time, int heads, int K, const float *q, const float *k, const float *i, const float *f, Gates g) {
  float m = -1e30f, scale = 1 / sqrtf((float)K);
  memset(g.n, 0, sizeof(float) * (size_t)K);
  for (long t = 0; t < time; t++) {
    float x = f[t * heads], kept = m + fminf(x, 0) - log1pf(expf(-fabsf(x))), in = i[t * heads];
    m = fmaxf(kept, in);
    g.keep[t] = expf(kept - m);
    g.enter[t] = expf(in - m) * scale;
    vec dot = {0};
    for (int j = 0; j < K; j += W) {
      int lanes = K - j < W ? K - j : W;
      vec n = g.keep[t] * load(g.n + j, lanes) + g.enter[t] * load(k + t * heads * K + j, lanes);
      store(g.n + j, n, lanes);
      dot += load(q + t * heads * K + j, lanes) * n;
    }
    g.over[t] = 1 / (fmaxf(fabsf(total(dot)), expf(-m)) + 1e-6f);
  }
}

/* Two vectors of columns of the state, c: (K, 2). */
static void mlstm_columns(
    int time, int heads, int K, int V, const float *q, const float *k, const float *v, Gates g, vec *c, float *h) {
  memset(c, 0, sizeof(vec) * 2 * (size_t)K);
  for (long t = 0; t < time; t++, q += (long)heads * K, k += (long)heads * K, v += (long)heads * V, h += (long)heads * V) {
    vec v0 = load(v, W) * g.enter[t], v1 = load(v + W, W) * g.enter[t], keep = splat(g.keep[t]), sum[4] = {{0}};
    for (int j = 0; j < K; j++) {
      c[2 * j] = keep * c[2 * j] + k[j] * v0;
      c[2 * j + 1] = keep * c[2 * j + 1] + k[j] * v1;
      sum[j % 2 * 2] += q[j] * c[2 * j];
      sum[j % 2 * 2 + 1] += q[j] * c[2 * j + 1];
    }
    store(h, (sum[0] + sum[2]) * g.over[t], W);
    store(h + W, (sum[1] + sum[3]) * g.over[t], W);
  }
}

int baseline_mlstm(
    int batch, int time, int heads, int K, int V, const float *q, const float *k, const float *v, const float *i,
    const float *f, float *h) {
  if (V % (2 * W) || K % 2) return -1;
  float *scratch = malloc(sizeof(float) * (3 * (size_t)time + (size_t)K + 1));
  vec *state = aligned_alloc(sizeof(vec), sizeof(vec) * (2 * (size_t)K + 1));
  int is_ready = scratch && state;
  Gates g = {scratch, scratch + time, scratch + 2 * (long)time, scratch + 3 * (long)time};
  for (int item = 0; is_ready && item < batch; item++)
    for (int head = 0; head < heads; head++) {
      long at = (long)item * time * heads + head;
      mlstm_gates(time, heads, K, q + at * K, k + at * K, i + at, f + at, g);
      for (int column = 0; column < V; column += 2 * W)
        mlstm_columns(
            time, heads, K, V, q + at * K, k + at * K, v + at * V + column, g, state, h + at * V + column);
    }
  free(scratch), free(state);
  return is_ready ? 0 : -1;
}
