"""Exports as the API shows them."""

from functions.core.export import Export
from functions.core.export_content import COUNTED
from functions.core.times import to_text


def export(record: Export, link: str | None = None) -> dict[str, object]:
    """An export, with the link to its file if there is one."""
    file = record.keep.file if record.keep else None
    body: dict[str, object] = {
        "id": record.id,
        "state": record.state,
        "requested_at": to_text(record.requested_at),
        "counts": {name: record.progress.counts.get(name, 0) for name in COUNTED},
    }
    if record.ended_at:
        body["ended_at"] = to_text(record.ended_at)
    if file:
        body |= {"expires_at": to_text(file), "size": record.progress.written.size}
    return body | ({"download": link} if link else {})


def exports(records: list[Export], after: str | None) -> dict[str, object]:
    """A page of exports; ``next`` is the ``after`` of the next one, and missing on the last."""
    return {"exports": [export(record) for record in records]} | ({"next": after} if after else {})
