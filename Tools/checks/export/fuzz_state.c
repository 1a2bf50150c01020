/* A libFuzzer harness for the reader of saved states, of a streaming bundle:
 *
 * clang -g -O1 -std=gnu11 -fsanitize=fuzzer,address,undefined -DNAME=ssam_tiny -DWEIGHTS='"ssam_tiny.safetensors"'
 *   -IBUNDLE/include -IBUNDLE/source fuzz_state.c BUNDLE/source/{safetensors,pool,kernels_*}.o -o fuzz_state -lm
 *
 * An input is tried as it is, and as the beginning of a state of the right size, identity and checksum: those must be
 * taken as long as no more samples wait than a row has, and the instance must go on from them. */
#include "model.c"

#define JOIN(a, b) a##_##b
#define EXPAND(a, b) JOIN(a, b)
#define F(name) EXPAND(NAME, name)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static NAME *model;
  static const float samples[REACH];
  static float rows[4 * WIDTH];
  if (!model && F(create)(&model, 1, WEIGHTS, "generic", NULL, 0)) abort();
  size_t whole = F(state_size)(model), written;
  unsigned char *state = malloc(whole), *given = malloc(size + 1);
  memcpy(given, bytes, size);
  if (size != whole && !F(restore)(model, given, size)) abort();
  if (F(reset)(model) || F(save)(model, state, whole)) abort();
  sg_header header;
  memcpy(&header, state, sizeof header);
  if (size >= 16) memcpy(&header.rows, bytes, 16);
  header.waiting %= REACH + 9;
  if (size > 16) memcpy(state + sizeof header, bytes + 16, size - 16 < whole - sizeof header ? size - 16 : whole - sizeof header);
  header.checksum = digest(digest(first_digest(), &header.rows, 16), state + sizeof header, whole - sizeof header);
  memcpy(state, &header, sizeof header);
  int code = F(restore)(model, state, whole);
  if ((code == 0) != (header.waiting < REACH)) abort();
  if (!code && F(push)(model, samples, REACH, rows, 4, &written)) abort();
  free(state);
  free(given);
  return 0;
}
