#include "safetensors.h"

#include <stdio.h>
#include <string.h>

enum { MAX_NAME = 256, MAX_RANK = 8 };

/* The JSON header as far as it is read; `error` is the first thing that is wrong. */
typedef struct {
  const unsigned char *next, *end;
  const char *error;
} sg_json;

typedef struct {
  char dtype[8];
  int64_t shape[MAX_RANK];
  uint32_t rank;
  int64_t range[2];
  int has_dtype, has_shape, has_range;
} sg_entry;

static int fail(sg_json *json, const char *error) {
  if (!json->error) json->error = error;
  return 0;
}

static int peek(sg_json *json) {
  while (json->next < json->end && (*json->next == ' ' || *json->next == '\n' || *json->next == '\r' || *json->next == '\t'))
    ++json->next;
  return json->next < json->end ? *json->next : -1;
}

static int take(sg_json *json, int character) {
  if (peek(json) != character) return 0;
  ++json->next;
  return 1;
}

static int expect(sg_json *json, int character, const char *error) { return take(json, character) || fail(json, error); }

/* A character after a backslash. Names of ours are ASCII: another character becomes one that no name has. */
static int escaped(sg_json *json) {
  if (json->next == json->end) return -1;
  int character = *json->next++;
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *known = character ? strchr(from, character) : NULL;
  if (known) return (unsigned char)to[known - from];
  if (character != 'u' || json->end - json->next < 4) return -1;
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    int digit = *json->next++;
    int number = digit >= '0' && digit <= '9' ? digit - '0' : (digit | 32) >= 'a' && (digit | 32) <= 'f' ? (digit | 32) - 'a' + 10 : -1;
    if (number < 0) return -1;
    value = value * 16 + number;
  }
  return value > 0 && value < 128 ? value : 1;
}

/* A text; what does not fit is cut off, and then equals no name that is asked for. */
static int string(sg_json *json, char *text, size_t room) {
  if (!expect(json, '"', "the header has no text where one is expected")) return 0;
  size_t length = 0;
  while (json->next < json->end && *json->next != '"') {
    int character = *json->next++;
    if (character == '\\') character = escaped(json);
    if (character < 0) return fail(json, "the header has a broken escape");
    if (character == 0) return fail(json, "the header has a zero byte in a text");
    if (length + 1 < room) text[length++] = (char)character;
  }
  text[length] = 0;
  if (json->next == json->end) return fail(json, "the header ends within a text");
  ++json->next;
  return 1;
}

static int integer(sg_json *json, int64_t *value) {
  int digit = peek(json);
  if (digit < '0' || digit > '9') return fail(json, "the header has no number where one is expected");
  *value = 0;
  while (json->next < json->end && *json->next >= '0' && *json->next <= '9') {
    if (*value > ((int64_t)1 << 52)) return fail(json, "the header has a number that is too large");
    *value = *value * 10 + (*json->next++ - '0');
  }
  return 1;
}

/* [1, 2, 3] of at most `room` numbers. */
static int integers(sg_json *json, int64_t *values, uint32_t room, uint32_t *count) {
  *count = 0;
  if (!expect(json, '[', "the header has no list where one is expected")) return 0;
  if (take(json, ']')) return 1;
  do {
    if (*count == room) return fail(json, "the header has a list that is too long");
    if (!integer(json, &values[(*count)++])) return 0;
  } while (take(json, ','));
  return expect(json, ']', "the header has a list without an end");
}

static int metadata(sg_json *json) {
  char text[2];
  if (!expect(json, '{', "the header's metadata are no object")) return 0;
  if (take(json, '}')) return 1;
  do {
    if (!string(json, text, sizeof text) || !expect(json, ':', "the header's metadata have no value")) return 0;
    if (!string(json, text, sizeof text)) return 0;
  } while (take(json, ','));
  return expect(json, '}', "the header's metadata have no end");
}

