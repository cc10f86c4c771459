"""The bug: the width wrapped in a float64 array, which makes float32 scores float64 on every NumPy."""

import numpy as np


def attention(q, k, v, mask=None):
    seen = np.ones((1, 1, 1, 1), bool) if mask is None else mask[:, None]
    scores = q @ k.swapaxes(-1, -2) / np.array([np.sqrt(q.shape[-1])])
    top = scores.max(axis=-1, keepdims=True, where=seen, initial=np.finfo(q.dtype).min)
    e = np.exp(np.minimum(scores - top, 0)) * seen
    with np.errstate(all="ignore"):
        total = e.sum(axis=-1, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
