/* From samples to embeddings: the front end in blocks of frames, standardisation over the recording, the encoder window
 * by window. Working memory is planned; only the spectrogram grows with the recording. A streaming bundle has
 * streaming.h instead. */
#include "@name@.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "safetensors.h"
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "safetensors are little-endian: this needs a little-endian machine"
#endif

#if defined(__GNUC__)
#define EXPORT __attribute__((visibility("default")))
#else
#define EXPORT
#endif

enum {
  HOP = @hop@,
  FRAME_LENGTH = @frame_length@,
  PADDING = @padding@,
  MELS = @mels@,
  BLOCK = @block@, /* frames that one run of the front end computes */
  PATCH_FRAMES = @patch_frames@,
  PART_FRAMES = @part_frames@, /* from moment to moment, which divide a patch */
  SHIFTS = PATCH_FRAMES / PART_FRAMES,
  WINDOW_ROWS = @window_rows@,
  WINDOW = PATCH_FRAMES * WINDOW_ROWS, /* frames that the encoder takes */
  WIDTH = @NAME@_WIDTH,
  CHANNELS = @channels@,
};

@target_declarations@
/* Best first. */
static const sg_target *const targets[] = {@target_table@};
enum { TARGET_COUNT = sizeof targets / sizeof *targets };

/* A program with memory: a run of `steps` needs nothing else. */
typedef struct {
  const sg_program *program;
  unsigned char *weights, *working;
  int threads;          /* for how many there is memory */
  unsigned char *extra; /* storages of threads other than the first */
  size_t extra_bytes;
  void **pointers;
  sg_step *steps;
} sg_instance;

#if @streaming@
#define STREAMING 1
/* What a stream remembers besides the states of its layers. */
typedef struct {
  float *waiting; /* samples that the next row begins with */
  size_t waiting_count;
  uint64_t rows;
  unsigned char *start; /* the states before the first sample */
  uint64_t identity;    /* a digest of the weights */
} sg_stream;
#endif

struct @name@ {
  sg_instance front_end, encoder;
#ifdef STREAMING
  sg_stream stream;
#endif
  sg_pool *pool;
  atomic_flag is_busy;
};

/* ---- Targets ---- */

static int supports(const char *name) {
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__))
  __builtin_cpu_init();
  int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                 __builtin_cpu_supports("bmi2");
  if (!strcmp(name, "avx2")) return has_avx2;
  if (!strcmp(name, "avx512vnni")) return supports("avx512") && __builtin_cpu_supports("avx512vnni");
  if (!strcmp(name, "avx512"))
    return has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#endif
#if defined(__aarch64__)
  if (!strcmp(name, "neon")) return 1;
#endif
  return !strcmp(name, "generic") || !strcmp(name, "scalar");
}

EXPORT const char *@name@_target_name(size_t number) {
  return number < TARGET_COUNT ? targets[number]->name : NULL;
}

static const sg_target *chosen(const char *name) {
  for (int i = 0; i < TARGET_COUNT; ++i) {
    const char *known = targets[i]->name;
    if ((!name || !strcmp(name, known)) && supports(known)) return targets[i];
  }
  return NULL;
}

/* ---- Instances ---- */

static void *place(const sg_instance *instance, uint32_t number) {
  const sg_storage *storage = &instance->program->storages[number];
  return (storage->is_weight ? instance->weights : instance->working) + storage->offset;
}

/* What a call's storages take that each thread has its own of. */
static size_t thread_bytes(const sg_program *program, const sg_call *call) {
  size_t bytes = 0;
  for (uint32_t j = 0; j < call->storage_count; ++j) bytes += (size_t)program->storages[call->storages[j]].thread_bytes;
  return bytes;
}

/* A call's table of buffers for one thread; gives where the next one begins. */
static void **fill_table(const sg_instance *instance, const sg_call *call, void **table, unsigned char *own) {
  for (uint32_t j = 0; j < call->storage_count; ++j) {
    size_t bytes = (size_t)instance->program->storages[call->storages[j]].thread_bytes;
    *table++ = own && bytes ? own : place(instance, call->storages[j]);
    if (own) own += bytes;
  }
  return table;
}

