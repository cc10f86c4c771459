"""Text as the evidence finder sees it: windows with offsets into the original, and tokens of their normal form.

Why: a quote must be a slice of what was typed, while comparing needs folded text. Wrong when a window is built from
anything but a start and an end in the original.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

_SENTENCE_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|\n+")
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|etc|approx|fig|no)|\b[A-Z])\.$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:—–]\s+|\s+(?=(?:but|so|because|while|whereas|since|unless|therefore|instead)\s)", re.IGNORECASE
)
_TOKEN = re.compile(r"[a-z][a-z0-9]*(?:'[a-z]+)?|\d+(?:[.,]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|cannot|neither|nor|nothing|isn't|aren't|won't|don't|doesn't|didn't|can't"
    r"|wouldn't|shouldn't|skip|ignore|unnecessary|hardly)\b"
)
_PAIR_LIMIT = 500
_CLAUSE_WORDS = 4

_BINDING = (
    "a an the this that these those it its i we you he she they them us our your my their me who which "
    "what whose is are was were be been being am do does did done have has had having will would shall "
    "should can could may might must to of in on at by for from with without into onto over under between "
    "among through during before after about as than then so if because while whereas since unless until "
    "when where why how not no never nor but yet also only just very more most less least much many some "
    "any each every all both either neither there here up down out off again once too i'd i'll i'm we'd "
    "we'll we're it's don't doesn't can't won't isn't aren't per via let let's "
)
FUNCTION_WORDS = frozenset(_BINDING.split())
_GLUE = frozenset({"and", "or", "plus", "then"})


@dataclass(frozen=True, slots=True)
class Window:
    """A slice of one text: characters `start` to `end`, and what kind of slice it is."""

    start: int
    end: int
    kind: str


def normal(text: str) -> str:
    r"""Return `text` in NFKC, lower case, without format characters (zero-width and the like).

    Examples:
        >>> normal("Re\u200bcall ＠ １０")
        'recall @ 10'
    """
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(ch for ch in folded if unicodedata.category(ch) not in ("Cf", "Cc") or ch in "\n\t")
    return kept.replace("’", "'").lower()


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of `text` in their normal form, in order."""
    return tuple(_TOKEN.findall(normal(text)))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return a crude stem: what plural, past and -ing forms of an English word share.

    Examples:
        >>> stem("samples") == stem("sampling") == stem("sampled")
        True
    """
    for ending in ("ization", "isation", "ations", "ation", "ments", "ment", "ness", "ings", "ing", "ies", "ied"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    for ending in ("es", "ed", "ly", "er", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=16_384)
def content_stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of `text` that are not function words, in order, numbers included."""
    return tuple(stem(word) for word in tokens(text) if word not in FUNCTION_WORDS and word not in _GLUE)


def sentences(text: str) -> tuple[Window, ...]:
    """Return the sentences of `text` as windows; together they cover every visible character.

    Examples:
        >>> said = "We keep 0.85 recall, e.g. at 300. Below that we stop!"
        >>> [said[w.start : w.end] for w in sentences(said)]
        ['We keep 0.85 recall, e.g. at 300.', 'Below that we stop!']
    """
    found, begin = [], 0
    for match in _SENTENCE_END.finditer(text):
        if match.group()[0] == "." and _NO_END.search(text[begin : match.start() + 1]):
            continue
        found.append(_trimmed(text, begin, end=match.end(), kind="sentence"))
        begin = match.end()
    found.append(_trimmed(text, begin, end=len(text), kind="sentence"))
    return tuple(window for window in found if window.end > window.start)


def windows(text: str) -> tuple[Window, ...]:
    """Return every window evidence may come from: sentences, their clauses of four words or more, adjacent pairs."""
    whole = sentences(text)
    found = list(whole)
    for window in whole:
        found += _clauses(text, window)
    for first, second in pairwise(whole):
        if second.end - first.start <= _PAIR_LIMIT:
            found.append(Window(first.start, second.end, "pair"))
    return tuple(found)


def negated(text: str) -> bool:
    """Whether `text` holds a cue of negation; a reader must then look twice, the machine decides nothing by it."""
    return _NEGATION.search(normal(text)) is not None


def list_like(text: str) -> bool:
    """Whether `text` is a heap of terms rather than a sentence.

    Either ten words or more of which hardly any binds the others, or six or more pieces between commas of at most
    three words on average.
    """
    words = [word for word in tokens(text) if not word[0].isdigit()]
    if len(words) < 10:
        return False
    binding = sum(word in FUNCTION_WORDS for word in words) / len(words)
    pieces = [piece for piece in re.split(r"[,;/|•\n]+", normal(text)) if piece.strip()]
    short = len(pieces) >= 6 and len(words) / len(pieces) <= 3
    return binding < 0.1 or (len(words) >= 20 and binding < 0.2) or (short and binding < 0.3)


def overlap(text: str, grams: frozenset[tuple[str, ...]]) -> float:
    """Return the share of the words of `text`, in [0, 1], that stand in a run of four words out of `grams`."""
    words = tokens(text)
    covered = [False] * len(words)
    for i in range(len(words) - 3):
        if words[i : i + 4] in grams:
            covered[i : i + 4] = [True] * 4
    return sum(covered) / len(words) if words else 0.0


def four_grams(*texts: str) -> frozenset[tuple[str, ...]]:
    """Return every run of four words in `texts`."""
    return frozenset(words[i : i + 4] for words in map(tokens, texts) for i in range(len(words) - 3))


def _clauses(text: str, window: Window) -> list[Window]:
    cuts = [m.end() for m in _CLAUSE.finditer(text, window.start, window.end)]
    if not cuts:
        return []
    edges = [window.start, *cuts, window.end]
    pieces = [_trimmed(text, a, end=b, kind="clause") for a, b in pairwise(edges)]
    return [piece for piece in pieces if len(tokens(text[piece.start : piece.end])) >= _CLAUSE_WORDS]


def _trimmed(text: str, start: int, *, end: int, kind: str) -> Window:
    while start < end and (text[start].isspace() or text[start] in "-*•"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:—–"):
        end -= 1
    return Window(start, end, kind)
