"""Cases of this problem, made in the grader's process alone.

The expected values come from a loop in float64 over batch, heads and positions, written without the tricks that a
solution needs; large shapes come from a float64 product checked against that loop on the small ones.
"""

import math

import numpy as np

TIGHT = {"kind": "close", "rtol": 1e-9, "atol": 1e-12}
SINGLE = {"kind": "close", "rtol": 2e-4, "atol": 2e-5}


def by_loops(q, k, v, mask):
    """Return attention in float64, one number at a time."""
    batch, heads, length, width = q.shape
    out = np.zeros((batch, heads, length, v.shape[-1]))
    for b in range(batch):
        for h in range(heads):
            for i in range(length):
                seen = [j for j in range(length) if mask is None or mask[b, i, j]]
                if not seen:
                    continue
                scores = [
                    math.fsum(float(q[b, h, i, c]) * float(k[b, h, j, c]) for c in range(width)) / math.sqrt(width)
                    for j in seen
                ]
                top = max(scores)
                weights = [math.exp(s - top) for s in scores]
                total = math.fsum(weights)
                for w, j in zip(weights, seen):
                    out[b, h, i] += w / total * v[b, h, j].astype(np.float64)
    return out.astype(q.dtype)


def some_rows(q, k, v, mask, rows):
    """Return rows of attention in float64: `rows` is a triple of index arrays (batch, head, position)."""
    b, h, i = rows
    scores = np.einsum("rd,rjd->rj", q[b, h, i].astype(np.float64), k[b, h].astype(np.float64)) / math.sqrt(q.shape[-1])
    if mask is not None:
        scores[~mask[b, i]] = -np.inf
    top = scores.max(axis=1, keepdims=True)
    weights = np.exp(scores - np.where(np.isfinite(top), top, 0.0))
    total = weights.sum(axis=1, keepdims=True)
    out = np.einsum("rj,rjd->rd", weights, v[b, h].astype(np.float64)) / np.where(total > 0, total, 1.0)
    return out.astype(q.dtype)


def heads(rng, shape, width, dtype=np.float64, value_width=None):
    batch, count, length = shape
    q = rng.normal(size=(batch, count, length, width)).astype(dtype)
    k = rng.normal(size=(batch, count, length, width)).astype(dtype)
    v = rng.normal(size=(batch, count, length, value_width or width)).astype(dtype)
    return q, k, v


def causal(batch, length):
    return np.broadcast_to(np.tril(np.ones((length, length), dtype=bool)), (batch, length, length)).copy()


def padded(batch, length, keep):
    mask = np.zeros((batch, length, length), dtype=bool)
    for b in range(batch):
        mask[b, :, : keep[b]] = True
    return mask


def case(group, name, args, *, expected=None, hidden=False, tags=(), rule=TIGHT, echo=False):
    return {
        "group": group,
        "name": name,
        "args": args,
        "expected": by_loops(*args) if expected is None else expected,
        "hidden": hidden,
        "tags": tags,
        "rule": rule,
        "echo": echo,
    }


def correctness(rng):
    q, k, v = heads(rng, (1, 1, 3), 4)
    yield case("correctness", "one head, three positions, no mask", (q, k, v, None))
    q, k, v = heads(rng, (2, 3, 5), 8)
    yield case("correctness", "two sequences, three heads, no mask", (q, k, v, None))
    q, k, v = heads(rng, (2, 2, 6), 4)
    yield case("correctness", "causal mask", (q, k, v, causal(2, 6)), tags=("mask",))
    q, k, v = heads(rng, (3, 2, 5), 4)
    yield case("correctness", "padding mask of another length per sequence", (q, k, v, padded(3, 5, (5, 3, 1))), tags=("mask",))
    q, k, v = heads(rng, (2, 4, 7), 5)
    mask = rng.random((2, 7, 7)) < 0.5
    mask[:, :, 0] = True
    yield case("correctness", "irregular mask", (q, k, v, mask), hidden=True, tags=("mask",))
    q, k, v = heads(rng, (4, 4, 4), 4)
    yield case("correctness", "every side equal", (q, k, v, causal(4, 4)), hidden=True, tags=("mask",))
    q, k, v = heads(rng, (2, 8, 3), 16)
    yield case("correctness", "more heads than positions", (q, k, v, None), hidden=True)
    q, k, v = heads(rng, (2, 2, 5), 4, value_width=9)
    yield case("correctness", "values wider than keys", (q, k, v, causal(2, 5)), hidden=True)


