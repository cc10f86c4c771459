"""The bug: -1e9 instead of -inf, so a row that may see nothing averages all values."""

import numpy as np


def attention(q, k, v, mask=None):
    scores = q @ k.swapaxes(-1, -2) * q.dtype.type(q.shape[-1] ** -0.5)
    if mask is not None:
        scores = np.where(mask[:, None], scores, q.dtype.type(-1e9))
    e = np.exp(scores - scores.max(axis=-1, keepdims=True, initial=np.finfo(q.dtype).min))
    with np.errstate(all="ignore"):
        total = e.sum(axis=-1, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
