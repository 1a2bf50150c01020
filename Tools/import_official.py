#!/usr/bin/env python3
"""Turns a PyTorch checkpoint (.pth) of SSAST, SSAM or AxLSTM into safetensors for `sonograph import`.

    Tools/import_official.py checkpoint-99.pth -o state_dict.safetensors

Needs nothing but Python. A checkpoint is a pickle in a zip file; unpickling runs whatever the file says. Here only
tensors are rebuilt: every other name in the pickle stands for an object that does nothing, so no code of the file runs.
Format: torch.save of PyTorch 1.6 and later (a zip of `data.pkl`, `data/KEY` and `byteorder`); safetensors 0.x.
"""

import argparse
import collections
import json
import math
import os
import pickle
import struct
import sys
import zipfile

# Storage class of PyTorch: type name in safetensors, bytes per element.
STORAGES = {
    "DoubleStorage": ("F64", 8), "FloatStorage": ("F32", 4), "HalfStorage": ("F16", 2), "BFloat16Storage": ("BF16", 2),
    "LongStorage": ("I64", 8), "IntStorage": ("I32", 4), "ShortStorage": ("I16", 2), "CharStorage": ("I8", 1),
    "ByteStorage": ("U8", 1), "BoolStorage": ("BOOL", 1),
}

Storage = collections.namedtuple("Storage", "key type width count")
Tensor = collections.namedtuple("Tensor", "storage offset shape strides")


class ImportFailure(Exception):
    """What is wrong with the file, in words for the user."""


class Inert:
    """Stands for every object that is not a tensor: takes any arguments and any state, and does nothing."""

    def __new__(cls, *_, **__):
        return super().__new__(cls)

    def __init__(self, *_, **__):
        pass

    def __setstate__(self, _):
        pass

    def __setitem__(self, *_):
        pass

    def append(self, _):
        pass

    def extend(self, _):
        pass

    def add(self, _):
        pass

    def __hash__(self):
        return id(self)


def rebuild_tensor(storage, offset, shape, strides, *_):
    if not isinstance(storage, Storage):
        raise ImportFailure("a tensor of the checkpoint has no storage of a known element type")
    return Tensor(storage, offset, tuple(shape), tuple(strides))


def rebuild_parameter(tensor, *_):
    return tensor


class TensorUnpickler(pickle.Unpickler):
    """An unpickler that knows tensors and dictionaries only."""

    KNOWN = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
        ("torch._utils", "_rebuild_parameter"): rebuild_parameter,
    }

    def find_class(self, module, name):
        if module == "torch" and name in STORAGES:
            return name
        return self.KNOWN.get((module, name), Inert)

    def persistent_load(self, reference):
        kind, storage, key, _, count = reference
        if kind != "storage" or storage not in STORAGES:
            return Inert()
        return Storage(str(key), *STORAGES[storage], count)


def state_dict(checkpoint, key):
    """The dictionary of tensors: the one under `key`, under "model" or "state_dict", or the checkpoint itself."""
    if not isinstance(checkpoint, dict):
        raise ImportFailure("the checkpoint is not a dictionary")
    if key is not None and not isinstance(checkpoint.get(key), dict):
        names = ", ".join(str(name) for name in checkpoint if isinstance(checkpoint[name], dict)) or "none"
        raise ImportFailure(f"the checkpoint has no dictionary '{key}'; it has: {names}")
    for name in [key] if key is not None else ["model", "state_dict"]:
        if isinstance(checkpoint.get(name), dict):
            checkpoint = checkpoint[name]
            break
    tensors = {str(name): value for name, value in checkpoint.items() if isinstance(value, Tensor)}
    if not tensors:
        names = ", ".join(str(name) for name in list(checkpoint)[:8]) or "none"
        raise ImportFailure(f"there are no tensors in it; its keys: {names}. Name the right one with --key")
    return tensors


