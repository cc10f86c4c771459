"""The library as a whole: finds exercises by slug and loads each once, when it is first asked for.

Why: a server starts in well under two seconds whatever the library's size. Wrong when a file changes under a running
server: content is read once.
"""

from __future__ import annotations

import difflib
from functools import cached_property
from pathlib import Path
from typing import Literal

from theloop.base.errors import UnknownNameError
from theloop.library.cases import LoadedCase, load_case
from theloop.library.common import Header
from theloop.library.designs import Design, load_design
from theloop.library.problems import Problem, load_problem
from theloop.library.tracks import Tracks, load_tracks

Exercise = Design | Problem | LoadedCase
Kind = Literal["design", "problem", "case"]
_FOLDERS: dict[Kind, str] = {"design": "designs", "problem": "problems", "case": "cases"}


class Library:
    """Content folders under one root, loaded lazily and kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._loaded: dict[str, Exercise] = {}

    @cached_property
    def tracks(self) -> Tracks:
        """The guide's tables: roles, companies, bars, rounds, stages, weights."""
        return load_tracks(self.root)

    @cached_property
    def folders(self) -> dict[str, tuple[Kind, Path]]:
        """Kind and folder of every exercise by slug, in order of kind and name."""
        found: dict[str, tuple[Kind, Path]] = {}
        for kind, name in _FOLDERS.items():
            for folder in sorted((self.root / name).iterdir()):
                if folder.is_dir() and not folder.name.startswith((".", "_")):
                    found[folder.name] = (kind, folder)
        return found

    def exercise(self, slug: str) -> Exercise:
        """Return the exercise of a slug.

        Raises:
            UnknownNameError: No exercise has this slug; names the nearest.
            ContentError: Its files are wrong.
        """
        if slug not in self._loaded:
            if slug not in self.folders:
                near = difflib.get_close_matches(slug, self.folders, n=1)
                raise UnknownNameError("exercise", slug, list(self.folders), near[0] if near else None)
            kind, folder = self.folders[slug]
            self._loaded[slug] = _load(kind, folder, self.root)
        return self._loaded[slug]

    def exercises(self) -> tuple[Exercise, ...]:
        """Return every exercise."""
        return tuple(self.exercise(slug) for slug in self.folders)

    def design(self, slug: str) -> Design:
        """Return a design by slug; raises `UnknownNameError` when the slug is not a design's."""
        found = self.exercise(slug)
        if not isinstance(found, Design):
            raise UnknownNameError("design", slug, self._slugs("design"))
        return found

    def problem(self, slug: str) -> Problem:
        """Return a problem by slug; raises `UnknownNameError` when the slug is not a problem's."""
        found = self.exercise(slug)
        if not isinstance(found, Problem):
            raise UnknownNameError("problem", slug, self._slugs("problem"))
        return found

    def case(self, slug: str) -> LoadedCase:
        """Return an experiment case by slug; raises `UnknownNameError` when the slug is not a case's."""
        found = self.exercise(slug)
        if not isinstance(found, LoadedCase):
            raise UnknownNameError("case", slug, self._slugs("case"))
        return found

    def _slugs(self, kind: Kind) -> list[str]:
        return [slug for slug, (of, _) in self.folders.items() if of == kind]


def _load(kind: Kind, folder: Path, root: Path) -> Exercise:
    if kind == "design":
        return load_design(folder, root=root)
    if kind == "problem":
        return load_problem(folder, root=root)
    return load_case(folder)


def shipped_content() -> Path:
    """Return the content folder that ships: inside the wheel, or beside `src` in a checkout.

    Raises:
        FileNotFoundError: Neither is there; the installation is broken.
    """
    here = Path(__file__).resolve().parents[1]
    for place in (here / "_content", here.parents[1] / "content"):
        if (place / "tracks").is_dir():
            return place
    raise FileNotFoundError("the content folder is missing: reinstall theloop-ml, or run from a whole checkout")


def header_of(exercise: Exercise) -> Header:
    """Return the part of an exercise that every room, plan and list uses."""
    if isinstance(exercise, LoadedCase):
        return exercise.case
    return exercise.sheet if isinstance(exercise, Design) else exercise
