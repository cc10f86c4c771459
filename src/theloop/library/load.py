"""Read a YAML content file into a strict model; an error names file, line and the nearest valid key.

Why: authors see at once what is wrong and where. Wrong when content is not trusted to be small: size and aliases are
limited here, because a blueprint may come from a stranger.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from theloop.base.errors import ContentError, TooLargeError

SIZE_LIMIT = 512_000
_DEPTH_LIMIT = 40
Model = TypeVar("Model")
_Lines = dict[tuple[str | int, ...], int]


def load_yaml(path: Path, model: type[Model], *, root: Path | None = None) -> Model:
    """Return the file's content as `model`.

    Args:
        path: The YAML file.
        model: A pydantic model, or any type a `TypeAdapter` takes.
        root: Folder that the path is shown relative to in errors.

    Raises:
        ContentError: The file is not YAML, has an unknown key, or a value is not allowed.
        TooLargeError: The file is larger than 512 kB.
    """
    shown = str(path.relative_to(root)) if root else str(path)
    return parse_yaml(path.read_text(encoding="utf-8"), model, shown=shown)


def parse_yaml(text: str, model: type[Model], *, shown: str) -> Model:
    """Return YAML text as `model`; `shown` is the name that errors give the text. Raises as `load_yaml`."""
    data, lines = read_tree(text, shown=shown)
    try:
        return TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        raise _content_error(error, lines, model, shown) from None


def read_tree(text: str, *, shown: str) -> tuple[Any, _Lines]:
    """Return the plain data of YAML text and the line of each of its places. Aliases are refused."""
    if len(text.encode()) > SIZE_LIMIT:
        raise TooLargeError(shown, len(text.encode()), SIZE_LIMIT)
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(shown, mark.line + 1 if mark else 1, str(getattr(error, "problem", error))) from None
    if node is None:
        raise ContentError(shown, 1, "the file is empty")
    lines: _Lines = {}
    return _build(loader, node, (), lines, set(), shown), lines


def _build(
    loader: yaml.SafeLoader,
    node: yaml.Node,
    place: tuple[str | int, ...],
    lines: _Lines,
    seen: set[int],
    shown: str,
) -> Any:
    line = node.start_mark.line + 1
    lines[place] = line
    if id(node) in seen:
        raise ContentError(shown, line, "anchors and aliases are not allowed")
    if len(place) > _DEPTH_LIMIT:
        raise ContentError(shown, line, f"nested deeper than {_DEPTH_LIMIT}")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in out:
                raise ContentError(shown, key_node.start_mark.line + 1, f"key {key!r} stands twice")
            out[key] = _build(loader, value_node, (*place, key), lines, seen, shown)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, child, (*place, i), lines, seen, shown) for i, child in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(shown, line, str(error)) from None


def _content_error(error: ValidationError, lines: _Lines, model: Any, shown: str) -> ContentError:
    # An unknown key is the likeliest cause of a missing one, so it is named first.
    first = min(error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    place = tuple(p for p in first["loc"])
    known = place
    while known and known not in lines:
        known = _without_tags(known, lines)
    line = lines.get(known, 1)
    where = ".".join(str(p) for p in place)
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _keys_of(model), n=1, cutoff=0.4)
        hint = f"; nearest valid key: {near[0]!r}" if near else ""
        return ContentError(shown, line, f"unknown key {where!r}{hint}")
    return ContentError(shown, line, f"{where}: {first['msg']}")


def _without_tags(place: tuple[str | int, ...], lines: _Lines) -> tuple[str | int, ...]:
    """Drop a union tag that pydantic put into the place, else the last part."""
    for i in range(1, len(place)):
        shorter = place[:i] + place[i + 1 :]
        if shorter in lines:
            return shorter
    return place[:-1]


def _keys_of(model: Any, seen: set[Any] | None = None) -> list[str]:
    seen = seen if seen is not None else set()
    if model in seen:
        return []
    seen.add(model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        keys = [field.alias or name for name, field in model.model_fields.items()]
        for field in model.model_fields.values():
            keys += _keys_of_annotation(field.annotation, seen)
        return keys
    return _keys_of_annotation(model, seen)


def _keys_of_annotation(annotation: Any, seen: set[Any]) -> list[str]:
    keys: list[str] = []
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, BaseModel):
            keys += _keys_of(part, seen)
        elif get_args(part) and part is not annotation:
            keys += _keys_of_annotation(part, seen)
    return keys
