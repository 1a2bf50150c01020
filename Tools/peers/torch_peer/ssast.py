"""SSAST, the Transformer, in PyTorch."""
import torch.nn.functional as F
from torch import nn

from torch_peer.frame import LayerNorm, Linear


class Block(nn.Module):
    def __init__(self, architecture, layer):
        super().__init__()
        d, inner = architecture.width, architecture.inner
        self.heads = architecture.heads
        self.norm1, self.norm2 = LayerNorm(d), LayerNorm(d)
        self.attn = nn.ModuleDict({"qkv_layer": Linear(3 * d, d), "proj_layer": Linear(d, d)})
        self.mlp = nn.ModuleDict({"layer1": Linear(inner, d), "layer2": Linear(d, inner)})

    def forward(self, x):
        batch, time, width = x.shape
        qkv = self.attn["qkv_layer"](self.norm1(x)).view(batch, time, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(*qkv.unbind(0)).transpose(1, 2).reshape(batch, time, width)
        x = x + self.attn["proj_layer"](y)
        return x + self.mlp["layer2"](F.gelu(self.mlp["layer1"](self.norm2(x))))
