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
    decay = torch.exp(dt.unsqueeze(-1) * a)
    entry = (dt * u).unsqueeze(-1) * b.unsqueeze(3)
    h, states = entry[:, :, 0], [entry[:, :, 0]]
    for step in range(1, chunk):
        h = torch.addcmul(entry[:, :, step], decay[:, :, step], h)
        states.append(h)
    total = dt.cumsum(2)
    whole = torch.exp(total[:, :, -1].unsqueeze(-1) * a)
    carry, before = torch.zeros_like(h[:, 0]), []
    for number in range(chunks):
        before.append(carry)
        carry = torch.addcmul(h[:, number], whole[:, number], carry)
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
