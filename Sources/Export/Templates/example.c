/* Prints the scene embedding of a WAV file: ./example speech.wav [weights.safetensors [target]]
 *
 * It reads one or more channels (their mean is taken) of 16-bit integers or 32-bit floats. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "@name@.h"

static unsigned number(const unsigned char *bytes, int count) {
  unsigned value = 0;
  for (int i = count - 1; i >= 0; --i) value = value << 8 | bytes[i];
  return value;
}

static void quit(const char *what, const char *why) {
  fprintf(stderr, "error: %s: %s\n", what, why);
  exit(1);
}

/* Reads the next `count` bytes of a file; 0 at its end. */
static int next(FILE *file, unsigned char *bytes, size_t count) { return fread(bytes, 1, count, file) == count; }

static float value(const unsigned char *bytes, unsigned bits) {
  unsigned word = number(bytes, (int)bits / 8);
  if (bits == 16) return (float)(word < 32768 ? (int)word : (int)word - 65536) / 32768;
  float result;
  memcpy(&result, &word, sizeof result);
  return result;
}

static float *data(const char *path, FILE *file, size_t bytes, const unsigned char *format, size_t *count) {
  unsigned channels = number(format + 2, 2), bits = number(format + 14, 2), step = channels * bits / 8;
  if (number(format + 4, 4) != @NAME@_SAMPLE_RATE) quit(path, "resample it to @sample_rate@ Hz first");
  unsigned code = number(format, 2) == 0xfffe ? number(format + 24, 2) : number(format, 2);
  if (!channels || !((code == 1 && bits == 16) || (code == 3 && bits == 32))) quit(path, "expected 16-bit integers or 32-bit floats");
  unsigned char *raw = malloc(bytes + 1);
  if (!raw) quit(path, "not enough memory");
  *count = fread(raw, 1, bytes, file) / step;
  float *samples = malloc((*count + 1) * sizeof *samples);
  if (!samples) quit(path, "not enough memory");
  for (size_t i = 0; i < *count; ++i) {
    double sum = 0;
    for (unsigned channel = 0; channel < channels; ++channel) sum += value(raw + i * step + channel * bits / 8, bits);
    samples[i] = (float)(sum / channels);
  }
  free(raw);
  return samples;
}

static float *wave(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  unsigned char head[12], chunk[8], format[40] = {0};
  if (!file) quit(path, "cannot be read");
  if (!next(file, head, 12) || memcmp(head, "RIFF", 4) || memcmp(head + 8, "WAVE", 4)) quit(path, "is no WAV file");
  while (next(file, chunk, 8)) {
    size_t size = number(chunk + 4, 4);
    if (!memcmp(chunk, "data", 4)) {
      float *samples = data(path, file, size, format, count);
      fclose(file);
      return samples;
    }
    size_t known = !memcmp(chunk, "fmt ", 4) ? (size < sizeof format ? size : sizeof format) : 0;
    if (known && !next(file, format, known)) break;
    if (fseek(file, (long)(size - known + size % 2), SEEK_CUR)) break;
  }
  quit(path, "has no data");
  return NULL;
}

int main(int argc, char **argv) {
  char detail[256];
  size_t count;
  @name@ *model;
  float scene[@NAME@_WIDTH];
  if (argc < 2) quit("usage", "example FILE.wav [weights.safetensors [target]]");
  float *samples = wave(argv[1], &count);
  const char *weights = argc > 2 ? argv[2] : @default_weights@;
  int code = @name@_create(&model, @NAME@_ABI_VERSION, weights, argc > 3 ? argv[3] : NULL, detail, sizeof detail);
  if (code) quit(@name@_message(code), detail);
  code = @name@_run(model, samples, count, NULL, 0, scene);
  if (code) quit(argv[1], @name@_message(code));
  for (int i = 0; i < @NAME@_WIDTH; ++i) printf("%.9g\n", scene[i]);
  @name@_destroy(model);
  free(samples);
  return 0;
}
