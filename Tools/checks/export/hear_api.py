#!/usr/bin/env python3
"""Every check of hear-validator (hearbenchmark/hear-validator, validate.py) on an exported model.

hear-validator 2021.0.6 itself asks for Python before 3.9 and wants TensorFlow, also for models that are not of it; so its
checks are here, with the lengths that it tries and some at which the last row is cut off.

hear_api.py BUNDLE: prints what was checked; status 1 and the reason if something fails. With PyTorch, audio are tensors as
in the validator; without it, NumPy arrays.
"""
import importlib
import json
import os
import sys

import numpy

try:
    import torch
except ImportError:
    torch = None


def require(condition, message):
    if not condition:
        sys.exit(f"error: {message}")


def load(bundle):
    """The module and its model, as the validator loads them."""
    with open(os.path.join(bundle, "manifest.json"), encoding="utf-8") as file:
        name = json.load(file)["name"]
    sys.path.insert(0, os.path.join(bundle, "python"))
    module = importlib.import_module(name)
    for function in ("load_model", "get_scene_embeddings", "get_timestamp_embeddings"):
        require(callable(getattr(module, function, None)), f"{name} has no {function}")
    model = module.load_model("")
    if torch is not None:
        require(isinstance(model, torch.nn.Module), "the model is no torch.nn.Module")
    require(model.sample_rate in (16000, 22050, 32000, 44100, 48000), f"sample rate {model.sample_rate}")
    for size in ("scene_embedding_size", "timestamp_embedding_size"):
        require(isinstance(getattr(model, size, None), int), f"{size} is no int")
    return module, model


def noise(model, clips, seconds):
    """White noise in [-1, 1]: (sound, sample)."""
    generator = numpy.random.default_rng(0)
    audio = generator.uniform(-1, 1, (clips, int(model.sample_rate * seconds))).astype(numpy.float32)
    return audio if torch is None else torch.from_numpy(audio)


def float32(array, what):
    require(str(array.dtype).endswith("float32"), f"{what} are {array.dtype}, expected float32")
    require(bool(numpy.isfinite(numpy.asarray(array)).all()), f"{what} are not finite")


def timestamps(module, model, seconds):
    """Two clips: shapes, types, and where the rows lie in time."""
    embeddings, times = module.get_timestamp_embeddings(noise(model, 2, seconds), model)
    require(embeddings.ndim == 3 and times.ndim == 2, f"{embeddings.ndim} and {times.ndim} axes, expected 3 and 2")
    require(embeddings.shape[:2] == times.shape and embeddings.shape[0] == 2, f"{embeddings.shape} and {times.shape}")
    require(embeddings.shape[2] == model.timestamp_embedding_size, f"{embeddings.shape[2]} features")
    float32(embeddings, "embeddings")
    float32(times, "timestamps")
    length, rows = 1000 * seconds, numpy.asarray(times, numpy.float64)
    for row in rows:
        gaps = numpy.diff(row)
        gap = gaps.mean()
        require(bool((abs(gaps - gap) <= 1).all()), "timestamps are not evenly spaced")
        require(gap <= 50, f"timestamps are {gap} ms apart, expected at most 50")
        require(0 <= row[0] <= gap, f"the first timestamp is {row[0]} ms")
        require(length - max(gap, 50) <= row[-1] <= length, f"the last timestamp is {row[-1]} ms of {length}")
    print(f"{seconds} s: {tuple(embeddings.shape)}, a row every {gap:g} ms from {rows[0][0]:g} to {rows[0][-1]:g}")


def scenes(module, model):
    """Four clips."""
    embeddings = module.get_scene_embeddings(noise(model, 4, 2.74), model)
    require(tuple(embeddings.shape) == (4, model.scene_embedding_size), f"scenes are {tuple(embeddings.shape)}")
    float32(embeddings, "scenes")
    print(f"scenes: {tuple(embeddings.shape)}")


def main():
    require(len(sys.argv) == 2, "usage: hear_api.py BUNDLE")
    module, model = load(sys.argv[1])
    for seconds in (1.07, 1.98, 4.0, 1.01, 1.03, 2.0):
        timestamps(module, model, seconds)
    scenes(module, model)
    print(f"passed with {'NumPy arrays' if torch is None else 'tensors'}")


if __name__ == "__main__":
    main()