/* Makes the steps for so many threads or more, or fails and leaves them as they were. Calls run one after the other: they
 * share the memory of further threads. */
static int make_steps(sg_instance *instance, int threads) {
  if (threads <= instance->threads) return @NAME@_OK;
  const sg_program *program = instance->program;
  size_t count = 1, most = 0;
  for (size_t i = 0; i < program->call_count; ++i) {
    size_t bytes = thread_bytes(program, &program->calls[i]);
    count += program->calls[i].storage_count * (size_t)(bytes ? threads : 1);
    if (bytes > most) most = bytes;
  }
  size_t extra_bytes = most * (size_t)(threads - 1);
  unsigned char *extra = extra_bytes ? sg_memory_alloc(extra_bytes) : NULL;
  void **pointers = calloc(count, sizeof *pointers), **next = pointers;
  if (!pointers || (extra_bytes && !extra)) {
    sg_memory_free(extra, extra_bytes);
    free(pointers);
    return @NAME@_NO_MEMORY;
  }
  for (size_t i = 0; i < program->call_count; ++i) {
    const sg_call *call = &program->calls[i];
    int tables = thread_bytes(program, call) ? threads : 1;
    instance->steps[i] = (sg_step){.kernel = call->kernel, .buffers = next, .sizes = call->sizes, .parts = call->parts,
                                   .thread_stride = tables > 1 ? call->storage_count : 0};
    for (int t = 0; t < tables; ++t) next = fill_table(instance, call, next, t ? extra + most * (size_t)(t - 1) : NULL);
  }
  sg_memory_free(instance->extra, instance->extra_bytes);
  free(instance->pointers);
  instance->extra = extra;
  instance->extra_bytes = extra_bytes;
  instance->pointers = pointers;
  instance->threads = threads;
  return @NAME@_OK;
}

static int prepare(sg_instance *instance, const sg_program *program) {
  instance->program = program;
  instance->weights = sg_memory_alloc(program->weight_bytes);
  instance->working = sg_memory_alloc(program->working_bytes);
  instance->steps = calloc(program->call_count + 1, sizeof *instance->steps);
  if (!instance->weights || !instance->working || !instance->steps) return @NAME@_NO_MEMORY;
  return make_steps(instance, 1);
}

static void release(sg_instance *instance) {
  if (!instance->program) return;
  sg_memory_free(instance->weights, instance->program->weight_bytes);
  sg_memory_free(instance->working, instance->program->working_bytes);
  sg_memory_free(instance->extra, instance->extra_bytes);
  free(instance->pointers);
  free(instance->steps);
}

#ifdef STREAMING
static int begin_stream(@name@ *model);
static void end_stream(@name@ *model);
#else
static void run(sg_pool *pool, const sg_instance *instance) {
  const sg_program *program = instance->program;
  sg_run(pool, instance->steps + program->prologue, program->call_count - program->prologue, NULL);
}
#endif

/* ---- Weights ---- */

static int read_file(void *context, uint64_t offset, void *to, size_t count) {
  FILE *file = context;
  return !fseek(file, (long)offset, SEEK_SET) && fread(to, 1, count, file) == count;
}

enum { HAS_WEIGHTS = @has_weights@ };
#if @has_weights@
extern const unsigned char sg_weights[], sg_weights_end[];
#endif

#if @has_weights@
static int read_library(void *context, uint64_t offset, void *to, size_t count) {
  (void)context;
  memcpy(to, sg_weights + offset, count);
  return 1;
}
#endif

static int load_from(const sg_source *source, const sg_instance *instance, char *detail, size_t detail_size) {
  const sg_program *program = instance->program;
  sg_tensor *tensors = calloc(program->parameter_count + 1, sizeof *tensors);
  if (!tensors) return @NAME@_NO_MEMORY;
  for (size_t i = 0; i < program->parameter_count; ++i) {
    const sg_parameter *parameter = &program->parameters[i];
    tensors[i] = (sg_tensor){.name = parameter->name, .dtype = parameter->dtype, .shape = parameter->shape, .rank = parameter->rank,
                            .width = parameter->width, .destination = place(instance, parameter->storage)};
  }
  int is_read = sg_safetensors_read(source, tensors, program->parameter_count, detail, detail_size);
  free(tensors);
  return is_read ? @NAME@_OK : @NAME@_BAD_WEIGHTS;
}

