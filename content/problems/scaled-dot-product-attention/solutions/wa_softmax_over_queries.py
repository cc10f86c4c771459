"""The bug: axis -2 normalises over the queries, so the weights of a row do not sum to one."""

import numpy as np


def attention(q, k, v, mask=None):
    scores = q @ k.swapaxes(-1, -2) * q.dtype.type(q.shape[-1] ** -0.5)
    seen = np.ones((1, 1, 1, 1), bool) if mask is None else mask[:, None]
    e = np.exp(scores - scores.max(axis=-1, keepdims=True, initial=np.finfo(q.dtype).min)) * seen
    total = e.sum(axis=-2, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
