"""An upload arrived: mask it, verify it, close its job (design, section 3)."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.objects import S3Objects
from functions.aws.team_settings import DynamoSettings
from functions.core.mask_photo import MaskPhoto, mask_photo
from functions.core.team_settings import Bounds
from functions.core.times import now
from functions.edge.queue import each_upload
from functions.imaging.limits import Limits
from functions.imaging.pipeline import build_pipeline
from functions.mask_identity.settings import Settings

MODELS: Final = Path(__file__).parents[2] / "models"


def handler(event: Mapping[str, Any], _context: object) -> None:
    """The function's entry; one message per invocation."""
    each_upload("mask_identity", event, lambda upload: mask_photo(upload, build()))


@cache
def build() -> MaskPhoto:
    """The concrete world, once per worker."""
    settings, dynamodb, s3 = Settings.from_env(), clients.dynamodb(), clients.s3()
    key = settings.encryption_key
    return MaskPhoto(
        jobs=DynamoJobs(dynamodb, settings.table, settings.ledger),
        originals=S3Objects(s3, settings.originals, key),
        held=S3Objects(s3, settings.held, key),
        results=S3Objects(s3, settings.results, key),
        imaging=build_pipeline(MODELS, Limits(settings.most_pixels, settings.most_frames)),
        settings=DynamoSettings(dynamodb, settings.table, Bounds.parse(settings.retention)),
        clock=now,
        lease=timedelta(seconds=settings.lease_seconds),
        most_bytes=settings.most_bytes,
    )
