"""The offline evidence finder: for each bar of each item, the window of the answer that a person should read.

Why: a tick is honest only beside the words it rests on. Wrong when its similarity is taken for a verdict: without
calibration it cannot tell a claim from its opposite, so it never says "covered", only "read this" or nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theloop.engines.grading.flags import ECHO_SHARE, flagged, reason, rubric_text
from theloop.engines.grading.inputs import Utterance
from theloop.engines.grading.report import Flagged, Quote
from theloop.engines.grading.rubric import Bar, Criterion, Item, Rubric
from theloop.engines.grading.words import Window, content_stems, four_grams, negated, overlap, sentences, windows

READ_THIS = 0.2
BEST_OF = 3
NEAR_MISS_SHARE = 0.5
TERM_BONUS = 0.15
_FEWEST_STEMS = 3
_Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """The best window per item and bar, where one is worth reading, and the sentences taken out before looking."""

    quotes: Mapping[tuple[str, Bar], Quote]
    flagged: tuple[Flagged, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    turn: Utterance
    window: Window
    stems: tuple[str, ...]

    @property
    def place(self) -> tuple[int, int, int]:
        return self.turn.seq, self.window.start, self.window.end


def find(rubric: Rubric, transcript: Sequence[Utterance], *, prompt: str) -> Found:
    """Return the window to read beside each bar of each item.

    A window is a sentence, a clause or an adjacent pair. Its score per bar: the cosine of TF-IDF stems with `says` and
    the exemplars (half the best, half the mean of the best three), less half the best cosine with a near miss, plus a
    bonus for the item's terms. The highest above `READ_THIS` is the quote; ties go to the earlier one. A clause is
    quoted with the sentence it stands in. A quote is a slice of its turn, always.
    Length is no feature.

    Args:
        rubric: The rubric whose criteria are looked for.
        transcript: All turns in the order of the log; the interviewer's are only used to recognise an echo.
        prompt: What the candidate was shown.
    """
    out = flagged(transcript, rubric)
    pool = _pool(transcript, rubric, prompt=prompt, out=out)
    if not pool:
        return Found(quotes={}, flagged=out)
    space = _Space(pool, rubric)
    quotes: dict[tuple[str, Bar], Quote] = {}
    for item in rubric.items:
        terms = space.terms(item)
        for bar, criterion in (("execution", item.l5), ("strategy", item.l6)):
            scores = space.scores(item, criterion, terms=terms)
            best = int(np.argmax(scores))  # the pool is in the order of the talk, so the earliest of equals
            if scores[best] >= READ_THIS:
                quotes[item.id, _bar(bar)] = _quote(pool[best])
    return Found(quotes=quotes, flagged=out)


class _Space:
    """TF-IDF over the stems of windows and rubric sentences; rows have length one."""

    def __init__(self, pool: Sequence[_Candidate], rubric: Rubric) -> None:
        self._pool = pool
        self._stems = [candidate.stems for candidate in pool]
        sentences = [stems for c, stems in zip(pool, self._stems, strict=True) if c.window.kind == "sentence"]
        documents = sentences + [content_stems(text) for item in rubric.items for text in _texts(item)]
        counts = Counter(stem for stems in documents for stem in set(stems))
        self._column = {stem: i for i, stem in enumerate(sorted(counts))}
        total = 1 + len(documents)
        self._idf = np.array([math.log(total / (1 + counts[stem])) + 1 for stem in sorted(counts)])
        self._rows = np.stack([self._vector(stems) for stems in self._stems])

    def scores(self, item: Item, criterion: Criterion, *, terms: _Vector) -> _Vector:
        """Score of every window for one criterion, rounded so that the order of summing cannot show."""
        wanted = self._cosines((criterion.says, *criterion.exemplars))
        best = (np.sort(wanted, axis=1)[:, -BEST_OF:].mean(axis=1) + wanted.max(axis=1)) / 2
        near = self._cosines(item.not_enough).max(axis=1)
        result: _Vector = np.round(best - NEAR_MISS_SHARE * near + TERM_BONUS * terms, 6)
        return result

    def _cosines(self, texts: Sequence[str]) -> _Vector:
        cosines: _Vector = self._rows @ np.stack([self._vector(content_stems(text)) for text in texts]).T
        return cosines

    def terms(self, item: Item) -> _Vector:
        """Share of the item's terms that each window holds, three counting as all."""
        terms = [content_stems(term) for term in item.terms]
        enough = max(1, min(3, len(terms)))
        return np.array([min(1.0, sum(_holds(stems, t) for t in terms) / enough) for stems in self._stems])

    def _vector(self, stems: Iterable[str]) -> _Vector:
        row = np.zeros(len(self._column))
        for stem, count in Counter(stems).items():
            if stem in self._column:
                row[self._column[stem]] = (1 + math.log(count)) * self._idf[self._column[stem]]
        length = float(np.sqrt((row * row).sum()))
        return row / length if length else row


def _pool(
    transcript: Sequence[Utterance], rubric: Rubric, *, prompt: str, out: Sequence[Flagged]
) -> tuple[_Candidate, ...]:
    """Windows of the candidate that may be quoted: no flagged sentence in them, no echo of what was shown or asked."""
    written = rubric_text(rubric)
    shown = four_grams(prompt, *(turn.text for turn in transcript if turn.who == "interviewer"))
    pool = []
    for turn in transcript:
        if turn.who != "you":
            continue
        holes = [(f.start, f.end) for f in out if f.seq == turn.seq]
        for window in windows(turn.text):
            if any(start < window.end and window.start < end for start, end in holes):
                continue
            text = turn.text[window.start : window.end]
            stems = content_stems(text)
            # A clause stands in a sentence that passed; a pair may still say together what neither says alone.
            refused = window.kind == "pair" and reason(text, written) is not None
            if len(set(stems)) < _FEWEST_STEMS or refused or overlap(text, shown) >= ECHO_SHARE:
                continue
            pool.append(_Candidate(turn, window, stems))
    return tuple(sorted(pool, key=lambda candidate: candidate.place))


def _quote(candidate: _Candidate) -> Quote:
    turn, window = candidate.turn, candidate.window
    if window.kind == "clause":
        window = next(w for w in sentences(turn.text) if w.start <= window.start and window.end <= w.end)
    text = turn.text[window.start : window.end]
    return Quote(
        seq=turn.seq,
        start=window.start,
        end=window.end,
        at_ms=turn.at_ms,
        phase=turn.phase,
        text=text,
        negated=negated(text),
    )


def _texts(item: Item) -> list[str]:
    return [item.l5.says, *item.l5.exemplars, item.l6.says, *item.l6.exemplars, *item.not_enough]


def _holds(stems: tuple[str, ...], term: tuple[str, ...]) -> bool:
    return bool(term) and any(stems[i : i + len(term)] == term for i in range(len(stems) - len(term) + 1))


def _bar(name: str) -> Bar:
    return "execution" if name == "execution" else "strategy"
