"""Jobs and erasures as the API shows them: pseudonyms stay inside."""

from functions.core.erasure import Erasure
from functions.core.job import DONE, Job
from functions.core.ports import Form
from functions.core.reasons import sentence
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
    return body


def page(jobs: list[Job], after: str | None) -> dict[str, object]:
    """A page of a list; ``next`` is the ``after`` of the next one, and missing on the last."""
    return {"jobs": [summary(job) for job in jobs]} | ({"next": after} if after else {})


def erasure(record: Erasure) -> dict[str, object]:
    """An erasure's state and its counts per store."""
    body: dict[str, object] = {
        "id": record.id,
        "scope": record.scope.kind,
        "state": record.state,
        "requested_at": to_text(record.requested_at),
        "counts": {store: count.to_json() for store, count in record.counts.items()},
    }
    if record.ended_at:
        body["ended_at"] = to_text(record.ended_at)
    if record.commitment and record.commitment.nonce:  # there for whoever asked for it, and stored nowhere
        body["nonce"] = record.commitment.nonce
    return body
