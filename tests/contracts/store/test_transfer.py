"""Export, import into an empty store, export again: the same bytes. Importing twice: nothing changes."""

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from theloop.base.errors import ConflictError, ContentError, TooLargeError
from theloop.engines.attempt.events import Drew, Finished, NewEvent
from theloop.ports import store as port


async def exported(store, person="ada") -> bytes:
    return b"".join([chunk async for chunk in store.export(person)])


async def imported(store, file: bytes, person="ada", *, step=1000) -> port.ImportSummary:
    async def chunks():
        for start in range(0, len(file), step):
            yield file[start : start + step]

    return await store.import_(person, chunks())


async def fill(store, started, said, at) -> None:
    for n, level in enumerate(["L5", "L6", "L5"]):
        await store.put_goal("ada", {"level": level, "hours": 12.0}, at=at(0))
        await store.put_plan("ada", {"days": [n]}, at=at(n))
        await store.append_plan_edit("ada", {"n": n}, client_id=f"e{n}", at=at(n))
    for page in (2, 1):
        attempt = f"at_{page}"
        await store.create_attempt("ada", attempt, events=[started], at=at(page))
        await store.append(
            "ada", attempt, events=[said(f"c{n}", at_ms=n, text="ü" * n + ".") for n in range(40)], at=at(9)
        )
        board = {"z": 1.0, "a": [1e300, -0.0, None, {"text": 'quote " \\ \u0000 \u2028'}]}
        await store.append("ada", attempt, events=[NewEvent(client_id="b", at_ms=50, body=Drew(board=board))], at=at(8))
        await store.put_report("ada", attempt, {"share": 0.1, "v": page}, input_seq=42, at=at(10))
        await store.put_report("ada", attempt, {"share": 0.2}, input_seq=42, at=at(10))
        await store.put_report("ada", attempt, {"share": 0.1, "v": page}, input_seq=42, at=at(10))
    await store.append("ada", "at_1", events=[NewEvent(client_id="end", at_ms=60, body=Finished())], at=at(11))


async def test_a_round_trip_is_lossless(new_store, started, said, at):
    first, second = await new_store(), await new_store()
    await fill(first, started, said, at)
    file = await exported(first)

    summary = await imported(second, file)
    assert await exported(second) == file
    assert await second.attempts("ada") == await first.attempts("ada")
    assert await second.get_goal("ada") == await first.get_goal("ada")
    assert await second.reports("ada") == await first.reports("ada")
    assert (summary.goals, summary.plans, summary.plan_edits, summary.attempts, summary.events, summary.reports) == (
        3,
        3,
        3,
        2,
        85,
        6,
    )


async def test_importing_twice_changes_nothing(store, started, said, at):
    await fill(store, started, said, at)
    file = await exported(store)
    for _ in range(2):
        summary = await imported(store, file)
        assert summary.known == file.count(b"\n") - 4  # all but begin, end and two attempt lines
        assert summary.model_dump(exclude={"known"}) == dict.fromkeys(summary.model_dump(exclude={"known"}), 0)
    assert await exported(store) == file


async def test_a_gzipped_file_is_read_too_in_chunks_of_any_size(new_store, started, said, at):
    first = await new_store()
    await fill(first, started, said, at)
    file = await exported(first)
    for step in (1, 7, 10**6):
        other = await new_store()
        await imported(other, gzip.compress(file), step=step)
        assert await exported(other) == file


async def test_the_file_names_no_person_and_may_become_anybodys(store, started, said, at):
    await fill(store, started, said, at)
    file = await exported(store)
    assert b'"ada"' not in file
    await imported(store, file, "cem")
    assert await exported(store, "cem") == file