static int field(sg_json *json, sg_entry *entry) {
  char key[16];
  uint32_t count;
  if (!string(json, key, sizeof key) || !expect(json, ':', "a tensor has a field without a value")) return 0;
  if (!strcmp(key, "dtype")) return entry->has_dtype = string(json, entry->dtype, sizeof entry->dtype);
  if (!strcmp(key, "shape")) return entry->has_shape = integers(json, entry->shape, MAX_RANK, &entry->rank);
  if (strcmp(key, "data_offsets")) return fail(json, "a tensor has a field other than dtype, shape and data_offsets");
  if (!integers(json, entry->range, 2, &count)) return 0;
  return (entry->has_range = count == 2) || fail(json, "a tensor has no two data_offsets");
}

static int entry_fields(sg_json *json, sg_entry *entry) {
  if (!expect(json, '{', "a tensor is no object")) return 0;
  do {
    if (!field(json, entry)) return 0;
  } while (take(json, ','));
  if (!expect(json, '}', "a tensor has no end")) return 0;
  return (entry->has_dtype && entry->has_shape && entry->has_range) || fail(json, "a tensor has no dtype, shape and data_offsets");
}

/* Copies a tensor, if it is what is wanted. */
static int copy(sg_json *json, const sg_entry *entry, sg_tensor *tensor, const unsigned char *data, size_t size) {
  int64_t count = 1, first = entry->range[0], last = entry->range[1];
  int fits = entry->rank == tensor->rank && !strcmp(entry->dtype, tensor->dtype);
  for (uint32_t axis = 0; fits && axis < tensor->rank; ++axis) {
    fits = entry->shape[axis] == tensor->shape[axis];
    count *= tensor->shape[axis];
  }
  if (tensor->is_read) return fail(json, "it is there twice");
  if (!fits) return fail(json, "it is not of the model's type and shape");
  if (first > last || last - first != count * (int64_t)tensor->width) return fail(json, "its data_offsets do not fit its shape");
  if ((uint64_t)last > size) return fail(json, "its data are beyond the end of the file: the file is cut off");
  memcpy(tensor->destination, data + first, (size_t)(last - first));
  return tensor->is_read = 1;
}

static int tensor_entry(sg_json *json, const char *name, sg_tensor *tensors, size_t count, const unsigned char *data, size_t size) {
  sg_entry entry = {0};
  if (!strcmp(name, "__metadata__")) return metadata(json);
  if (!entry_fields(json, &entry)) return 0;
  for (size_t i = 0; i < count; ++i)
    if (!strcmp(tensors[i].name, name)) return copy(json, &entry, &tensors[i], data, size);
  return fail(json, "the model has no such tensor");
}

int sg_safetensors_read(const unsigned char *bytes, size_t size, sg_tensor *tensors, size_t count, char *detail,
                        size_t detail_size) {
  char name[MAX_NAME] = "";
  uint64_t length = 0;
  for (int i = 7; size >= 8 && i >= 0; --i) length = length << 8 | bytes[i];
  if (size < 8 || length > size - 8) {
    snprintf(detail, detail_size, "the file is cut off, or is not safetensors: it has %zu bytes", size);
    return 0;
  }
  const unsigned char *data = bytes + 8 + length;
  sg_json json = {bytes + 8, data, NULL};
  if (expect(&json, '{', "the header is no JSON object") && !take(&json, '}')) {
    do {
      if (!string(&json, name, sizeof name) || !expect(&json, ':', "the header has a name without a value")) break;
      if (!tensor_entry(&json, name, tensors, count, data, size - 8 - (size_t)length)) break;
    } while (take(&json, ','));
    if (!json.error) expect(&json, '}', "the header has no end");
  }
  if (!json.error && peek(&json) != -1) fail(&json, "something follows the header");
  for (size_t i = 0; !json.error && i < count; ++i) {
    if (tensors[i].is_read) continue;
    snprintf(name, sizeof name, "%s", tensors[i].name);
    fail(&json, "it is missing");
  }
  if (json.error) snprintf(detail, detail_size, "'%s': %s", name, json.error);
  return !json.error;
}
