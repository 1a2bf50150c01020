/* Runs compiled kernels: a thread pool whose results do not depend on its size, aligned memory, processor features. */
#ifndef SONOGRAPH_RUNTIME_H
#define SONOGRAPH_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

typedef void (*sg_kernel)(void *const *buffers, const int64_t *sizes, int64_t part, int64_t parts);

/* One kernel call, split into parts that may run in any order on any thread. Where threads have buffers of their own, there
 * is a table of buffers for each thread, `thread_stride` pointers after the one before; 0 where all share one. */
typedef struct {
  sg_kernel kernel;
  void *const *buffers;
  int64_t thread_stride;
  const int64_t *sizes;
  int64_t parts;
} sg_step;

typedef struct sg_pool sg_pool;

/* A pool of `threads` threads, the caller of sg_run among them. NULL and errno if they cannot be started. */
sg_pool *sg_pool_create(int threads);
void sg_pool_destroy(sg_pool *pool);
int sg_pool_threads(const sg_pool *pool);

/* Runs steps in order; a step ends before the next begins. `seconds`, if not NULL, has one entry a step, added to.
 * Denormals are flushed to zero meanwhile. Safe to call from several threads: calls wait for each other. */
void sg_run(sg_pool *pool, const sg_step *steps, size_t count, double *seconds);

/* Zeroed memory aligned to 64 bytes, from the system in whole pages; NULL if there is none. */
void *sg_memory_alloc(size_t bytes);
void sg_memory_free(void *memory, size_t bytes);

enum {
  SG_CPU_AVX2 = 1,
  SG_CPU_AVX512 = 2,
  SG_CPU_AVX512_VNNI = 4,
  SG_CPU_AVX512_BF16 = 8,
  SG_CPU_NEON = 16,
  SG_CPU_FMA = 32,
  SG_CPU_AVX_VNNI = 64,
};
/* What the processor and the operating system offer, by cpuid. AVX512 means F, BW, CD, DQ and VL; AVX2 implies FMA. */
unsigned sg_cpu_features(void);

double sg_now(void);
int64_t sg_peak_memory_bytes(void);

#endif
