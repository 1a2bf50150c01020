"""Runs an ONNX model on the inputs of a reference file and compares with its results.

compare.py MODEL.onnx REFERENCE.safetensors: one line a case; status 1 where a result is off by more than the tolerance.
"""
import json
import struct
import sys

import numpy
import onnx
import onnxruntime

TOLERANCE = 1e-4
KINDS = {"F32": "<f4", "F64": "<f8"}


def read(path):
    """The arrays of a safetensors file of floating-point numbers, by name."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
        body = file.read()
    header.pop("__metadata__", None)
    return {
        name: numpy.frombuffer(body[slice(*entry["data_offsets"])], KINDS[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


def main(model, reference):
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    arrays = read(reference)
    cases = sorted(name.removeprefix("spectrogram") for name in arrays if name.startswith("spectrogram"))
    if not cases:
        sys.exit(f"error: {reference} holds no 'spectrogram0'")
    failed = False
    for case in cases:
        given, expected = arrays["spectrogram" + case], arrays["tokens" + case]
        (tokens,) = session.run(["tokens"], {"spectrogram": given})
        if tokens.shape != expected.shape:
            sys.exit(f"error: case {case} gives {tokens.shape}, not {expected.shape}")
        worst = float(numpy.abs(tokens - expected).max())
        # Not above: a difference that is no number fails, too.
        passed = worst <= TOLERANCE and bool(numpy.isfinite(tokens).all())
        failed |= not passed
        largest = float(numpy.abs(expected).max())
        print(f"{given.shape} -> {tokens.shape}: off by {worst:.1e}, of values up to {largest:.1f}{'' if passed else ': FAILED'}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
