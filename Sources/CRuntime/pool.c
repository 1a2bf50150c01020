/* A persistent thread pool for short kernels.
 *
 * Each thread has its share of a step's parts, a range in order, and takes its parts from an atomic counter. Neighbouring
 * steps go through the same rows, so a thread finds in its own cache what it left there. Whoever is done takes what is
 * left of the others' shares. Half of what is left is taken at a time, the last parts one by one (guided self-scheduling,
 * Polychronopoulos & Kuck 1987): an atomic operation for each part costs more than a short part takes.
 * A step is over when all of its parts are done, whether or not every worker noticed that it began. Whoever waits spins
 * for a while and then sleeps: a busy foreign process costs a wake-up, not a barrier.
 */
#define _GNU_SOURCE
#include "include/CRuntime.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "platform.h"

#define WORKER_SPIN_SECONDS 200e-6
/* The caller's is longer: other threads are in their last parts, and waking up can take longer than these. */
#define CALLER_SPIN_SECONDS 200e-6
#define OWN_CACHE_LINE _Alignas(128)

/* The next part of a thread's share. `ticket` packs the number of the step in progress (upper 32 bits) and the part (lower 32).
 *
 * A worker copies the step after it has read its number, and takes parts by compare-and-swap on the ticket. The caller
 * moves the tickets on before it rewrites the step: if a worker's swap succeeds, its copy was of that very step. So
 * nobody ever waits for a worker that is merely looking. Fences keep this order, not each store by itself: the words of a
 * step share a cache line that workers watch, and would lose it to them at every store. */
typedef struct {
  OWN_CACHE_LINE _Atomic uint64_t ticket;
} share;

struct sg_pool {
  OWN_CACHE_LINE _Atomic int64_t done;
  _Atomic uint32_t caller_sleeps; /* 1 while the caller sleeps until `done` is complete */
  OWN_CACHE_LINE _Atomic uint32_t step_number;
  _Atomic(sg_kernel) kernel;
  _Atomic(void *const *) buffers;
  _Atomic int64_t thread_stride;
  _Atomic(const int64_t *) sizes;
  _Atomic int64_t parts;
  _Atomic int caller_processor; /* where the step began */
  OWN_CACHE_LINE _Atomic uint32_t epoch; /* what sleeping workers wait on */
  _Atomic int sleepers;
  _Atomic int stopping;
  OWN_CACHE_LINE pthread_mutex_t gate; /* one sg_run at a time */
  int threads;
  pthread_t *workers;
  _Atomic int started; /* workers that know the number of their share */
  share *shares; /* the caller's, then the workers' */
};

#define CLOSED 0xffffffffu

double sg_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* True for so many seconds after the first call with *spins = 0; pauses a little each time. */
static int may_spin(int *spins, double *start, double seconds) {
  relax();
  if (*spins == 0) *start = sg_now();
  return ++*spins % 64 != 0 || sg_now() - *start < seconds;
}

static void sleep_until_next_step(sg_pool *pool, uint32_t epoch) {
  atomic_fetch_add(&pool->sleepers, 1);
  sleep_while(&pool->epoch, epoch);
  atomic_fetch_sub(&pool->sleepers, 1);
}

static void wake_workers(sg_pool *pool, int count) {
  atomic_fetch_add(&pool->epoch, 1);
  wake(&pool->epoch, count);
}

/* The first part of a thread's share, and the end of the share before. */
static int64_t first_part(const sg_pool *pool, int thread, int64_t parts) { return parts * thread / pool->threads; }

/* Takes and runs parts of the given step until none of those from `share` is left; gives how many it ran. */
static int64_t run_share(sg_pool *pool, int share, uint32_t number, const sg_step *step) {
  _Atomic uint64_t *next = &pool->shares[share].ticket;
  int64_t end = first_part(pool, share + 1, step->parts), ran = 0;
  for (;;) {
    uint64_t ticket = atomic_load(next);
    int64_t first, count;
    do {
      first = (uint32_t)ticket;
      if ((uint32_t)(ticket >> 32) != number || first >= end) return ran;
      count = (end - first + 1) / 2;
    } while (!atomic_compare_exchange_weak(next, &ticket, ticket + (uint64_t)count));
    for (int64_t part = first; part < first + count; ++part) step->kernel(step->buffers, step->sizes, part, step->parts);
    ran += count;
  }
}

