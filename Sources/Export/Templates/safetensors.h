/* A reader of safetensors files that trusts nothing in them. */
#ifndef SONOGRAPH_SAFETENSORS_H
#define SONOGRAPH_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

/* A tensor that is wanted, and where its data go: elements of `width` bytes. */
typedef struct {
  const char *name;
  const char *dtype;
  const int64_t *shape;
  uint32_t rank;
  uint32_t width;
  void *destination;
  int is_read;
} sg_tensor;

/* Where a file's bytes come from. `read` copies some of them, all below `size`; it returns 0 if it cannot. */
typedef struct {
  int (*read)(void *context, uint64_t offset, void *to, size_t count);
  void *context;
  uint64_t size;
} sg_source;

/* Reads the data of every wanted tensor of exactly its type and shape. All must be there and no other. Returns 1, or 0 with
 * a sentence in `detail`, which has room for detail_size bytes. */
int sg_safetensors_read(const sg_source *source, sg_tensor *tensors, size_t count, char *detail, size_t detail_size);

#endif
