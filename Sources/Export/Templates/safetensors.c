#include "safetensors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAME = 256, MAX_RANK = 8, MAX_HEADER = 100 << 20 };

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

/* The file behind its header. */
typedef struct {
  const sg_source *source;
  uint64_t start;
} sg_data;

/* Reads a tensor, if it is what is wanted. */
static int fetch(sg_json *json, const sg_entry *entry, sg_tensor *tensor, const sg_data *data) {
  int64_t count = 1, first = entry->range[0], last = entry->range[1];
  int fits = entry->rank == tensor->rank && !strcmp(entry->dtype, tensor->dtype);
  for (uint32_t axis = 0; fits && axis < tensor->rank; ++axis) {
    fits = entry->shape[axis] == tensor->shape[axis];
    count *= tensor->shape[axis];
  }
  if (tensor->is_read) return fail(json, "it is there twice");
  if (!fits) return fail(json, "it is not of the model's type and shape");
  if (first > last || last - first != count * (int64_t)tensor->width) return fail(json, "its data_offsets do not fit its shape");
  if ((uint64_t)last > data->source->size - data->start) return fail(json, "its data are beyond the end of the file: the file is cut off");
  if (!data->source->read(data->source->context, data->start + (uint64_t)first, tensor->destination, (size_t)(last - first)))
    return fail(json, "its data cannot be read");
  return tensor->is_read = 1;
}

static int tensor_entry(sg_json *json, const char *name, sg_tensor *tensors, size_t count, const sg_data *data) {
  sg_entry entry = {0};
  if (!strcmp(name, "__metadata__")) return metadata(json);
  if (!entry_fields(json, &entry)) return 0;
  for (size_t i = 0; i < count; ++i)
    if (!strcmp(tensors[i].name, name)) return fetch(json, &entry, &tensors[i], data);
  return fail(json, "the model has no such tensor");
}

static void read_header(sg_json *json, char *name, sg_tensor *tensors, size_t count, const sg_data *data) {
  if (expect(json, '{', "the header is no JSON object") && !take(json, '}')) {
    do {
      if (!string(json, name, MAX_NAME) || !expect(json, ':', "the header has a name without a value")) break;
      if (!tensor_entry(json, name, tensors, count, data)) break;
    } while (take(json, ','));
    if (!json->error) expect(json, '}', "the header has no end");
  }
  if (!json->error && peek(json) != -1) fail(json, "something follows the header");
  for (size_t i = 0; !json->error && i < count; ++i) {
    if (tensors[i].is_read) continue;
    snprintf(name, MAX_NAME, "%s", tensors[i].name);
    fail(json, "it is missing");
  }
}

int sg_safetensors_read(const sg_source *source, sg_tensor *tensors, size_t count, char *detail, size_t detail_size) {
  char name[MAX_NAME] = "";
  unsigned char prefix[8];
  uint64_t length = 0;
  int has_prefix = source->size >= 8 && source->read(source->context, 0, prefix, 8);
  for (int i = 7; has_prefix && i >= 0; --i) length = length << 8 | prefix[i];
  if (!has_prefix || length > source->size - 8 || length > MAX_HEADER) {
    snprintf(detail, detail_size, "the file is cut off, or is not safetensors: it has %llu bytes", (unsigned long long)source->size);
    return 0;
  }
  unsigned char *header = malloc((size_t)length + 1);
  if (!header || !source->read(source->context, 8, header, (size_t)length)) {
    snprintf(detail, detail_size, "the header cannot be read");
    free(header);
    return 0;
  }
  sg_json json = {header, header + length, NULL};
  const sg_data data = {source, 8 + length};
  read_header(&json, name, tensors, count, &data);
  free(header);
  if (json.error) snprintf(detail, detail_size, "'%s': %s", name, json.error);
  return !json.error;
}
