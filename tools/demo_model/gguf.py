"""Writes the demonstration model as a GGUF v3 file: matrices as Q8_0, norms as F32."""

import struct

import numpy as np

F32, Q8_0 = 0, 8  # tensor types
ALIGNMENT = 32


def q8_0(values):
    """(bytes, what they stand for): blocks of 32 values, each a half-precision scale and 32 signed bytes."""
    blocks = values.astype(np.float32).reshape(-1, 32)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / np.float32(127)
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    turned = blocks * inverse
    whole = np.trunc(turned + np.copysign(np.float32(0.5), turned)).astype(np.int8)
    half = scale.astype(np.float16)
    out = np.empty((len(blocks), 34), np.uint8)
    out[:, :2] = half.view(np.uint8).reshape(-1, 2)
    out[:, 2:] = whole.view(np.uint8)
    return out.tobytes(), (half.astype(np.float32) * whole).reshape(values.shape)


def text(value):
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def value(v):
    """Type number and bytes of a metadata value; int is a 32-bit count, a list has one kind of entry."""
    if isinstance(v, bool):
        return struct.pack("<I?", 7, v)
    if isinstance(v, int):
        return struct.pack("<II", 4, v)
    if isinstance(v, float):
        return struct.pack("<If", 6, v)
    if isinstance(v, str):
        return struct.pack("<I", 8) + text(v)
    if isinstance(v[0], str):
        return struct.pack("<IIQ", 9, 8, len(v)) + b"".join(text(x) for x in v)
    return struct.pack("<IIQ", 9, 5, len(v)) + struct.pack(f"<{len(v)}i", *v)


def padded(raw):
    return raw + bytes(-len(raw) % ALIGNMENT)


def write(path, metadata, tensors):
    """tensors: (name, numpy array of shape (rows, values) or (values,), bytes, type)."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    for key, v in metadata.items():
        head += text(key) + value(v)
    data = b""
    for name, array, raw, kind in tensors:
        shape = array.shape[::-1]
        head += text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
        head += struct.pack("<IQ", kind, len(data))
        data += padded(raw)
    with open(path, "wb") as out:
        out.write(padded(head) + data)
