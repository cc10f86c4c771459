"""The built wheel works without Node, from an empty folder: the page, the content and the judge travel inside it."""

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = ROOT / "content/problems/scaled-dot-product-attention/solutions/ac_shifted_softmax.py"


@pytest.mark.slow
@pytest.mark.timeout(280)
def test_the_installed_wheel_serves_the_page_and_judges_without_node(tmp_path: Path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            tmp_path,
            ROOT,
        ],
        check=True,
    )
    wheel = next(tmp_path.glob("theloop_ml-*.whl"))
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "pip", "install", "--quiet", "--python", venv / "bin/python", wheel], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = {"PATH": "/nowhere", "HOME": str(tmp_path), "THELOOP_DATA": str(tmp_path / "data")}
    environment |= {key: value for key, value in os.environ.items() if key.startswith(("LANG", "LC_"))}
    serving = subprocess.Popen(
        [venv / "bin/theloop", "serve", "--no-open", "--port", "0"],
        cwd=empty,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout
        address = serving.stdout.readline().split()[4]
        page = urllib.request.urlopen(address).read().decode()
        assert '<div id="root">' in page
        assert b"home-feed-ranking" in urllib.request.urlopen(f"{address}/api/exercises").read()
        judged = subprocess.run(
            [venv / "bin/theloop", "judge", "scaled-dot-product-attention", SOLUTION],
            cwd=empty,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert judged.returncode == 0, judged.stdout + judged.stderr
    finally:
        serving.terminate()
        serving.communicate(timeout=30)