async def test_a_log_that_went_on_elsewhere_is_continued(new_store, started, said, at):
    here, there = await new_store(), await new_store()
    await here.create_attempt("ada", "at_1", events=[started, said("a")], at=at())
    await imported(there, await exported(here))
    await there.append("ada", "at_1", events=[said("b"), NewEvent(client_id="f", at_ms=9, body=Finished())], at=at(5))
    await there.put_report("ada", "at_1", {"v": 1}, input_seq=4, at=at(6))

    longer = await exported(there)
    assert (await imported(here, longer)).events == 2
    assert (await here.attempt("ada", "at_1")).status == "finished"
    assert await exported(here) == longer


async def test_an_older_file_leaves_the_longer_log_alone(store, started, said, at):
    await store.create_attempt("ada", "at_1", events=[started], at=at())
    old = await exported(store)
    await store.append("ada", "at_1", events=[said("a")], at=at())
    now = await exported(store)
    await imported(store, old)
    assert await exported(store) == now


async def test_logs_that_contradict_each_other_are_refused_whole(new_store, started, said, at):
    here, there = await new_store(), await new_store()
    for store, words in ((here, "one"), (there, "two")):
        await store.put_goal("ada", {"from": words}, at=at())
        await store.create_attempt("ada", "at_1", events=[started, said("a", text=words)], at=at())
    before = await exported(here)
    with pytest.raises(ConflictError):
        await imported(here, await exported(there))
    assert await exported(here) == before


BEGIN = {"kind": "theloop-export", "version": 1}
AT = "2026-11-24T21:40:00+00:00"


def start(**change):
    body = {"kind": "started", "exercise": "x", "round": "ml-design", "level": "L5", "minutes": 45}
    body["phases"] = [{"id": "a", "minutes": 5}]
    event = {
        "kind": "event",
        "attempt": "at_9",
        "seq": 1,
        "client_id": "s",
        "at_ms": 0,
        "recorded_at": AT,
        "body": body,
    }
    return event | change


INTRO = {"kind": "attempt", "attempt": "at_9"}
SAID = start(seq=2, client_id="a", body={"kind": "said", "text": "x"})
HOSTILE = {
    "no header": [INTRO, start()],
    "another version": [{"kind": "theloop-export", "version": 2}],
    "an unknown kind": [BEGIN, {"kind": "user", "admin": True}],
    "an unknown key": [BEGIN, INTRO | {"person": "cem"}],
    "a person in a goal": [BEGIN, {"kind": "goal", "at": AT, "body": {}, "person": "cem"}],
    "an event of an attempt not introduced": [BEGIN, start()],
    "an event of another attempt": [BEGIN, INTRO, start(), SAID | {"attempt": "at_1"}],
    "an attempt introduced twice": [BEGIN, INTRO, start(), INTRO, start()],
    "an attempt without events": [BEGIN, INTRO],
    "an attempt without events before another": [BEGIN, INTRO, INTRO | {"attempt": "at_8"}],
    "a log that does not begin with started": [BEGIN, INTRO, SAID | {"seq": 1}],
    "a gap": [BEGIN, INTRO, start(), SAID | {"seq": 3}],
    "a seq twice": [BEGIN, INTRO, start(), SAID, SAID | {"client_id": "b"}],
    "a client id twice": [BEGIN, INTRO, start(), SAID | {"client_id": "s"}],
    "a clock that goes back": [BEGIN, INTRO, start(at_ms=9), SAID],
    "an impossible clock": [BEGIN, INTRO, start(at_ms=2**63)],
    "an instant without zone": [BEGIN, INTRO, start(recorded_at="2026-11-24T21:40:00")],
    "an instant before the first year": [BEGIN, INTRO, start(recorded_at="0001-01-01T00:00:00+14:00")],
    "an unknown event": [BEGIN, INTRO, start(), SAID | {"body": {"kind": "hacked"}}],
    "an odd attempt id": [BEGIN, INTRO | {"attempt": "../../etc"}],
    "a report of an event that is not there": [
        BEGIN,
        INTRO,
        start(),
        {"kind": "report", "attempt": "at_9", "input_seq": 2, "at": AT, "body": {}},
    ],
    "an event after a report": [
        BEGIN,
        INTRO,
        start(),
        {"kind": "report", "attempt": "at_9", "input_seq": 1, "at": AT, "body": {}},
        SAID,
    ],
    "a goal after an attempt": [BEGIN, INTRO, start(), {"kind": "goal", "at": AT, "body": {}}],
    "a second header": [BEGIN, BEGIN],
}


