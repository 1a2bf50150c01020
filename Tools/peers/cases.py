"""What is compared: models and kernels with their sizes, tensors, peers, and Sonograph's command for each."""
import json
import os
from dataclasses import dataclass

import numpy as np
from safetensors.numpy import save_file

from weights import RATE, Architecture, sonograph_name

FORWARD, TRAIN = "forward", "train"
EVERY = {
    FORWARD: ["torch-eager", "torch-compile", "torch-freeze", "jax-jit", "onnx-runtime"],
    TRAIN: ["torch-eager", "torch-compile", "jax-jit"],
}
# Which forms of torch.compile are worth their minutes: the better ones as measured, see README.md.
SLOWER = {("ssast", FORWARD): "torch-compile", ("ssam", FORWARD): "torch-freeze", ("axlstm", FORWARD): "torch-freeze"}
# Unrolling 250 steps for a tracer takes minutes and wins nothing.
UNROLLED = {"slstm": ["torch-compile", "onnx-runtime"]}


@dataclass
class Case:
    """One row of the table and what it takes to run it."""

    name: str
    mode: str
    batch: int
    length: int
    threads: int
    peers: list
    description: dict
    tensors: dict
    # Sonograph's name of each tensor that it gets.
    names: dict
    subject: str
    arguments: list
    outputs: list
    graph: str = ""
    tolerance: float = 1e-4

    def prepare(self, directory):
        """Writes the tensors; returns Sonograph's arguments."""
        ours = os.path.join(directory, "sonograph.safetensors")
        save_file({name: self.tensors[theirs] for theirs, name in self.names.items()}, ours)
        save_file(self.tensors, os.path.join(directory, "peers.safetensors"))
        subject = self.subject
        if self.graph:
            subject = os.path.join(directory, self.name + ".graph")
            with open(subject, "w") as file:
                file.write(self.graph)
        arguments = [subject, *self.arguments, "--batch", str(self.batch), "--length", str(self.length), "--inputs", ours]
        if self.mode == FORWARD or "kernel" in self.description:
            arguments += ["--outputs", os.path.join(directory, "sonograph.out")]
        return arguments

    def description_file(self, directory, peer):
        """The case as a worker reads it."""
        values = self.description | {
            "mode": self.kernel_mode(), "batch": self.batch, "length": self.length, "threads": self.threads,
            "tensors": os.path.join(directory, "peers.safetensors"), "outputs": os.path.join(directory, peer + ".out"),
        }
        path = os.path.join(directory, peer + ".json")
        with open(path, "w") as file:
            json.dump(values, file)
        return path

    def kernel_mode(self):
        """Workers know the gradients of a kernel as a mode of their own."""
        return "gradients" if "kernel" in self.description and self.mode == TRAIN else self.mode


def model(name, mode, batch, length, threads, peers=None):
    architecture = Architecture(name)
    weights = architecture.weights()
    tensors = weights | architecture.inputs(batch, length, masked=mode == TRAIN)
    arguments = ["--mode", "train"] if mode == TRAIN else ["--results", "features"]
    # The head is not part of the encoder.
    names = {weight: sonograph_name(weight) for weight in weights if mode == TRAIN or not weight.startswith("pred.")}
    names |= {"spectrogram": "spectrogram", "mask": "mask"}
    if mode == TRAIN:
        tensors["learning-rate"], names["learning-rate"] = np.full(1, RATE, np.float32), "learning-rate"
    # Adam turns rounding in gradients that should be zero into whole steps.
    tolerance = 1e-3 if mode == TRAIN else 1e-4
    return Case(
        f"{name} {mode}", mode, batch, length, threads, list(peers or EVERY[mode]), {"model": name}, tensors, names, name,
        arguments, ["features"] if mode == FORWARD else [], tolerance=tolerance)


def kernel(name, mode, threads, peers=None, batch=8, length=1000, **sizes):
    rng = np.random.default_rng(3)
    draw = lambda *shape: rng.normal(size=shape).astype(np.float32)
    tensors, graph, settings = KERNELS[name](draw, batch, length, sizes)
    arguments = ["--results", "y"] if mode == FORWARD else ["--gradients-of", "y"]
    inputs = list(tensors)
    outputs = ["y"] + ([f"gradient of {one}" for one in inputs] if mode == TRAIN else [])
    if mode == TRAIN:
        tensors["d y"] = draw(*RESULT[name](batch, length, sizes))
        arguments += ["--results", ",".join(outputs)]
    if settings:
        arguments += ["--set", ",".join(f"{axis}={size}" for axis, size in settings.items())]
    label = name + (f" {sizes['summed']}x{sizes['columns']}" if name == "gemm" else "")
    chosen = [one for one in peers or EVERY[mode] if one != "torch-freeze" and one not in UNROLLED.get(name, [])]
    return Case(
        f"{label} {mode}", mode, batch, length, threads, chosen, {"kernel": name}, tensors,
        {tensor: tensor for tensor in tensors}, name, arguments, outputs, graph, tolerance=2e-4)


