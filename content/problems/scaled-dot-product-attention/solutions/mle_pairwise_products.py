"""Right and greedy: every product of q and k is held before it is summed over the width, T x T x d numbers a head."""

import numpy as np


def attention(q, k, v, mask=None):
    pairs = q[:, :, :, None, :] * k[:, :, None, :, :]
    scores = pairs.sum(axis=-1) * q.dtype.type(q.shape[-1] ** -0.5)
    seen = np.ones((1, 1, 1, 1), bool) if mask is None else mask[:, None]
    top = scores.max(axis=-1, keepdims=True, where=seen, initial=np.finfo(q.dtype).min)
    e = np.exp(np.minimum(scores - top, 0)) * seen
    total = e.sum(axis=-1, keepdims=True)
    return (e / np.where(total > 0, total, q.dtype.type(1))) @ v
