"""POST /v1/erasures: of users, of jobs, of a span of time, or of the whole team."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.errors import FreshSignInRequired, Invalid, NotAllowed
from functions.core.moments import parse_moment
from functions.core.names import JobRef, parse_user_id
from functions.core.reach import JOBS, USERS, OfDates, OfTeam, Wide

MOST: Final = 100  # users or jobs of one call
SETTLED: Final = timedelta(minutes=2)  # older than any call that is still writing, and than indexes lag
EXACTLY: Final = "must be exactly one of users, jobs, from and to, team"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks to be erased: ids of users, ids of jobs, or a wide scope."""

    users: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    wide: Wide | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a member of the staff, who signed in at some time, or a machine, which is nobody."""

    person: str | None
    roles: frozenset[str]
    signed_in_at: datetime | None = None

    def require(self, role: str, fresh: timedelta, now: datetime) -> str:
        """The id of the person. Raises `NotAllowed`, `FreshSignInRequired`."""
        if self.person is None or role not in self.roles:
            raise NotAllowed(f"takes a person who is {role}")
        if self.signed_in_at is None or self.signed_in_at + fresh < now:
            raise FreshSignInRequired
        return self.person


def parse_erasure_request(body: Mapping[str, object], team: str, now: datetime) -> Wanted:
    """The request in a JSON body. Raises `Invalid` with the field named; nothing is looked up yet."""
    if body.keys() != {"scope"}:
        raise Invalid("must have a scope, and nothing else", field="body")
    scope = body["scope"]
    if not isinstance(scope, dict):
        raise Invalid(EXACTLY, field="scope")
    match sorted(scope):
        case ["users"]:
            return Wanted(users=_listed(scope["users"], USERS, parse_user_id))
        case ["jobs"]:
            return Wanted(jobs=_listed(scope["jobs"], JOBS, lambda value, at: _job_id(value, team, at)))
        case ["from", "to"]:
            return Wanted(wide=_dates(scope["from"], scope["to"], now))
        case ["team"] if scope["team"] is True:
            return Wanted(wide=OfTeam())
        case ["team"]:
            raise Invalid("must be true", field="scope.team")
    raise Invalid(EXACTLY, field="scope")


def _listed(value: object, name: str, parse: Callable[[object, str], str]) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST:
        raise Invalid(f"must be a list of 1 to {MOST}", field=f"scope.{name}")
    parsed = [parse(one, f"scope.{name}[{index}]") for index, one in enumerate(value)]
    return _once(parsed)


def _once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _job_id(value: object, team: str, field: str) -> str:
    if not isinstance(value, str):
        raise Invalid("must be the id of a job", field=field)
    return JobRef.parse(team, value).id


def _dates(start: object, end: object, now: datetime) -> OfDates:
    first, last = parse_moment(start, "scope.from"), parse_moment(end, "scope.to")
    if first >= last:
        raise Invalid("must be later than `from`", field="scope.to")
    if last > now - SETTLED:
        raise Invalid("must be at least two minutes ago", field="scope.to")
    return OfDates(first, last)
