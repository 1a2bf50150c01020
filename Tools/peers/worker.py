"""One peer in a process of its own: `worker.py LIBRARY STYLE CASE.json`.

Speaks as `sonograph bench bursts` does: a line {"stage": "started"} when libraries are imported, {"stage": "ready"} with
`compile_s` and `losses` when warm; then each line N of standard input is answered with {"seconds": [...]} of N runs.
"""
import importlib
import json
import sys
import time

import numpy as np
from safetensors.numpy import load_file, save_file

MODULES = {"torch": "torch_peer", "jax": "jax_peer", "onnx": "onnx_peer"}


def say(**values):
    print(json.dumps(values), flush=True)


def imported(library, style):
    """The peer's module, with all that its style imports late, so that memory is net of libraries."""
    if library == "onnx":
        import onnxruntime
        import torch.onnx
    if library == "torch" and style in ("compile", "freeze"):
        import torch._dynamo
        import torch._inductor.compile_fx
    if library == "jax":
        import jax

        jax.numpy.zeros(1).block_until_ready()
    return importlib.import_module(MODULES[library])


def arrays(results):
    """Results of any library as NumPy arrays."""
    return {name: np.ascontiguousarray(np.asarray(value)) for name, value in results.items()}


def main(library, style, path):
    with open(path) as file:
        case = json.load(file)
    peer = imported(library, style)
    say(stage="started")
    tensors = load_file(case["tensors"])
    start = time.perf_counter()
    run = peer.build(case, style, tensors)
    results = run()
    seconds = time.perf_counter() - start
    losses = []
    if case["mode"] == "train":
        losses = [float(results["loss"])] + [float(run()["loss"]) for _ in range(2)]
    else:
        save_file(arrays(results), case["outputs"])
        run()
        run()
    del results, tensors
    say(stage="ready", compile_s=seconds, losses=losses)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
        say(seconds=times)


if __name__ == "__main__":
    main(*sys.argv[1:])
