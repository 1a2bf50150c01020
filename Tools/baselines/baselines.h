/* Hand-written kernels, single-threaded, that the compiler's are compared with. Not part of the library.
 *
 * All arrays are float, row-major, and need no alignment. B batch, T time, D channels (any number), N states (1...64).
 * Scratch memory is allocated inside; a function returns 0, or -1 if there was none or a size is out of range.
 */
#ifndef SONOGRAPH_BASELINES_H
#define SONOGRAPH_BASELINES_H

/* The selective scan (Gu and Dao 2023, algorithm 2), with zero-order hold for A and Euler's rule for B:
 *   h_t = exp(dt_t a) h_{t-1} + dt_t u_t b_t,  y_t = sum_n h_t c_t.
 * dt, u, y: (B, T, D), dt after its softplus; a: (D, N), not positive; b, c: (B, T, N). */
int baseline_selective_scan(
    int batch, int time, int channels, int states, const float *dt, const float *u, const float *a, const float *b,
    const float *c, float *y);

/* Its gradients, given dy (B, T, D). The states are recomputed; only those at the starts of chunks of 8 steps are stored.
 * ddt, du: (B, T, D); da: (D, N); db, dc: (B, T, N); all of them overwritten. */
int baseline_selective_scan_gradient(
    int batch, int time, int channels, int states, const float *dt, const float *u, const float *a, const float *b,
    const float *c, const float *dy, float *ddt, float *du, float *da, float *db, float *dc);

/* minGRU (Feng et al. 2024): h_t = h_{t-1} + sigmoid(z_t) (x_t - h_{t-1}). x, z, h: (B, T, D). */
int baseline_mingru(int batch, int time, int channels, const float *x, const float *z, float *h);

/* RG-LRU (De et al. 2024): a_t = exp(-8 softplus(lambda) sigmoid(r_t)), h_t = a_t h_{t-1} + sqrt(1 - a_t^2) sigmoid(i_t) x_t.
 * x, r, i, h: (B, T, D); lambda: (D). */
int baseline_rg_lru(
    int batch, int time, int channels, const float *x, const float *r, const float *i, const float *lambda, float *h);

/* sLSTM (Beck et al. 2024), stabilised. wx: (B, T, H, 4, d), gates i, f, z, o; r: (H, d, 4, d); bias: (H, 4, d);
 * h: (B, T, H, d). d is a multiple of 16 and at most 64. */
int baseline_slstm(
    int batch, int time, int heads, int size, const float *wx, const float *r, const float *bias, float *h);

/* mLSTM (Beck et al. 2024), stabilised, step by step. q, k: (B, T, H, K); v, h: (B, T, H, V); i, f: (B, T, H), before
 * their functions. V is a multiple of 32, K even. */
int baseline_mlstm(
    int batch, int time, int heads, int key, int value, const float *q, const float *k, const float *v, const float *i,
    const float *f, float *h);

/* exp(x) of `count` elements: the peak that the scans are measured against, and what the accuracy check calls.
 * For finite x. */
void baseline_exp(long count, const float *x, float *y);

#endif