/* From a file, or for NULL those in the library. */
static int load(const sg_instance *instance, const char *path, char *detail, size_t detail_size) {
#if @has_weights@
  const sg_source library = {read_library, NULL, (uint64_t)(sg_weights_end - sg_weights)};
  if (!path) return load_from(&library, instance, detail, detail_size);
#endif
  FILE *file = fopen(path, "rb");
  long size = file && !fseek(file, 0, SEEK_END) ? ftell(file) : -1;
  const sg_source source = {read_file, file, (uint64_t)size};
  int code = @NAME@_NO_FILE;
  if (size >= 0 && size < (1L << 40)) code = load_from(&source, instance, detail, detail_size);
  else snprintf(detail, detail_size, "%s cannot be read", path);
  if (file) fclose(file);
  return code;
}

/* The steps that depend on weights alone. */
static void run_prologues(@name@ *model) {
  const sg_instance *instances[] = {&model->front_end, &model->encoder};
  for (int i = 0; i < 2; ++i) sg_run(model->pool, instances[i]->steps, instances[i]->program->prologue, NULL);
}

EXPORT int @name@_create(@name@ **result, int version, const char *weights, const char *target, char *detail,
                         size_t detail_size) {
  char unused[1];
  if (!detail || !detail_size) (detail = unused, detail_size = 1);
  *detail = 0;
  if (result) *result = NULL;
  if (!result || (!weights && !HAS_WEIGHTS)) return @NAME@_NULL_POINTER;
  if (version != @NAME@_ABI_VERSION) {
    snprintf(detail, detail_size, "the caller is for version %d, the library has %d", version, @NAME@_ABI_VERSION);
    return @NAME@_WRONG_VERSION;
  }
  const sg_target *best = chosen(target);
  if (!best) {
    snprintf(detail, detail_size, "no target '%s' in the library that this processor runs", target ? target : "any");
    return @NAME@_NO_TARGET;
  }
  @name@ *model = calloc(1, sizeof *model);
  if (!model) return @NAME@_NO_MEMORY;
  atomic_flag_clear(&model->is_busy);
  model->pool = sg_pool_create(1);
  int code = model->pool ? prepare(&model->front_end, &best->front_end) : @NAME@_NO_MEMORY;
  if (!code) code = prepare(&model->encoder, &best->encoder);
  if (!code) code = load(&model->encoder, weights, detail, detail_size);
  if (!code) run_prologues(model);
#ifdef STREAMING
  if (!code) code = begin_stream(model);
#endif
  if (code) @name@_destroy(model);
  else *result = model;
  return code;
}

EXPORT int @name@_destroy(@name@ *model) {
  if (!model) return @NAME@_OK;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
#ifdef STREAMING
  end_stream(model);
#endif
  release(&model->front_end);
  release(&model->encoder);
  sg_pool_destroy(model->pool);
  free(model);
  return @NAME@_OK;
}

EXPORT int @name@_set_threads(@name@ *model, int threads) {
  if (!model) return @NAME@_NULL_POINTER;
  if (threads < 1 || threads > 256) return @NAME@_BAD_THREADS;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
  sg_pool *pool = sg_pool_create(threads);
  int code = pool ? make_steps(&model->front_end, threads) : @NAME@_NO_MEMORY;
  if (!code) code = make_steps(&model->encoder, threads);
  if (code) {
    sg_pool_destroy(pool);
  } else {
    sg_pool_destroy(model->pool);
    model->pool = pool;
  }
  atomic_flag_clear(&model->is_busy);
  return code;
}

/* ---- From samples to rows ---- */

#ifdef STREAMING
#include "streaming.h"
#else

