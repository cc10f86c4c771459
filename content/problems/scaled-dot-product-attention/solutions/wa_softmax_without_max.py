"""The bug: exp of the raw scores; right until a score passes the largest exponent."""

import numpy as np


def attention(q, k, v, mask=None):
    scores = q @ k.swapaxes(-1, -2) * q.dtype.type(q.shape[-1] ** -0.5)
    e = np.exp(scores)
    if mask is not None:
        e = e * mask[:, None]
    with np.errstate(all="ignore"):
        total = e.sum(axis=-1, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
