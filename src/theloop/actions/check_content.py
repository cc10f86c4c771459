"""An author checks content folders: every file loads, every rubric can be decided, every file name keeps its promise.

Why: content is half of the product and is proved like code. Wrong when a promise is taken from the name alone: the real
engine says what a file is.
"""

from __future__ import annotations

from pathlib import Path

from theloop.actions.attempt_view import View
from theloop.actions.facts import known_facts
from theloop.base.errors import ContentError, LoopError
from theloop.engines.grading.lint import lint
from theloop.engines.grading.rubric import executed_share
from theloop.library.catalogue import Library, header_of


class Failed(View):
    """One thing that is wrong with one file."""

    path: str
    line: int
    why: str


class ContentCheck(View):
    """How many items of each kind, what failed, and the executed share of each rubric."""

    items: dict[str, int]
    failed: tuple[Failed, ...]
    executed_share: dict[str, float]


def check_content(root: Path, *, only: Path | None = None) -> ContentCheck:
    """Return what is wrong below a content root; with `only`, of one exercise's folder."""
    library = Library(root)
    failed: list[Failed] = []
    shares: dict[str, float] = {}
    items: dict[str, int] = {}
    if only is None:
        try:
            tracks = library.tracks
            items["companies"] = sum(len(one.companies) for one in tracks.archetypes)
        except ContentError as error:
            failed.append(Failed(path=error.path, line=error.line, why=error.why))
    for slug, (kind, folder) in library.folders.items():
        if only is not None and folder.resolve() != only.resolve():
            continue
        try:
            rubric = library.exercise(slug).rubric
        except ContentError as error:
            failed.append(Failed(path=error.path, line=error.line, why=error.why))
            continue
        except LoopError as error:
            failed.append(Failed(path=str(folder.relative_to(root)), line=1, why=str(error)))
            continue
        items[kind] = items.get(kind, 0) + 1
        shares[slug] = round(executed_share(rubric), 3)
        place = str((folder / "rubric.yaml").relative_to(root))
        exercise = library.exercise(slug)
        found = lint(
            rubric, phases=[phase.id for phase in header_of(exercise).phases], known_facts=known_facts(exercise)
        )
        failed += [Failed(path=place, line=1, why=f"{one.where}: {one.says}") for one in found]
    return ContentCheck(items=items, failed=tuple(failed), executed_share=shares)