/* A mirror image is shorter than what it mirrors: fewer samples are repeated. */
static size_t filled(size_t count) { return count > PADDING ? count : PADDING + 1; }

static size_t frame_count(size_t count) { return 1 + (filled(count) + 2 * PADDING - FRAME_LENGTH) / HOP; }

/* Rows of the frames from `shift` on; the last one may lack less than half of its frames, and the first of all any. */
static size_t shifted_rows(size_t frames, size_t shift) {
  size_t rows = frames < shift ? 0 : (frames - shift + PATCH_FRAMES / 2) / PATCH_FRAMES;
  return rows || shift ? rows : 1;
}

EXPORT size_t @name@_row_count(size_t samples) {
  return samples == 0 || samples > @NAME@_MAX_SAMPLES ? 0 : shifted_rows(frame_count(samples), 0);
}

EXPORT size_t @name@_moment_count(size_t samples) {
  size_t count = @name@_row_count(samples);
  for (size_t number = 1; count && number < SHIFTS; ++number)
    count += shifted_rows(frame_count(samples), number * PART_FRAMES);
  return count;
}

static double milliseconds(double frame) { return (frame + (PATCH_FRAMES - 1) / 2.0) * HOP * 1000.0 / @NAME@_SAMPLE_RATE; }

EXPORT double @name@_row_milliseconds(size_t row) { return milliseconds((double)row * PATCH_FRAMES); }

EXPORT double @name@_moment_milliseconds(size_t moment) { return milliseconds((double)moment * PART_FRAMES); }

/* The sample at a position that counts from the start of the padding; 0 behind its end. */
static float sample(const float *samples, size_t count, size_t position) {
  size_t length = filled(count);
  if (position >= length + 2 * PADDING) return 0;
  size_t mirrored = position < PADDING ? PADDING - position : position - PADDING;
  size_t inside = mirrored < length ? mirrored : 2 * (length - 1) - mirrored;
  return samples[inside % count];
}

static void log_mels(sg_pool *pool, const sg_instance *front_end, const float *samples, size_t count, size_t frames, float *spectrogram) {
  float *input = place(front_end, front_end->program->input);
  const float *output = place(front_end, front_end->program->output);
  for (size_t first = 0; first < frames; first += BLOCK) {
    for (size_t i = 0; i < (BLOCK - 1) * HOP + FRAME_LENGTH; ++i) input[i] = sample(samples, count, first * HOP + i);
    run(pool, front_end);
    size_t part = frames - first < BLOCK ? frames - first : BLOCK;
    memcpy(spectrogram + first * MELS, output, part * MELS * sizeof(float));
  }
}

/* (x - mean) / (deviation + 1e-8) over the recording, the deviation unbiased (SSAM's hear_api/runtime.py). */
static void standardise(float *values, size_t count) {
  double mean = 0, squares = 0;
  for (size_t i = 0; i < count; ++i) mean += values[i];
  mean /= (double)count;
  for (size_t i = 0; i < count; ++i) squares += (values[i] - mean) * (values[i] - mean);
  double scale = 1 / (sqrt(squares / (double)(count > 1 ? count - 1 : 1)) + 1e-8);
  for (size_t i = 0; i < count; ++i) values[i] = (float)((values[i] - mean) * scale);
}

/* Writes rows, `step` apart, and adds each to the sums, window by window; tokens begin after cls and are time-major. */
static void encode(
    sg_pool *pool, const sg_instance *encoder, const float *spectrogram, size_t count, float *rows, size_t step, double *sums) {
  float *input = place(encoder, encoder->program->input);
  const float *tokens = (const float *)place(encoder, encoder->program->output) + CHANNELS;
  for (size_t first = 0; first < count; first += WINDOW_ROWS) {
    memcpy(input, spectrogram + first * PATCH_FRAMES * MELS, WINDOW * MELS * sizeof(float));
    run(pool, encoder);
    size_t part = count - first < WINDOW_ROWS ? count - first : WINDOW_ROWS;
    for (size_t row = 0; rows && row < part; ++row)
      memcpy(rows + (first + row) * step * WIDTH, tokens + row * WIDTH, WIDTH * sizeof(float));
    for (size_t i = 0; i < part * WIDTH; ++i) sums[i % WIDTH] += tokens[i];
  }
}

