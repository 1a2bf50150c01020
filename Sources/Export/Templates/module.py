"""@title@, exported by Sonograph: embeddings of sound with NumPy, and the HEAR API.

HEAR (https://hearbenchmark.com/hear-api.html): `load_model`, `get_scene_embeddings`, `get_timestamp_embeddings`. Where
PyTorch is installed, tensors give tensors and the model is a `torch.nn.Module`; NumPy arrays give arrays everywhere.
"""
import ctypes
import os

import numpy

try:
    import torch
except ImportError:
    torch = None

_FOLDER = os.path.dirname(os.path.abspath(__file__))
_ABI_VERSION = 1
_WIDTH = @width@
_FLOATS = ctypes.POINTER(ctypes.c_float)


class SonographError(RuntimeError):
    """What the library says is wrong; `code` is one of @name@.h."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def _find(name):
    """A file of the bundle: beside this module, or two folders above it, where it is exported."""
    for folder in (_FOLDER, os.path.dirname(os.path.dirname(_FOLDER))):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    raise FileNotFoundError(f"{name} is neither in {_FOLDER} nor in the bundle above it; run make there")


def _library():
    library = ctypes.CDLL(_find("lib@name@.so"))
    size, pointer, text = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p
    signatures = {
        "create": (ctypes.c_int, [ctypes.POINTER(pointer), ctypes.c_int, text, text, text, size]),
        "destroy": (ctypes.c_int, [pointer]),
        "message": (text, [ctypes.c_int]),
        "target_name": (text, [size]),
        "row_count": (size, [size]),
        "row_milliseconds": (ctypes.c_double, [size]),
        "set_threads": (ctypes.c_int, [pointer, ctypes.c_int]),
        "run": (ctypes.c_int, [pointer, _FLOATS, size, _FLOATS, size, _FLOATS]),
        "moment_count": (size, [size]),
        "moment_milliseconds": (ctypes.c_double, [size]),
        "run_moments": (ctypes.c_int, [pointer, _FLOATS, size, _FLOATS, size]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, "@name@_" + name)
        function.restype, function.argtypes = result, arguments
    return library


class Encoder:
    """An instance of the library; one thread at a time.

    weights: path of a safetensors file, by default the bundle's. target: an instruction set such as "avx2", by default
    the best that this processor has. threads: on which it runs; results do not depend on their number.
    """

    def __init__(self, weights=None, target=None, threads=1):
        self._library, self._model = _library(), ctypes.c_void_p()
        detail = ctypes.create_string_buffer(256)
        path = os.fsencode(weights or _find("@name@.safetensors"))
        name = target.encode() if target else None
        code = self._library.@name@_create(ctypes.byref(self._model), _ABI_VERSION, path, name, detail, len(detail))
        self._check(code, detail.value.decode(errors="replace"))
        self._check(self._library.@name@_set_threads(self._model, threads))

    def _check(self, code, detail=""):
        if code:
            message = self._library.@name@_message(code).decode()
            raise SonographError(code, f"{message}: {detail}" if detail else message)

    def __del__(self):
        if getattr(self, "_model", None):
            self._library.@name@_destroy(self._model)

    def __call__(self, samples):
        """samples: (sample,) in [-1, 1] at @sample_rate@ Hz. Returns rows (row, @width@), scene (@width@,), both float32,
        and the middle of each row in milliseconds (row,)."""
        samples = _samples(samples)
        count = self._library.@name@_row_count(samples.size)
        rows, scene = numpy.empty((count, _WIDTH), numpy.float32), numpy.empty(_WIDTH, numpy.float32)
        self._check(self._library.@name@_run(self._model, _pointer(samples), samples.size, _pointer(rows), count, _pointer(scene)))
        times = numpy.array([self._library.@name@_row_milliseconds(row) for row in range(count)], numpy.float32)
        return rows, scene, times

    def moments(self, samples):
        """Rows @moment_hop@ ms apart, by windows that overlap if that is less than a row. Returns them (moment, @width@) and the
        middle of each in milliseconds (moment,)."""
        samples = _samples(samples)
        count = self._library.@name@_moment_count(samples.size)
        moments = numpy.empty((count, _WIDTH), numpy.float32)
        self._check(self._library.@name@_run_moments(self._model, _pointer(samples), samples.size, _pointer(moments), count))
        times = numpy.array([self._library.@name@_moment_milliseconds(moment) for moment in range(count)], numpy.float32)
        return moments, times


def _samples(samples):
    samples = numpy.ascontiguousarray(samples, dtype=numpy.float32)
    if samples.ndim != 1:
        raise ValueError(f"samples have the shape {samples.shape}, expected (sample,)")
    return samples


def _pointer(array):
    return array.ctypes.data_as(_FLOATS)


class _Sizes:
    sample_rate = @sample_rate@
    scene_embedding_size = _WIDTH
    timestamp_embedding_size = _WIDTH


if torch is None:

    class Model(_Sizes):
        """What `load_model` returns."""

        def __init__(self, encoder):
            self.encoder = encoder

else:

    class Model(_Sizes, torch.nn.Module):
        """What `load_model` returns."""

        def __init__(self, encoder):
            super().__init__()
            self.encoder = encoder


def load_model(model_file_path=""):
    """The model with the weights of a safetensors file; "" means those of the bundle."""
    return Model(Encoder(model_file_path or None))


def _clips(audio):
    """audio as an array (sound, sample), and what turns results into its kind."""
    if torch is not None and isinstance(audio, torch.Tensor):
        device = audio.device
        clips, back = audio.detach().cpu().numpy(), lambda array: torch.from_numpy(array).to(device)
    else:
        clips, back = numpy.asarray(audio), lambda array: array
    if clips.ndim != 2 or 0 in clips.shape:
        raise ValueError(f"audio has the shape {clips.shape}, expected (sound, sample), one or more of each")
    return clips, back


def get_scene_embeddings(audio, model):
    """audio: (sound, sample). Returns (sound, feature), float32: means over time."""
    clips, back = _clips(audio)
    return back(numpy.stack([model.encoder(clip)[1] for clip in clips]))


def get_timestamp_embeddings(audio, model, overlap=True):
    """audio: (sound, sample). Returns embeddings (sound, row, feature) and the middle of each row in milliseconds (sound,
    row), both float32. Rows are @moment_hop@ ms apart; without overlap a patch, @row_hop@ ms, as in the released code."""
    clips, back = _clips(audio)
    results = [model.encoder.moments(clip) if overlap else model.encoder(clip)[::2] for clip in clips]
    # The middle of a row that is cut off may lie behind the end, where HEAR allows none; one row there always is.
    length = 1000 * clips.shape[1] / Model.sample_rate
    count = max(1, numpy.count_nonzero(results[0][1] <= length))
    return back(numpy.stack([rows[:count] for rows, _ in results])), back(numpy.stack([times[:count] for _, times in results]))
@stream_class@