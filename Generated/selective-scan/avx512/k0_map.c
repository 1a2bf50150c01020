#define SG_LANES 16
#include "sonograph_kernel.h"

/* k0_map
 * map
 * dt: f32, 384*B*T elements
 * x: f32, 384*B*T elements
 * 384*B*T flops, 3072*B*T bytes
 * first used in the model
 */
__attribute__((visibility("default")))
void k0_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts) {
  const float *dt = buffers[0];
  float *x = buffers[1];
  const int64_t B = sizes[0];
  const int64_t T = sizes[1];
  const int64_t channel_block_count = (B * T * 384 + 1023) / 1024;
  const int64_t channel_block_end = channel_block_count * (part + 1) / parts;
  for (int64_t channel_block = channel_block_count * part / parts; channel_block < channel_block_end;
      ++channel_block) {
    for (int64_t channel = channel_block * 1024;
        channel < s_min_index(B * T * 384, channel_block * 1024 + 1024) - 15; channel += 16) {
      const vf32 t = v_load_f32(&dt[channel]);
      const vf32 t2 = v_softplus_f32(t);
      v_stream_f32(&x[channel], t2, s_is_streamed(x, B * T * 384));
    }
  }
  s_end_streams();
}
