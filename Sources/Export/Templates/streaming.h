/* The part of model.c that a streaming bundle has instead of windows: a row for each column of patches as soon as its last
 * sample is there. model.c includes it. Memory is constant. */

/* Samples that a column sees, and from column to column. */
enum { REACH = @reach@, COLUMN_HOP = @column_hop@ };

static const char state_magic[8] = {'S', 'G', 'S', 'T', 'A', 'T', 'E', '1'};

/* What a saved state begins with; the samples and the states of the layers follow. */
typedef struct {
  char magic[8];
  uint64_t identity; /* of the weights */
  uint64_t checksum; /* of all that follows it */
  uint64_t rows;
  uint64_t waiting;
} sg_header;

/* ---- Checksums ---- */

/* FNV-1a over words of eight bytes: against accidents, not against malice. */
static uint64_t digest(uint64_t sum, const void *bytes, size_t count) {
  const unsigned char *next = bytes;
  for (; count >= 8; count -= 8, next += 8) {
    uint64_t word;
    memcpy(&word, next, 8);
    sum = (sum ^ word) * 0x100000001b3u;
    sum ^= sum >> 29;
  }
  while (count--) sum = (sum ^ *next++) * 0x100000001b3u;
  return sum;
}

static uint64_t first_digest(void) { return 0xcbf29ce484222325u; }

static size_t parameter_bytes(const sg_parameter *parameter) {
  size_t bytes = parameter->width;
  for (uint32_t axis = 0; axis < parameter->rank; ++axis) bytes *= (size_t)parameter->shape[axis];
  return bytes;
}

/* ---- States ---- */

static size_t states_bytes(const sg_program *program) {
  size_t bytes = 0;
  for (size_t i = 0; i < program->state_count; ++i) bytes += parameter_bytes(&program->parameters[i]);
  return bytes;
}

/* The states are the first parameters. Copies all of them out of the instance, or into it. */
static void get_states(const sg_instance *instance, unsigned char *states) {
  for (size_t i = 0; i < instance->program->state_count; ++i) {
    const sg_parameter *state = &instance->program->parameters[i];
    memcpy(states, place(instance, state->storage), parameter_bytes(state));
    states += parameter_bytes(state);
  }
}

static void set_states(const sg_instance *instance, const unsigned char *states) {
  for (size_t i = 0; i < instance->program->state_count; ++i) {
    const sg_parameter *state = &instance->program->parameters[i];
    memcpy(place(instance, state->storage), states, parameter_bytes(state));
    states += parameter_bytes(state);
  }
}

/* Keeps the states that the weights file begins with. */
static int begin_stream(@name@ *model) {
  const sg_program *program = model->encoder.program;
  sg_stream *stream = &model->stream;
  stream->identity = first_digest();
  for (size_t i = 0; i < program->parameter_count; ++i) {
    const sg_parameter *parameter = &program->parameters[i];
    stream->identity = digest(stream->identity, place(&model->encoder, parameter->storage), parameter_bytes(parameter));
  }
  stream->waiting = calloc(REACH, sizeof(float));
  stream->start = malloc(states_bytes(program) + 1);
  if (!stream->waiting || !stream->start) return @NAME@_NO_MEMORY;
  get_states(&model->encoder, stream->start);
  return @NAME@_OK;
}

static void end_stream(@name@ *model) {
  free(model->stream.waiting);
  free(model->stream.start);
}

static void restart(@name@ *model) {
  set_states(&model->encoder, model->stream.start);
  model->stream.waiting_count = 0;
  model->stream.rows = 0;
}

/* ---- Samples ---- */

static size_t rows_after(size_t waiting, size_t count) {
  return waiting + count < REACH ? 0 : 1 + (waiting + count - REACH) / COLUMN_HOP;
}

/* Takes samples; each row that they complete goes to `rows`, or is only added to the sums, or both. */
static void feed(@name@ *model, const float *samples, size_t count, float *rows, double *sums) {
  sg_stream *stream = &model->stream;
  const sg_program *program = model->encoder.program;
  while (count) {
    size_t part = REACH - stream->waiting_count < count ? REACH - stream->waiting_count : count;
    memcpy(stream->waiting + stream->waiting_count, samples, part * sizeof(float));
    stream->waiting_count += part;
    samples += part;
    count -= part;
    if (stream->waiting_count < REACH) return;
    memcpy(place(&model->encoder, program->input), stream->waiting, REACH * sizeof(float));
    sg_run(model->pool, model->encoder.steps + program->prologue, program->call_count - program->prologue, NULL);
    const float *row = place(&model->encoder, program->output);
    if (rows) memcpy(rows, row, WIDTH * sizeof(float));
    if (rows) rows += WIDTH;
    for (size_t i = 0; sums && i < WIDTH; ++i) sums[i] += row[i];
    memmove(stream->waiting, stream->waiting + COLUMN_HOP, (REACH - COLUMN_HOP) * sizeof(float));
    stream->waiting_count = REACH - COLUMN_HOP;
    ++stream->rows;
  }
}

