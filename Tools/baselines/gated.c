/* exp, and recurrences without a mixing state: lanes are channels. */
#include "baselines.h"
#include "vector.h"

void baseline_exp(long count, const float *x, float *y) {
  for (long i = 0; i < count; i += W) {
    int lanes = count - i < W ? (int)(count - i) : W;
    store(y + i, exp_vec(load(x + i, lanes)), lanes);
  }
}

/* Time outside, channels inside: rows are read from end to end, and the last row of h is still in the first cache. */
static void mingru_row(int channels, const float *before, const float *x, const float *z, float *h) {
  for (int d = 0; d < channels; d += W) {
    int lanes = channels - d < W ? channels - d : W;
    vec state = before ? load(before + d, lanes) : (vec){0};
    vec update = 1.0f / (1.0f + exp_vec(-load(z + d, lanes)));
    store(h + d, state + update * (load(x + d, lanes) - state), lanes);
  }
}

int baseline_mingru(int batch, int time, int channels, const float *x, const float *z, float *h) {
  if (batch < 0 || time < 0 || channels < 0) return -1;
  for (int item = 0; item < batch; item++)
    for (int t = 0; t < time; t++) {
      long at = ((long)item * time + t) * channels;
      mingru_row(channels, t ? h + at - channels : 0, x + at, z + at, h + at);
    }
  return 0;
}

int baseline_rg_lru(
    int batch, int time, int channels, const float *x, const float *r, const float *i, const float *lambda, float *h) {
  if (batch < 0 || time < 0 || channels < 0) return -1;
  for (int item = 0; item < batch; item++)
    for (int block = 0; block < channels; block += W) {
      int lanes = channels - block < W ? channels - block : W;
      vec rate = -8.0f * softplus_vec(load(lambda + block, lanes)), state = {0};
      for (int t = 0; t < time; t++) {
        long at = ((long)item * time + t) * channels + block;
        vec a = exp_vec(rate * sigmoid_vec(load(r + at, lanes)));
        /* 1 - a^2 in two factors, the first of which is exact near a = 1. */
        vec input = root((1.0f - a) * (1.0f + a)) * sigmoid_vec(load(i + at, lanes));
        state = a * state + input * load(x + at, lanes);
        store(h + at, state, lanes);
      }
    }
  return 0;
}