def contiguous(tensor, data, name):
    """The bytes of a tensor in row-major order."""
    width, rank = tensor.storage.width, len(tensor.shape)
    if len(tensor.strides) != rank or any(n < 0 for n in tensor.shape) or any(s < 0 for s in tensor.strides):
        raise ImportFailure(f"tensor '{name}' has shape {tensor.shape} but strides {tensor.strides}")
    count = math.prod(tensor.shape)
    last = tensor.offset + sum((n - 1) * s for n, s in zip(tensor.shape, tensor.strides)) if count else 0
    if tensor.offset < 0 or (count and (last + 1) * width > len(data)):
        raise ImportFailure(f"tensor '{name}' reaches beyond its storage of {len(data)} bytes")
    expected, stride = [], 1
    for n in reversed(tensor.shape):
        expected.insert(0, stride)
        stride *= n
    if all(n <= 1 or s == e for n, s, e in zip(tensor.shape, tensor.strides, expected)):
        return data[tensor.offset * width:(tensor.offset + count) * width]
    places = [tensor.offset]
    for n, s in zip(tensor.shape, tensor.strides):
        places = [place + i * s for place in places for i in range(n)]
    return b"".join(data[place * width:(place + 1) * width] for place in places)


def read(path, key):
    """(name, type, shape, bytes) of each tensor of the file's state dict."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        pickles = [name for name in names if name == "data.pkl" or name.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise ImportFailure("there is no data.pkl in it: it was not written by torch.save")
        root = pickles[0][:-len("data.pkl")]
        if root + "byteorder" in names and archive.read(root + "byteorder") != b"little":
            raise ImportFailure("it was written on a big-endian machine; save it again on a little-endian one")
        with archive.open(pickles[0]) as stream:
            tensors = state_dict(TensorUnpickler(stream).load(), key)
        result = []
        for name, tensor in tensors.items():
            entry = f"{root}data/{tensor.storage.key}"
            if entry not in names:
                raise ImportFailure(f"the data of tensor '{name}' ({entry}) is missing")
            data = contiguous(tensor, archive.read(entry), name)
            result.append((name, tensor.storage.type, tensor.shape, data))
        return result


def write(path, tensors):
    """Writes safetensors: length of the header, header, data. Under a temporary name until it is whole."""
    header, offset = {}, 0
    for name, kind, shape, data in tensors:
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    partial = f"{path}.partial"
    try:
        with open(partial, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for _, _, _, data in tensors:
                file.write(data)
        os.replace(partial, path)
    except OSError:
        if os.path.exists(partial):
            os.remove(partial)
        raise


def main():
    parser = argparse.ArgumentParser(description="PyTorch checkpoint to safetensors, without running code of the file.")
    parser.add_argument("checkpoint", help="a .pth file written by torch.save")
    parser.add_argument("-o", "--output", required=True, help="the safetensors file to write")
    parser.add_argument("--key", help="the dictionary in the checkpoint that holds the tensors (default: model, "
                        "state_dict, or the checkpoint itself)")
    parser.add_argument("--json", action="store_true", help="print names, types and shapes as JSON")
    options = parser.parse_args()
    try:
        tensors = sorted(read(options.checkpoint, options.key))
        write(options.output, tensors)
    except zipfile.BadZipFile:
        sys.exit(f"error: {options.checkpoint}: not a checkpoint of PyTorch 1.6 or later (a zip file)")
    except ImportFailure as failure:
        sys.exit(f"error: {options.checkpoint}: {failure}")
    except OSError as failure:
        sys.exit(f"error: {failure.filename or options.checkpoint}: {failure.strerror or failure}")
    except Exception as failure:  # A damaged pickle can raise nearly anything.
        sys.exit(f"error: {options.checkpoint}: damaged ({type(failure).__name__}: {failure})")
    if options.json:
        print(json.dumps([{"name": name, "type": kind, "shape": shape} for name, kind, shape, _ in tensors]))
    else:
        print(f"{len(tensors)} tensors, {sum(len(data) for *_, data in tensors)} bytes: {options.output}")


if __name__ == "__main__":
    main()
