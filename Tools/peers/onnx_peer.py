"""ONNX Runtime on what torch.onnx makes of the PyTorch modules, forward only."""
import contextlib
import io
import os
import tempfile

STYLES = ("runtime",)


def build(case, style, tensors):
    """A function that runs the case once and returns its results by name."""
    import onnxruntime
    import torch

    from torch_peer import kernels, model
    from weights import Architecture

    if case["mode"] != "forward":
        raise SystemExit("error: ONNX Runtime runs forward rows only")
    if "kernel" in case:
        names, result = kernels.INPUTS[case["kernel"]], "y"
        module = Function(kernels.FUNCTIONS[case["kernel"]])
    else:
        names, result = ("spectrogram",), "features"
        inputs = ("spectrogram", "mask")
        weights = {name: value for name, value in tensors.items() if name not in inputs}
        module = model(Architecture(case["model"]), case["length"], weights)
    module = module.eval().requires_grad_(False)
    inputs = {name.replace("-", "_"): tensors[name] for name in names}
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "model.onnx")
        with contextlib.redirect_stdout(io.StringIO()):
            example = tuple(torch.from_numpy(value) for value in inputs.values())
            torch.onnx.export(module, example, path, input_names=list(inputs), output_names=[result], dynamo=True)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = case["threads"]
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda: {result: session.run(None, inputs)[0]}


def Function(function):
    """A function as a module."""
    from torch import nn

    class Wrapped(nn.Module):
        def forward(self, *values):
            return function(*values)

    return Wrapped()
