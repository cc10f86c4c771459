"""The house stays readable: no file over 400 lines, no function over 60, and every module says why it exists."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES = 400, 60
EXEMPT = ("migrations", "content", "generated", "node_modules", "static", ".gen.")


def tracked(*patterns: str) -> list[Path]:
    found = [
        path
        for folder in ("src", "tests", "benchmarks", "tools", "frontend")
        for pattern in patterns
        for path in (ROOT / folder).rglob(pattern)
    ]
    return [path for path in found if not any(part in str(path.relative_to(ROOT)) for part in EXEMPT)]


def long_functions(source: str) -> list[str]:
    """Names of the functions whose body below the docstring has more than 60 lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            if (node.end_lineno or 0) - body[0].lineno + 1 > FUNCTION_LINES:
                found.append(node.name)
    return found


def test_no_file_has_more_than_400_lines():
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in tracked("*.py", "*.ts", "*.tsx", "*.css")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > FILE_LINES
    ]
    assert not long, "a file this long has two subjects: " + ", ".join(long)


def test_no_function_has_more_than_60_lines():
    long = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked("*.py")
        for name in long_functions(path.read_text(encoding="utf-8"))
    ]
    assert not long, ", ".join(long)


def test_the_function_check_sees_a_planted_violation():
    planted = "def f():\n    'doc'\n" + "    x = 1\n" * 61
    assert long_functions(planted) == ["f"]


@pytest.mark.parametrize("path", [p for p in tracked("*.py") if p.is_relative_to(ROOT / "src")], ids=str)
def test_every_module_says_why_it_exists(path: Path):
    source = path.read_text(encoding="utf-8")
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), f"{path} has no module docstring"


def test_no_package_re_exports():
    barrels = [
        str(path)
        for path in (ROOT / "src/theloop").rglob("__init__.py")
        if path.parent.name not in ("theloop", "cli") and path.read_text(encoding="utf-8").strip()
    ]
    assert not barrels
