"""The rows of settings in the base table: keys, attribute names, conversion (a part of `schema`).

    team#{team}       settings
    team#{team}       redate#{shard}

A walk over a team's jobs stands in the index ``by_due`` under a shard of its own, where no job is in its way.
"""

import json
from datetime import datetime
from typing import Any

from functions.aws.schema import PARTITION, SORT, Item, from_item, to_item
from functions.aws.staff_schema import team_key
from functions.core.retention_ports import Redating
from functions.core.team_settings import Settings
from functions.core.times import from_text, to_text

REDATE = "redate#"


def settings_key(team: str) -> dict[str, str]:
    """Where a team's settings are."""
    return {**team_key(team), SORT: "settings"}


def settings_item(team: str, settings: Settings) -> dict[str, Any]:
    """The row of settings that were changed."""
    return to_item(
        {
            **settings_key(team),
            "version": settings.version,
            "changed_at": to_text(settings.changed_at) if settings.changed_at else None,
            "value": json.dumps(settings.to_json()),
        }
    )


def settings_from_item(item: Item, defaults: Settings) -> Settings:
    """The inverse; what was not yet known when the row was written is as the stage has it."""
    row = from_item(item)
    version, changed_at = int(row["version"]), from_text(row["changed_at"])
    return Settings.from_json(json.loads(row["value"]), defaults, version, changed_at)


def redate_shard(shard: int) -> str:
    """The partition of a shard's walks in ``by_due``."""
    return f"{REDATE}{shard}"


def redating_key(team: str, shard: int) -> dict[str, str]:
    """Where a walk over a shard of a team's jobs says how far it is."""
    return {**team_key(team), SORT: f"{REDATE}{shard}"}


def redating_item(redating: Redating, due_at: datetime) -> dict[str, Any]:
    """The row of a walk that may go on from ``due_at``."""
    return to_item(
        {
            **redating_key(redating.team, redating.shard),
            "changed_at": to_text(redating.changed_at),
            "began": to_text(redating.began) if redating.began else None,
            "after": redating.after,
            "due_shard": redate_shard(redating.shard),
            "due_at": to_text(due_at),
        }
    )


def redating_from_item(item: Item) -> Redating:
    """The inverse of ``redating_item``."""
    row = from_item(item)
    return Redating(
        row[PARTITION].removeprefix("team#"),
        int(row[SORT].removeprefix(REDATE)),
        from_text(row["changed_at"]),
        from_text(row["began"]) if "began" in row else None,
        row["after"],
    )
