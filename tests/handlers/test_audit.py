"""GET /v1/team/audit and its export, from the gateway's event to its answer; and the hourly signing."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.audit import handler as audit
from functions.audit_heads import handler as audit_heads
from functions.core.audit import Entry
from functions.core.audit_head import Walk
from functions.core.errors import Unavailable
from functions.core.names import new_id
from functions.core.read_audit import ReadAudit
from functions.core.sign_audit import SignAudit
from functions.edge.queue import HandBack
from tests.fakes.audit import FakeAuditLog, FakeHeads
from tests.fakes.world import BOUNDS, OTHER_TEAM, TEAM, World
from tests.handlers.loading import Context, as_described, request
from tools.audit import check

EXPORT = "/v1/team/audit/export"


@dataclass
class Audited:
    """The audit of two teams; of one an entry is made each hour."""

    world: World
    log: FakeAuditLog
    heads: FakeHeads

    def write(self, action: str = "x.done", team: str = TEAM) -> Entry:
        at = self.world.clock()
        entry = Entry(new_id(at), team, at, "ada", action)
        self.log.entries.append(entry)
        return entry


@pytest.fixture
def audited(world: World, monkeypatch: pytest.MonkeyPatch) -> Audited:
    made = Audited(world, FakeAuditLog(), FakeHeads())
    for team in (TEAM, OTHER_TEAM):
        made.heads.begin(Walk(team, "2026-11-22T12"))
    reading = ReadAudit(made.log, made.heads, world.settings)
    signing = SignAudit(
        made.log, made.heads, world.signer, world.settings, "urn:test", world.clock, world.faults.append
    )
    monkeypatch.setattr(audit, "build", lambda: reading)
    monkeypatch.setattr(audit_heads, "build", lambda: signing)
    for module in (audit, audit_heads):
        monkeypatch.setattr(module, "now", world.clock)
    return made


def _get(path: str = "/v1/team/audit", client: str = "client-a", **query: str) -> dict[str, Any]:
    event = request("list_jobs", client=client, query=query) | {"httpMethod": "GET", "resource": path}
    return audit.handler(event, Context())


def _page(**query: str) -> dict[str, Any]:
    answered = _get(**query)
    assert answered["statusCode"] == 200, answered["body"]
    page: dict[str, Any] = json.loads(answered["body"])
    as_described("AuditPage", page)
    return page


def _sign() -> None:
    audit_heads.handler({}, Context())


def test_entries_are_listed_newest_first_by_pages_signed_or_not(audited: Audited) -> None:
    made = []
    for _ in range(5):
        made.append(audited.write())
        audited.world.clock.advance(3600)
    audited.write(team=OTHER_TEAM)
    audited.world.clock.advance(-3600 * 2)
    _sign()
    audited.world.clock.advance(3600 * 2)
    ids, query = [], {"limit": "2"}
    while True:
        page = _page(**query)
        ids += [entry["id"] for entry in page["entries"]]
        if "next" not in page:
            break
        query["after"] = page["next"]
    assert ids == [entry.id for entry in reversed(made)]


def test_a_list_can_be_of_an_action_and_of_a_time(audited: Audited) -> None:
    first = audited.write("a.done")
    audited.world.clock.advance(7200)
    second = audited.write("b.done")
    audited.world.clock.advance(60)
    assert [entry["id"] for entry in _page(action="a.done")["entries"]] == [first.id]
    assert [entry["id"] for entry in _page(**{"from": "2026-11-22T13:30:00Z"})["entries"]] == [second.id]
    assert [entry["id"] for entry in _page(to="2026-11-22T13:30:00Z")["entries"]] == [first.id]


def test_what_is_over_is_invisible_at_once(audited: Audited) -> None:
    """Promise 8."""
    audited.write()
    audited.world.clock.advance(BOUNDS.retention["audit"].default * 60 - 1)
    audited.heads.begin(Walk(TEAM, audited.write().hour))
    assert len(_page()["entries"]) == 1


def test_a_page_that_looked_at_many_hours_is_short_and_says_where_to_go_on(
    audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.core.read_audit.MOST_HOURS", 2)
    entry = audited.write()
    audited.world.clock.advance(3 * 3600)
    page = _page()
    assert page["entries"] == []
    assert [found["id"] for found in _page(after=page["next"])["entries"]] == [entry.id]


def test_an_export_holds_by_its_own_lines_and_links_to_the_next(
    audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.core.read_audit.MOST_HEADS", 1)
    for _ in range(3):
        audited.write()
        audited.world.clock.advance(3600)
    audited.world.clock.advance(3600)
    _sign()
    lines: list[bytes] = []
    query: dict[str, str] = {}
    while True:
        answered = _get(EXPORT, **query)
        assert (answered["statusCode"], answered["headers"]["Content-Type"]) == (200, "application/jsonl")
        lines += answered["body"].encode().splitlines()
        link = answered["headers"].get("Link")
        if link is None:
            break
        query = {"after": link.partition("after=")[2].partition(">")[0].replace("%23", "#")}
        assert link == f'<{EXPORT}?after={query["after"].replace("#", "%23")}>; rel="next"'
    found = check(lines, {"keys": [audited.world.signer.public().to_jwk()]})
    assert (found.heads, found.entries) == (3, 3)


def test_an_export_of_a_time_is_of_whole_hours(audited: Audited) -> None:
    for _ in range(4):
        audited.write()
        audited.world.clock.advance(3600)
    audited.world.clock.advance(3600)
    _sign()
    answered = _get(EXPORT, **{"from": "2026-11-22T13:30:00Z", "to": "2026-11-22T14:30:00Z"})
    found = check(answered["body"].encode().splitlines(), {"keys": [audited.world.signer.public().to_jwk()]})
    assert (found.first, found.last) == ("2026-11-22T13", "2026-11-22T14")


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/v1/team/audit", {"x": "1"}, "query"),
        ("/v1/team/audit", {"limit": "0"}, "limit"),
        ("/v1/team/audit", {"after": "x"}, "after"),
        ("/v1/team/audit", {"from": "yesterday"}, "from"),
        (EXPORT, {"after": "2026-11-22T12#x"}, "after"),
        (EXPORT, {"after": "2026-99-22T12#000000"}, "after"),
        (EXPORT, {"to": "x"}, "to"),
    ],
    ids=["unknown", "limit", "after", "from", "export_after", "no_hour", "export_to"],
)
def test_what_cannot_be_asked_is_refused_by_name(
    audited: Audited, path: str, query: dict[str, str], field: str
) -> None:
    assert audited
    answered = _get(path, **query)
    assert (answered["statusCode"], json.loads(answered["body"])["field"]) == (422, field)


def test_another_team_sees_nothing_of_it(audited: Audited) -> None:
    """Promise 10."""
    audited.write()
    audited.world.clock.advance(7200)
    _sign()
    assert json.loads(_get(client="client-b")["body"]) == {"entries": []}
    assert _get(EXPORT, client="client-b")["body"] == ""


def test_signing_says_how_far_behind_it_is_and_hands_back_what_fails(
    audited: Audited, monkeypatch: pytest.MonkeyPatch, printed: Any
) -> None:
    audited.world.clock.advance(timedelta(hours=2, minutes=10).total_seconds())
    _sign()
    assert '"AuditLag":[600.0]' in str(printed()).replace(" ", "")

    def fails() -> None:
        raise Unavailable

    monkeypatch.setattr(audited.heads, "walks", fails)
    with pytest.raises(HandBack):
        _sign()
