"""What an erasure has to know of a row: its address, its lease, and what points to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from functions.aws.datasets import copy_row
from functions.aws.schema import DEPICTED, PARTITION, SORT, depicted_key, from_item, job_key, once_key, ref_of
from functions.core.job import MASKING, REVIEW
from functions.core.names import JobRef, is_id
from functions.core.store_ports import Trace
from functions.core.times import from_text

READ: Final = ("state", "lease", "lease_until", "depicted", "once", "release", "job", "id", "consents")
ID: Final = 26  # letters of an id, which begins with its time
NAMES: Final = {"#pk": PARTITION, "#sk": SORT, **{f"#{name}": name for name in READ}}


def row_trace(item: Mapping[str, Any], *, alone: bool) -> Trace:
    """The trace of a row, with the rows of who is depicted in its job.

    ``alone`` says that the other rows of its subject stay, and that no tombstone keeps maskers away: then
    its idempotency key goes with it, and it goes only as it was seen.
    """
    row = from_item(item)
    address = (row[PARTITION], row[SORT])
    owner = row[PARTITION].split("#")[1]
    if row[SORT].startswith(DEPICTED):
        return Trace(address, owner=owner, leads=_pointed(row))
    if not row[SORT].startswith("job#"):
        # Who writes an export has its lease in a row of its own.
        return Trace(address, _moment(row.get("lease_until")), owner=owner)
    ref = ref_of(item)
    return Trace(
        address,
        lease_of(row),
        linked_to(ref, row, alone=alone),
        row.get("lease", "") if alone else None,
        owner,
        ref if row.get("depicted") else None,
    )


def linked_to(
    ref: JobRef, row: Mapping[str, Any], depicted: Sequence[str] = (), *, alone: bool = True
) -> tuple[tuple[str, str], ...]:
    """The addresses of the rows that point to a job, with those of more who are ``depicted``."""
    keys = [depicted_key(ref, subject) for subject in sorted({*row.get("depicted", ()), *depicted})]
    if alone and row.get("once"):
        keys.append(once_key(ref.team, ref.subject, row["once"]))
    if alone:
        keys += [copy_row(ref.team, ref.subject, purpose, ref.job) for purpose in row.get("consents", ())]
    return tuple((key[PARTITION], key[SORT]) for key in keys)


def address_of(ref: JobRef) -> tuple[str, str]:
    """Where a job's row is."""
    key = job_key(ref)
    return key[PARTITION], key[SORT]


def lease_of(row: Mapping[str, Any]) -> datetime | None:
    """The end of the lease that a masker holds on a row, or None."""
    working = row.get("state") == MASKING or (row.get("state") == REVIEW and "release" in row)
    return from_text(row["lease_until"]) if working else None


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def _pointed(row: Mapping[str, Any]) -> JobRef:
    return JobRef.parse(row[PARTITION].split("#")[0], row[SORT].removeprefix(DEPICTED))


def made_at(item: Mapping[str, Any]) -> str:
    """The id by which a row can be dated: its job's, its own, or one that its sort key ends in; or empty."""
    named = [item[name].get("S", "") for name in ("job", "id") if name in item]
    found = [text for text in (*named, item[SORT]["S"][-ID:]) if is_id(text)]
    return found[0] if found else ""
