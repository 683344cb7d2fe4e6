"""A team's settings: merged, bounded, refused by path, and brought to what is stored (promise 8)."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.core.change_settings import Change, Changed, change_settings, parse_dry_run
from functions.core.errors import Conflict, Invalid, SettingsChanged
from functions.core.job import Job
from functions.core.redate import SETTLED, redate
from functions.core.retention_ports import Count
from functions.core.team_settings import RETAINED, Bounds, Settings, defaults
from tests.fakes.fuse import Fuse, Killed, fused
from tests.fakes.world import BOUNDS, MINUTES, OTHER_TEAM, TEAM, World

DAY = 1440
BLURRED = {"version": 1, "hide": {"face": {"style": "blur"}}}


def _change(world: World, version: int = 0, *, dry_run: bool = False, **body: Any) -> Changed:
    change = Change(TEAM, "ada", {"version": version, **body}, dry_run)
    return change_settings(change, world.changing, world.clock())


def _walked(world: World, passes: int = 30) -> int:
    """Let the walks go on, minute by minute, until they have ended."""
    dated = 0
    for _ in range(passes):
        dated += sum(redate(world.redating, shard, 1000, world.budget()) for shard in range(4))
        if not world.settings.walks:
            return dated
        world.clock.advance(60)
    raise AssertionError("the walks do not end")


def test_a_team_that_chose_nothing_has_the_stages_defaults(world: World) -> None:
    settings = world.settings.of(TEAM)
    assert settings == defaults(BOUNDS)
    assert {name: getattr(settings.retention, name) for name in RETAINED} == MINUTES


def test_what_is_not_named_stays_and_null_is_the_default_again(world: World) -> None:
    """RFC 7396."""
    first, _ = _change(world, retention={"results": 60, "exports": 5})
    second, _ = _change(world, 1, retention={"results": None})
    third, _ = _change(world, 2, retention=None)
    assert first.retention == replace(defaults(BOUNDS).retention, results=60, exports=5)
    assert second.retention == replace(defaults(BOUNDS).retention, exports=5)
    assert third.retention == defaults(BOUNDS).retention
    assert [first.version, second.version, third.version] == [1, 2, 3]
    assert world.settings.of(TEAM) == replace(third, changed_at=world.clock())
    assert world.settings.of(OTHER_TEAM) == defaults(BOUNDS)


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown": ({"recipe": {}}, "body"),
    "no-recipe": ({"recipes": {"default": {}}}, "recipes.default.version"),
    "no-rules": ({"recipes": []}, "recipes"),
    "unknown-rule": ({"recipes": {"style": ["solid"]}}, "recipes"),
    "no-style": ({"recipes": {"styles": []}}, "recipes.styles"),
    "unknown-style": ({"recipes": {"styles": ["solid", "fog"]}}, "recipes.styles[1]"),
    "band-of-a-given-region": ({"recipes": {"bands": {"region": {"hide": 0.5}}}}, "recipes.bands"),
    "no-band": ({"recipes": {"bands": {"face": {"hide": 2}}}}, "recipes.bands.face.hide"),
    "default-in-a-forbidden-style": (
        {"recipes": {"default": BLURRED, "styles": ["solid"]}},
        "recipes.default.hide.face.style",
    ),
    "no-contacts": ({"contacts": "Ada"}, "contacts"),
    "unknown-contact": ({"contacts": {"phone": "1"}}, "contacts"),
    "empty-contact": ({"contacts": {"dpo": "  "}}, "contacts.dpo"),
    "long-contact": ({"contacts": {"dpo": "x" * 201}}, "contacts.dpo"),
    "contact-of-lines": ({"contacts": {"controller": "a\nb"}}, "contacts.controller"),
    "unknown-inside": ({"retention": {"result": 1}}, "retention"),
    "no-object": ({"retention": [1]}, "retention"),
    "text": ({"retention": {"results": "60"}}, "retention.results"),
    "fraction": ({"retention": {"results": 1.5}}, "retention.results"),
    "yes": ({"retention": {"results": True}}, "retention.results"),
    "nothing": ({"retention": {"results": 0}}, "retention.results"),
    "for-ever": ({"retention": {"exports": 365 * DAY + 1}}, "retention.exports"),
    "negative": ({"retention": {"originals": -1}}, "retention.originals"),
    "record-before-result": ({"retention": {"job_records": 30 * DAY - 1}}, "retention.job_records"),
    "result-after-record": ({"retention": {"results": 90 * DAY + 1}}, "retention.job_records"),
    "original-after-record": ({"retention": {"originals": 90 * DAY + 1}}, "retention.job_records"),
    "not-honoured": ({"depicted": "blur"}, "depicted"),
    "no-policy": ({"depicted": ["erase"]}, "depicted"),
}


@pytest.mark.parametrize(("body", "field"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("dry_run", [False, True])
def test_what_cannot_be_honoured_is_refused_by_its_path_and_changes_nothing(
    world: World, body: dict[str, Any], field: str, dry_run: bool
) -> None:
    with pytest.raises(Invalid) as refused:
        _change(world, dry_run=dry_run, **body)
    assert refused.value.field == field
    assert (world.settings.rows, world.settings.audit, world.settings.walks) == ({}, [], {})


@pytest.mark.parametrize("version", [None, "0", True, -1, 0.0], ids=["none", "text", "yes", "below", "float"])
def test_a_change_says_which_version_was_read(world: World, version: object) -> None:
    with pytest.raises(Invalid) as refused:
        change_settings(Change(TEAM, "ada", {"version": version}), world.changing, world.clock())
    assert refused.value.field == "version"


def test_who_read_an_older_version_is_told_so(world: World) -> None:
    _change(world, retention={"results": 60})
    for dry_run in (False, True):
        with pytest.raises(SettingsChanged):
            _change(world, retention={"results": 70}, dry_run=dry_run)
    assert world.settings.of(TEAM).retention.results == 60
    assert len(world.settings.audit) == 1


def test_of_two_who_change_at_once_one_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = world.settings.of

    def read_and_then_somebody_else(team: str) -> Settings:
        read = plain(team)
        monkeypatch.setattr(world.settings, "of", plain)
        _change(world, retention={"exports": 3})
        return read

    monkeypatch.setattr(world.settings, "of", read_and_then_somebody_else)
    with pytest.raises(SettingsChanged):
        _change(world, retention={"exports": 4})
    assert plain(TEAM).retention.exports == 3
    assert len(world.settings.audit) == 1


def test_every_change_is_in_the_audit_with_what_it_was_before(world: World) -> None:
    _change(world, retention={"results": 60})
    (entry,) = world.settings.audit
    assert (entry.team, entry.by, entry.action, entry.at) == (TEAM, "ada", "settings.changed", world.clock())
    assert entry.changes == {"retention.results": (30 * DAY, 60)}


def test_a_change_that_changes_nothing_is_no_version_and_in_no_audit(world: World) -> None:
    settings, touched = _change(world, retention={"results": 30 * DAY}, depicted="erase")
    assert (settings.version, touched) == (0, {})
    assert (world.settings.rows, world.settings.audit, world.settings.walks) == ({}, [], {})


def _stored(world: World) -> dict[str, Job]:
    jobs = {
        "old": world.masked(),
        "review": world.masked(data=b"odd 1"),
        "theirs": world.masked(team=OTHER_TEAM),
    }
    world.clock.now += timedelta(days=3)
    return jobs | {"new": world.masked("u2"), "rejected": world.masked(data=b"text 1")}


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_change_says_how_many_it_reaches_and_how_many_are_over_at_once(world: World, dry_run: bool) -> None:
    """Promise 8: the dry run and the change give the same answer."""
    _stored(world)
    _, touched = _change(world, dry_run=dry_run, retention={"results": DAY, "job_records": 40 * DAY})
    assert touched.keys() == {"results", "job_records"}
    assert (touched["results"].items, touched["results"].over) == (Count(2), Count(1))
    assert (touched["job_records"].items, touched["job_records"].over) == (Count(4), Count(0))
    assert bool(world.settings.rows) is bool(world.settings.walks) is not dry_run
    assert len(world.settings.audit) == (not dry_run)


def test_a_count_that_was_given_up_says_so(world: World) -> None:
    """Promise 13."""
    _stored(world)
    world.retained.most_counted = 1
    _, touched = _change(world, dry_run=True, retention={"results": 100 * DAY, "job_records": 200 * DAY})
    assert not touched["results"].items.whole


def test_a_shorter_retention_reaches_what_is_stored_and_nobody_elses(world: World) -> None:
    """Promise 8."""
    jobs = _stored(world)
    theirs = world.row(jobs["theirs"].ref)
    _change(world, retention={"results": DAY})
    assert _walked(world) == 2
    world.clock.advance(1)
    world.sweep()
    assert list(world.results.objects) == [str(theirs.key), str(jobs["new"].key)]
    assert world.row(theirs.ref) == theirs
    assert world.row(jobs["review"].ref) == jobs["review"]
    world.clock.now += timedelta(days=1)
    world.sweep()
    assert list(world.results.objects) == [str(theirs.key)]


def test_a_longer_retention_keeps_what_is_stored_and_widens_the_net_behind_it(world: World) -> None:
    """Promise 8: else S3 would delete it at the old time."""
    jobs = _stored(world)
    _change(world, retention={"results": 80 * DAY, "originals": 20 * DAY})
    assert _walked(world) == 3
    assert world.results.tags[str(jobs["old"].key)] == world.results.tags[str(jobs["new"].key)] == 90
    assert world.held.tags[str(jobs["review"].key)] == 30
    world.clock.now += timedelta(days=70)
    world.sweep()
    assert str(jobs["old"].key) in world.results.objects


def test_a_job_that_is_closed_by_what_was_read_before_the_change_is_met_by_the_second_walk(
    world: World,
) -> None:
    """Promise 8: its masker read the settings in the moment before."""
    _stored(world)
    before: Settings = world.settings.of(TEAM)
    _change(world, retention={"results": DAY})
    for shard in range(4):
        redate(world.redating, shard, 1000, world.budget())
    world.clock.advance(30)
    changed, world.settings.rows[TEAM] = world.settings.rows[TEAM], before
    late = world.masked("u9")
    world.settings.rows[TEAM] = changed
    assert late.keep is not None
    _walked(world)
    row = world.row(late.ref)
    assert row.keep is not None
    assert row.keep.file == late.created_at + timedelta(days=1)
    assert world.clock() >= (changed.changed_at or world.clock()) + SETTLED


def test_a_walk_that_is_stopped_goes_on_and_another_change_begins_it_anew(world: World) -> None:
    for number in range(30):
        world.masked(f"u{number}")
    _change(world, retention={"results": DAY})
    assert redate(world.redating, 0, 1000, world.clock()) == 0, "no time is left"
    _change(world, 1, retention={"results": 2 * DAY})
    _walked(world)
    kept = [row.keep.file for row in world.jobs.rows.values() if row.keep]
    assert kept == [row.created_at + timedelta(days=2) for row in world.jobs.rows.values()]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_a_walk_is_ended_by_the_next(after: bool) -> None:
    for at in range(1, 25):
        world = World()
        jobs = _stored(world)
        _change(world, retention={"results": 80 * DAY})
        killed = fused(world.redating, Fuse(at, after=after), free=("clock", "files", "report"))
        try:
            for shard in range(4):
                redate(killed, shard, 1000, world.budget())
        except Killed:
            pass
        _walked(world)
        kept = [world.row(jobs[name].ref).keep for name in ("old", "new")]
        closed = [jobs[name].closed_at for name in ("old", "new")]
        assert [each and each.file for each in kept] == [at and at + timedelta(days=80) for at in closed]
        assert {world.results.tags[str(jobs[name].key)] for name in ("old", "new")} == {90}


def test_one_job_that_cannot_be_dated_anew_stops_none_of_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = _stored(world)
    plain = world.retained.redate

    def sometimes(job: Job, keep: Any) -> None:
        if job.ref == jobs["old"].ref:
            raise RuntimeError
        plain(job, keep)

    monkeypatch.setattr(world.retained, "redate", sometimes)
    _change(world, retention={"results": DAY})
    assert _walked(world) == 1
    assert world.row(jobs["old"].ref) == jobs["old"]
    assert world.faults


def test_settings_changed_again_between_two_saves_end_the_older_walk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stored(world)
    _change(world, retention={"results": DAY})

    def meanwhile(_redating: object, _due_at: object) -> None:
        raise Conflict

    monkeypatch.setattr(world.settings, "save", meanwhile)
    assert redate(world.redating, 0, 1000, world.budget()) == 0
    assert world.faults == []


@pytest.mark.parametrize(
    ("query", "expected"), [({}, False), ({"dry_run": "true"}, True), ({"dry_run": "false"}, False)]
)
def test_a_dry_run_is_asked_for_in_the_query(query: dict[str, str], expected: bool) -> None:
    assert parse_dry_run(query) is expected


@pytest.mark.parametrize("query", [{"dry_run": ""}, {"dry_run": "yes"}, {"dryrun": "true"}])
def test_another_query_is_refused(query: dict[str, str]) -> None:
    """Who mistypes a dry run must not change anything."""
    with pytest.raises(Invalid):
        parse_dry_run(query)


def test_bounds_are_read_as_the_stage_writes_them() -> None:
    text = json.dumps({name: [1, 2, 3] for name in RETAINED} | {"results": [4, 5, 6]})
    assert Bounds.parse(text).retention["results"].default == 5
