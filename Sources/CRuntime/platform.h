/* What the pool needs from the processor and the system: pausing, sleeping on a word, flushing denormals. */
#ifndef SONOGRAPH_PLATFORM_H
#define SONOGRAPH_PLATFORM_H

#include <stdatomic.h>
#include <stdint.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#else
#include <pthread.h>
#endif
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

static inline void relax(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#if defined(__linux__)
/* Returns at once if the word is not `expected`, else when woken, or earlier for no reason. */
static inline void sleep_while(_Atomic uint32_t *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}
static inline void wake(_Atomic uint32_t *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}
#else
/* One lock for all words: sleeping and waking are rare. The word changes before `wake`, whose lock orders it. */
static pthread_mutex_t parking_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t parking = PTHREAD_COND_INITIALIZER;
static inline void sleep_while(_Atomic uint32_t *word, uint32_t expected) {
  pthread_mutex_lock(&parking_lock);
  if (atomic_load(word) == expected) pthread_cond_wait(&parking, &parking_lock);
  pthread_mutex_unlock(&parking_lock);
}
static inline void wake(_Atomic uint32_t *word, int count) {
  (void)word, (void)count;
  pthread_mutex_lock(&parking_lock);
  pthread_cond_broadcast(&parking);
  pthread_mutex_unlock(&parking_lock);
}
#endif

/* The processor that the thread runs on; -1 if unknown. */
static inline int current_processor(void) {
#if defined(__linux__)
  return sched_getcpu();
#else
  return -1;
#endif
}

/* Moves the thread to another processor, if those that it may run on are enough for so many threads. */
static inline void leave_processor(int processor, int threads) {
#if defined(__linux__)
  cpu_set_t all, others;
  if (processor < 0 || processor >= CPU_SETSIZE || sched_getaffinity(0, sizeof all, &all)) return;
  if (CPU_COUNT(&all) < threads) return;
  others = all;
  CPU_CLR(processor, &others);
  if (!sched_setaffinity(0, sizeof others, &others)) sched_setaffinity(0, sizeof all, &all);
#else
  (void)processor, (void)threads;
#endif
}

/* Decaying states end in denormals, which cost a hundred cycles each. The return value restores the thread's mode. */
static inline uint64_t flush_denormals(void) {
#if defined(__x86_64__)
  unsigned old = _mm_getcsr();
  _mm_setcsr(old | 0x8040); /* flush to zero, denormals are zero */
  return old;
#elif defined(__aarch64__)
  uint64_t old;
  __asm__ volatile("mrs %0, fpcr" : "=r"(old));
  __asm__ volatile("msr fpcr, %0" : : "r"(old | (UINT64_C(1) << 24)));
  return old;
#else
  return 0;
#endif
}
static inline void restore_denormals(uint64_t old) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)old);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(old));
#else
  (void)old;
#endif
}

#endif
