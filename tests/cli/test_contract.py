"""The command line keeps its contract: exit codes, one clear line, one JSON document, an example in each help."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import click
import pytest

from theloop.cli import COMMANDS, cli

IN_28_DAYS = (datetime.now(UTC) + timedelta(days=28)).date().isoformat()
GOAL = ["--role", "ml-engineer", "--company", "meta", "--level", "L6", "--date", IN_28_DAYS, "--hours", "12"]


@pytest.fixture
def run(tmp_path):
    import os

    environment = {k: v for k, v in os.environ.items() if not k.startswith("THELOOP_")}
    environment["THELOOP_DATA"] = str(tmp_path / "data")

    def call(*words, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "theloop", *words], capture_output=True, text=True, env=environment, check=False
        )
        assert done.returncode == code, (done.returncode, done.stdout[-800:], done.stderr[-800:])
        return done

    return call


def every_command(group, path=()):
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize(
    ("path", "command"), every_command(cli), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_shows_an_example(path, command):
    text = command.get_help(click.Context(command, info_name=" ".join(path)))
    assert f"theloop {' '.join(path)}" in text


def test_the_list_says_what_each_command_says():
    context = click.Context(cli)
    for name, (_, line) in COMMANDS.items():
        assert cli.get_command(context, name) is not None, name
        assert line.endswith("."), name


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["plan", *GOAL[:-1], "none"], "hours"),
        (["plan", *GOAL[:2], "--company", "metta", *GOAL[4:]], "Did you mean 'meta'"),
        (["plan", *GOAL[:4], "--level", "L9", *GOAL[6:]], "level"),
        (["plan", *GOAL[:6], "--date", "2026-02-30", *GOAL[8:]], "YYYY-MM-DD"),
        (["plan", *GOAL[:6], "--date", "2020-01-01", *GOAL[8:]], "2020-01-01"),
        (["plan", "--role", "ml-engineer"], "--company"),
        (["setup"], "--role"),
        (["today"], "no goal yet"),
        (["plam"], "Did you mean 'plan'"),
        (["mock", "start", "home-feed-rankin"], "home-feed-ranking"),
        (["report", "at_nothing"], "no attempt"),
        (["judge", "no-such-problem", __file__], "no-such-problem"),
        (["import", __file__], "line"),
        (["serve", "--port", "99999"], "99999"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, list) else "",
)
def test_bad_input_is_one_clear_line_and_exit_2(run, words, hint):
    done = run(*words, code=2)
    assert done.stdout == ""
    assert hint in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_plan_never_takes_more_than_the_hours_and_nothing_stands_after_the_day(run):
    found = json.loads(run("plan", *GOAL, "--json").stdout)
    assert set(found) >= {"weights", "days", "left_out"}
    assert abs(sum(found["weights"].values()) - 1) < 1e-6
    weeks: dict[tuple[int, int], int] = {}
    for day in found["days"]:
        assert day["date"] <= IN_28_DAYS
        assert day["minutes"] == sum(item["minutes"] for item in day["items"])
        year, week, _ = datetime.fromisoformat(day["date"]).isocalendar()
        weeks[year, week] = weeks.get((year, week), 0) + day["minutes"]
        for item in day["items"]:
            assert set(item) >= {"kind", "ref", "minutes", "why"}
            assert len(item["why"]) >= 8
    assert max(weeks.values()) <= 12 * 60
    stages = list(dict.fromkeys(day["stage"] for day in found["days"]))
    assert stages == ["deep-study", "mock-and-sharpen", "review", "light-touch", "loop-day"]


def test_options_of_plan_store_nothing_and_setup_does(run):
    run("plan", *GOAL)
    run("today", code=2)
    run("setup", *GOAL)
    assert json.loads(run("today", "--json").stdout)["days_left"] in (27, 28)


def test_a_mock_runs_from_start_to_report_in_the_terminal(run):
    run("setup", *GOAL)
    attempt = json.loads(run("mock", "start", "home-feed-ranking", "--json").stdout)["id"]
    assert "asked" in run("mock", "say", attempt, "How many daily users are there?", "--json").stdout
    assert attempt in run("attempts").stdout
    report = json.loads(run("mock", "finish", attempt, "--json").stdout)["report"]
    assert report["executed"]["cant_tell"] > 0
    assert "#" in run("report", attempt, "--markdown").stdout


def test_export_and_import_are_lossless(run, tmp_path):
    run("setup", *GOAL)
    attempt = json.loads(run("mock", "start", "home-feed-ranking", "--json").stdout)["id"]
    run("mock", "say", attempt, "I assume 60 M daily users.")
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    run("export", str(one))
    (tmp_path / "data" / "theloop.db").unlink()
    for extra in ("theloop.db-wal", "theloop.db-shm"):
        (tmp_path / "data" / extra).unlink(missing_ok=True)
    run("import", str(one))
    run("export", str(two))
    assert one.read_bytes() == two.read_bytes()
    assert "nothing new" in run("import", str(one)).stdout


def test_the_judge_says_no_with_exit_1(run, tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def attention(*a, **k):\n    return None\n")
    found = json.loads(run("judge", "scaled-dot-product-attention", str(wrong), "--json", code=1).stdout)
    assert found["verdict"] != "accepted"
    assert found["rung"] in "ABCD"


def test_doctor_tells_the_rung_and_why(run):
    found = json.loads(run("doctor", "--json").stdout)
    assert found["judge"].startswith("rung ")
    assert "sqlite" in found["database"]
