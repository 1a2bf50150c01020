/* exp, and recurrences without a mixing state: lanes are channels, the carry is one register. */
#include "baselines.h"
#include "vector.h"

void baseline_exp(long count, const float *x, float *y) {
  for (long i = 0; i < count; i += W) {
    int lanes = count - i < W ? (int)(count - i) : W;
    store(y + i, exp_vec(load(x + i, lanes)), lanes);
  }
}

/* Chunks of time outside, channels inside: rows of a chunk are read as whole cache lines, neighbours soon after. */
enum { CHUNK = 16 };

static void mingru_block(int steps, int stride, int lanes, const float *x, const float *z, float *h, int is_start) {
  vec state = is_start ? (vec){0} : load(h - stride, lanes);
  for (int t = 0; t < steps; t++, x += stride, z += stride, h += stride) {
    vec update = 1.0f / (1.0f + exp_vec(-load(z, lanes)));
    state += update * (load(x, lanes) - state);
    store(h, state, lanes);
  }
}

int baseline_mingru(int batch, int time, int channels, const float *x, const float *z, float *h) {
  if (batch < 0 || time < 0 || channels < 0) return -1;
  for (int item = 0; item < batch; item++)
    for (int start = 0; start < time; start += CHUNK)
      for (int d = 0; d < channels; d += W) {
        long at = ((long)item * time + start) * channels + d;
        int steps = time - start < CHUNK ? time - start : CHUNK, lanes = channels - d < W ? channels - d : W;
        mingru_block(steps, channels, lanes, x + at, z + at, h + at, start == 0);
      }
  return 0;
}
