"""The bug: the softmax sees every key, the mask only removes weight that it never gives back."""

import numpy as np


def attention(q, k, v, mask=None):
    scores = q @ k.swapaxes(-1, -2) * q.dtype.type(q.shape[-1] ** -0.5)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True, initial=-np.inf))
    weights = e / e.sum(axis=-1, keepdims=True)
    if mask is not None:
        weights = weights * mask[:, None]
    return weights @ v
