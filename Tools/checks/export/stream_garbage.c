/* Garbage for the streaming functions of a bundle: every call must give a code. Built with a bundle's sources and sanitizers
 * by ExportTests and by Tools/checks/export/run; usage: garbage WEIGHTS TARGET. NAME is the bundle's name in C, WIDTH the features of a row. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOIN(a, b) a##_##b
#define EXPAND(a, b) JOIN(a, b)
#define F(name) EXPAND(NAME, name)
#define TEXT(x) #x
#define HEADER(x) TEXT(x.h)
#include HEADER(NAME)
enum { OK = 0, NULL_POINTER = 1, BUSY = 7, BAD_LENGTH = 8, TOO_SMALL = 9, NOT_FINITE = 10, BAD_STATE = 12, VERSION = 1, COUNT = 20000 };

static int failures;
static void check(const char *what, int code, int expected) {
  if (code == expected && *F(message)(code)) return;
  fprintf(stderr, "%s: code %d, expected %d\n", what, code, expected);
  ++failures;
}

static float samples[COUNT];
static float rows[COUNT];

static void pushes(NAME *model, size_t width) {
  size_t written = 77;
  check("no model", F(push)(NULL, samples, 1, rows, 1, &written), NULL_POINTER);
  check("no count of rows", F(push)(model, samples, 1, rows, 1, NULL), NULL_POINTER);
  check("no samples", F(push)(model, NULL, 1, rows, 1, &written), NULL_POINTER);
  check("nothing", F(push)(model, NULL, 0, NULL, 0, &written), OK);
  check("nothing was written", (int)written, 0);
  check("too many", F(push)(model, samples, SIZE_MAX, rows, 1, &written), BAD_LENGTH);
  check("no room", F(push)(model, samples, 2000, rows, 1, &written), TOO_SMALL);
  check("no rows", F(push)(model, samples, 2000, NULL, 9, &written), NULL_POINTER);
  check("a few samples without room", F(push)(model, samples, 5, NULL, 0, &written), OK);
  const float bad[] = {NAN, INFINITY, -INFINITY, 1e6f, -3e38f};
  for (int i = 0; i < 5; ++i) {
    samples[3] = bad[i];
    check("samples that are none", F(push)(model, samples, 4, rows, 1, &written), NOT_FINITE);
  }
  samples[3] = 0;
  check("short recordings", F(run)(model, samples, 100, rows, 1, NULL), BAD_LENGTH);
  check("reset", F(reset)(model), OK);
  check("reset of nothing", F(reset)(NULL), NULL_POINTER);
  check("samples", F(push)(model, samples, 2000, rows, COUNT / width, &written), OK);
  check("rows", (int)written > 0, 1);
}

static void states(NAME *model) {
  size_t size = F(state_size)(model);
  unsigned char *state = malloc(size), *damaged = malloc(size);
  check("no size of nothing", (int)F(state_size)(NULL), 0);
  check("saving nothing", F(save)(NULL, state, size), NULL_POINTER);
  check("saving nowhere", F(save)(model, NULL, size), NULL_POINTER);
  check("saving without room", F(save)(model, state, size - 1), TOO_SMALL);
  check("saving", F(save)(model, state, size), OK);
  check("restoring nothing", F(restore)(model, NULL, size), NULL_POINTER);
  check("restoring into nothing", F(restore)(NULL, state, size), NULL_POINTER);
  check("a short state", F(restore)(model, state, size - 1), BAD_STATE);
  check("an empty state", F(restore)(model, state, 0), BAD_STATE);
  /* Every byte of the header, and some behind it. */
  for (size_t i = 0; i < size; i += i < 64 ? 1 : 997) {
    memcpy(damaged, state, size);
    damaged[i] ^= 0x81;
    check("a damaged state", F(restore)(model, damaged, size), BAD_STATE);
  }
  memset(damaged, 0xff, size);
  check("a state of ones", F(restore)(model, damaged, size), BAD_STATE);
  check("restoring", F(restore)(model, state, size), OK);
  free(state);
  free(damaged);
}

int main(int argc, char **argv) {
  NAME *model;
  size_t width = WIDTH, written;
  if (argc < 3 || F(create)(&model, VERSION, argv[1], argv[2], NULL, 0)) return 2;
  for (int i = 0; i < COUNT; ++i) samples[i] = (float)(i * 7919 % 1000) / 1000 - 0.5f;
  pushes(model, width);
  states(model);
  check("threads", F(set_threads)(model, 2), OK);
  check("samples on two threads", F(push)(model, samples, COUNT / 2, rows, COUNT / width, &written), OK);
  F(destroy)(model);
  return failures > 0;
}