/* Runs parts of a thread's share, and tells the caller. */
static void take_share(sg_pool *pool, int share, uint32_t number, const sg_step *step) {
  int64_t ran = run_share(pool, share, number, step);
  if (ran == 0) return;
  int last = atomic_fetch_add(&pool->done, ran) + ran == step->parts;
  if (last && atomic_exchange(&pool->caller_sleeps, 0)) wake(&pool->caller_sleeps, 1);
}

/* Takes a thread's own share, then what is left of the others'. */
static void take_parts(sg_pool *pool, int thread, uint32_t number, const sg_step *shared) {
  sg_step step = *shared;
  step.buffers += thread * step.thread_stride;
  for (int i = 0; i < pool->threads; ++i) take_share(pool, (thread + i) % pool->threads, number, &step);
}

/* The number of a step other than `last`, or `last` if the pool is stopping. */
static uint32_t await_step(sg_pool *pool, uint32_t last) {
  int spins = 0;
  double start = 0;
  for (;;) {
    uint32_t epoch = atomic_load(&pool->epoch), number = atomic_load(&pool->step_number);
    if (number != last || atomic_load(&pool->stopping)) return number;
    if (may_spin(&spins, &start, WORKER_SPIN_SECONDS)) continue;
    sleep_until_next_step(pool, epoch);
    spins = 0;
  }
}

/* Systems wake a thread where its waker runs, and may leave both there for milliseconds: longer than a step takes. */
static void leave_caller(sg_pool *pool) {
  int processor = current_processor();
  if (processor == atomic_load(&pool->caller_processor)) leave_processor(processor, pool->threads);
}

static sg_step copy_step(sg_pool *pool) {
  sg_step step = {
      .kernel = atomic_load_explicit(&pool->kernel, memory_order_relaxed),
      .buffers = atomic_load_explicit(&pool->buffers, memory_order_relaxed),
      .thread_stride = atomic_load_explicit(&pool->thread_stride, memory_order_relaxed),
      .sizes = atomic_load_explicit(&pool->sizes, memory_order_relaxed),
      .parts = atomic_load_explicit(&pool->parts, memory_order_relaxed),
  };
  atomic_thread_fence(memory_order_acquire);
  return step;
}

static void *work(void *argument) {
  sg_pool *pool = argument;
  int thread = atomic_fetch_add(&pool->started, 1) + 1;
  uint32_t last = 0;
  flush_denormals();
  while (!atomic_load(&pool->stopping)) {
    uint32_t number = await_step(pool, last);
    if (number == last) continue;
    leave_caller(pool);
    sg_step step = copy_step(pool);
    take_parts(pool, thread, number, &step);
    last = number;
  }
  return NULL;
}

static void free_pool(sg_pool *pool) {
  free(pool->shares);
  free(pool->workers);
  free(pool);
}

static sg_pool *allocate_pool(int threads) {
  sg_pool *pool = NULL;
  if (posix_memalign((void **)&pool, _Alignof(sg_pool), sizeof *pool)) return NULL;
  *pool = (sg_pool){.threads = 1};
  pool->workers = calloc((size_t)threads, sizeof *pool->workers);
  int failure = posix_memalign((void **)&pool->shares, _Alignof(share), (size_t)threads * sizeof *pool->shares);
  if (failure) pool->shares = NULL;
  if (pool->workers && pool->shares && !pthread_mutex_init(&pool->gate, NULL)) {
    for (int i = 0; i < threads; ++i) pool->shares[i].ticket = 0;
    return pool;
  }
  free_pool(pool);
  return NULL;
}

