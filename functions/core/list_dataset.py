"""GET /v1/team/datasets/{purpose}: what users let the team keep for a purpose, by pages, with short links."""

from dataclasses import dataclass
from datetime import datetime

from functions.core.datasets import Copy
from functions.core.errors import NotFound
from functions.core.list_jobs import Listing
from functions.core.ports import Links
from functions.core.purposes import NOTHING
from functions.core.standing_copies import Asked, standing


@dataclass(frozen=True, slots=True)
class ListDataset:
    """What it needs of the world. ``links`` lead into `held`."""

    asked: Asked
    links: Links


Shown = tuple[Copy, datetime, str | None]  # what is kept, until when, and where to get it


def list_dataset(
    team: str, purpose: str, listing: Listing, world: ListDataset, now: datetime
) -> tuple[list[Shown], str | None]:
    """A page of the copies that stand, with a link to each.

    Raises `NotFound` for a purpose that the team does not declare, or keeps nothing for.
    """
    declared = world.asked.settings.of(team).purposes.get(purpose)
    if declared is None or declared.keeps == NOTHING:
        raise NotFound
    found, after = world.asked.datasets.of_team(team, purpose, listing)
    shown: list[Shown] = [
        (copy, until, world.links.sign(copy.key, copy.content_type, until))
        for copy, _, until in standing(team, found, world.asked, now)
    ]
    return shown, after
