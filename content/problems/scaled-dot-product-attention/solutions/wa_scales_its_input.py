"""The bug: q /= in place saves a copy and changes the caller's array."""

import numpy as np


def attention(q, k, v, mask=None):
    q /= q.dtype.type(q.shape[-1] ** 0.5)
    scores = q @ k.swapaxes(-1, -2)
    seen = np.ones((1, 1, 1, 1), bool) if mask is None else mask[:, None]
    top = scores.max(axis=-1, keepdims=True, where=seen, initial=np.finfo(q.dtype).min)
    e = np.exp(np.minimum(scores - top, 0)) * seen
    with np.errstate(all="ignore"):
        total = e.sum(axis=-1, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
