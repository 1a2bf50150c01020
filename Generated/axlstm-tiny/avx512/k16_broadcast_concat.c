#define SG_LANES 16
#include "sonograph_kernel.h"

/* k16_broadcast_concat
 * broadcast, concat
 * weight: f32, 4608 elements
 * weight2: f32, 4608 elements
 * x: f32, 9216 elements
 * 0 flops, 73728 bytes
 * first used in block0/layer/mlstm_cell
 */
__attribute__((visibility("default")))
void k16_broadcast_concat(void *const *restrict buffers, const int64_t *restrict sizes, int64_t part,
    int64_t parts) {
  const float *weight = buffers[0];
  const float *weight2 = buffers[1];
  float *x = buffers[2];
  (void)sizes;
  const int64_t gate_count = 2;
  const int64_t gate_end = gate_count * (part + 1) / parts;
  for (int64_t gate = gate_count * part / parts; gate < gate_end; ++gate) {
    for (int64_t inner = 0; inner < 4593; inner += 16) {
      const vf32 t = v_load_f32(&weight[inner]);
      const vf32 t2 = v_load_f32(&weight2[inner]);
      const vf32 t3 = v_select_f32(v_splat_i32(s_lt_index(gate, 1)), t, t2);
      v_store_f32(&x[gate * 4608 + inner], t3);
    }
  }
}
