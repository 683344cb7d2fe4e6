"""A team's settings as the API shows them, with the bounds within which they may be chosen."""

from collections.abc import Mapping
from dataclasses import asdict

from functions.core.change_settings import ChangeSettings, Touched
from functions.core.team_settings import Settings
from functions.core.times import to_text


def shown(settings: Settings, world: ChangeSettings) -> dict[str, object]:
    """The settings; ``changed_at`` if they ever were. Bounds and quotas are the stage's."""
    limits = {name: asdict(bound) for name, bound in world.bounds.retention.items()}
    stage = {"bounds": {"retention": limits}, "quotas": dict(world.quotas)}
    body = {"version": settings.version, **settings.to_json(), **stage}
    return body | ({"changed_at": to_text(settings.changed_at)} if settings.changed_at else {})


def changed(
    settings: Settings, touched: Mapping[str, Touched], world: ChangeSettings, *, dry_run: bool
) -> dict[str, object]:
    """The settings after a change, and what is stored of what it reaches."""
    reached = {
        name: {
            "items": each.items.items,
            "over": each.over.items,
            "whole": each.items.whole and each.over.whole,
        }
        for name, each in touched.items()
    }
    return {**shown(settings, world), "dry_run": dry_run, "touched": reached}
