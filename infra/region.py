"""Promise 12: data stays in the EU."""

from typing import Final

from aws_cdk import Token

from infra.stage import StageError

EU_REGIONS: Final = ("eu-central-1", "eu-west-1", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2")


def require_eu(region: str) -> str:
    """The region, if its data centres stand in a member state of the EU.

    Raises `StageError` for every other: eu-west-2 is London and eu-central-2 is Zurich, and a region that
    is not known at synth cannot be vouched for.
    """
    if Token.is_unresolved(region):
        raise StageError(f"name the region of the stage; it must be one of {', '.join(EU_REGIONS)}")
    if region not in EU_REGIONS:
        raise StageError(f"{region} is not in the EU; it must be one of {', '.join(EU_REGIONS)}")
    return region
