"""GET /v1/team/audit and its export: what was done, and the proof that this is what was written down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from functions.core.audit import Entry, canonical
from functions.core.audit_head import Signed, hour_of, shifted, start_of
from functions.core.audit_ports import AuditLog, Heads, place
from functions.core.base64url import to_base64url
from functions.core.errors import Invalid
from functions.core.list_jobs import HIGH, LOW, Listing, parse_listing
from functions.core.merkle import leaf_hash, paths
from functions.core.names import earliest_id, time_of
from functions.core.retention_ports import TeamSettings

MOST_HOURS: Final = 200  # looked at for a page; its ``next`` goes on behind them
MOST_HEADS: Final = 200
MOST_BYTES: Final = 3_000_000  # of a page of the export, about: a function may answer 6 MB


@dataclass(frozen=True, slots=True)
class ReadAudit:
    """What it needs of the world."""

    log: AuditLog
    heads: Heads
    settings: TeamSettings


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries: those of a `Listing`, of one action or of all."""

    listing: Listing
    action: str


def parse_asked(query: Mapping[str, str]) -> Asked:
    """What a caller wants to see. Raises `Invalid`."""
    rest = {name: value for name, value in query.items() if name != "action"}
    return Asked(parse_listing(rest, "from", "to"), query.get("action", ""))


def list_entries(team: str, asked: Asked, world: ReadAudit, now: datetime) -> tuple[list[Entry], str | None]:
    """Entries, newest first, and where the next page begins. A page may be short although there are more."""
    wanted = _kept(team, asked.listing, world, now)
    found: list[Entry] = []
    hours, hour = _hours(team, wanted, world, now), ""
    for hour in islice(hours, MOST_HOURS):
        for entry in reversed(world.log.hour(team, hour)):
            if not wanted.low <= entry.id < wanted.high or asked.action not in {"", entry.action}:
                continue
            if len(found) == wanted.limit:
                return found, found[-1].id
            found.append(entry)
    return found, None if next(hours, None) is None else earliest_id(start_of(hour))


def parse_export(query: Mapping[str, str], now: datetime) -> tuple[str, str, str, str]:
    """The hours of an export (from, before), its action, and the place after which it goes on.

    Raises `Invalid`.
    """
    after = query.get("after", "")
    if not (after == "" or (len(after) == 20 and after[:13] == _hour(after[:13]) and after[14:].isdecimal())):
        raise Invalid("must be what the link of the page before says", field="after")
    rest = {name: value for name, value in query.items() if name not in {"action", "after"}}
    asked = parse_listing(rest, "from", "to")
    first = "" if asked.low == LOW else hour_of(time_of(asked.low))
    # An hour that has only begun belongs to it: an export is of whole hours.
    before = now if asked.high == HIGH else time_of(asked.high) + timedelta(minutes=59, seconds=59)
    return first, hour_of(before), query.get("action", ""), after


def export(
    team: str, asked: tuple[str, str, str, str], world: ReadAudit, now: datetime
) -> tuple[list[bytes], str | None]:
    """Lines of JSON, and where to go on: each head, and behind it its entries, each with its path.

    What no head covers yet is not there. What a head covers and is not there any more, or not as it was,
    makes its paths lead elsewhere: whoever checks the export sees it.
    """
    first, before, action, after = asked
    kept = hour_of(now - timedelta(minutes=world.settings.of(team).retention.audit))
    heads = world.heads.since(team, after or max(first, kept), before, MOST_HEADS + 1)
    lines: list[bytes] = []
    size = 0
    for number, one in enumerate(heads):
        made = list(_lines(team, one, action, world))
        size += sum(map(len, made))
        if number and (size > MOST_BYTES or number == MOST_HEADS):
            return lines, place(heads[number - 1])
        lines += made
    return lines, None


def _lines(team: str, one: Signed, action: str, world: ReadAudit) -> Iterator[bytes]:
    yield canonical({"head": one.jws})
    entries = world.log.several(team, one.head.hour, one.ids)
    leaves = [leaf_hash(entries[each].leaf if each in entries else b"") for each in one.ids]
    for at, (each, path) in enumerate(zip(one.ids, paths(leaves), strict=True)):
        if (entry := entries.get(each)) and action in {"", entry.action}:
            told = {"at": at, "entry": entry.to_json(), "path": [to_base64url(step) for step in path]}
            yield canonical(told)


def _kept(team: str, listing: Listing, world: ReadAudit, now: datetime) -> Listing:
    """Without what is over, which is invisible at once."""
    oldest = earliest_id(now - timedelta(minutes=world.settings.of(team).retention.audit))
    high = min(listing.high, earliest_id(now + timedelta(minutes=1)))
    return replace(listing, low=max(listing.low, oldest), high=high)


def _hours(team: str, wanted: Listing, world: ReadAudit, now: datetime) -> Iterator[str]:
    """The hours that may hold it, newest first: those that have no heads yet, then those that do."""
    first = hour_of(time_of(wanted.low))
    last = hour_of(time_of(wanted.high) - timedelta(milliseconds=1))
    walk = world.heads.walk(team)
    # The hour before the walk is looked at once more, for what came late.
    unsigned = max(first, shifted(walk.hour, -1)) if walk else first
    hour = min(last, hour_of(now))
    while hour >= unsigned:
        yield hour
        hour = shifted(hour, -1)
    yield from world.heads.hours(team, first, min(unsigned, shifted(last, 1)))


def _hour(text: str) -> str:
    try:
        return hour_of(start_of(text))
    except ValueError:
        return ""
