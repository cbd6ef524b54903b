"""The demonstration model: a small Llama (RMS norm, rotary positions in interleaved pairs, grouped queries, SwiGLU, tied
output), with the names and shapes of its tensors in a GGUF file."""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


@dataclass
class Shape:
    vocabulary: int = 1024
    dim: int = 256
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 512
    context: int = 256
    rope_base: float = 10000.0
    eps: float = 1e-5

    @property
    def head_dim(self):
        return self.dim // self.heads


class Norm(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(shape.dim)), shape.eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


def rotate(x, cos, sin):
    """Turns the pairs (2i, 2i + 1) of the last dimension."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        kv = shape.kv_heads * shape.head_dim
        self.attn_norm, self.ffn_norm = Norm(shape), Norm(shape)
        self.q = nn.Linear(shape.dim, shape.dim, bias=False)
        self.k = nn.Linear(shape.dim, kv, bias=False)
        self.v = nn.Linear(shape.dim, kv, bias=False)
        self.o = nn.Linear(shape.dim, shape.dim, bias=False)
        self.gate = nn.Linear(shape.dim, shape.ffn, bias=False)
        self.up = nn.Linear(shape.dim, shape.ffn, bias=False)
        self.down = nn.Linear(shape.ffn, shape.dim, bias=False)

    def forward(self, x, cos, sin, mask):
        shape, (batch, length, _) = self.shape, x.shape
        h = self.attn_norm(x)
        q = rotate(self.q(h).view(batch, length, shape.heads, -1).transpose(1, 2), cos, sin)
        k = rotate(self.k(h).view(batch, length, shape.kv_heads, -1).transpose(1, 2), cos, sin)
        v = self.v(h).view(batch, length, shape.kv_heads, -1).transpose(1, 2)
        group = shape.heads // shape.kv_heads
        k, v = k.repeat_interleave(group, dim=1), v.repeat_interleave(group, dim=1)
        scores = q @ k.transpose(-1, -2) / math.sqrt(shape.head_dim) + mask
        x = x + self.o((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, -1))
        h = self.ffn_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.dim)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = Norm(shape)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                deep = 1 / math.sqrt(2 * shape.layers) if name.endswith(("o.weight", "down.weight")) else 1
                nn.init.normal_(weight, std=0.04 * deep)
        steps = torch.arange(0, shape.head_dim, 2) / shape.head_dim
        angles = torch.outer(torch.arange(shape.context), shape.rope_base**-steps)
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())
        self.register_buffer("mask", torch.full((shape.context, shape.context), -1e9).triu(1))

    def forward(self, ids):
        length = ids.shape[1]
        x = self.embedding(ids)
        for layer in self.layers:
            x = layer(x, self.cos[:length], self.sin[:length], self.mask[:length, :length])
        return self.norm(x) @ self.embedding.weight.T

    def named_tensors(self):
        """(name in the file, parameter); a weight of shape (out, in) has rows of `in` values, as the file wants."""
        yield "token_embd.weight", self.embedding.weight
        for i, layer in enumerate(self.layers):
            parts = {
                "attn_norm": layer.attn_norm, "attn_q": layer.q, "attn_k": layer.k, "attn_v": layer.v,
                "attn_output": layer.o, "ffn_norm": layer.ffn_norm, "ffn_gate": layer.gate, "ffn_up": layer.up,
                "ffn_down": layer.down,
            }
            for name, part in parts.items():
                yield f"blk.{i}.{name}.weight", part.weight
        yield "output_norm.weight", self.norm.weight
