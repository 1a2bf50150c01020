#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_reshape_transpose
 * reshape, transpose
 * spectrogram: f32, 320*B*P elements
 * x: f32, 320*B*P elements
 * 0 flops, 2560*B*P bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_reshape_transpose(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *spectrogram = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t P = sizes[1];
  const int64_t unit_count = B * P * 20;
  const int64_t unit_end = unit_count * (part + 1) / parts;
  for (int64_t unit = unit_count * part / parts; unit < unit_end; ++unit) {
    const int64_t patch_time = unit / 4 / 5;
    const int64_t patch_mel = unit / 4 % 5;
    const int64_t dt = unit % 4;
    for (int64_t dm = 0; dm < 1; dm += 16) {
      s_prefetch(spectrogram, dm + dt * 80 + patch_mel * 16 + patch_time * 320 + 256);
      const vf32 t = v_load_f32(&spectrogram[dm + dt * 80 + patch_mel * 16 + patch_time * 320]);
      v_stream_f32(&x[dm + dt * 16 + patch_mel * 64 + patch_time * 320], t, s_is_streamed(x, B * P * 320));
    }
  }
  s_end_streams();
}
