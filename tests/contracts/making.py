"""Values for the contract suite: everything in whole milliseconds, as stores keep it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.core.audit import Act, Entry
from functions.core.erasure import Erasure
from functions.core.hide import Hide
from functions.core.job import DONE, Claim, Job, Keep, Outcome
from functions.core.masked import Verdict
from functions.core.names import JobRef, new_id
from functions.core.reach import OfJob, OfUser, Reach
from functions.core.recipe import Recipe
from functions.core.region import Box, Region
from functions.core.store_ports import Store, Trace

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)
TEAM, OTHER_TEAM = "teamaaaaaaaaaaaa", "teambbbbbbbbbbbb"
SUBJECT, OTHER = "s" * 32, "s" * 31 + "t"
PERSON = "p" * 32
REGION = Region("face", 0.9, Box(0.1, 0.2, 0.3, 0.4), Box(0.05, 0.15, 0.4, 0.5), "ellipse", "solid", False)
VERDICT = Verdict(("structure",), 2, 3, 1, {"looks": 3})
KEPT = Keep(NOW + timedelta(days=90), NOW + timedelta(days=30))
DONE_OUTCOME = Outcome(DONE, None, (REGION,), 40, 30, VERDICT)


def a_job(subject: str = SUBJECT, team: str = TEAM, at: datetime = NOW, **more: Any) -> Job:
    """A new job of a subject."""
    ref = JobRef(team, subject, new_id(at))
    return Job(ref, "identity", Recipe({"face": Hide()}), ("masking",), "image/jpeg", at, **more)


def a_claim(etag: str = "etag-a", token: str = "token-a", until: datetime = LATER) -> Claim:
    """A masker's right to a job."""
    return Claim(etag, token, until)


def an_entry(team: str = TEAM, at: datetime = NOW, action: str = "done") -> Entry:
    """What the audit says of a deed."""
    return Act(team, "ada", at).entry(action)


def an_erasure(subject: str = SUBJECT, team: str = TEAM, person: str = PERSON, epoch: int = 0) -> Erasure:
    """An erasure that was just asked for."""
    return Erasure(new_id(NOW), team, OfUser(subject, person, epoch), NOW)


def a_job_erasure(ref: JobRef) -> Erasure:
    """The erasure of one job, just asked for."""
    return Erasure(new_id(NOW), ref.team, OfJob(ref.subject, ref.job), NOW)


def everything(store: Store, subject: str = SUBJECT, team: str = TEAM) -> list[Trace]:
    """All that a store finds of a subject, page by page."""
    return [trace for page in pages(store, subject, team) for trace in page]


def pages(store: Store, subject: str = SUBJECT, team: str = TEAM) -> list[list[Trace]]:
    """The pages as they come, up to the last."""
    reach = Reach(team, subject)
    page = store.find(reach)
    found = [list(page.traces)]
    while page.after is not None:
        page = store.find(reach, page.after)
        found.append(list(page.traces))
    return found
