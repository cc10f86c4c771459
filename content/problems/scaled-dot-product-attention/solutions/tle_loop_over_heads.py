"""Right, vectorised over positions, and still slow: 16,384 short heads are 16,384 turns of a Python loop."""

import numpy as np


def attention(q, k, v, mask=None):
    batch, heads, length, width = q.shape
    out = np.zeros((batch, heads, length, v.shape[-1]), q.dtype)
    if length == 0:
        return out
    for b in range(batch):
        for h in range(heads):
            scores = q[b, h] @ k[b, h].T * q.dtype.type(width**-0.5)
            if mask is not None:
                scores[~mask[b]] = -np.inf
            top = scores.max(axis=-1, keepdims=True)
            weights = np.exp(scores - np.where(np.isneginf(top), 0, top))
            total = weights.sum(axis=-1, keepdims=True)
            out[b, h] = weights @ v[b, h] / np.where(total > 0, total, 1)
    return out
