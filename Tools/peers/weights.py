"""Weights and inputs that every peer and Sonograph get alike, and the names of parameters on both sides.

Peers use the names of the released PyTorch code; `sonograph_name` gives Sonograph's for one of them.
"""
import re

import numpy as np

SIZES = {"tiny": (192, 12, 3), "small": (384, 12, 6), "base": (768, 12, 12)}
MELS, PATCH_TIME, PATCH_MEL, PATCH = 80, 4, 16, 64
BANDS = MELS // PATCH_MEL
HEADS_MLSTM, TAPS = 4, 4
# Large enough for a few steps to change the loss far beyond rounding.
RATE = 1e-3

MODULES = {
    "attn.qkv_layer": "attention/qkv", "attn.proj_layer": "attention/projection", "mlp.layer1": "fc1", "mlp.layer2": "fc2",
    "patch_embed.proj": "patch-embed", "encoder_norm": "encoder-norm", "pred.0": "head/fc1", "pred.2": "head/fc2",
}


def sonograph_name(name):
    """`blocks.3.norm1.weight` is `block3/norm1/weight`."""
    if name in ("cls_token", "mask_token"):
        return name.replace("_", "-")
    block = re.match(r"blocks\.(\d+)\.(.*)", name)
    prefix, rest = (f"block{block[1]}/", block[2]) if block else ("", name)
    module, _, leaf = rest.rpartition(".")
    return prefix + MODULES.get(module, module.replace(".", "/")) + "/" + leaf


class Architecture:
    """A released model by name, such as `ssam-tiny`: what it is made of, and the shapes of its parameters."""

    def __init__(self, name):
        self.name = name
        self.family, _, size = name.partition("-")
        if self.family not in ("ssast", "ssam", "axlstm") or size not in SIZES:
            families, sizes = "ssast, ssam, axlstm", ", ".join(SIZES)
            raise SystemExit(f"error: unknown model '{name}': expected FAMILY-SIZE of the families {families} and the sizes {sizes}")
        self.width, self.depth, self.heads = SIZES[size]
        self.inner = {"ssast": 4, "ssam": 3, "axlstm": 2}[self.family] * self.width
        self.state, self.rank = 24, -(-self.width // 16)

    def shapes(self):
        """Parameters by name, without the fixed positions."""
        d = self.width
        shapes = {
            "cls_token": (d,), "mask_token": (d,), "patch_embed.proj.weight": (d, PATCH), "patch_embed.proj.bias": (d,),
            "encoder_norm.weight": (d,), "encoder_norm.bias": (d,), "pred.0.weight": (d, d), "pred.0.bias": (d,),
            "pred.2.weight": (PATCH, d), "pred.2.bias": (PATCH,),
        }
        block = getattr(self, f"_{self.family}_block")()
        for layer in range(self.depth):
            shapes |= {f"blocks.{layer}.{name}": shape for name, shape in block.items()}
        return shapes

    def _ssast_block(self):
        d, inner = self.width, self.inner
        return {
            "norm1.weight": (d,), "norm1.bias": (d,), "norm2.weight": (d,), "norm2.bias": (d,),
            "attn.qkv_layer.weight": (3 * d, d), "attn.qkv_layer.bias": (3 * d,),
            "attn.proj_layer.weight": (d, d), "attn.proj_layer.bias": (d,),
            "mlp.layer1.weight": (inner, d), "mlp.layer1.bias": (inner,), "mlp.layer2.weight": (d, inner), "mlp.layer2.bias": (d,),
        }

    def _ssam_block(self):
        d, inner, n, r = self.width, self.inner, self.state, self.rank
        return {
            "norm.weight": (d,), "norm.bias": (d,), "mixer.in_proj.weight": (2 * inner, d), "mixer.conv1d.weight": (inner, TAPS),
            "mixer.conv1d.bias": (inner,), "mixer.x_proj.weight": (r + 2 * n, inner), "mixer.dt_proj.weight": (inner, r),
            "mixer.dt_proj.bias": (inner,), "mixer.A_log": (inner, n), "mixer.D": (inner,), "mixer.out_proj.weight": (d, inner),
        }

    def _axlstm_block(self):
        d, inner, heads = self.width, self.inner, HEADS_MLSTM
        block = {
            "norm.weight": (d,), "layer.learnable_skip": (inner,), "layer.proj_up.weight": (2 * inner, d),
            "layer.conv1d.conv.weight": (inner, TAPS), "layer.conv1d.conv.bias": (inner,),
            "layer.mlstm_cell.outnorm.weight": (inner,), "layer.proj_down.weight": (d, inner),
        }
        block |= {f"layer.{part}_proj.weight": (inner // 4, 4, 4) for part in "qkv"}
        for gate in ("igate", "fgate"):
            block |= {f"layer.mlstm_cell.{gate}.weight": (heads, 3 * inner), f"layer.mlstm_cell.{gate}.bias": (heads,)}
        return block

    def weights(self, seed=1):
        """Parameters by name, float32: drawn so that every one of them has an effect on the result."""
        rng = np.random.default_rng(seed)
        return {name: self._draw(name, shape, rng).astype(np.float32) for name, shape in self.shapes().items()}

    def _draw(self, name, shape, rng):
        leaf = name.rpartition(".")[2]
        if leaf == "A_log":
            return np.log(np.arange(1, shape[1] + 1))[None] + 0.02 * rng.normal(size=shape)
        if name.endswith("dt_proj.bias"):
            step = np.exp(rng.uniform(np.log(0.001), np.log(0.1), shape))
            return step + np.log(-np.expm1(-step))
        if name.endswith("fgate.bias"):
            return np.linspace(3, 6, shape[0])
        if len(shape) > 1:
            return rng.uniform(-1, 1, shape) / np.sqrt(shape[-1])
        residual = self.family == "axlstm" and "encoder_norm" not in name
        is_scale = leaf in ("D", "learnable_skip") or "norm" in name and leaf == "weight"
        centre = 1 if is_scale and not (residual and "norm" in name) else 0
        return centre + 0.05 * rng.normal(size=shape)

    def inputs(self, batch, tokens, masked, seed=2):
        """`spectrogram` (batch, frame, mel) and `mask` (batch, patch), 1 where hidden: half of each clip, or nothing."""
        rng = np.random.default_rng(seed)
        patches = tokens - 1
        if patches < 1 or patches % BANDS:
            raise SystemExit(f"error: --length {tokens} is not a number of tokens of this model: it takes 1 + {BANDS} n")
        mask = np.zeros((batch, patches), np.float32)
        if masked:
            order = np.argsort(rng.random((batch, patches)), axis=1)
            np.put_along_axis(mask, order[:, : patches // 2], 1, axis=1)
        frames = patches // BANDS * PATCH_TIME
        return {"spectrogram": rng.normal(size=(batch, frames, MELS)).astype(np.float32), "mask": mask}

    def positions(self, tokens):
        """Fixed sine-cosine positions of the patches, (patch, width): the first half tells the band, the second the time."""
        patches, half = tokens - 1, self.width // 2
        frequency = 10000.0 ** (-np.arange(half // 2) / (half // 2))

        def table(places):
            angles = places[:, None] * frequency
            return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)

        number = np.arange(patches)
        return np.concatenate([table(number % BANDS), table(number // BANDS)], axis=1).astype(np.float32)
