/* A persistent thread pool for short kernels.
 *
 * Parts are handed out by an atomic counter, so a thread that the system has descheduled holds up nobody but for the one
 * part it is in. A step is over when all of its parts are done, whether or not every worker has noticed that it began.
 * Workers spin for some 20 microseconds and then sleep on a futex: a busy foreign process costs a wake-up, not a barrier.
 */
#define _GNU_SOURCE
#include "include/CRuntime.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define SPIN_SECONDS 20e-6

/* `ticket` packs the number of the step in progress (upper 32 bits) and the next part to take (lower 32).
 *
 * A worker copies the step after it has read its number, and takes a part by compare-and-swap on the ticket. The caller
 * moves the ticket on before it rewrites the step: if a worker's swap succeeds, its copy was of that very step. So nobody
 * ever waits for a worker that is merely looking. */
struct sg_pool {
  pthread_mutex_t gate;
  _Atomic uint64_t ticket;
  _Atomic uint32_t step_number;
  _Atomic int64_t done;
  _Atomic uint32_t epoch; /* what sleepers wait on */
  _Atomic int sleepers;
  _Atomic int stopping;
  _Atomic(sg_kernel) kernel;
  _Atomic(void *const *) buffers;
  _Atomic(const int64_t *) sizes;
  _Atomic int64_t parts;
  int threads;
  pthread_t *workers;
};

#define CLOSED 0xffffffffu

static void relax(void) {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

double sg_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static unsigned flush_denormals(void) {
#if defined(__x86_64__)
  unsigned old = _mm_getcsr();
  _mm_setcsr(old | 0x8040);
  return old;
#else
  return 0;
#endif
}

static void restore_denormals(unsigned old) {
#if defined(__x86_64__)
  _mm_setcsr(old);
#else
  (void)old;
#endif
}

static void sleep_until_changed(sg_pool *pool, uint32_t seen) {
  atomic_fetch_add(&pool->sleepers, 1);
#if defined(__linux__)
  syscall(SYS_futex, &pool->epoch, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
#else
  struct timespec pause = {0, 50000};
  if (atomic_load(&pool->epoch) == seen) nanosleep(&pause, NULL);
#endif
  atomic_fetch_sub(&pool->sleepers, 1);
}

static void wake_all(sg_pool *pool) {
  atomic_fetch_add(&pool->epoch, 1);
#if defined(__linux__)
  if (atomic_load(&pool->sleepers)) syscall(SYS_futex, &pool->epoch, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0);
#endif
}

/* Takes and runs parts of the given step until none is left. */
static void take_parts(sg_pool *pool, uint32_t number, const sg_step *step) {
  for (;;) {
    uint64_t ticket = atomic_load(&pool->ticket);
    do {
      if ((uint32_t)(ticket >> 32) != number || (int64_t)(uint32_t)ticket >= step->parts) return;
    } while (!atomic_compare_exchange_weak(&pool->ticket, &ticket, ticket + 1));
    step->kernel(step->buffers, step->sizes, (int64_t)(uint32_t)ticket, step->parts);
    atomic_fetch_add(&pool->done, 1);
  }
}

static void *work(void *argument) {
  sg_pool *pool = argument;
  uint32_t last = 0;
  flush_denormals();
  while (!atomic_load(&pool->stopping)) {
    uint32_t epoch = atomic_load(&pool->epoch);
    double start = sg_now();
    int spins = 0;
    while (atomic_load(&pool->step_number) == last && !atomic_load(&pool->stopping)) {
      relax();
      if (++spins % 64 == 0 && sg_now() - start > SPIN_SECONDS) {
        sleep_until_changed(pool, epoch);
        epoch = atomic_load(&pool->epoch);
        start = sg_now();
      }
    }
    uint32_t number = atomic_load(&pool->step_number);
    if (number != last) {
      sg_step step = {pool->kernel, pool->buffers, pool->sizes, pool->parts};
      take_parts(pool, number, &step);
    }
    last = number;
  }
  return NULL;
}

sg_pool *sg_pool_create(int threads) {
  sg_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return NULL;
  pthread_mutex_init(&pool->gate, NULL);
  pool->workers = calloc((size_t)(threads > 1 ? threads - 1 : 1), sizeof *pool->workers);
  pool->threads = 1;
  for (int i = 0; i + 1 < threads; ++i) {
    int failure = pthread_create(&pool->workers[i], NULL, work, pool);
    if (failure) {
      sg_pool_destroy(pool);
      errno = failure;
      return NULL;
    }
    ++pool->threads;
  }
  return pool;
}

void sg_pool_destroy(sg_pool *pool) {
  if (!pool) return;
  atomic_store(&pool->stopping, 1);
  wake_all(pool);
  for (int i = 0; i + 1 < pool->threads; ++i) pthread_join(pool->workers[i], NULL);
  pthread_mutex_destroy(&pool->gate);
  free(pool->workers);
  free(pool);
}

int sg_pool_threads(const sg_pool *pool) { return pool->threads; }

static void run_shared(sg_pool *pool, const sg_step *step) {
  uint32_t number = atomic_load(&pool->step_number) + 1;
  atomic_store(&pool->ticket, (uint64_t)number << 32 | CLOSED);
  pool->kernel = step->kernel;
  pool->buffers = step->buffers;
  pool->sizes = step->sizes;
  pool->parts = step->parts;
  atomic_store(&pool->done, 0);
  atomic_store(&pool->ticket, (uint64_t)number << 32);
  atomic_store(&pool->step_number, number);
  if (atomic_load(&pool->sleepers)) wake_all(pool);
  take_parts(pool, number, step);
  while (atomic_load(&pool->done) < step->parts) relax();
}

void sg_run(sg_pool *pool, const sg_step *steps, size_t count, double *seconds) {
  pthread_mutex_lock(&pool->gate);
  unsigned mode = flush_denormals();
  double start = seconds ? sg_now() : 0;
  for (size_t i = 0; i < count; ++i) {
    const sg_step *step = &steps[i];
    if (step->parts > 1 && pool->threads > 1) {
      run_shared(pool, step);
    } else {
      for (int64_t part = 0; part < step->parts; ++part) step->kernel(step->buffers, step->sizes, part, step->parts);
    }
    if (seconds) {
      double end = sg_now();
      seconds[i] += end - start;
      start = end;
    }
  }
  restore_denormals(mode);
  pthread_mutex_unlock(&pool->gate);
}
