"""Jobs and erasures as the API shows them: pseudonyms stay inside."""

from collections.abc import Sequence
from datetime import datetime

from functions.core.datasets import Copy
from functions.core.erasure import AWAITING_APPROVAL, Erasure
from functions.core.holds import Hold
from functions.core.job import DONE, RESTRICTED, Job
from functions.core.ports import Form
from functions.core.reach import OfDates
from functions.core.reasons import sentence
from functions.core.restriction import Restriction
from functions.core.reviews import View
from functions.core.times import to_text


def created(job: Job, form: Form | None) -> dict[str, object]:
    """A new job with its upload form; the form is missing where the file has come already."""
    body: dict[str, object] = {
        "id": job.ref.id,
        "state": job.state,
        "created_at": to_text(job.created_at),
    }
    if job.reference:
        body["reference"] = job.reference
    if form:
        body["upload"] = {"url": form.url, "fields": form.fields, "expires_at": to_text(form.until)}
    return body


def summary(job: Job) -> dict[str, object]:
    """A job as it stands in a list."""
    body: dict[str, object] = {
        "id": job.ref.id,
        "state": job.state,
        "created_at": to_text(job.created_at),
        "content_type": job.content_type,
        "purposes": list(job.purposes),
    }
    if job.reference:
        body["reference"] = job.reference
    if job.closed_at:
        body["closed_at"] = to_text(job.closed_at)
    if job.outcome and job.outcome.reason:
        body["reason"] = job.outcome.reason
        body["reason_detail"] = sentence(job.outcome.reason, job.outcome.limit)
    return body


def whole(job: Job) -> dict[str, object]:
    """A job with everything that is known of it; regions in fractions of the upright picture."""
    body = summary(job) | {"recipe": job.recipe.to_json()}
    if job.state == RESTRICTED:
        return body
    if job.outcome and job.outcome.width:
        body |= {
            "regions": [region.to_json() for region in job.outcome.regions],
            "width": job.outcome.width,
            "height": job.outcome.height,
        }
    if job.outcome and job.outcome.verdict:
        body["verdict"] = job.outcome.verdict.to_json()
    if job.state == DONE and job.outcome and job.outcome.content_type:
        body["result_content_type"] = job.outcome.content_type
    if job.reports:
        body["reports"] = [report.to_json() for report in job.reports]
    if job.state == DONE and job.keep and job.keep.original:
        body["original_until"] = to_text(job.keep.original)
    if job.state == DONE and job.release and job.release.reviewed:
        body["released_by_person"] = True
    return body


def review(view: View) -> dict[str, object]:
    """A job as its reviewer sees it, with the way to its held original."""
    return whole(view.job) | {"etag": view.etag} | ({"view": view.link} if view.link else {})


def page(jobs: list[Job], after: str | None) -> dict[str, object]:
    """A page of a list; ``next`` is the ``after`` of the next one, and missing on the last."""
    return {"jobs": [summary(job) for job in jobs]} | ({"next": after} if after else {})


def erasures(records: list[Erasure], after: str | None) -> dict[str, object]:
    """A page of erasures; ``next`` is the ``after`` of the next one, and missing on the last."""
    return {"erasures": [erasure(record) for record in records]} | ({"next": after} if after else {})


def erasure(record: Erasure) -> dict[str, object]:
    """An erasure's state and its counts per store."""
    body: dict[str, object] = {
        "id": record.id,
        "scope": record.scope.kind,
        "state": record.state,
        "requested_at": to_text(record.requested_at),
        "counts": {store: count.to_json() for store, count in record.counts.items()},
    }
    scope = record.scope
    if isinstance(scope, OfDates):
        body |= {"from": to_text(scope.start), "to": to_text(scope.end)}
    approve_by = record.approve_by if record.state == AWAITING_APPROVAL else None
    moments = {"approve_by": approve_by, "starts_at": record.starts_at, "ended_at": record.ended_at}
    body |= {name: to_text(moment) for name, moment in moments.items() if moment}
    texts = {"why": record.why, "requested_by": record.by, "approved_by": record.approved_by}
    body |= {name: text for name, text in texts.items() if text}
    if record.commitment and record.commitment.nonce:  # there for whoever asked for it, and stored nowhere
        body["nonce"] = record.commitment.nonce
    return body


def hold(record: Hold) -> dict[str, object]:
    """A hold: why, until when, who set it and when."""
    return {
        "ground": record.ground,
        "until": to_text(record.until),
        "set_by": record.by,
        "set_at": to_text(record.set_at),
    }


def dataset(copies: Sequence[tuple[Copy, datetime, str | None]], after: str | None) -> dict[str, object]:
    """A page of what is kept for a purpose; ``next`` is the ``after`` of the next one."""
    listed = [
        {
            "job": copy.ref.id,
            "content_type": copy.content_type,
            "kept_at": to_text(copy.kept_at),
            "until": to_text(until),
        }
        | ({"download": link} if link else {})
        for copy, until, link in copies
    ]
    return {"copies": listed} | ({"next": after} if after else {})


def restriction(record: Restriction) -> dict[str, object]:
    """A restriction: why, who asked for it, and since when it stands."""
    return {"ground": record.ground, "set_by": record.by, "set_at": to_text(record.set_at)}
