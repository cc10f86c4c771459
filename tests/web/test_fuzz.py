"""Whatever is sent to whatever the API offers: no answer is a fault of ours, and every answer is what was promised.

Requests are made from the server's own OpenAPI document. Names in them are often swapped for real ones (a running
attempt, an exercise, a company), or nearly every request would stop at "no such thing".
"""

import asyncio

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.python import asgi
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.support.candidates import event, said
from tests.support.worlds import GOAL, START, open_still
from theloop.actions.append_events import append_events
from theloop.actions.finish_attempt import finish_attempt
from theloop.actions.goal import goal_from, set_goal
from theloop.actions.grade_attempt import grade_attempt
from theloop.actions.start_attempt import start_attempt
from theloop.base.clock import FixedClock
from theloop.settings import Settings
from theloop.web.app import create_app

DESIGN, PROBLEM, CASE = "home-feed-ranking", "scaled-dot-product-attention", "free-unlock"
PROMISES = [not_a_server_error, response_schema_conformance, content_type_conformance]
FOREIGN = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
REAL = {
    "slug": [DESIGN, PROBLEM, CASE],
    "exercise": [DESIGN, PROBLEM, CASE],
    "company": ["meta", "anthropic"],
    "phase": ["scope", "clarify", "frame", "design"],
    "date": [GOAL["loops"][0]["date"], START.date().isoformat()],
}
bounded = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


def application(settings, clock):
    return create_app(lambda: open_still(settings, clock), settings=settings)


