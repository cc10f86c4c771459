"""Contractions by einsum; the mask enters the exponential as a factor of zero instead of the score as -inf."""

import numpy as np


def attention(q, k, v, mask=None):
    width = q.shape[-1]
    if q.shape[2] == 0:
        return np.zeros((*q.shape[:3], v.shape[-1]), q.dtype)
    scores = np.einsum("bhid,bhjd->bhij", q, k, optimize=True) * q.dtype.type(width**-0.5)
    seen = np.ones((1, 1, 1, 1), bool) if mask is None else mask[:, None]
    lowest = np.finfo(q.dtype).min
    top = np.max(scores, axis=-1, keepdims=True, where=seen, initial=lowest)
    weights = np.exp(np.minimum(scores - top, 0)) * seen
    total = weights.sum(axis=-1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return np.einsum("bhij,bhjd->bhid", weights, v, optimize=True)
