"""Keys in blocks: a running maximum and a running sum, rescaled when a larger score comes, so no T by T matrix lives.

Time stays quadratic in T; memory grows with T alone.
"""

import numpy as np

BLOCK = 128


def attention(q, k, v, mask=None):
    dtype = q.dtype
    batch, heads, length, width = q.shape
    scaled = q * dtype.type(1.0 / np.sqrt(width))
    out = np.zeros((batch, heads, length, v.shape[-1]), dtype)
    for first in range(0, length, BLOCK):
        rows = slice(first, first + BLOCK)
        out[:, :, rows] = _rows(scaled[:, :, rows], k, v, None if mask is None else mask[:, rows])
    return out


def _rows(q, k, v, mask):
    top = np.full((*q.shape[:3], 1), -np.inf, q.dtype)
    total = np.zeros_like(top)
    acc = np.zeros((*q.shape[:3], v.shape[-1]), q.dtype)
    for first in range(0, k.shape[2], BLOCK):
        cols = slice(first, first + BLOCK)
        scores = q @ k[:, :, cols].swapaxes(-1, -2)
        if mask is not None:
            scores = np.where(mask[:, None, :, cols], scores, q.dtype.type(-np.inf))
        new_top = np.maximum(top, scores.max(axis=-1, keepdims=True))
        safe = np.where(np.isneginf(new_top), q.dtype.type(0), new_top)
        kept = np.exp(top - safe)
        weights = np.exp(scores - safe)
        total = total * kept + weights.sum(axis=-1, keepdims=True)
        acc = acc * kept + weights @ v[:, :, cols]
        top = new_top
    return acc / np.where(total > 0, total, q.dtype.type(1))
