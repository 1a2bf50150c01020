"""Runs models of single operators in ONNX Runtime and compares with the reference implementations' results.

operators.py FOLDER: the models and values that the Swift suite OperatorModels writes; status 1 if a result is off.
"""
import collections
import pathlib
import sys

import numpy
import onnx
import onnxruntime

from compare import read

TOLERANCE = 1e-5
TYPES = {"tensor(float)": "f4", "tensor(double)": "f8", "tensor(int32)": "i4", "tensor(bool)": "?", "tensor(uint32)": "u4"}


def difference(path):
    """The largest difference of a model's results, relative to the larger of the value and 1."""
    onnx.checker.check_model(str(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    arrays = read(path.with_suffix(".safetensors"))
    given = {each.name: arrays[each.name].astype(TYPES[each.type]) for each in session.get_inputs()}
    worst = 0.0
    for output, found in zip(session.get_outputs(), session.run(None, given)):
        expected = arrays[output.name]
        if found.shape != expected.shape:
            raise ValueError(f"'{output.name}' has the shape {found.shape}, not {expected.shape}")
        error = numpy.abs(found.astype("f8") - expected) / numpy.maximum(1, numpy.abs(expected))
        worst = max(worst, float(error.max(initial=0)))
    return worst


def main(folder):
    models = sorted(pathlib.Path(folder).glob("*.onnx"))
    if not models:
        sys.exit(f"error: {folder} holds no models")
    worst, failed = collections.defaultdict(float), []
    for path in models:
        operator = path.stem.rsplit("-", 1)[0]
        try:
            error = difference(path)
        except Exception as reason:
            failed.append(f"{path.stem}: {str(reason).splitlines()[0]}")
            continue
        worst[operator] = max(worst[operator], error)
        # Not above: a difference that is no number fails, too.
        if not error <= TOLERANCE:
            failed.append(f"{path.stem}: off by {error:.1e}")
    for operator, error in worst.items():
        print(f"{operator}: off by {error:.1e} at most")
    for line in failed:
        print(f"FAILED {line}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
