"""GET /v1/team/figures: how much was masked, how fast, and how it ended, hour by hour.

They are counted from the jobs as they stand, and say nothing of any person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from functions.core.errors import Invalid
from functions.core.job import DONE, FAILED, REJECTED, REVIEW, Job
from functions.core.list_jobs import MOST, Listing, list_jobs
from functions.core.moments import EPOCH, parse_moment
from functions.core.names import earliest_id
from functions.core.ports import JobLists
from functions.core.reasons import NOT_REVIEWED, REJECTED_BY_PERSON
from functions.core.times import to_text

MOST_JOBS: Final = 2_000  # that one call looks at: the newest ones
LONGEST: Final = timedelta(days=31)
USUAL: Final = timedelta(days=1)
_BY_PERSON: Final = {NOT_REVIEWED, REJECTED_BY_PERSON}


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start``, which is in, to ``end``, which is not."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The jobs that were made in a span of time; ``whole`` is false if there were more."""

    span: Span
    jobs: tuple[Job, ...]
    whole: bool

    def to_json(self) -> dict[str, object]:
        """All together, and each hour in which there were jobs, the first first."""
        hours: dict[datetime, list[Job]] = {}
        for job in self.jobs:
            hours.setdefault(job.created_at.replace(minute=0, second=0, microsecond=0), []).append(job)
        return {
            "from": to_text(self.span.start),
            "to": to_text(self.span.end),
            "whole": self.whole,
            "total": _counted(self.jobs),
            "hours": [{"at": to_text(at), **_counted(hours[at])} for at in sorted(hours)],
        }


def parse_span(query: Mapping[str, str], now: datetime) -> Span:
    """The query string's ``from`` and ``to``; without them the last day. Raises `Invalid`."""
    if not query.keys() <= {"from", "to"}:
        raise Invalid("has an unknown parameter", field="query")
    end = parse_moment(query["to"], "to") if "to" in query else now
    start = parse_moment(query["from"], "from") if "from" in query else max(end - USUAL, EPOCH)
    if start >= end:
        raise Invalid("must be later than `from`", field="to")
    if end - start > LONGEST:
        raise Invalid(f"must be at most {LONGEST.days} days before `to`", field="from")
    return Span(start, end)


def figures(team: str, span: Span, lists: JobLists, now: datetime) -> Figures:
    """What was made of a team's photos in a span of time; new jobs may take a second to show."""
    low, after = earliest_id(span.start), earliest_id(span.end)
    found: list[Job] = []
    while len(found) < MOST_JOBS and low < after:
        page, following = list_jobs(team, Listing(MOST, None, low, after), lists, now)
        found += page
        if following is None:
            return Figures(span, tuple(found), whole=True)
        after = following
    return Figures(span, tuple(found), whole=low >= after)


def _counted(jobs: Sequence[Job]) -> dict[str, object]:
    """How they ended; ``seconds`` until a machine had masked them, without people's time."""
    states = [job.state for job in jobs]
    seconds = sorted(_seconds(job) for job in jobs if job.state == DONE and not job.release)
    counted: dict[str, object] = {
        "jobs": len(jobs),
        "reviewed": sum(_needed_a_person(job) for job in jobs),
        **{state: states.count(state) for state in (DONE, REJECTED, FAILED)},
    }
    if seconds:
        counted["seconds"] = {"median": _rank(seconds, 0.5), "p95": _rank(seconds, 0.95)}
    return counted


def _needed_a_person(job: Job) -> bool:
    reason = job.outcome.reason if job.outcome else None
    return job.state == REVIEW or job.release is not None or reason in _BY_PERSON


def _seconds(job: Job) -> float:
    return ((job.closed_at or job.created_at) - job.created_at).total_seconds()


def _rank(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of values in their order."""
    return round(values[max(0, -int(-share * len(values) // 1) - 1)], 3)
