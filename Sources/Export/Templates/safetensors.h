/* A reader of safetensors files that trusts nothing in them. */
#ifndef SONOGRAPH_SAFETENSORS_H
#define SONOGRAPH_SAFETENSORS_H

#include <stddef.h>
#include <stdint.h>

/* A tensor that is wanted, and where its floats go. */
typedef struct {
  const char *name;
  const int64_t *shape;
  uint32_t rank;
  float *destination;
  int is_read;
  /* Whole numbers, I8, that wait for their scales. */
  const unsigned char *codes;
} sg_tensor;

/* Copies the data of every wanted tensor of exactly its shape: F32, BF16, or I8 with a scale for each element of the first
 * axis in the F32 tensor NAME.scale. All must be there and no other. Returns 1, or 0 with a sentence in `detail`, which has
 * room for detail_size bytes. */
int sg_safetensors_read(const unsigned char *bytes, size_t size, sg_tensor *tensors, size_t count, char *detail,
                        size_t detail_size);

#endif
