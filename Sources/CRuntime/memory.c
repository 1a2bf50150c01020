/* Memory from the system. */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "include/CRuntime.h"

void *sg_memory_alloc(size_t bytes) {
  void *memory = mmap(NULL, bytes ? bytes : 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
#if defined(MADV_HUGEPAGE)
  /* For small memory, looking for huge pages can take longer than they save. */
  if (bytes >= (size_t)64 << 20) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
  return memory;
}

void sg_memory_free(void *memory, size_t bytes) {
  if (memory) munmap(memory, bytes ? bytes : 1);
}
