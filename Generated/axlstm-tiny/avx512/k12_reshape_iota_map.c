#define SG_LANES 16
#include "sonograph_kernel.h"

/* k12_reshape_iota_map
 * reshape, iota, map
 * weight: f32, 1536 elements
 * x: f32, 6144 elements
 * 12288 flops, 30720 bytes
 * first used in block0/layer/q_proj
 */
__attribute__((visibility("default")))
void k12_reshape_iota_map(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  float *x = buffers[1];
  (void)sizes;
  const int64_t block_from_count = 4;
  const int64_t block_from_end = block_from_count * (part + 1) / parts;
  for (int64_t block_from = block_from_count * part / parts; block_from < block_from_end; ++block_from) {
    const float t3 = (float)(int32_t)block_from;
    for (int64_t block_group = 0; block_group < 24; ++block_group) {
      for (int64_t block_into = 0; block_into < 4; ++block_into) {
        const float t2 = (float)(int32_t)block_into;
        for (int64_t in = 0; in < 1; in += 16) {
          const vf32 t = v_load_f32(&weight[block_group * 64 + block_into * 16 + in]);
          const vf32 t4 = v_select_f32(v_splat_i32(s_eq_f32(t2, t3)), t, v_splat_f32(0.0f));
          v_store_f32(&x[block_from * 1536 + block_group * 64 + block_into * 16 + in], t4);
        }
      }
    }
  }
}
