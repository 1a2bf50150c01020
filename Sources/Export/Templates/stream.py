

class Stream(Encoder):
    """Rows of features while the samples come, in constant memory; one thread at a time.

    A row follows every @column_hop@ samples and sees @reach@: the latency is @latency@ ms at most.
    """

    def __init__(self, weights=None, target=None):
        super().__init__(weights, target)
        size, pointer = ctypes.c_size_t, ctypes.c_void_p
        signatures = {
            "push": (ctypes.c_int, [pointer, _FLOATS, size, _FLOATS, size, ctypes.POINTER(size)]),
            "reset": (ctypes.c_int, [pointer]),
            "state_size": (size, [pointer]),
            "save": (ctypes.c_int, [pointer, pointer, size]),
            "restore": (ctypes.c_int, [pointer, ctypes.c_char_p, size]),
        }
        for name, (result, arguments) in signatures.items():
            function = getattr(self._library, "@name@_" + name)
            function.restype, function.argtypes = result, arguments

    def push(self, samples):
        """samples: (sample,) the next ones, in [-1, 1] at @sample_rate@ Hz. Returns the rows that they complete (row, @width@)."""
        samples = _samples(samples)
        rows, written = numpy.empty((samples.size // @column_hop@ + 1, _WIDTH), numpy.float32), ctypes.c_size_t()
        code = self._library.@name@_push(
            self._model, _pointer(samples), samples.size, _pointer(rows), len(rows), ctypes.byref(written))
        self._check(code)
        return rows[: written.value]

    def reset(self):
        """Forgets all samples."""
        self._check(self._library.@name@_reset(self._model))

    def save(self):
        """The state as bytes, from which `restore` goes on, in this process or another."""
        state = ctypes.create_string_buffer(self._library.@name@_state_size(self._model))
        self._check(self._library.@name@_save(self._model, state, len(state)))
        return state.raw

    def restore(self, state):
        """Goes on from what `save` has returned; SonographError if it is damaged or of other weights."""
        self._check(self._library.@name@_restore(self._model, bytes(state), len(state)))