def file_of(lines: list[dict]) -> bytes:
    whole = [*lines, {"kind": "end", "lines": len(lines)}]
    return "".join(json.dumps(line) + "\n" for line in whole).encode()


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_whole_and_says_the_line(store, at, name):
    await store.put_goal("ada", {"level": "L6"}, at=at())
    before = await exported(store)
    with pytest.raises(ContentError) as refused:
        await imported(store, file_of(HOSTILE[name]))
    assert 1 <= refused.value.line <= len(HOSTILE[name]) + 1
    assert "\n" not in str(refused.value)
    assert await exported(store) == before


RAW = {
    "nothing": b"",
    "not JSON": b"hello\n",
    "not an object": b"[]\n",
    "binary": bytes(range(256)),
    "half a surrogate pair": file_of([BEGIN])[:-24]
    + b'{"kind":"goal","at":"'
    + AT.encode()
    + b'","body":{"x":"\\ud800"}}\n',
    "NaN": b'{"kind":"theloop-export","version":1}\n{"kind":"goal","at":"' + AT.encode() + b'","body":{"x":NaN}}\n',
    "nesting without end": b'{"kind":"theloop-export","version":1}\n{"kind":"goal","at":"2026-11-24T00:00:00Z","body":'
    + b'{"x":' * 100_000
    + b"\n",
    "cut short": file_of([BEGIN, INTRO, start()])[:-20],
    "without its end": (json.dumps(BEGIN) + "\n").encode(),
    "a wrong count": file_of([BEGIN]).replace(b'"lines": 1', b'"lines": 7'),
    "something after the end": file_of([BEGIN]) + b"{}\n",
    "an event after the end": file_of([BEGIN]) + (json.dumps(INTRO) + "\n").encode(),
    "gzip cut short": gzip.compress(file_of([BEGIN]))[:-6],
    "broken gzip": b"\x1f\x8b" + b"\x00" * 40,
    "gzip and more": gzip.compress(file_of([BEGIN])) + b"more",
}


@pytest.mark.parametrize("name", RAW)
async def test_what_is_no_export_is_refused_in_one_line(store, name):
    with pytest.raises(ContentError) as refused:
        await imported(store, RAW[name], step=10_000)
    assert "\n" not in str(refused.value)


async def test_a_bomb_is_refused_before_it_is_unpacked(store, monkeypatch):
    monkeypatch.setattr("theloop.adapters.sql.transfer.IMPORT_LIMIT", 3_000_000)
    with pytest.raises(TooLargeError):
        await imported(store, gzip.compress(b" " * 60_000_000))


async def test_a_line_without_end_is_refused(store):
    line = b'{"kind":"goal","at":"' + b"x" * (2 * port.BODY_LIMIT)
    with pytest.raises(TooLargeError):
        await imported(store, line, step=10**6)


@given(cut=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_any_byte_changed_is_imported_whole_or_not_at_all(runner, shared_store, started, said, at, cut):
    """Fuzz: flip one byte of a good file; either the result reads back, or nothing was stored. Never another error."""
    store = shared_store(runner)
    good = file_of([BEGIN, {"kind": "goal", "at": AT, "body": {"a": 1}}, INTRO, start(), SAID])
    place = cut.draw(st.integers(0, len(good) - 1))
    file = good[:place] + bytes([cut.draw(st.integers(0, 255))]) + good[place + 1 :]
    person = f"p{cut.draw(st.integers(0, 10**9))}"

    async def go() -> None:
        before = await exported(store, person)
        try:
            await imported(store, file, person)
        except (ContentError, ConflictError):
            assert await exported(store, person) == before
        else:
            await exported(store, person)
            for row in await store.attempts(person):
                await store.events(person, row.attempt)

    runner.run(go())
