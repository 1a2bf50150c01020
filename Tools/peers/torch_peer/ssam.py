"""SSAM, the Mamba encoder, in PyTorch."""
import torch
import torch.nn.functional as F
from torch import nn

from torch_peer.frame import Affine, LayerNorm, Linear, causal_convolution


def selective_scan(dt, u, a, b, c, chunk=16):
    """Mamba's scan in two levels: all chunks step side by side, then the chunks' states follow one another.

    The reference steps through time one by one; here 2 sqrt(time) steps work on large tensors instead. A state within a
    chunk is what began in the chunk plus the state before it, decayed by exp(A sum dt).

    dt, u: (batch, time, channel); a: (channel, state); b, c: (batch, time, state). Returns (batch, time, channel).
    """
    batch, time, channel = u.shape
    chunks = -(-time // chunk)

    def split(x):
        return F.pad(x, (0, 0, 0, chunks * chunk - time)).view(batch, chunks, chunk, x.shape[-1])

    dt, u, b, c = split(dt), split(u), split(b), split(c)
    # The gradient of `unbind` is one stack; that of an index would be a tensor of the whole size for each step.
    decays = torch.exp(dt.unsqueeze(-1) * a).unbind(2)
    entries = ((dt * u).unsqueeze(-1) * b.unsqueeze(3)).unbind(2)
    states = [entries[0]]
    for decay, entry in zip(decays[1:], entries[1:]):
        states.append(torch.addcmul(entry, decay, states[-1]))
    total = dt.cumsum(2)
    wholes = torch.exp(total[:, :, -1].unsqueeze(-1) * a).unbind(1)
    before = [torch.zeros_like(wholes[0])]
    for whole, last in zip(wholes[:-1], states[-1].unbind(1)[:-1]):
        before.append(torch.addcmul(last, whole, before[-1]))
    kept = torch.exp(total.unsqueeze(-1) * a)
    state = torch.addcmul(torch.stack(states, 2), kept, torch.stack(before, 1).unsqueeze(2))
    y = torch.matmul(state, c.unsqueeze(-1)).squeeze(-1)
    return y.reshape(batch, chunks * chunk, channel)[:, :time]


class Block(nn.Module):
    def __init__(self, architecture, layer):
        super().__init__()
        d, inner, state, rank = architecture.width, architecture.inner, architecture.state, architecture.rank
        self.sizes = (rank, state, state)
        self.norm = LayerNorm(d)
        mixer = nn.Module()
        mixer.in_proj, mixer.out_proj = Linear(2 * inner, d, bias=False), Linear(d, inner, bias=False)
        mixer.conv1d = Affine(inner, 4)
        mixer.x_proj, mixer.dt_proj = Linear(rank + 2 * state, inner, bias=False), Linear(inner, rank)
        mixer.A_log, mixer.D = nn.Parameter(torch.empty(inner, state)), nn.Parameter(torch.empty(inner))
        self.mixer = mixer

    def forward(self, residual):
        own = self.mixer
        x, z = own.in_proj(self.norm(residual)).chunk(2, dim=-1)
        x = F.silu(causal_convolution(x, own.conv1d.weight, own.conv1d.bias))
        rank, b, c = own.x_proj(x).split(self.sizes, dim=-1)
        dt = F.softplus(own.dt_proj(rank))
        y = selective_scan(dt, x, -torch.exp(own.A_log), b, c) + own.D * x
        return residual + own.out_proj(y * F.silu(z))
