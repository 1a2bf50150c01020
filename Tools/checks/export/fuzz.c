/* A libFuzzer harness for a bundle's reader of weights:
 *
 * clang -g -O1 -fsanitize=fuzzer,address,undefined -IBUNDLE/source fuzz.c BUNDLE/source/safetensors.c -o fuzz */
#include <stdlib.h>
#include <string.h>

#include "safetensors.h"

static const uint8_t *all;

static int read_bytes(void *context, uint64_t offset, void *to, size_t count) {
  (void)context;
  memcpy(to, all + offset, count);
  return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static const int64_t matrix[] = {2, 3}, vector[] = {4};
  void *a = calloc(6, 1), *b = calloc(4, 4), *c = calloc(1, 2);
  sg_tensor tensors[] = {
      {"a", "I8", matrix, 2, 1, a, 0}, {"block0/b", "F32", vector, 1, 4, b, 0}, {"c", "BF16", NULL, 0, 2, c, 0}};
  char detail[64] = "";
  sg_source source = {read_bytes, NULL, size};
  all = bytes;
  int is_read = sg_safetensors_read(&source, tensors, 3, detail, sizeof detail);
  if (is_read != (*detail == 0)) abort();
  if (is_read && !(tensors[0].is_read && tensors[1].is_read && tensors[2].is_read)) abort();
  free(a);
  free(b);
  free(c);
  return 0;
}
