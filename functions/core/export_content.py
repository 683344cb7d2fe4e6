"""What is inside an export, file by file. `export_schemas` has the schema of each."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from functions.core.audit import CLIENT, SELF, Entry
from functions.core.datasets import Copy
from functions.core.export import Export
from functions.core.job import DONE, REVIEW, Job
from functions.core.opt_outs import OptOut
from functions.core.purposes import SALE_SHARING
from functions.core.reasons import REPORTED
from functions.core.restriction import Restriction
from functions.core.times import to_text

FORMAT: Final = 1
FACE: Final = "face"
_EXTENSIONS: Final = {"image/jpeg": "jpg"}
Files = Mapping[str, bytes]


def has_result(job: Job) -> bool:
    """Whether there is a masked photo to take along."""
    return job.state == DONE and bool(job.keep and job.keep.file)


def own_original(job: Job) -> bool:
    """Whether its original is in `held` and shows the user's face alone."""
    return only_face(job) and _holds_original(job)


def only_face(job: Job) -> bool:
    """Whether a photo shows the user's face alone, as far as can be told.

    Art. 15(4): a copy must not harm others. Nobody else is named in it, faces were looked for, exactly one
    was found, none was kept and none found again; who it is no machine here can know.
    """
    outcome = job.outcome
    if outcome is None or outcome.verdict is None or job.depicted:
        return False
    faces = [region for region in outcome.regions if region.label == FACE]
    return len(faces) == 1 and not outcome.verdict.kept and not outcome.verdict.found_again


def _holds_original(job: Job) -> bool:
    """It waits for a person, or the team keeps it for corrections; after a report it may be the result."""
    if job.keep is None:
        return False
    if job.state == DONE:
        return job.keep.original is not None
    reported = job.held_result or (job.outcome is not None and job.outcome.reason == REPORTED)
    return job.state == REVIEW and job.keep.file is not None and not reported


def result_name(job: Job) -> str:
    """Where a job's result stands in the ZIP."""
    kind = job.outcome.content_type if job.outcome else None
    return f"results/{job.ref.job}.{extension(kind or job.content_type)}"


def original_name(job: Job) -> str:
    """Where a job's original stands in the ZIP."""
    return f"originals/{job.ref.job}.{extension(job.content_type)}"


def copy_name(copy: Copy) -> str:
    """Where a copy for a purpose stands in the ZIP."""
    return f"copies/{copy.purpose}/{copy.ref.job}.{extension(copy.content_type)}"


def extension(content_type: str) -> str:
    """How the name of a file of this type ends."""
    return _EXTENSIONS.get(content_type, content_type.rpartition("/")[2])


def page_name(kind: str, number: int) -> str:
    """Where a page of jobs, of copies, or of the audit stands in the ZIP."""
    return f"{kind}/{number:06}.json"


def jobs_page(described: Sequence[Mapping[str, object]]) -> bytes:
    """A page of jobs: each as the API shows it, with the names of its photos in the ZIP."""
    return to_bytes({"kind": "jobs", "jobs": list(described)})


def copies_page(described: Sequence[Mapping[str, object]]) -> bytes:
    """A page of what is kept for purposes."""
    return to_bytes({"kind": "copies", "copies": list(described)})


def audit_page(entries: Sequence[Entry]) -> bytes:
    """What was done with the user's jobs. Of the team's people it says that they were staff, not who."""
    return to_bytes({"kind": "audit", "entries": [_entry(entry) for entry in entries]})


def consents_file(
    described: Sequence[Mapping[str, object]], opt_out: OptOut, restriction: Restriction | None
) -> bytes:
    """The consents of the user, as the API shows them; and what else stands of the use of the user's data."""
    told: dict[str, object] = {"kind": "consents", "consents": list(described)}
    if opt_out.since:
        since = to_text(opt_out.since)
        told["opt_outs"] = {
            SALE_SHARING: {"opted_out": opt_out.opted_out, "since": since, "by": _who(opt_out.by)}
        }
    if restriction:
        set_at = to_text(restriction.set_at)
        told["restriction"] = {
            "ground": restriction.ground,
            "set_by": _who(restriction.by),
            "set_at": set_at,
        }
    return to_bytes(told)


def manifest(export: Export, held: bool, region: str) -> bytes:
    """What the export is, and how much of each kind is in it."""
    return to_bytes(
        {
            "kind": "manifest",
            "format": FORMAT,
            "export": export.id,
            "requested_at": to_text(export.requested_at),
            "region": region,
            "held": held,
            "counts": {name: export.progress.counts.get(name, 0) for name in COUNTED},
        }
    )


# What a manifest counts; `missing` are photos that were over before they could be taken along.
COUNTED: Final = ("jobs", "results", "originals", "copies", "missing", "consents", "audit")


def to_bytes(value: object) -> bytes:
    """JSON for people and programs."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "at": to_text(entry.at),
        "by": _who(entry.by),
        "action": entry.action,
        "job": entry.on,
        "changes": {path: list(values) for path, values in entry.changes.items()},
    }


def _who(by: str) -> str:
    """Who did something, without saying which person of the staff it was (Art. 15(4))."""
    return by if by in {CLIENT, SELF} else "staff"
