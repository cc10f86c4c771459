"""Right and slow: one product per head and per row, so the interpreter does what a batched product should."""

import numpy as np


def attention(q, k, v, mask=None):
    batch, heads, length, width = q.shape
    out = np.zeros((batch, heads, length, v.shape[-1]), q.dtype)
    for b in range(batch):
        for h in range(heads):
            for i in range(length):
                seen = np.arange(length) if mask is None else np.flatnonzero(mask[b, i])
                if not len(seen):
                    continue
                scores = k[b, h, seen] @ q[b, h, i] * q.dtype.type(width**-0.5)
                weights = np.exp(scores - scores.max())
                out[b, h, i] = weights @ v[b, h, seen] / weights.sum()
    return out
