/* Memory from the system. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "include/CRuntime.h"

#if !defined(MAP_POPULATE)
#define MAP_POPULATE 0
#endif

void *sg_memory_alloc(size_t bytes) {
  /* For small memory, looking for huge pages can take longer than they save; pages that come all at once, without a fault
   * for each, save nearly as much. */
  int is_small = bytes < (size_t)64 << 20, flags = MAP_PRIVATE | MAP_ANONYMOUS | (is_small ? MAP_POPULATE : 0);
#if defined(__GLIBC__)
  /* What compiling took from the heap goes back before a program takes what it works on. */
  if (!is_small) malloc_trim(0);
#endif
  void *memory = mmap(NULL, bytes ? bytes : 1, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (memory == MAP_FAILED) return NULL;
#if defined(MADV_HUGEPAGE)
  if (!is_small) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void sg_memory_free(void *memory, size_t bytes) {
  if (memory) munmap(memory, bytes ? bytes : 1);
}
