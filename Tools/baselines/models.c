/* The baselines behind one signature, for `sonograph bench scan --against Tools/baselines`: a function's name is the model's,
 * with `_` for `-`, and `_forward`, or `_gradients` for forward and gradients. `sizes` are the model's in the order of the
 * names of their axes, `inputs` and `outputs` those of the graph, in its order. Returns 0, or -1 if it cannot do these sizes. */
#include <math.h>
#include <stdlib.h>

#include "baselines.h"
#include "vector.h"

#define MODEL(name) \
  int name(long batch, long time, const long *sizes, const float *const *in, float *const *out); \
  int name(long batch, long time, const long *sizes, const float *const *in, float *const *out)

/* The model's steps are softplus(dt), its rates -exp(log a). */
static float *positive_steps(const float *dt, long count) {
  float *steps = malloc(sizeof(float) * (size_t)(count + 1));
  for (long i = 0; steps && i < count; i += W) {
    int lanes = count - i < W ? (int)(count - i) : W;
    store(steps + i, softplus_vec(load(dt + i, lanes)), lanes);
  }
  return steps;
}

static float *rates(const float *log_a, long count) {
  float *a = malloc(sizeof(float) * (size_t)(count + 1));
  for (long i = 0; a && i < count; i++) a[i] = -expf(log_a[i]);
  return a;
}

MODEL(selective_scan_forward) {
  long D = sizes[0], N = sizes[1];
  float *dt = positive_steps(in[0], batch * time * D), *a = rates(in[4], D * N);
  int failed = !dt || !a
      || baseline_selective_scan((int)batch, (int)time, (int)D, (int)N, dt, in[1], a, in[2], in[3], out[0]);
  free(dt), free(a);
  return failed ? -1 : 0;
}

MODEL(selective_scan_gradients) {
  long D = sizes[0], N = sizes[1], wide = batch * time * D;
  float *dt = positive_steps(in[0], wide), *a = rates(in[4], D * N);
  int failed = !dt || !a
      || baseline_selective_scan((int)batch, (int)time, (int)D, (int)N, dt, in[1], a, in[2], in[3], out[0])
      || baseline_selective_scan_gradient(
          (int)batch, (int)time, (int)D, (int)N, dt, in[1], a, in[2], in[3], in[5], out[1], out[2], out[5], out[3], out[4]);
  for (long i = 0; !failed && i < wide; i += W) {
    int lanes = wide - i < W ? (int)(wide - i) : W;
    store(out[1] + i, load(out[1] + i, lanes) * sigmoid_vec(load(in[0] + i, lanes)), lanes);
  }
  for (long i = 0; !failed && i < D * N; i++) out[5][i] *= a[i];
  free(dt), free(a);
  return failed ? -1 : 0;
}

MODEL(mingru_forward) { return baseline_mingru((int)batch, (int)time, (int)sizes[0], in[0], in[1], out[0]); }

MODEL(rg_lru_forward) {
  return baseline_rg_lru((int)batch, (int)time, (int)sizes[0], in[0], in[1], in[2], in[3], out[0]);
}

MODEL(slstm_forward) {
  return baseline_slstm((int)batch, (int)time, (int)sizes[1], (int)sizes[0], in[0], in[1], in[2], out[0]);
}

MODEL(mlstm_forward) {
  return baseline_mlstm(
      (int)batch, (int)time, (int)sizes[0], (int)sizes[1], (int)sizes[2], in[0], in[1], in[2], in[3], in[4], out[0]);
}

MODEL(mlstm_recurrent_forward) { return mlstm_forward(batch, time, sizes, in, out); }
