"""The bug: the maximum of an empty axis has no identity, so T = 0 raises."""

import numpy as np


def attention(q, k, v, mask=None):
    scores = q @ k.swapaxes(-1, -2) * q.dtype.type(q.shape[-1] ** -0.5)
    if mask is not None:
        scores = np.where(mask[:, None], scores, q.dtype.type(-np.inf))
    top = scores.max(axis=-1, keepdims=True)
    e = np.exp(scores - np.where(np.isneginf(top), q.dtype.type(0), top))
    with np.errstate(all="ignore"):
        total = e.sum(axis=-1, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
