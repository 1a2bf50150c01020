/* Garbage for the C interface of a bundle: every call must give a code. Built with a bundle's sources and sanitizers by
 * ExportTests; usage: garbage WEIGHTS TARGET [SCRATCH]; with SCRATCH, a file that it may
 * write, weights are damaged, too. NAME is the bundle's name in C. */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOIN(a, b) a##_##b
#define EXPAND(a, b) JOIN(a, b)
#define F(name) EXPAND(NAME, name)
#define TEXT(x) #x
#define HEADER(x) TEXT(x.h)
#include HEADER(NAME)
enum { OK, NULL_POINTER, WRONG_VERSION, NO_TARGET, NO_FILE, BAD_WEIGHTS, NO_MEMORY, BUSY, BAD_LENGTH, TOO_SMALL, NOT_FINITE, BAD_THREADS };
enum { VERSION = 1, COUNT = 16001 };

static int failures;
static void check(const char *what, int code, int expected) {
  if (code == expected && F(message)(code) && *F(message)(code)) return;
  fprintf(stderr, "%s: code %d, expected %d\n", what, code, expected);
  ++failures;
}

static void creation(const char *weights, const char *target) {
  NAME *model = (NAME *)&failures;
  char detail[64];
  check("create without result", F(create)(NULL, VERSION, weights, target, NULL, 0), NULL_POINTER);
  check("create without weights", F(create)(&model, VERSION, NULL, target, detail, sizeof detail), NULL_POINTER);
  if (model) check("the result is NULL after a failure", 1, 0);
  check("another version", F(create)(&model, VERSION + 1, weights, target, detail, sizeof detail), WRONG_VERSION);
  check("a negative version", F(create)(&model, -1, weights, target, detail, 1), WRONG_VERSION);
  check("an unknown target", F(create)(&model, VERSION, weights, "pdp11", detail, sizeof detail), NO_TARGET);
  check("no file", F(create)(&model, VERSION, "/nowhere/at/all", target, detail, sizeof detail), NO_FILE);
  check("a directory", F(create)(&model, VERSION, ".", target, detail, 3), NO_FILE);
  check("destroying NULL", F(destroy)(NULL), OK);
  if (F(target_name)((size_t)-1)) check("a target beyond the last", 1, 0);
  if (!F(message)(-77) || !F(message)(1000)) check("the message of an unknown code", 1, 0);
}

/* The weights cut off at many lengths, and with bytes changed in the header: never a crash, and a code unless the change
 * is to a blank. */
static void damaged(const char *weights, const char *target, const char *scratch) {
  FILE *file = fopen(weights, "rb");
  if (!file || fseek(file, 0, SEEK_END)) exit(2);
  long size = ftell(file);
  unsigned char *bytes = malloc((size_t)size);
  rewind(file);
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) exit(2);
  fclose(file);
  for (int i = 0; i < 400; ++i) {
    long length = i < 100 ? i : i < 200 ? size - 1 - (i - 100) * (size / 101) : size, spot = (i - 200) * 7 % (size / 2);
    unsigned char kept = bytes[spot < 0 ? 0 : spot];
    if (i >= 200) bytes[spot] = (unsigned char)(kept ^ (1 << i % 7));
    FILE *copy = fopen(scratch, "wb");
    if (!copy || fwrite(bytes, 1, (size_t)length, copy) != (size_t)length) exit(2);
    fclose(copy);
    if (i >= 200) bytes[spot] = kept;
    NAME *model;
    char detail[200];
    int code = F(create)(&model, VERSION, scratch, target, detail, sizeof detail);
    if (i < 200) check("weights cut off", code, BAD_WEIGHTS);
    if (code != BAD_WEIGHTS && code != OK) check("weights with a changed byte", code, BAD_WEIGHTS);
    F(destroy)(model);
  }
  free(bytes);
  remove(scratch);
}

static void running(NAME *model, const float *samples, float *rows) {
  float scene[4096], copy[COUNT];
  size_t count = F(row_count)(COUNT);
  check("no instance", F(run)(NULL, samples, COUNT, rows, count, scene), NULL_POINTER);
  check("no samples", F(run)(model, NULL, COUNT, rows, count, scene), NULL_POINTER);
  check("nowhere to write", F(run)(model, samples, COUNT, NULL, 0, NULL), NULL_POINTER);
  check("zero samples", F(run)(model, samples, 0, rows, count, scene), BAD_LENGTH);
  check("absurdly many samples", F(run)(model, samples, (size_t)-1, rows, count, scene), BAD_LENGTH);
  check("one row too few", F(run)(model, samples, COUNT, rows, count - 1, scene), TOO_SMALL);
  memcpy(copy, samples, sizeof copy);
  const float wrong[] = {NAN, INFINITY, -INFINITY, 1e30f};
  for (int i = 0; i < 4; ++i) {
    copy[COUNT - 1] = wrong[i];
    check("a sample that is no number", F(run)(model, copy, COUNT, rows, count, scene), NOT_FINITE);
  }
  if (F(row_count)(0) || F(row_count)((size_t)-1)) check("rows of absurd lengths", 1, 0);
  memset(copy, 0, sizeof copy);
  check("silence", F(run)(model, copy, COUNT, rows, count, scene), OK);
  check("threads of no instance", F(set_threads)(NULL, 2), NULL_POINTER);
  check("no threads", F(set_threads)(model, 0), BAD_THREADS);
  check("too many threads", F(set_threads)(model, 1 << 30), BAD_THREADS);
  check("three threads", F(set_threads)(model, 3), OK);
  check("all is well on three threads", F(run)(model, samples, COUNT, rows, count, scene), OK);
  check("two threads", F(set_threads)(model, 2), OK);
  check("all is well", F(run)(model, samples, COUNT, rows, count, NULL), OK);
}

static atomic_int refused, served, others;
static const float *shared_samples;

static void *contender(void *model) {
  for (int i = 0; i < 20000 && !(atomic_load(&refused) && atomic_load(&served)); ++i) {
    float scene[4096];
    int code = F(run)(model, shared_samples, COUNT, NULL, 0, scene);
    if (code == BUSY) ++refused;
    else if (code == OK) ++served;
    else ++others;
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  NAME *model;
  char detail[256] = "";
  float *samples = malloc(COUNT * sizeof *samples), *rows;
  for (int i = 0; i < COUNT; ++i) samples[i] = (float)((i * 37 % 201) - 100) / 200;
  creation(argv[1], argv[2]);
  if (argc > 3) damaged(argv[1], argv[2], argv[3]);
  check("create", F(create)(&model, VERSION, argv[1], argv[2], detail, sizeof detail), OK);
  if (!model) return 1;
  rows = malloc(F(row_count)(COUNT) * 4096 * sizeof *rows);
  running(model, samples, rows);
  pthread_t threads[2];
  shared_samples = samples;
  for (int i = 0; i < 2; ++i) pthread_create(&threads[i], NULL, contender, model);
  for (int i = 0; i < 2; ++i) pthread_join(threads[i], NULL);
  if (!refused || !served || others) check("two threads on one instance", 1, 0);
  check("destroy", F(destroy)(model), OK);
  free(rows);
  free(samples);
  return failures > 0;
}
