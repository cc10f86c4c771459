"""How the interviewer hears: words and stems, questions, vague numbers, choices without a reason.

Why: choosing what to ask tolerates errors that a verdict does not, so plain rules are enough. Wrong when a rule here
is used to grade.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[a-z][a-z0-9]*(?:'[a-z]+)?|\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.](?=\S)[^.!?\n]*)*[.!?]*")
_LIGHT_WORDS = (
    "a an the this that these those it its i we you he she they them us our your my their me who which what is are "
    "was were be been being am do does did have has had will would shall should can could may might must to of in on "
    "at by for from with into onto over as than then so if and or but not no there here just also very how when where "
    "why about i'd i'll i'm we'd we'll we're it's let's per via"
)
_LIGHT = frozenset(_LIGHT_WORDS.split())
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ness",
    "ings",
    "ing",
    "ies",
    "ied",
    "es",
    "ed",
    "ly",
    "er",
    "s",
    "e",
    "y",
)
_ASKING_WORDS = (
    "what which how who whose when where why can could should do does is are may would will shall am any did has"
)
_ASKING = frozenset(_ASKING_WORDS.split())
_CHECKING_IN = re.compile(
    r"\b(?:make sense|sounds? (?:good|right|reasonable|ok(?:ay)?)|all right|right|ok(?:ay)?|fair|good so far)\s*\?$"
    r"|\b(?:shall|should|can|may) (?:i|we) (?:go on|continue|proceed|move on|start|begin|dive|go deeper|jump)\b"
)
_VAGUE = re.compile(
    r"\b(a lot of \w+|lots of \w+|many \w+|millions of \w+|billions of \w+|thousands of \w+|huge \w+|massive \w+"
    r"|several \w+|low latency|fast enough|quickly|highly scalable|scales? well|high throughput|large scale|at scale"
    r"|near real[- ]time|real[- ]time|enough (?:data|traffic|users|samples|capacity))\b"
)
_CHOICE = re.compile(r"\b(?:i|we)(?:'d| would|'ll| will)? (?:just )?(?:use|pick|choose|go with|take|prefer|opt for)\b")
_REASON = re.compile(
    r"\b(?:because|since|so that|rather than|instead|as it|as they|the reason|in order to|otherwise|over|than"
    r"|due to|to avoid)\b"
)
_ABSOLUTE = re.compile(
    r"\b(always|never|guarantees?|guaranteed|perfectly|impossible|no risk|can't (?:fail|hurt)|cannot (?:fail|hurt)"
    r"|won't be a problem|not a problem|no problem|no downside|obviously|averages out|solves? everything)\b"
)
_LEAK_STEMS, _LEAK_SHARE = 3, 0.6


@lru_cache(maxsize=4_096)
def normal(text: str) -> str:
    """Return `text` in NFKC and lower case, without format characters."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(ch for ch in folded if unicodedata.category(ch) != "Cf").replace("’", "'").lower()


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """Return the words and numbers of `text` in their normal form."""
    return tuple(_WORD.findall(normal(text)))


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return what the forms of one English word share; crude on purpose."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=16_384)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that carry content."""
    return frozenset(stem(word) for word in words(text) if word not in _LIGHT)


@lru_cache(maxsize=16_384)
def _all_stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))


def likeness(first: str, second: str) -> float:
    """Return the cosine of the sets of content stems of two texts, in [0, 1]; 0 where one has none.

    Examples:
        >>> likeness("How many daily users?", "how many users daily")
        1.0
    """
    a, b = stems(first), stems(second)
    return round(len(a & b) / math.sqrt(len(a) * len(b)), 6) if a and b else 0.0


@lru_cache(maxsize=4_096)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, trimmed, the empty ones left out."""
    return tuple(found for match in _SENTENCE.finditer(text) if words(found := match.group().strip()))


def asks(sentence: str) -> bool:
    """Whether a sentence is worded as a question, with or without its mark."""
    if sentence.rstrip("\"'”’) ").endswith("?"):
        return True
    first = words(sentence)[:1]
    return bool(first) and first[0] in _ASKING


def checks_in(sentence: str) -> bool:
    """Whether a question only asks for leave to go on ("Does that make sense?")."""
    return sentence.rstrip().endswith("?") and _CHECKING_IN.search(normal(sentence).strip()) is not None


def mentions(sentence: str, keyword: str) -> bool:
    """Whether a sentence holds `keyword`: a phrase as it stands, a word in any of its forms."""
    if " " in keyword.strip():
        return f" {normal(keyword).strip()} " in f" {' '.join(words(sentence))} "
    return stem(normal(keyword).strip()) in _all_stems(sentence)


def vague_amount(text: str) -> str:
    """Return the first amount of `text` that names no number, as worded; empty where there is none."""
    for sentence in sentences(text):
        found = _VAGUE.search(normal(sentence))
        if found and not any(ch.isdigit() for ch in sentence):
            return found.group(1)
    return ""


def bare_choice(text: str) -> bool:
    """Whether `text` makes a choice and gives no reason for it."""
    plain = normal(text)
    return _CHOICE.search(plain) is not None and _REASON.search(plain) is None


def absolute_claim(text: str) -> str:
    """Return the first word of `text` that claims something without exception; empty where there is none."""
    found = _ABSOLUTE.search(normal(text))
    return found.group(1) if found else ""


def leaks(ask: str, wanted: Iterable[str]) -> bool:
    """Whether a probe tells what it asks for: it holds three or more, and six tenths, of the stems of one `wanted`."""
    given = stems(ask)
    return any(
        (told := len(given & stems(says))) >= _LEAK_STEMS and told / len(stems(says)) >= _LEAK_SHARE for says in wanted
    )
