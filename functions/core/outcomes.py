"""Where a masked picture goes, and what its job says of it."""

from dataclasses import replace

from functions.core.job import DONE, REJECTED, REVIEW, Outcome
from functions.core.masked import Masked
from functions.core.reasons import (
    IN_CONFIDENCE_BAND,
    NOTHING_FOUND,
    SUBJECT_UNCLEAR,
    VERIFICATION_FAILED,
)
from functions.core.recipe import Recipe
from functions.core.region import Region


def outcome_of(masked: Masked, state: str, reason: str | None = None) -> Outcome:
    """What is known of a picture that was masked, in this state."""
    size, kind = (masked.width, masked.height), masked.content_type
    return Outcome(state, reason, masked.regions, *size, masked.verdict, content_type=kind)


def overrule(masked: Masked) -> Outcome:
    """Where it goes when a reviewer released it: doubt does not count any more, a failed check does."""
    if masked.verdict.verified:
        return outcome_of(masked, DONE)
    return outcome_of(masked, REVIEW, VERIFICATION_FAILED)


def hidden_before(masked: Masked, regions: tuple[Region, ...]) -> Masked:
    """The picture with what was hidden in it already, which nobody finds in it again."""
    found = {(region.label, region.covered) for region in masked.regions}
    before = [region for region in regions if (region.label, region.covered) not in found]
    return replace(masked, regions=(*masked.regions, *before))


def decide(masked: Masked, recipe: Recipe) -> Outcome:
    """Where a masked picture goes: out only if verified, found, and not in doubt."""
    doubt = _doubt(masked)
    if doubt:
        return outcome_of(masked, REVIEW, doubt)
    # Who may be seen by the recipe was found, or the background was all that was asked for.
    if masked.regions or masked.verdict.kept or not recipe.hide:
        return outcome_of(masked, DONE)
    match recipe.if_nothing:
        case "release":
            return outcome_of(masked, DONE)
        case "reject":
            return outcome_of(masked, REJECTED, NOTHING_FOUND)
        case _:
            return outcome_of(masked, REVIEW, NOTHING_FOUND)


def _doubt(masked: Masked) -> str | None:
    """Why a person has to look, if one has to."""
    if not masked.verdict.verified:
        return VERIFICATION_FAILED
    if masked.needs_review:
        return IN_CONFIDENCE_BAND
    return SUBJECT_UNCLEAR if masked.subject_unclear else None
