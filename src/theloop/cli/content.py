"""Content checks for authors."""

from __future__ import annotations

from pathlib import Path

import click

from theloop.base.errors import UsageError
from theloop.base.text import percent
from theloop.cli.door import NO, emit, json_option


@click.group()
def content() -> None:
    """Check content folders."""


@content.command()
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def check(path: Path | None, as_json: bool) -> int | None:
    """Check all content, a content root, or one exercise's folder; exit 1 when something is wrong.

    \b
    Examples:
      theloop content check
      theloop content check content/designs/home-feed-ranking
    """
    from theloop.actions.check_content import check_content
    from theloop.library.catalogue import shipped_content

    root, only = (shipped_content(), None) if path is None else _root_of(path)
    found = check_content(root, only=only)

    def text() -> str:
        lines = [f"{one.path}:{one.line}: {one.why}" for one in found.failed]
        counts = ", ".join(f"{count} {kind}" for kind, count in found.items.items())
        shares = ", ".join(f"{slug} {percent(share)}" for slug, share in found.executed_share.items())
        return "\n".join([*lines, f"{counts}. Decided by executed facts: {shares}."])

    emit(found, as_json=as_json, text=text)
    return NO if found.failed else None


def _root_of(path: Path) -> tuple[Path, Path | None]:
    """The content root of a path, and the exercise folder when the path is one."""
    for root in (path, *path.resolve().parents):
        if (root / "tracks").is_dir():
            return (root, None) if root == path else (root, path)
    raise UsageError(f"{path} is not inside a content folder (one that holds tracks/)")
