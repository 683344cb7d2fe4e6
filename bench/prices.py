"""List prices of AWS in eu-central-1, in US dollars, before tax and free tiers: each with where it is from.

They were not asked of AWS: on 2026-11-28 they were read in stored copies, of AWS's own pages and of what
others had read off AWS's price list of the region by the day that is named. Of what costs less the more is
used it is the first step. What was found for no region or for another one says so.
"""

from dataclasses import dataclass
from typing import Final

LIST: Final = (
    "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/{offer}/current/eu-central-1/index.json"
)


@dataclass(frozen=True)
class Price:
    """Dollars for so many units, where they are told, and the day by which they were read there."""

    dollars: float
    source: str
    date: str
    units: int = 1

    @property
    def of_one(self) -> float:
        """What one unit costs."""
        return self.dollars / self.units


_DYNAMODB: Final = ("list AmazonDynamoDB", "2026-09-11", 10**6)
_KMS: Final = ("list awskms", "2026-09-29")
_LAMBDA: Final = ("list AWSLambda", "2026-09-11")
_S3: Final = ("list AmazonS3", "2026-08-31")
_WAF: Final = ("page waf, for all regions", "2026-10-07")
PRICES: Final = {
    "Lambda, arm64, GB second": Price(0.0000133334, *_LAMBDA),
    "Lambda, call": Price(0.20, *_LAMBDA, 10**6),
    "API Gateway REST, call": Price(3.70, "list AmazonApiGateway", "2026-10-07", 10**6),
    "WAF, call": Price(0.60, *_WAF, 10**6),
    "WAF, access list": Price(5.00, *_WAF),
    "WAF, rule": Price(1.00, *_WAF),
    "S3, PUT or POST": Price(0.0054, *_S3, 1000),
    "S3, GET": Price(0.0043, *_S3, 10_000),
    "S3, GB month": Price(0.0245, *_S3),
    "traffic out, GB": Price(0.09, "list AWSDataTransfer", "2026-08-31"),
    "DynamoDB, write unit": Price(0.7625, *_DYNAMODB),
    "DynamoDB, read unit": Price(0.1525, *_DYNAMODB),
    "SQS, call": Price(0.40, "list AWSQueueService", "2026-09-11", 10**6),
    "KMS, call": Price(0.03, *_KMS, 10_000),
    "KMS, key": Price(1.00, *_KMS),
    "EventBridge, event": Price(1.00, "list AWSEvents", "2026-10-02", 10**6),
    "CloudTrail, data event": Price(
        0.10, "page cloudtrail, no region; list of il-central-1", "2026-07-16", 100_000
    ),
    "CloudWatch, GB of logs": Price(0.63, "list AmazonCloudWatch", "2026-10-08"),
    "CloudWatch, alarm": Price(0.10, "list AmazonCloudWatch", "2026-10-08"),
    "CloudWatch, metric": Price(0.30, "list AmazonCloudWatch", "2026-10-08"),
    "CloudWatch, dashboard": Price(3.00, "told of us-east-1 alone", "2026-06-13"),
    "GuardDuty, object looked through": Price(0.000308, "list AmazonGuardDuty", "2026-10-07"),
    "GuardDuty, GB looked through": Price(0.129, "list AmazonGuardDuty", "2026-10-07"),
}
