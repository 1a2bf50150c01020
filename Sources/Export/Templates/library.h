/* @name@: embeddings of sound by @title@, exported by Sonograph.
 *
 * Samples are 32-bit floats in [-1, 1], one channel, @NAME@_SAMPLE_RATE samples a second. A recording of any length
 * gives rows in time, of @NAME@_WIDTH features each, and their mean, the scene embedding.
 *
 * Every function that can fail returns a code, and @name@_message says what it means. An instance is used by one thread
 * at a time: a second one gets @NAME@_BUSY and disturbs nothing. Instances are independent of each other. Results of one
 * target are the same to the bit each time.
 */
#ifndef @NAME@_H
#define @NAME@_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The interface that this header describes; @name@_create refuses another. */
#define @NAME@_ABI_VERSION 1
/* Hz. */
#define @NAME@_SAMPLE_RATE @sample_rate@
/* Features of a row, and of a scene embedding. */
#define @NAME@_WIDTH @width@
/* The longest recording, in samples: more than 18 hours. */
#define @NAME@_MAX_SAMPLES ((size_t)1 << 30)

enum {
  @NAME@_OK = 0,
  @NAME@_NULL_POINTER = 1,
  @NAME@_WRONG_VERSION = 2,
  @NAME@_NO_TARGET = 3,
  @NAME@_NO_FILE = 4,
  @NAME@_BAD_WEIGHTS = 5,
  @NAME@_NO_MEMORY = 6,
  @NAME@_BUSY = 7,
  @NAME@_BAD_LENGTH = 8,
  @NAME@_TOO_SMALL = 9,
  @NAME@_NOT_FINITE = 10,
  @NAME@_BAD_THREADS = 11,
  @NAME@_BAD_STATE = 12
};

typedef struct @name@ @name@;

/* The version of the interface that the library was built with. */
int @name@_abi_version(void);

/* What a code means, in English; never NULL. */
const char *@name@_message(int code);

/* The instruction sets in the library, best first, such as "avx512"; NULL from the last on. */
const char *@name@_target_name(size_t number);

/* Reads weights and prepares an instance.
 *
 * version: @NAME@_ABI_VERSION. weights: path of the safetensors file@weights_null@. target: a name of @name@_target_name, or NULL for
 * the best that this processor has. detail: takes a sentence about what is wrong, of at most detail_size bytes with its
 * end; may be NULL. *result becomes NULL on failure. */
int @name@_create(@name@ **result, int version, const char *weights, const char *target, char *detail,
                  size_t detail_size);

/* Ends an instance; NULL does nothing. @NAME@_BUSY, and nothing happens, while another thread is in it. */
int @name@_destroy(@name@ *model);

/* Lets an instance run on so many threads, the caller's among them: 1 to 256; it begins with 1. Results do not depend on
 * their number. Threads that have nothing to do sleep. */
int @name@_set_threads(@name@ *model, int threads);

/* Rows that so many samples give; 0 for lengths that @name@_run refuses. */
size_t @name@_row_count(size_t samples);

/* The middle of a row, in milliseconds. */
double @name@_row_milliseconds(size_t row);

/* Embeds a recording.
 *
 * rows: (row, feature), room for `capacity` rows, of which @name@_row_count(count) are written; or NULL.
 * scene: (feature), the mean over rows; or NULL. Nothing is written on failure. */
int @name@_run(@name@ *model, const float *samples, size_t count, float *rows, size_t capacity, float *scene);

/* Moments are rows for what is to be placed in time: @moment_hop@ ms apart, where rows are @row_hop@. If the one is less than the
 * other, the recording is encoded several times, each a part of a row later, and the rows lie in their order in time. */

/* Moments that so many samples give; 0 for lengths that @name@_run refuses. */
size_t @name@_moment_count(size_t samples);

/* The middle of a moment, in milliseconds. */
double @name@_moment_milliseconds(size_t moment);

/* Embeds a recording at its moments.
 *
 * moments: (moment, feature), room for `capacity` moments, of which @name@_moment_count(count) are written. Nothing is
 * written on failure. */
int @name@_run_moments(@name@ *model, const float *samples, size_t count, float *moments, size_t capacity);
@stream_declarations@
#ifdef __cplusplus
}
#endif
#endif
