"""The peers in PyTorch: eager, compiled by Inductor block by block, and compiled whole with frozen weights."""
import torch

from torch_peer import axlstm, kernels, ssam, ssast
from torch_peer.frame import MaskedSpectrogram
from weights import RATE, Architecture

FAMILIES = {"ssast": ssast.Block, "ssam": ssam.Block, "axlstm": axlstm.Block}
# What is timed; the first two names are styles of the same modules.
STYLES = ("eager", "compile", "freeze")
DECAY = 0.01


def model(architecture, tokens, weights, **options):
    """The module with these weights, by the names of the released code."""
    blocks = [FAMILIES[architecture.family](architecture, layer, **options) for layer in range(architecture.depth)]
    module = MaskedSpectrogram(architecture, tokens, blocks)
    own = dict(module.named_parameters())
    assert own.keys() == weights.keys(), own.keys() ^ weights.keys()
    with torch.no_grad():
        for name, parameter in own.items():
            parameter.copy_(torch.from_numpy(weights[name]))
    return module


def build(case, style, tensors):
    """A function that runs the case once and returns its results, by name, as tensors."""
    torch.set_num_threads(case["threads"])
    tensors = {name: torch.from_numpy(values) for name, values in tensors.items()}
    if "kernel" in case:
        return _kernel(case, style, tensors)
    inputs = {name: tensors.pop(name) for name in ("spectrogram", "mask")}
    tensors.pop("learning-rate", None)
    options = {"chunk": case["chunk"]} if "chunk" in case else {}
    module = model(Architecture(case["model"]), case["length"], {n: t.numpy() for n, t in tensors.items()}, **options)
    if style == "compile":
        for block in module.blocks:
            block.compile()
    return _train(module, inputs) if case["mode"] == "train" else _forward(module, inputs["spectrogram"], style)


def _forward(module, spectrogram, style):
    module.eval().requires_grad_(False)
    if style == "freeze":
        import torch._inductor.config as config

        config.freezing = True
        module = torch.compile(module)

    def run():
        with torch.no_grad():
            return {"features": module(spectrogram)}

    return run


def _train(module, inputs):
    decayed = [p for p in module.parameters() if p.dim() > 1]
    others = [p for p in module.parameters() if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, fused=True)

    def run():
        optimizer.zero_grad(set_to_none=True)
        loss = module.loss(inputs["spectrogram"], inputs["mask"])
        loss.backward()
        optimizer.step()
        return {"loss": loss.detach()}

    return run


def _kernel(case, style, tensors):
    function, names = kernels.FUNCTIONS[case["kernel"]], kernels.INPUTS[case["kernel"]]
    if style == "compile":
        function = torch.compile(function)
    values = [tensors[name] for name in names]
    if case["mode"] == "forward":

        def run():
            with torch.no_grad():
                return {"y": function(*values)}

        return run
    values = [value.requires_grad_() for value in values]

    def run():
        y = function(*values)
        gradients = torch.autograd.grad(y, values, tensors["d y"])
        return {"y": y.detach()} | {f"gradient of {name}": g for name, g in zip(names, gradients)}

    return run
