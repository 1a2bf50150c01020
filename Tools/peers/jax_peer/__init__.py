"""The peers in JAX, jitted: the training step donates its state, so that parameters are updated in place."""
import jax
import jax.numpy as jnp

from jax_peer import kernels
from jax_peer.models import features, loss
from weights import RATE, Architecture

STYLES = ("jit",)
DECAY, BETA1, BETA2, EPSILON = 0.01, 0.9, 0.999, 1e-8


def build(case, style, tensors):
    """A function that runs the case once and returns its results by name, finished."""
    tensors = {name: jnp.asarray(values) for name, values in tensors.items()}
    if "kernel" in case:
        return _kernel(case, tensors)
    inputs = {name: tensors.pop(name) for name in ("spectrogram", "mask")}
    tensors.pop("learning-rate", None)
    architecture = Architecture(case["model"])
    positions = jnp.asarray(architecture.positions(case["length"]))
    if case["mode"] == "train":
        return _train(architecture, positions, tensors, inputs)
    function = jax.jit(lambda parameters, spectrogram: features(architecture, positions, parameters, spectrogram))
    return lambda: {"features": function(tensors, inputs["spectrogram"]).block_until_ready()}


def _adamw(parameter, gradient, m, v, step):
    m = BETA1 * m + (1 - BETA1) * gradient
    v = BETA2 * v + (1 - BETA2) * gradient * gradient
    kept = parameter * (1 - RATE * (DECAY if parameter.ndim > 1 else 0))
    unbiased = jnp.sqrt(v / (1 - BETA2**step)) + EPSILON
    return kept - RATE * (m / (1 - BETA1**step)) / unbiased, m, v


def _train(architecture, positions, parameters, inputs):
    def step_of(parameters, m, v, step, spectrogram, mask):
        value, gradients = jax.value_and_grad(
            lambda p: loss(architecture, positions, p, spectrogram, mask))(parameters)
        new = {name: _adamw(parameters[name], gradients[name], m[name], v[name], step) for name in parameters}
        return value, *({name: values[part] for name, values in new.items()} for part in range(3))

    step_of = jax.jit(step_of, donate_argnums=(0, 1, 2))
    zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)
    state = [parameters, zeros(), zeros()]
    steps = 0

    def run():
        nonlocal state, steps
        steps += 1
        value, *state = step_of(*state, jnp.float32(steps), inputs["spectrogram"], inputs["mask"])
        jax.block_until_ready(state)
        return {"loss": value}

    return run


def _kernel(case, tensors):
    function, names = kernels.FUNCTIONS[case["kernel"]], kernels.INPUTS[case["kernel"]]
    values = [tensors[name] for name in names]
    if case["mode"] == "forward":
        forward = jax.jit(function)
        return lambda: {"y": forward(*values).block_until_ready()}

    @jax.jit
    def both(arriving, *values):
        y, pull = jax.vjp(function, *values)
        return y, pull(arriving)

    def run():
        y, gradients = jax.block_until_ready(both(tensors["d y"], *values))
        return {"y": y} | {f"gradient of {name}": g for name, g in zip(names, gradients)}

    return run
