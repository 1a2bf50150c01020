/* What the kernels of one instruction set bring along: the plan of two programs, front end and encoder. */
#ifndef SONOGRAPH_BUNDLE_H
#define SONOGRAPH_BUNDLE_H

#include <stddef.h>
#include <stdint.h>

#include "include/CRuntime.h"

/* One kernel call; `storages` are numbers in the program's table. */
typedef struct {
  sg_kernel kernel;
  const uint32_t *storages;
  uint32_t storage_count;
  const int64_t *sizes;
  int64_t parts;
} sg_call;

/* Bytes from the start of the weights, which outlive a run, or of the working memory. Of some storages each thread has its
 * own, of `thread_bytes`; the first thread's is in the working memory. */
typedef struct {
  int64_t offset;
  int is_weight;
  int64_t thread_bytes;
} sg_storage;

typedef struct {
  const char *name;
  const char *dtype; /* as safetensors has it */
  const int64_t *shape;
  uint32_t rank;
  uint32_t width; /* bytes of an element */
  uint32_t storage;
} sg_parameter;

typedef struct {
  const sg_call *calls;
  size_t call_count;
  const sg_storage *storages;
  const sg_parameter *parameters;
  size_t parameter_count;
  size_t state_count; /* of the parameters, the first ones: they change from run to run */
  size_t prologue;    /* calls, the first ones, that depend on other parameters alone and run once */
  size_t weight_bytes;
  size_t working_bytes;
  uint32_t input;
  uint32_t output;
} sg_program;

typedef struct {
  const char *name;
  sg_program front_end;
  sg_program encoder;
} sg_target;

#endif