DOCUMENT = application(Settings(), FixedClock(START)).openapi()
OPERATIONS = [(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods]
UNSAFE = [(method, path) for method, path in OPERATIONS if method != "get"]
WITH_BODY = [(method, path) for method, path in OPERATIONS if "requestBody" in DOCUMENT["paths"][path][method]]


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """The API over a person who has a goal, three mocks that run, one that is graded."""
    data = tmp_path_factory.mktemp("fuzz") / "data"
    chosen = Settings(data=data, allowed_hosts=("testserver",))
    clock = FixedClock(START)
    attempts = asyncio.run(_practised(chosen, clock))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", application(chosen, clock))
    schema.attempts = attempts
    yield schema
    asgi.shutdown_lifespans()


async def _practised(chosen, clock):
    async with open_still(chosen, clock) as world:
        await set_goal(world, goal_from(**GOAL))
        attempts = [(await start_attempt(world, slug, level="L6")).id for slug in (DESIGN, PROBLEM, CASE, PROBLEM)]
        clock.advance(seconds=40)
        board = world.library.design(DESIGN).reference.model_dump(mode="json", exclude_none=True)
        await append_events(world, attempts[0], [event("drew", board=board)])
        await append_events(world, attempts[1], [event("wrote", source=world.library.problem(PROBLEM).starter)])
        plan = world.library.case(CASE).case.form.start.model_dump(mode="json")
        await append_events(world, attempts[2], [event("sealed", plan=plan)])
        await append_events(world, attempts[3], [said("Which dtype comes back?")])
        clock.advance(seconds=600)
        await finish_attempt(world, attempts[3])
        await grade_attempt(world, attempts[3])
        return attempts


def with_real_names(value, draw):
    """The body with about half of its names swapped for names that exist."""
    if isinstance(value, list):
        return [with_real_names(one, draw) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: draw(st.sampled_from(REAL[key])) if key in REAL and draw(st.booleans()) else with_real_names(one, draw)
        for key, one in value.items()
    }


@st.composite
def requests_of(draw, api, method, path, mode):
    case = draw(api[path][method].as_strategy(generation_mode=mode))
    known = {"attempt": api.attempts, "slug": REAL["slug"]}
    for name in case.path_parameters:
        if draw(st.integers(0, 3)):
            case.path_parameters[name] = draw(st.sampled_from(known[name]))
    if isinstance(case.body, dict):
        case.body = with_real_names(case.body, draw)
    return case


def each_of(api, method, path, *, mode, most, check):
    """Make up to `most` requests of one operation and check each."""

    @settings(bounded, max_examples=most)
    @given(request=requests_of(api, method, path, mode))
    def all_of_them(request):
        check(request)

    all_of_them()


def says_what_is_safe(answer):
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert error["kind"]
        assert error["message"].strip()
        assert "\n" not in error["message"].strip(), error["message"]
        assert error["safe"]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_request_that_fits_the_document_is_answered_as_promised(api, method, path):
    def check(request):
        says_what_is_safe(request.call_and_validate(checks=PROMISES))

    each_of(api, method, path, mode=GenerationMode.POSITIVE, most=8, check=check)


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_a_request_that_does_not_fit_the_document_is_refused_in_words(api, method, path):
    def check(request):
        says_what_is_safe(request.call_and_validate(checks=[not_a_server_error]))

    each_of(api, method, path, mode=GenerationMode.NEGATIVE, most=8, check=check)


@pytest.mark.parametrize(("method", "path"), UNSAFE)
def test_the_same_request_from_another_site_is_refused_before_anything_reads_it(api, method, path):
    def check(request):
        answer = request.call(headers=FOREIGN)
        assert answer.status_code == 403
        assert answer.json()["error"] == {
            "kind": "origin",
            "message": "the request comes from another site",
            "safe": "Nothing was changed.",
        }

    each_of(api, method, path, mode=GenerationMode.POSITIVE, most=2, check=check)


def test_another_sites_requests_leave_everything_as_it_was(api):
    def everything():
        return api["/api/export"]["get"].Case().call().content

    before = everything()
    for method, path in UNSAFE:
        each_of(
            api,
            method,
            path,
            mode=GenerationMode.POSITIVE,
            most=2,
            check=lambda request: request.call(headers=FOREIGN),
        )
    assert everything() == before


def test_a_damaged_export_is_refused_in_words_or_taken_whole(api):
    whole = api["/api/export"]["get"].Case().call().content

    @settings(bounded, max_examples=25)
    @given(at=st.integers(0, len(whole) - 1), cut=st.integers(0, 40), put=st.binary(max_size=8))
    def damaged(at, cut, put):
        body = whole[:at] + put + whole[at + cut :]
        answer = api["/api/import"]["post"].Case().call(data=body)
        assert answer.status_code < 500, answer.text
        says_what_is_safe(answer)

    damaged()


@pytest.mark.parametrize("address", ["/%00", "/" + "a" * 5_000, "/assets/%00", "/api/%00", "/assets/" + "b/" * 3_000])
def test_an_address_that_no_file_can_have_is_answered(api, address):
    assert visited(api, address).status_code in (200, 404)


@pytest.mark.parametrize("told", [b"abc", b"-1", b"1e3", b"\xd9\xa4"])
def test_a_length_that_is_no_number_is_refused_in_words(api, told):
    answer = visited(api, "/api/meta", headers={"content-length": told})
    assert answer.status_code == 400
    says_what_is_safe(answer)


@pytest.mark.parametrize("origin", [b"http://[::1", b"//", b"http://testserver:x", b"\xc3\xa9", b""])
def test_an_origin_that_cannot_be_read_is_not_ours(api, origin):
    answer = visited(api, "/api/napkin", method="POST", headers={"origin": origin}, content=b'{"lines": []}')
    assert answer.status_code == 403
    says_what_is_safe(answer)


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_no_address_has_is_refused_in_words(api, method):
    answer = visited(api, "/api/goal", method=method)
    assert answer.status_code == 405
    says_what_is_safe(answer)


@pytest.mark.parametrize("body", [b"\xff", b"{", b"[" * 100_000, b"9" * 5_000, b"null", b'"x"', b"NaN"])
def test_a_body_that_is_no_object_is_refused_in_words(api, body):
    answer = visited(api, "/api/goal", method="PUT", headers={"content-type": "application/json"}, content=body)
    assert answer.status_code in (400, 422)
    says_what_is_safe(answer)


def visited(api, address, *, method="GET", **request):
    """Ask for an address that the document does not name, or in a way it does not allow."""

    async def ask():
        transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.request(method, address, **request)

    return asyncio.run(ask())
