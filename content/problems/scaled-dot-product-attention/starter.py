import numpy as np


def attention(q, k, v, mask=None):
    """q, k (B, H, T, d), v (B, H, T, e) -> (B, H, T, e).  mask (B, T, T), True where i may see j."""
    raise NotImplementedError("write this")