/* With more than one shift, rows are moments: those of shift s are numbers s, s + shifts, and so on. */
static int embed(@name@ *model, const float *samples, size_t count, size_t shifts, float *rows, float *scene) {
  size_t frames = frame_count(count), row_count = @name@_row_count(count);
  /* Room for whole windows of those rows and of those frames, shifted too; what follows the last frame stays zero. */
  size_t windows = ((frames > row_count * PATCH_FRAMES ? frames : row_count * PATCH_FRAMES) + WINDOW - 1) / WINDOW;
  float *spectrogram = calloc((windows * WINDOW + PATCH_FRAMES) * MELS, sizeof(float));
  double *sums = calloc(WIDTH, sizeof(double));
  int code = spectrogram && sums ? @NAME@_OK : @NAME@_NO_MEMORY;
  if (!code) {
    log_mels(model->pool, &model->front_end, samples, count, frames, spectrogram);
    standardise(spectrogram, frames * MELS);
    for (size_t number = 0; number < shifts; ++number) {
      size_t shift = number * PART_FRAMES;
      encode(
          model->pool, &model->encoder, spectrogram + shift * MELS, shifted_rows(frames, shift),
          rows ? rows + number * WIDTH : NULL, shifts, sums);
    }
    for (size_t i = 0; scene && i < WIDTH; ++i) scene[i] = (float)(sums[i] / (double)row_count);
  }
  free(spectrogram);
  free(sums);
  return code;
}

#endif

static int checked(
    @name@ *model, const float *samples, size_t count, size_t shifts, float *rows, size_t capacity, float *scene) {
  if (!model || !samples || (!rows && !scene)) return @NAME@_NULL_POINTER;
  if (count == 0 || count > @NAME@_MAX_SAMPLES) return @NAME@_BAD_LENGTH;
  if (rows && capacity < (shifts > 1 ? @name@_moment_count(count) : @name@_row_count(count))) return @NAME@_TOO_SMALL;
  /* Beyond this the power of a window overflows. */
  for (size_t i = 0; i < count; ++i)
    if (!(fabsf(samples[i]) < 1e6f)) return @NAME@_NOT_FINITE;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
  int code = embed(model, samples, count, shifts, rows, scene);
  atomic_flag_clear(&model->is_busy);
  return code;
}

EXPORT int @name@_run(@name@ *model, const float *samples, size_t count, float *rows, size_t capacity, float *scene) {
  return checked(model, samples, count, 1, rows, capacity, scene);
}

EXPORT int @name@_run_moments(@name@ *model, const float *samples, size_t count, float *moments, size_t capacity) {
  return checked(model, samples, count, SHIFTS, moments, capacity, NULL);
}

/* ---- Codes ---- */

EXPORT int @name@_abi_version(void) { return @NAME@_ABI_VERSION; }

EXPORT const char *@name@_message(int code) {
  switch (code) {
    case @NAME@_OK: return "no error";
    case @NAME@_NULL_POINTER: return "a pointer that must not be NULL is NULL";
    case @NAME@_WRONG_VERSION: return "the library has another version of the interface";
    case @NAME@_NO_TARGET: return "the library has no such instruction set, or the processor has not";
    case @NAME@_NO_FILE: return "the weights file cannot be read";
    case @NAME@_BAD_WEIGHTS: return "the weights file is damaged or is of another model";
    case @NAME@_NO_MEMORY: return "there is not enough memory";
    case @NAME@_BUSY: return "another thread is using the instance";
    case @NAME@_BAD_LENGTH: return "there are no samples, or too many";
    case @NAME@_TOO_SMALL: return "there is no room for the rows";
    case @NAME@_BAD_THREADS: return "the number of threads is not 1 to 256";
    case @NAME@_BAD_STATE: return "the state is damaged, or is of other weights";
    case @NAME@_NOT_FINITE: return "a sample is not finite, or far outside [-1, 1]";
    default: return "unknown code";
  }
}
