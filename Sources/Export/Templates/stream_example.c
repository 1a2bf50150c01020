/* Prints a row of features as soon as it is there: ./stream_example [weights.safetensors [target]] < samples
 *
 * It reads 32-bit floats, one channel, @sample_rate@ Hz, for instance from
 * sox speech.wav -t f32 -r @sample_rate@ -c 1 - */
#include <stdio.h>

#include "@name@.h"

static int quit(const char *what, const char *why) {
  fprintf(stderr, "error: %s: %s\n", what, why);
  return 1;
}

int main(int argc, char **argv) {
  char detail[256];
  float samples[@NAME@_HOP], rows[2 * @NAME@_WIDTH];
  size_t count, written, row = 0;
  @name@ *model;
  int code = @name@_create(
      &model, @NAME@_ABI_VERSION, argc > 1 ? argv[1] : "@name@.safetensors", argc > 2 ? argv[2] : NULL, detail, sizeof detail);
  if (code) return quit(@name@_message(code), detail);
  while ((count = fread(samples, sizeof *samples, @NAME@_HOP, stdin)) > 0) {
    code = @name@_push(model, samples, count, rows, 2, &written);
    if (code) return quit("the samples", @name@_message(code));
    for (size_t i = 0; i < written; ++i, ++row) {
      printf("%.4f", @name@_row_milliseconds(row) / 1000);
      for (int j = 0; j < @NAME@_WIDTH; ++j) printf(" %.9g", rows[i * @NAME@_WIDTH + j]);
      printf("\n");
      fflush(stdout);
    }
  }
  @name@_destroy(model);
  return 0;
}
