"""AxLSTM, the xLSTM encoder, in PyTorch, and xLSTM's two cells."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from torch_peer.frame import Affine, LayerNorm, Linear, causal_convolution
from weights import HEADS_MLSTM


def mlstm(q, k, v, i, f, chunk=64):
    """The stabilised mLSTM cell, chunkwise: pairs of steps within a chunk, states from chunk to chunk.

    q, k, v: (batch, head, time, feature); i, f: (batch, head, time), before their functions. A chunk as long as the
    sequence is the parallel form.
    """
    batch, heads, time, size = q.shape
    chunk = min(chunk, time)
    chunks = -(-time // chunk)
    padding = chunks * chunk - time

    def split(x, fill=0.0):
        x = F.pad(x, (0, 0, 0, padding)) if x.dim() == 4 else F.pad(x, (0, padding), value=fill)
        return x.reshape(batch, heads, chunks, chunk, *x.shape[3:])

    q, k, v, i = split(q * size**-0.5), split(k), split(v), split(i, -1e30)
    b = split(F.logsigmoid(f)).cumsum(-1)
    later = torch.ones(chunk, chunk, dtype=torch.bool, device=q.device).tril()
    log_d = (b.unsqueeze(-1) - b.unsqueeze(-2) + i.unsqueeze(-2)).masked_fill(~later, -1e30)
    reach = log_d.amax(-1)
    if chunks == 1:
        m, kept = reach.detach(), None
    else:
        c0, n0, m0 = _chunk_states(k, v, i, b)
        m = torch.maximum(reach, b + m0.unsqueeze(-1)).detach()
        kept = torch.exp(b + m0.unsqueeze(-1) - m)
    scores = (q @ k.transpose(-1, -2)) * torch.exp(log_d - m.unsqueeze(-1))
    numerator, normaliser = scores @ v, scores.sum(-1)
    if kept is not None:
        numerator = numerator + kept.unsqueeze(-1) * (q @ c0)
        normaliser = normaliser + kept * (q @ n0.unsqueeze(-1)).squeeze(-1)
    h = numerator / (torch.maximum(normaliser.abs(), torch.exp(-m)) + 1e-6).unsqueeze(-1)
    return h.reshape(batch, heads, chunks * chunk, size)[:, :, :time]


def _chunk_states(k, v, i, b):
    """The matrix, vector and stabiliser that each chunk starts from, stacked over chunks.

    Results do not depend on the stabiliser beyond the 1e-6 of the normaliser, so gradients leave it out.
    """
    total = b[..., -1]
    weight = total.unsqueeze(-1) - b + i
    highest = weight.amax(-1).detach()
    inside = k * torch.exp(weight - highest.unsqueeze(-1)).unsqueeze(-1)
    matrices, vectors = inside.transpose(-1, -2) @ v, inside.sum(-2)
    c, n = torch.zeros_like(matrices[:, :, 0]), torch.zeros_like(vectors[:, :, 0])
    m = torch.full_like(total[:, :, 0], -1e30)
    starts = []
    # The gradient of `unbind` is one stack; that of an index would be a tensor of the whole size for each chunk.
    for matrix, vector, own_total, own_highest in zip(*(x.unbind(2) for x in (matrices, vectors, total, highest))):
        starts.append((c, n, m))
        new = torch.maximum(own_total + m, own_highest).detach()
        old, own = torch.exp(own_total + m - new), torch.exp(own_highest - new)
        c = old[..., None, None] * c + own[..., None, None] * matrix
        n = old[..., None] * n + own[..., None] * vector
        m = new
    return tuple(torch.stack(parts, 2) for parts in zip(*starts))


def slstm(wx, r, b):
    """The stabilised sLSTM cell. wx: (batch, time, head, gate, feature), gates i, f, z, o; r: (head, from, gate, feature)."""
    batch, _, heads, _, size = wx.shape
    matrix = r.reshape(heads, size, 4 * size)
    steps = (wx + b).unbind(1)
    y = c = n = wx.new_zeros(batch, heads, size)
    m = wx.new_full((batch, heads, size), -1e30)
    results = []
    for step in steps:
        recurrent = torch.bmm(y.transpose(0, 1), matrix).transpose(0, 1).reshape(batch, heads, 4, size)
        i, f, z, o = (step + recurrent).unbind(2)
        kept = F.logsigmoid(f) + m
        m = torch.maximum(i, kept).detach()
        enter, keep = torch.exp(i - m), torch.exp(kept - m)
        c, n = keep * c + enter * torch.tanh(z), keep * n + enter
        y = torch.sigmoid(o) * c / n
        results.append(y)
    return torch.stack(results, 1)


class Block(nn.Module):
    def __init__(self, architecture, layer, chunk=64):
        super().__init__()
        d, inner = architecture.width, architecture.inner
        self.is_reversed, self.chunk = layer % 2 == 1, chunk
        self.norm = LayerNorm(d, epsilon=1e-5, residual=True)
        own = nn.Module()
        own.proj_up, own.proj_down = Linear(2 * inner, d, bias=False), Linear(d, inner, bias=False)
        own.conv1d = nn.ModuleDict({"conv": Affine(inner, 4)})
        own.q_proj, own.k_proj, own.v_proj = (Affine(inner // 4, 4, 4, bias=False) for _ in range(3))
        cell = nn.Module()
        cell.igate, cell.fgate = Linear(HEADS_MLSTM, 3 * inner), Linear(HEADS_MLSTM, 3 * inner)
        cell.outnorm = Affine(inner, bias=False)
        own.mlstm_cell, own.learnable_skip = cell, nn.Parameter(torch.empty(inner))
        self.layer = own

    def forward(self, residual):
        own, x = self.layer, self.norm(residual)
        if self.is_reversed:
            x = x.flip(1)
        x, z = own.proj_up(x).chunk(2, dim=-1)
        conv = own.conv1d["conv"]
        c = F.silu(causal_convolution(x, conv.weight, conv.bias))
        q, k, v = blockwise(c, own.q_proj.weight), blockwise(c, own.k_proj.weight), blockwise(x, own.v_proj.weight)
        h = self.cell(q, k, v) + own.learnable_skip * c
        y = own.proj_down(h * F.silu(z))
        return residual + (y.flip(1) if self.is_reversed else y)

    def cell(self, q, k, v):
        own, (batch, time, inner) = self.layer.mlstm_cell, q.shape
        weight = torch.cat([own.igate.weight, own.fgate.weight])
        gates = F.linear(torch.cat([q, k, v], -1), weight, torch.cat([own.igate.bias, own.fgate.bias])).transpose(1, 2)
        q, k, v = (x.view(batch, time, HEADS_MLSTM, -1).transpose(1, 2) for x in (q, k, v))
        h = mlstm(q, k, v, gates[:, :HEADS_MLSTM], gates[:, HEADS_MLSTM:], self.chunk).transpose(1, 2)
        h = F.layer_norm(h, (h.shape[-1],), eps=1e-5)
        return h.reshape(batch, time, inner) * (1 + own.outnorm.weight)


def blockwise(x, weight):
    """A product with a block-diagonal matrix: weight (block, out, in)."""
    blocks, _, size = weight.shape
    parts = x.view(*x.shape[:-1], blocks, size)
    if not torch.compiler.is_compiling():
        return torch.einsum("btni,noi->btno", parts, weight).reshape(x.shape)
    # Inductor fuses this with what is around it; a batch of small products it would only call.
    return sum(part.unsqueeze(-1) * column for part, column in zip(parts.unbind(-1), weight.unbind(2))).reshape(x.shape)
