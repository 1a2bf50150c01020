"""SSAST, SSAM and AxLSTM in JAX: functions of a dictionary of parameters by the names of the released code."""
import jax
import jax.numpy as jnp

from jax_peer import kernels
from weights import BANDS, HEADS_MLSTM, PATCH, PATCH_MEL, PATCH_TIME


def linear(p, name, x):
    """Over the last axis, as a product of two matrices."""
    weight = p[name + ".weight"]
    bias = p.get(name + ".bias")
    rows = x.reshape(-1, x.shape[-1])
    y = rows @ weight.T if bias is None else kernels.linear(rows, weight, bias)
    return y.reshape(*x.shape[:-1], -1)


def normalised(x, epsilon):
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred * centred).mean(-1, keepdims=True) + epsilon)


def layer_norm(p, name, x):
    return normalised(x, 1e-6) * p[name + ".weight"] + p[name + ".bias"]


def causal_convolution(x, weight, bias):
    taps, time = weight.shape[1], x.shape[1]
    padded = jnp.pad(x, ((0, 0), (taps - 1, 0), (0, 0)))
    return bias + sum(padded[:, tap : tap + time] * weight[:, tap] for tap in range(taps))


def ssast_block(architecture, layer, p, x):
    batch, time, width = x.shape
    qkv = linear(p, "attn.qkv_layer", layer_norm(p, "norm1", x)).reshape(batch, time, 3, architecture.heads, -1)
    y = kernels.attention(qkv[:, :, 0], qkv[:, :, 1], qkv[:, :, 2])
    x = x + linear(p, "attn.proj_layer", y.reshape(batch, time, width))
    hidden = jax.nn.gelu(linear(p, "mlp.layer1", layer_norm(p, "norm2", x)), approximate=False)
    return x + linear(p, "mlp.layer2", hidden)


def ssam_block(architecture, layer, p, residual):
    x, z = jnp.split(linear(p, "mixer.in_proj", layer_norm(p, "norm", residual)), 2, axis=-1)
    x = jax.nn.silu(causal_convolution(x, p["mixer.conv1d.weight"], p["mixer.conv1d.bias"]))
    ends = (architecture.rank, architecture.rank + architecture.state)
    rank, b, c = jnp.split(linear(p, "mixer.x_proj", x), ends, axis=-1)
    dt = jax.nn.softplus(linear(p, "mixer.dt_proj", rank))
    y = kernels.selective_scan(dt, x, -jnp.exp(p["mixer.A_log"]), b, c) + p["mixer.D"] * x
    return residual + linear(p, "mixer.out_proj", y * jax.nn.silu(z))


def blockwise(x, weight):
    """A product with a block-diagonal matrix: weight (block, out, in)."""
    parts = x.reshape(*x.shape[:-1], weight.shape[0], weight.shape[2])
    return sum(parts[..., i : i + 1] * weight[:, :, i] for i in range(weight.shape[2])).reshape(x.shape)


def axlstm_block(architecture, layer, p, residual):
    x = normalised(residual, 1e-5) * (1 + p["norm.weight"])
    x = x[:, ::-1] if layer % 2 else x
    x, z = jnp.split(linear(p, "layer.proj_up", x), 2, axis=-1)
    c = jax.nn.silu(causal_convolution(x, p["layer.conv1d.conv.weight"], p["layer.conv1d.conv.bias"]))
    q, k, v = (blockwise(y, p[f"layer.{part}_proj.weight"]) for part, y in (("q", c), ("k", c), ("v", x)))
    cell = {name.removeprefix("layer.mlstm_cell."): value for name, value in p.items() if "mlstm_cell" in name}
    h = mlstm_cell(cell, q, k, v) + p["layer.learnable_skip"] * c
    y = linear(p, "layer.proj_down", h * jax.nn.silu(z))
    return residual + (y[:, ::-1] if layer % 2 else y)


def mlstm_cell(p, q, k, v):
    batch, time, inner = q.shape
    together = jnp.concatenate([q, k, v], -1)
    i, f = (linear(p, gate, together).swapaxes(1, 2) for gate in ("igate", "fgate"))
    heads = (x.reshape(batch, time, HEADS_MLSTM, -1).swapaxes(1, 2) for x in (q, k, v))
    h = kernels.mlstm(*heads, i, f).swapaxes(1, 2)
    return normalised(h, 1e-5).reshape(batch, time, inner) * (1 + p["outnorm.weight"])


BLOCKS = {"ssast": ssast_block, "ssam": ssam_block, "axlstm": axlstm_block}


def patches(spectrogram):
    """(batch, frame, mel) to (batch, patch, pixel)."""
    times = spectrogram.shape[1] // PATCH_TIME
    parts = spectrogram.reshape(-1, times, PATCH_TIME, BANDS, PATCH_MEL).swapaxes(2, 3)
    return parts.reshape(-1, times * BANDS, PATCH)


def encode(architecture, positions, p, patches, mask=None):
    x = linear(p, "patch_embed.proj", patches) + positions
    if mask is not None:
        x = jnp.where(mask[..., None] > 0, p["mask_token"], x)
    cls = jnp.broadcast_to(p["cls_token"], (x.shape[0], 1, x.shape[2]))
    x = jnp.concatenate([cls, x], axis=1)
    for layer in range(architecture.depth):
        prefix = f"blocks.{layer}."
        own = {name.removeprefix(prefix): value for name, value in p.items() if name.startswith(prefix)}
        x = BLOCKS[architecture.family](architecture, layer, own, x)
    return layer_norm(p, "encoder_norm", x)


def features(architecture, positions, p, spectrogram):
    return encode(architecture, positions, p, patches(spectrogram))


def loss(architecture, positions, p, spectrogram, mask):
    pixels = patches(spectrogram)
    x = encode(architecture, positions, p, pixels, mask)[:, 1:]
    hidden = jax.nn.gelu(linear(p, "pred.0", x), approximate=False)
    difference = linear(p, "pred.2", hidden) - pixels
    return (difference * difference).mean()
