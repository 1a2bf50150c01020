#!/usr/bin/env python3
"""Checks Tools/import_official.py with checkpoints made here. Needs nothing but Python; exit 1 on failure.

The pickles name PyTorch's globals through a stand-in module, so they hold what torch.save writes: persistent storages and
`torch._utils._rebuild_tensor_v2`. One of them would create a file if it were unpickled without care.
"""

import collections
import io
import json
import os
import pickle
import struct
import subprocess
import sys
import tempfile
import types
import unittest
import zipfile

TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "import_official.py")


class FloatStorage:
    pass


def _rebuild_tensor_v2(*_):
    raise AssertionError("only named, never called")


def install_stand_in():
    torch, utils = types.ModuleType("torch"), types.ModuleType("torch._utils")
    torch.FloatStorage, torch._utils, utils._rebuild_tensor_v2 = FloatStorage, utils, _rebuild_tensor_v2
    FloatStorage.__module__, _rebuild_tensor_v2.__module__ = "torch", "torch._utils"
    sys.modules.update({"torch": torch, "torch._utils": utils})


class Tensor:
    def __init__(self, key, count, shape, strides, offset=0):
        self.storage = types.SimpleNamespace(key=key, count=count)
        self.place = (offset, shape, strides)

    def __reduce__(self):
        return _rebuild_tensor_v2, (self.storage, *self.place, False, collections.OrderedDict())


class Attack:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        if isinstance(value, types.SimpleNamespace):
            return "storage", FloatStorage, value.key, "cpu", value.count
        return None


def save(path, checkpoint, storages):
    stream = io.BytesIO()
    Pickler(stream, protocol=2).dump(checkpoint)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", stream.getvalue())
        archive.writestr("archive/byteorder", "little")
        for key, values in storages.items():
            archive.writestr(f"archive/data/{key}", struct.pack(f"<{len(values)}f", *values))


def load(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {name: (entry["shape"], list(struct.unpack(f"<{(entry['data_offsets'][1] - entry['data_offsets'][0]) // 4}f",
                   data[slice(*entry["data_offsets"])]))) for name, entry in header.items()}


class ImportOfficial(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.source, self.output = (os.path.join(self.folder.name, name) for name in ["a.pth", "a.safetensors"])

    def convert(self, *options):
        command = [sys.executable, TOOL, self.source, "-o", self.output, *options]
        return subprocess.run(command, capture_output=True, text=True)

    def assert_refused(self, result, words):
        self.assertEqual(result.returncode, 1)
        self.assertIn(words, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        self.assertEqual([name for name in os.listdir(self.folder.name) if name != "a.pth"], [])

    def test_tensors_whole_transposed_and_shared(self):
        values = [float(i) for i in range(15)]
        tensors = collections.OrderedDict(
            whole=Tensor("0", 15, (3, 5), (5, 1)), transposed=Tensor("0", 15, (5, 3), (1, 5)),
            part=Tensor("0", 15, (2, 2), (5, 2), 6), scalar=Tensor("0", 15, (), (), 7), empty=Tensor("0", 15, (0, 4), (4, 1)))
        save(self.source, {"model": tensors, "epoch": 99}, {"0": values})
        result = self.convert()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(load(self.output), {
            "whole": ([3, 5], values), "transposed": ([5, 3], [values[5 * j + i] for i in range(5) for j in range(3)]),
            "part": ([2, 2], [6.0, 8.0, 11.0, 13.0]), "scalar": ([], [7.0]), "empty": ([0, 4], [])})

    def test_code_of_the_file_never_runs(self):
        mark = os.path.join(self.folder.name, "mark")
        save(self.source, {"model": {"w": Tensor("0", 1, (1,), (1,))}, "x": Attack(mark)}, {"0": [2.0]})
        self.assertEqual(self.convert().returncode, 0)
        self.assertFalse(os.path.exists(mark))
        self.assertEqual(load(self.output), {"w": ([1], [2.0])})

    def test_bad_files(self):
        with open(self.source, "w") as file:
            file.write("not a checkpoint")
        self.assert_refused(self.convert(), "not a checkpoint of PyTorch")
        save(self.source, {"model": {"w": Tensor("0", 9, (9,), (1,))}}, {"0": [1.0] * 8})
        self.assert_refused(self.convert(), "tensor 'w' reaches beyond its storage of 32 bytes")
        save(self.source, {"model": {"w": Tensor("3", 1, (1,), (1,))}}, {})
        self.assert_refused(self.convert(), "archive/data/3")
        save(self.source, {"model": {"w": Tensor("0", 1, (1,), (1,))}}, {"0": [1.0]})
        self.assert_refused(self.convert("--key", "ema"), "has no dictionary 'ema'; it has: model")


if __name__ == "__main__":
    install_stand_in()
    unittest.main()