def _selective_scan(draw, batch, length, sizes):
    channel, state = sizes["channel"], sizes["state"]
    tensors = {
        "dt": draw(batch, length, channel) - 2, "u": draw(batch, length, channel), "b": draw(batch, length, state),
        "c": draw(batch, length, state), "log-a": 0.5 * draw(channel, state),
    }
    return tensors, "", {"channel": channel, "state": state}


def _mlstm(draw, batch, length, sizes):
    heads, size = sizes["heads"], sizes["size"]
    tensors = {name: draw(batch, length, heads, size) for name in "qkv"}
    tensors |= {"i": draw(batch, length, heads), "f": draw(batch, length, heads) + 3}
    return tensors, "", {"head": heads, "key": size, "value": size}


def _slstm(draw, batch, length, sizes):
    heads, size = sizes["heads"], sizes["size"]
    tensors = {
        "wx": draw(batch, length, heads, 4, size), "r": draw(heads, size, 4, size) / size**0.5, "b": 0.5 * draw(heads, 4, size),
    }
    return tensors, "", {"head": heads, "feature": size}


ATTENTION = """  %3.0, %3.1 = attention(%0, %1, %2, over: time, feature: feature, causal: false) : {type}, f32[batch=B, time=T, head={heads}]
  return
    "y" = %3.0"""


def _attention(draw, batch, length, sizes):
    heads, size = sizes["heads"], sizes["size"]
    type_ = f"f32[batch=B, time=T, head={heads}, feature={size}]"
    lines = [f'  %{number} = input data "{name}" : {type_}' for number, name in enumerate("qkv")]
    graph = "\n".join(["graph attention {", *lines, ATTENTION.format(heads=heads, type=type_), "}", ""])
    return {name: draw(batch, length, heads, size) for name in "qkv"}, graph, {}


def _gemm(draw, batch, length, sizes):
    summed, columns = sizes["summed"], sizes["columns"]
    graph = f"""graph gemm {{
  %0 = input data "x" : f32[time=T, channel={summed}]
  %1 = input data "w" : f32[out={columns}, channel={summed}]
  %2 = contract(%0, %1, output: (time, out)) : f32[time=T, out={columns}]
  return
    "y" = %2
}}
"""
    return {"x": draw(length, summed), "w": draw(columns, summed) / summed**0.5}, graph, {}


KERNELS = {"selective-scan": _selective_scan, "mlstm": _mlstm, "slstm": _slstm, "attention": _attention, "gemm": _gemm}
RESULT = {
    "selective-scan": lambda b, t, s: (b, t, s["channel"]),
    "mlstm": lambda b, t, s: (b, t, s["heads"], s["size"]),
    "slstm": lambda b, t, s: (b, t, s["heads"], s["size"]),
    "attention": lambda b, t, s: (b, t, s["heads"], s["size"]),
    "gemm": lambda b, t, s: (t, s["columns"]),
}


def all_models(threads):
    """Makers of the rows of the acceptance: Tiny training and forward, Base training."""
    families = ("ssast", "ssam", "axlstm")
    rows = [(f"{family}-tiny", TRAIN, 8, 251) for family in families]
    rows += [(f"{family}-tiny", FORWARD, 1, 251) for family in families]
    rows += [(f"{family}-base", TRAIN, 4, 251) for family in families]

    def peers(name, mode):
        family, _, size = name.partition("-")
        # Three processes with a Base step each do not fit the memory of a small machine.
        large = ["jax-jit"] if size == "base" else []
        return [one for one in EVERY[mode] if one not in [*large, SLOWER.get((family, mode))]]

    return [lambda row=row: model(*row, threads, peers(row[0], row[1])) for row in rows]


def all_kernels(threads):
    """Makers of the rows of single kernels, forward and with gradients."""
    sizes = [
        ("selective-scan", {"channel": 384, "state": 16}), ("mlstm", {"heads": 4, "size": 96}),
        ("slstm", {"heads": 4, "size": 48, "length": 250}), ("attention", {"heads": 3, "size": 64}),
    ]
    rows = [(name, mode, own) for name, own in sizes for mode in (FORWARD, TRAIN)]
    products = [(192, 576), (192, 768), (768, 192), (576, 192), (768, 3072)]
    rows += [("gemm", FORWARD, {"batch": 1, "length": 2008, "summed": k, "columns": n}) for k, n in products]
    return [lambda row=row: kernel(row[0], row[1], threads, **row[2]) for row in rows]
