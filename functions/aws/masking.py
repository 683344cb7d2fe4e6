"""The world of a masker, whichever its lane."""

from datetime import timedelta

from functions.aws import clients
from functions.aws.jobs import DynamoJobs
from functions.aws.objects import S3Objects
from functions.aws.restricted_jobs import DynamoRestrictedJobs
from functions.aws.shelf import S3Shelf
from functions.aws.team_settings import DynamoSettings
from functions.core.environment import MaskerEnvironment
from functions.core.hold_back import HoldBack
from functions.core.mask_photo import MaskPhoto
from functions.core.masked import Imaging
from functions.core.team_settings import Bounds
from functions.core.times import now


def masking(settings: MaskerEnvironment, imaging: Imaging) -> MaskPhoto:
    """What a masker needs of the world, of its settings; ``imaging`` does the lane's work."""
    s3, dynamodb, key = clients.s3(), clients.dynamodb(), settings.encryption_key
    jobs = DynamoJobs(dynamodb, settings.table, settings.ledger)
    shelf = S3Shelf(s3, settings.originals, settings.held, settings.results, key)
    return MaskPhoto(
        jobs=jobs,
        originals=S3Objects(s3, settings.originals, key),
        held=S3Objects(s3, settings.held, key),
        results=S3Objects(s3, settings.results, key),
        imaging=imaging,
        settings=DynamoSettings(dynamodb, settings.table, Bounds.parse(settings.retention)),
        clock=now,
        lease=timedelta(seconds=settings.lease_seconds),
        most_bytes=settings.most_bytes,
        holding=HoldBack(jobs, DynamoRestrictedJobs(dynamodb, settings.table, settings.ledger), shelf),
    )