def edges(rng):
    q, k, v = heads(rng, (2, 2, 0), 4)
    yield case("edges", "T = 0", (q, k, v, np.zeros((2, 0, 0), dtype=bool)), tags=("empty",))
    q, k, v = heads(rng, (2, 2, 1), 4)
    yield case("edges", "T = 1", (q, k, v, np.ones((2, 1, 1), dtype=bool)), tags=("empty",))
    q, k, v = heads(rng, (2, 2, 4), 4)
    mask = causal(2, 4)
    mask[1, 2] = False
    yield case("edges", "one row may see nothing", (q, k, v, mask), tags=("masked_rows",))
    q, k, v = heads(rng, (2, 2, 4), 4)
    yield case("edges", "no row may see anything", (q, k, v, np.zeros((2, 4, 4), dtype=bool)), hidden=True, tags=("masked_rows",))
    q, k, v = heads(rng, (1, 2, 0), 4)
    yield case("edges", "T = 0 and no mask", (q, k, v, None), hidden=True, tags=("empty",))
    q, k, v = heads(rng, (2, 3, 5), 4)
    yield case("edges", "inputs are left as they came", (q, k, v, causal(2, 5)), tags=("inputs_untouched",), echo=True)


def stability(rng):
    q, k, v = heads(rng, (1, 2, 5), 8)
    yield case("stability", "scores near 10,000", (q * 100, k * 100, v, None), tags=("large_logits",))
    q, k, v = heads(rng, (2, 2, 6), 8, np.float32)
    yield case("stability", "float32 stays float32", (q, k, v, causal(2, 6)), tags=("float32_kept",), rule=SINGLE)
    q, k, v = heads(rng, (1, 2, 6), 8, np.float32)
    yield case("stability", "float32 with scores near 10,000", (q * 100, k * 100, v, causal(1, 6)), hidden=True, tags=("large_logits",), rule=SINGLE)
    q, k, v = heads(rng, (2, 2, 6), 8)
    mask = causal(2, 6)
    k[:, :, -1] *= 500
    yield case("stability", "a huge score behind the mask", (q, k, v, mask), hidden=True, tags=("mask", "large_logits"))
    q, k, v = heads(rng, (1, 1, 4), 4, np.float32)
    mask = causal(1, 4)
    mask[0, 1] = False
    yield case("stability", "float32 with a row that may see nothing", (q, k, v, mask), hidden=True, tags=("float32_kept", "masked_rows"), rule=SINGLE)
    q, k, v = heads(rng, (1, 2, 5), 8)
    yield case("stability", "all scores far below zero", (q * 0 + 30, k * 0 - 30 + rng.normal(size=k.shape), v, None), tags=("large_logits",))


def large(rng, shape, width, name, *, hidden, mask):
    q, k, v = heads(rng, shape, width, np.float32)
    batch, count, length = shape
    seen = causal(batch, length) if mask else None
    rows = (rng.integers(batch, size=32), rng.integers(count, size=32), rng.integers(length, size=32))
    return {
        **case("scale", name, (q, k, v, seen), expected=some_rows(q, k, v, seen, rows), hidden=hidden, tags=("scale",), rule=SINGLE),
        "at": rows,
    }


def scale(rng):
    yield large(rng, (2048, 8, 2), 8, "16,384 short heads: B = 2,048, H = 8, T = 2", hidden=False, mask=True)
    yield large(rng, (512, 8, 8), 8, "4,096 heads of eight positions", hidden=True, mask=False)
    yield large(rng, (1, 2, 1536), 16, "1,536 positions", hidden=False, mask=True)


def growth(rng):
    for length, repeats in ((128, 3), (256, 3), (384, 3), (512, 3), (768, 2), (1024, 2), (1536, 2)):
        for repeat in range(repeats):
            point = large(rng, (1, 2, length), 16, f"T = {length:,}, {repeat + 1}", hidden=True, mask=True)
            point.update(role="growth", size=length, unit_bytes=2 * length * length * 4, tags=(), group="")
            yield point


def cases(rng):
    for part in (correctness, edges, stability, scale, growth):
        yield from part(rng)
