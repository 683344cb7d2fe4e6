"""The rows of exports in the base table: keys, attribute names, conversion (a part of `schema`).

    {team}#{subject}  export#{ulid}
    {team}#{subject}  exporting       which one runs, and who may write it until when

An export stands in the indexes ``by_time`` and ``by_due`` under shards of its own, where no job is met.
"""

import json
from datetime import datetime
from typing import Any, Final

from functions.aws.schema import PARTITION, SORT, Item, from_item, shard_of, subject_partition, to_item
from functions.core.export import Export, Progress
from functions.core.job import Keep
from functions.core.times import from_text, to_text

EXPORT: Final = "export#"
RUNS: Final = "exporting"


def export_key(team: str, subject: str, export_id: str) -> dict[str, str]:
    """Where an export is."""
    return {PARTITION: subject_partition(team, subject), SORT: f"{EXPORT}{export_id}"}


def runs_key(team: str, subject: str) -> dict[str, str]:
    """Where it stands which export of a subject runs."""
    return {PARTITION: subject_partition(team, subject), SORT: RUNS}


def export_time_shard(team: str, shard: int) -> str:
    """The partition of a team's exports in ``by_time``."""
    return f"{team}#{EXPORT}{shard}"


def export_due_shard(shard: int) -> str:
    """The partition of exports in ``by_due``."""
    return f"{EXPORT}{shard}"


def export_item(export: Export, due_at: datetime) -> dict[str, Any]:
    """The row of an export after which the sweeper looks at ``due_at``."""
    shard = shard_of(export.id)
    return to_item(
        {
            **export_key(export.team, export.subject, export.id),
            "ulid": export.id,
            "time_shard": export_time_shard(export.team, shard),
            "due_shard": export_due_shard(shard),
            "due_at": to_text(due_at),
            "state": export.state,
            "requested_at": to_text(export.requested_at),
            "attempt": export.attempt,
            "progress": json.dumps(export.progress.to_json()),
            "ended_at": to_text(export.ended_at) if export.ended_at else None,
            "record_until": to_text(export.keep.record) if export.keep else None,
            "file_until": to_text(export.keep.file) if export.keep and export.keep.file else None,
        }
    )


def export_from_item(item: Item) -> Export:
    """The inverse of ``export_item``; whose the lease is stands in another row."""
    row = from_item(item)
    team, subject = row[PARTITION].split("#")
    ended_at, record, file = (row.get(name) for name in ("ended_at", "record_until", "file_until"))
    return Export(
        row[SORT].removeprefix(EXPORT),
        team,
        subject,
        from_text(row["requested_at"]),
        row["state"],
        int(row["attempt"]),
        Progress.from_json(json.loads(row["progress"])),
        from_text(ended_at) if ended_at else None,
        Keep(from_text(record), from_text(file) if file else None) if record else None,
    )
