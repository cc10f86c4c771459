"""Run files with the engines: judge a solution, simulate a blueprint, evaluate a napkin, try a plan in the worlds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from theloop.base.errors import TooLargeError, UsageError
from theloop.cli.door import NO, emit, json_option, with_world

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LIMIT = 512_000


def _text(file: Path) -> str:
    if file.stat().st_size > _LIMIT:
        raise TooLargeError(str(file), file.stat().st_size, _LIMIT)
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {file}: {error}") from None


@click.command()
@click.argument("problem")
@click.argument("file", type=_FILE)
@json_option
def judge(problem: str, file: Path, as_json: bool) -> int | None:
    """Judge FILE as a solution of PROBLEM; exit 1 when it is not accepted.

    \b
    Example:
      theloop judge scaled-dot-product-attention attention.py --json
    """
    source = _text(file)

    async def act(world: Any) -> Any:
        from theloop.ports.sandbox import Submission

        return await world.sandbox.judge(Submission(problem=world.library.problem(problem), source=source))

    found = with_world(act)

    def text() -> str:
        lines = [f"{found.says}  ({found.passed} of {found.total} tests, rung {found.rung}: {found.rung_says})"]
        for group in found.groups:
            lines.append(f"  {group.title:24} {group.passed} of {group.total}")
            lines += [f"    x {one.says}" for one in group.failures]
        lines.append(f"  {found.cpu_seconds:.3f} s CPU, {found.peak_mib:.1f} MiB")
        if found.growth and found.growth.yours.time:
            fit = found.growth.yours.time
            lines.append(f"  time grows as {found.growth.variable}^{fit.slope:.2f} ({fit.low:.2f} to {fit.high:.2f})")
        return "\n".join(lines)

    emit(found, as_json=as_json, text=text)
    return None if found.verdict == "accepted" else NO


@click.group()
def design() -> None:
    """Simulate and check blueprints."""


@design.command(name="run")
@click.argument("file", type=_FILE)
@click.option("--against", type=_FILE, help="A second blueprint, run under the same random numbers.")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Seed of the dice.")
@json_option
def design_run(file: Path, against: Path | None, seed: int, as_json: bool) -> int | None:
    """Simulate a blueprint; exit 1 when a requirement is missed.

    \b
    Example:
      theloop design run board.yaml --against reference.yaml --json
    """
    import numpy as np

    from theloop.engines.systems.run import run_blueprint
    from theloop.library.designs import read_blueprint

    blueprint = read_blueprint(_text(file), shown=str(file))
    other = read_blueprint(_text(against), shown=str(against)) if against else None
    found = run_blueprint(blueprint, rng=np.random.default_rng(seed), reference=other)

    def text() -> str:
        lines = [found.finding, found.lede]
        lines += [f"  {'ok  ' if one.met else 'miss'} {one.label:24} {one.says}" for one in found.verdicts]
        lines += [f"  assumed {one.node}.{one.name} = {one.value}: {one.reason}" for one in found.assumptions]
        return "\n".join(lines)

    emit(_simulated(found), as_json=as_json, text=text)
    return None if all(one.met for one in found.verdicts) else NO


def _simulated(found: Any) -> dict[str, Any]:
    """The report with the field names that cli.md promises beside the report's own."""
    plain: dict[str, Any] = found.model_dump(mode="json")
    plain["requirements"] = plain["verdicts"]
    plain["load"] = {"judged": plain["judged_load"], "maximum": plain["max_load"], "curve": plain["load_curve"]}
    plain["freshness"] = plain["ages"]
    plain["sensitivity"] = plain["what_ifs"]
    return plain


@design.command(name="check")
@click.argument("file", type=_FILE)
@json_option
def design_check(file: Path, as_json: bool) -> int | None:
    """Check a blueprint without running it; exit 1 when it cannot run.

    \b
    Example:
      theloop design check board.yaml
    """
    from theloop.engines.systems.check import check, read_board
    from theloop.library.designs import blueprint_tree

    blueprint, findings = read_board(blueprint_tree(_text(file), shown=str(file)))
    found = [*findings, *(check(blueprint) if blueprint else ())]
    bad = any(one.level == "error" for one in found)
    emit(
        {"findings": found, "runnable": not bad},
        as_json=as_json,
        text=lambda: "\n".join(f"{one.level}: {one.text}" for one in found) or "Nothing found.",
    )
    return NO if bad else None


@click.command()
@click.argument("file", type=_FILE)
@json_option
def napkin(file: Path, as_json: bool) -> int | None:
    """Evaluate napkin lines: one per line, `name = formula`; exit 1 when units disagree.

    \b
    Example:
      theloop napkin numbers.txt --json
    """
    from theloop.engines.systems.napkin import evaluate_napkin

    lines = []
    for row in _text(file).splitlines():
        if row.strip() and not row.lstrip().startswith("#"):
            name, sign, formula = row.partition("=")
            lines.append((name.strip(), formula.strip()) if sign else ("", row.strip()))
    found = evaluate_napkin(lines)

    def text() -> str:
        rows = [f"{one.letter}  {one.name:32} {one.formula:28} {one.text or one.error or ''}" for one in found.lines]
        return "\n".join([*rows, found.summary])

    emit(
        {"lines": [{**one.model_dump(mode="json"), "checked": one.error is None} for one in found.lines]},
        as_json=as_json,
        text=text,
    )
    return None if found.agree else NO


@click.command()
@click.argument("case")
@click.option("--plan", "file", type=_FILE, required=True, help="A plan as YAML.")
@click.option("--runs", type=click.IntRange(200, 200_000), default=10_000, show_default=True, help="Worlds.")
@click.option("--seed", type=click.IntRange(min=0), default=7, show_default=True, help="Seed of the dice.")
@click.option("--open", "opened", is_flag=True, help="Open the sealed threat.")
@json_option
def world(case: str, file: Path, runs: int, seed: int, opened: bool, as_json: bool) -> None:
    """Run an experiment plan in simulated worlds of a case.

    \b
    Example:
      theloop world free-unlock --plan plan.yaml --json
    """

    async def act(here: Any) -> Any:
        import numpy as np

        from theloop.engines.stats.worlds.plan import Plan
        from theloop.engines.stats.worlds.run import run_plan
        from theloop.library.load import parse_yaml

        loaded = here.library.case(case)
        plan = parse_yaml(_text(file), Plan, shown=str(file))
        dice = np.random.default_rng(seed)
        return loaded.case.threat, run_plan(plan, loaded.case.world, beside=loaded.beside(plan), rng=dice, runs=runs)

    threat, found = with_world(act)
    plain = found.model_dump(mode="json")
    yours = plain["yours"]
    summary = {
        "power": yours["power_at_mde"],
        "false_positives": yours["false_positives"],
        "bias": yours["bias"],
        "coverage": yours["coverage"],
        "exaggeration": yours["exaggeration"],
        "duration": yours["days_to_decision"],
        "threats": threat.model_dump(mode="json") if opened else None,
    }

    def text() -> str:
        lines = [found.finding.title, found.finding.lede]
        lines += [f"  {'ok  ' if row.holds else 'miss'} {row.title:16} {row.wrote}: {row.says}" for row in found.rows]
        if opened:
            lines += ["", threat.title, *threat.what]
        return "\n".join(lines)

    emit({**plain, **summary}, as_json=as_json, text=text)
