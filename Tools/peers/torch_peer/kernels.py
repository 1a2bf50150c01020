"""Single kernels in PyTorch, with the layouts and names of Sonograph's recurrences and of `graphs/`."""
import torch
import torch.nn.functional as F

from torch_peer import axlstm, ssam


def selective_scan(dt, u, b, c, log_a):
    return ssam.selective_scan(F.softplus(dt), u, -torch.exp(log_a), b, c, chunk=32)


def mlstm(q, k, v, i, f):
    """q, k, v: (batch, time, head, feature); i, f: (batch, time, head)."""
    parts = (x.transpose(1, 2) for x in (q, k, v, i, f))
    return axlstm.mlstm(*parts).transpose(1, 2)


def attention(q, k, v):
    """(batch, time, head, feature)."""
    parts = (x.transpose(1, 2) for x in (q, k, v))
    return F.scaled_dot_product_attention(*parts).transpose(1, 2)


FUNCTIONS = {
    "selective-scan": selective_scan, "mlstm": mlstm, "slstm": axlstm.slstm, "attention": attention, "gemm": F.linear,
}
INPUTS = {
    "selective-scan": ("dt", "u", "b", "c", "log-a"), "mlstm": ("q", "k", "v", "i", "f"), "slstm": ("wx", "r", "b"),
    "attention": ("q", "k", "v"), "gemm": ("x", "w"),
}