/* Kernels keep arrays of a megabyte and more on the stack; some systems give threads less than that. */
static int start_worker(sg_pool *pool, pthread_t *worker) {
  pthread_attr_t attributes;
  int failure = pthread_attr_init(&attributes);
  if (failure) return failure;
  failure = pthread_attr_setstacksize(&attributes, (size_t)8 << 20);
  if (!failure) failure = pthread_create(worker, &attributes, work, pool);
  pthread_attr_destroy(&attributes);
  return failure;
}

sg_pool *sg_pool_create(int threads) {
  if (threads < 1) {
    errno = EINVAL;
    return NULL;
  }
  sg_pool *pool = allocate_pool(threads);
  if (!pool) {
    errno = ENOMEM;
    return NULL;
  }
  while (pool->threads < threads) {
    int failure = start_worker(pool, &pool->workers[pool->threads - 1]);
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
  wake_workers(pool, pool->threads);
  for (int i = 0; i + 1 < pool->threads; ++i) pthread_join(pool->workers[i], NULL);
  pthread_mutex_destroy(&pool->gate);
  free_pool(pool);
}

int sg_pool_threads(const sg_pool *pool) { return pool->threads; }

/* A worker may be descheduled inside the last part: then it needs the processor more than our spinning does. */
static void await_parts(sg_pool *pool, int64_t parts) {
  int spins = 0;
  double start = 0;
  while (atomic_load(&pool->done) < parts) {
    if (may_spin(&spins, &start, CALLER_SPIN_SECONDS)) continue;
    atomic_store(&pool->caller_sleeps, 1);
    /* The last part ends either before this test or after the store, and then clears the word and wakes. */
    if (atomic_load(&pool->done) < parts) sleep_while(&pool->caller_sleeps, 1);
    atomic_store(&pool->caller_sleeps, 0);
  }
}

static void set_ticket(sg_pool *pool, int thread, uint32_t number, int64_t part) {
  uint64_t ticket = (uint64_t)number << 32 | (uint64_t)part;
  atomic_store_explicit(&pool->shares[thread].ticket, ticket, memory_order_relaxed);
}

static void publish(sg_pool *pool, const sg_step *step, uint32_t number) {
  for (int i = 0; i < pool->threads; ++i) set_ticket(pool, i, number, CLOSED);
  atomic_thread_fence(memory_order_release);
  atomic_store_explicit(&pool->kernel, step->kernel, memory_order_relaxed);
  atomic_store_explicit(&pool->buffers, step->buffers, memory_order_relaxed);
  atomic_store_explicit(&pool->thread_stride, step->thread_stride, memory_order_relaxed);
  atomic_store_explicit(&pool->sizes, step->sizes, memory_order_relaxed);
  atomic_store_explicit(&pool->parts, step->parts, memory_order_relaxed);
  atomic_store_explicit(&pool->caller_processor, current_processor(), memory_order_relaxed);
  atomic_store_explicit(&pool->done, 0, memory_order_relaxed);
  atomic_thread_fence(memory_order_release);
  for (int i = 0; i < pool->threads; ++i) set_ticket(pool, i, number, first_part(pool, i, step->parts));
  atomic_store(&pool->step_number, number);
}

static void run_shared(sg_pool *pool, const sg_step *step) {
  uint32_t number = atomic_load(&pool->step_number) + 1;
  publish(pool, step, number);
  int helpers = step->parts < pool->threads ? (int)step->parts - 1 : pool->threads - 1;
  if (atomic_load(&pool->sleepers)) wake_workers(pool, helpers);
  take_parts(pool, 0, number, step);
  await_parts(pool, step->parts);
}

static void run_inline(const sg_step *step) {
  for (int64_t part = 0; part < step->parts; ++part) step->kernel(step->buffers, step->sizes, part, step->parts);
}

void sg_run(sg_pool *pool, const sg_step *steps, size_t count, double *seconds) {
  pthread_mutex_lock(&pool->gate);
  uint64_t mode = flush_denormals();
  double start = seconds ? sg_now() : 0;
  for (size_t i = 0; i < count; ++i) {
    if (steps[i].parts > 1 && pool->threads > 1) {
      run_shared(pool, &steps[i]);
    } else {
      run_inline(&steps[i]);
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
