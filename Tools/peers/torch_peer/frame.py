"""What the three masked spectrogram models share in PyTorch: patches, positions, masking, head and loss."""
import torch
import torch.nn.functional as F
from torch import nn

from weights import BANDS, MELS, PATCH, PATCH_MEL, PATCH_TIME


class Linear(nn.Module):
    """A linear layer whose parameters are set later."""

    def __init__(self, rows, columns, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(rows, columns))
        self.bias = nn.Parameter(torch.empty(rows)) if bias else None

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class LayerNorm(nn.Module):
    """Layer norm; `residual`: the weight is stored as the difference from 1, and there is no bias."""

    def __init__(self, width, epsilon=1e-6, residual=False):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width))
        self.bias = None if residual else nn.Parameter(torch.empty(width))
        self.epsilon, self.residual = epsilon, residual

    def forward(self, x):
        weight = 1 + self.weight if self.residual else self.weight
        return F.layer_norm(x, (x.shape[-1],), weight, self.bias, self.epsilon)


class Affine(nn.Module):
    """Only holds `weight` and perhaps `bias`."""

    def __init__(self, *shape, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(shape))
        self.bias = nn.Parameter(torch.empty(shape[0])) if bias else None


def causal_convolution(x, weight, bias):
    """Depthwise over time: x (batch, time, channel), weight (channel, tap), the last tap for the step itself."""
    taps, time = weight.shape[1], x.shape[1]
    padded = F.pad(x, (0, 0, taps - 1, 0))
    return bias + sum(padded[:, tap : tap + time] * weight[:, tap] for tap in range(taps))


class MaskedSpectrogram(nn.Module):
    """The frame around an encoder's blocks."""

    def __init__(self, architecture, tokens, blocks):
        super().__init__()
        d = architecture.width
        self.cls_token, self.mask_token = nn.Parameter(torch.empty(d)), nn.Parameter(torch.empty(d))
        self.patch_embed = nn.ModuleDict({"proj": Linear(d, PATCH)})
        self.blocks = nn.ModuleList(blocks)
        self.encoder_norm = LayerNorm(d)
        self.pred = nn.Sequential(Linear(d, d), nn.GELU(), Linear(PATCH, d))
        self.register_buffer("positions", torch.from_numpy(architecture.positions(tokens)), persistent=False)

    def patches(self, spectrogram):
        """(batch, frame, mel) to (batch, patch, pixel)."""
        times = spectrogram.shape[1] // PATCH_TIME
        parts = spectrogram.reshape(-1, times, PATCH_TIME, BANDS, PATCH_MEL).transpose(2, 3)
        return parts.reshape(-1, times * BANDS, PATCH)

    def encode(self, patches, mask=None):
        x = self.patch_embed["proj"](patches) + self.positions
        if mask is not None:
            x = torch.where(mask.unsqueeze(-1) > 0, self.mask_token, x)
        x = torch.cat([self.cls_token.expand(x.shape[0], 1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.encoder_norm(x)

    def forward(self, spectrogram):
        """Features (batch, time, channel) of whole clips."""
        return self.encode(self.patches(spectrogram))

    def loss(self, spectrogram, mask):
        patches = self.patches(spectrogram)
        return F.mse_loss(self.pred(self.encode(patches, mask)[:, 1:]), patches)
