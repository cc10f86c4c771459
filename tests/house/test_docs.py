"""What is undocumented fails: commands, settings, the two commands of the README, links between the documents."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from theloop.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_the_reference_of_commands_and_settings_is_up_to_date():
    done = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_setting_says_what_it_is_for():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_the_readme_names_the_two_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text
    assert "make test" in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_no_document_or_source_names_a_path_of_one_machine_or_a_registry_host():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout: there is nothing to list")
    pattern = re.compile(
        r"(^|[^a-zA-Z])/(" + "wo" + "rk|fa" + "rm)/|://[a-z.]*(" + "np" + "mj|py" + r"pi|pythonh)[a-z]*\."
    )
    found = []
    for name in tracked:
        file = ROOT / name
        if file.suffix in {".png", ".lock", ".woff2"} or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="ignore")
        found += [name for line in text.splitlines() if pattern.search(line)][:1]
    assert found == []