EXPORT size_t @name@_row_count(size_t samples) {
  return samples > @NAME@_MAX_SAMPLES ? 0 : rows_after(0, samples);
}

EXPORT double @name@_row_milliseconds(size_t row) {
  return ((double)row * COLUMN_HOP + REACH / 2.0) * 1000.0 / @NAME@_SAMPLE_RATE;
}

/* Samples are heard once: moments are rows. */
EXPORT size_t @name@_moment_count(size_t samples) { return @name@_row_count(samples); }

EXPORT double @name@_moment_milliseconds(size_t moment) { return @name@_row_milliseconds(moment); }

static int embed(@name@ *model, const float *samples, size_t count, size_t shifts, float *rows, float *scene) {
  (void)shifts;
  size_t row_count = @name@_row_count(count);
  if (!row_count) return @NAME@_BAD_LENGTH;
  double *sums = calloc(WIDTH, sizeof(double));
  if (!sums) return @NAME@_NO_MEMORY;
  restart(model);
  feed(model, samples, count, rows, sums);
  restart(model);
  for (size_t i = 0; scene && i < WIDTH; ++i) scene[i] = (float)(sums[i] / (double)row_count);
  free(sums);
  return @NAME@_OK;
}

EXPORT int @name@_push(@name@ *model, const float *samples, size_t count, float *rows, size_t capacity, size_t *written) {
  if (written) *written = 0;
  if (!model || !written || (count && !samples)) return @NAME@_NULL_POINTER;
  if (count > @NAME@_MAX_SAMPLES) return @NAME@_BAD_LENGTH;
  for (size_t i = 0; i < count; ++i)
    if (!(fabsf(samples[i]) < 1e6f)) return @NAME@_NOT_FINITE;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
  size_t row_count = rows_after(model->stream.waiting_count, count);
  int code = row_count > capacity ? @NAME@_TOO_SMALL : row_count && !rows ? @NAME@_NULL_POINTER : @NAME@_OK;
  if (!code) {
    feed(model, samples, count, rows, NULL);
    *written = row_count;
  }
  atomic_flag_clear(&model->is_busy);
  return code;
}

EXPORT int @name@_reset(@name@ *model) {
  if (!model) return @NAME@_NULL_POINTER;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
  restart(model);
  atomic_flag_clear(&model->is_busy);
  return @NAME@_OK;
}

/* ---- Saved states ---- */

EXPORT size_t @name@_state_size(const @name@ *model) {
  return model ? sizeof(sg_header) + REACH * sizeof(float) + states_bytes(model->encoder.program) : 0;
}

EXPORT int @name@_save(@name@ *model, void *state, size_t size) {
  if (!model || !state) return @NAME@_NULL_POINTER;
  if (size < @name@_state_size(model)) return @NAME@_TOO_SMALL;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
  const sg_stream *stream = &model->stream;
  sg_header header = {.identity = stream->identity, .rows = stream->rows, .waiting = stream->waiting_count};
  memcpy(header.magic, state_magic, sizeof header.magic);
  unsigned char *body = (unsigned char *)state + sizeof header;
  memset(body, 0, REACH * sizeof(float));
  memcpy(body, stream->waiting, stream->waiting_count * sizeof(float));
  get_states(&model->encoder, body + REACH * sizeof(float));
  header.checksum = digest(digest(first_digest(), &header.rows, 16), body, @name@_state_size(model) - sizeof header);
  memcpy(state, &header, sizeof header);
  atomic_flag_clear(&model->is_busy);
  return @NAME@_OK;
}

EXPORT int @name@_restore(@name@ *model, const void *state, size_t size) {
  if (!model || !state) return @NAME@_NULL_POINTER;
  if (size != @name@_state_size(model)) return @NAME@_BAD_STATE;
  sg_header header;
  memcpy(&header, state, sizeof header);
  const unsigned char *body = (const unsigned char *)state + sizeof header;
  if (memcmp(header.magic, state_magic, sizeof header.magic) || header.waiting >= REACH ||
      header.checksum != digest(digest(first_digest(), &header.rows, 16), body, size - sizeof header))
    return @NAME@_BAD_STATE;
  if (atomic_flag_test_and_set(&model->is_busy)) return @NAME@_BUSY;
  sg_stream *stream = &model->stream;
  int code = header.identity == stream->identity ? @NAME@_OK : @NAME@_BAD_STATE;
  if (!code) {
    memcpy(stream->waiting, body, REACH * sizeof(float));
    set_states(&model->encoder, body + REACH * sizeof(float));
    stream->waiting_count = (size_t)header.waiting;
    stream->rows = header.rows;
  }
  atomic_flag_clear(&model->is_busy);
  return code;
}
