
/* ---- Streaming ----
 *
 * An instance hears one stream at a time, from @name@_create or @name@_reset on. A row follows every @column_hop@ samples,
 * as soon as the last of the @reach@ samples is there that it sees; it depends on all samples so far and on none that
 * follow, and not on how they are divided into pushes. Memory is constant. @name@_run hears a whole recording as a stream
 * of its own: it resets the instance before and after, needs @NAME@_REACH samples at least (@NAME@_BAD_LENGTH otherwise),
 * and leaves out what at the end is too short for a row. */

/* Samples that a row sees: from a sound to the row that first holds it passes as much time at most, @latency@ ms. */
#define @NAME@_REACH @reach@
/* Samples from row to row. */
#define @NAME@_HOP @column_hop@

/* Takes the next samples, any number of them.
 *
 * rows: (row, feature), room for `capacity` rows: count / @NAME@_HOP + 1 are always enough; may be NULL where none are to
 * come. *written: the rows that were completed. On failure no sample was taken. */
int @name@_push(@name@ *model, const float *samples, size_t count, float *rows, size_t capacity, size_t *written);

/* Forgets all samples: the next one is the first. */
int @name@_reset(@name@ *model);

/* Bytes of a saved state, always the same; 0 for NULL. */
size_t @name@_state_size(const @name@ *model);

/* Writes all that the rows to come depend on besides their samples to `state`, which has room for `size` bytes. */
int @name@_save(@name@ *model, void *state, size_t size);

/* Goes on from a saved state, of this or another instance, process or target with the same weights. @NAME@_BAD_STATE, and
 * nothing happens, if it is damaged or of other weights. */
int @name@_restore(@name@ *model, const void *state, size_t size);
