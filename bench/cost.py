"""What a thousand photos cost, and what a month without any does: by line item, of AWS's list prices.

    python -m bench.cost [--megabytes 4] [--seconds 4] [--days 30]

The prices, with where each is from, are in `bench.prices`. How often a photo calls what is read off the code,
and said beside each line; how long a masker takes is measured by `bench.speed` and handed in.
"""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bench.photos import RESULTS
from bench.plots import Bar, bars
from bench.prices import LIST, PRICES
from bench.tables import table
from infra.stage import STAGES, Stage

PHOTOS: Final = 1000
MONTH_MINUTES: Final = 30 * 24 * 60
# Of the template of production, as tests/infra counts it.
ALARMS: Final = 33
POLLED: Final = 5
_SMALL_GB: Final = 0.5  # of a function that is no masker
_SMALL_SECONDS: Final = 0.1


@dataclass(frozen=True)
class Line:
    """So many units of an item, and why so many."""

    item: str
    units: float
    why: str

    @property
    def dollars(self) -> float:
        """What they cost."""
        return self.units * PRICES[self.item].of_one


def of_photos(stage: Stage, *, megabytes: float, seconds: float, days: float) -> list[Line]:
    """A thousand photos, each asked for twice and downloaded once, whose results live so many days."""
    masking = seconds * stage.masker_megabytes / 1024
    per_photo = [
        Line(
            "Lambda, arm64, GB second",
            masking + 6 * _SMALL_SECONDS * _SMALL_GB,
            "one masking, six small calls",
        ),
        Line("Lambda, call", 7, "create, twice get, mask, three events"),
        Line("API Gateway REST, call", 3, "create, twice get"),
        Line("WAF, call", 3 if stage.firewall else 0, "as many"),
        Line("S3, PUT or POST", 2, "the original, the result"),
        Line("S3, GET", 2, "by the masker, by the download"),
        Line("S3, GB month", megabytes / 1024 * days / 30, "the result, as large as the original"),
        Line("traffic out, GB", megabytes / 1024, "the download"),
        Line(
            "DynamoDB, write unit", 36, "create, claim, close: transactions with three checks; three indexes"
        ),
        Line("DynamoDB, read unit", 10, "tombstones, settings, the job"),
        Line("SQS, call", 3, "sent, received, deleted"),
        Line("KMS, call", 2, "the pseudonym; bucket keys save the rest"),
        Line("EventBridge, event", 3, "awaiting_upload, masking, done"),
        Line("CloudTrail, data event", 5 if stage.trail else 0, "two PUTs, two GETs, a DELETE"),
        *looked_through(stage, megabytes),
        Line(
            "CloudWatch, GB of logs", 10 / 1024**2, "10 KB: a few lines, and Lambda's own three for each call"
        ),
    ]
    return [Line(line.item, line.units * PHOTOS, line.why) for line in per_photo]


def looked_through(stage: Stage, megabytes: float) -> list[Line]:
    """What looking for malware in an upload takes."""
    if not stage.malware_protection:
        return []
    return [
        Line("GuardDuty, object looked through", 1, "the original"),
        Line("GuardDuty, GB looked through", megabytes / 1024, "the original"),
    ]


def of_a_month(stage: Stage) -> list[Line]:
    """A month without a photo. Storage of what is there comes on top."""
    sweeps = stage.sweepers * MONTH_MINUTES
    return [
        Line("KMS, key", 5, "data, pseudonym, session, report, receipts"),
        Line("WAF, access list", int(stage.firewall), "in front of the API"),
        Line("WAF, rule", 4 * int(stage.firewall), "three of AWS's groups, one for addresses"),
        Line("CloudWatch, alarm", ALARMS, "each has its paragraph in docs/runbook.md"),
        Line("CloudWatch, dashboard", 1, "draws each alarm"),
        Line(
            "CloudWatch, metric", 30, "about: nine names by their outcomes; without calls they cost nothing"
        ),
        Line(
            "SQS, call",
            POLLED * 15 * MONTH_MINUTES,
            "Lambda asks each queue with five long polls of 20 seconds",
        ),
        Line("Lambda, call", sweeps, "the sweepers, each minute"),
        Line("Lambda, arm64, GB second", sweeps * 0.3 * _SMALL_GB, "the sweepers, 0.3 s each"),
    ]


def told(lines: Iterable[Line]) -> list[list[str]]:
    """Rows for people, the dearest first; what costs nothing is left out."""
    paid = sorted((line for line in lines if line.units), key=lambda line: -line.dollars)
    rows = [
        [
            line.item,
            f"{line.units:,.0f}" if line.units >= 100 else f"{line.units:.4g}",
            f"{line.dollars:.4f}",
            line.why,
        ]
        for line in paid
    ]
    return [*rows, ["all", "", f"{sum(line.dollars for line in paid):.2f}", ""]]


def priced() -> list[list[str]]:
    """Each price, with where it is from."""
    return [
        [item, f"{price.dollars:.10f}".rstrip("0").rstrip("."), f"{price.units:,}", price.source, price.date]
        for item, price in PRICES.items()
    ]


def main(arguments: list[str] | None = None) -> int:
    """Print both tables and draw the first."""
    parser = argparse.ArgumentParser(prog="python -m bench.cost", description="Cost by AWS's list prices.")
    parser.add_argument("--megabytes", type=float, default=4, help="of a photo, and of its result")
    parser.add_argument("--seconds", type=float, default=4, help="of a masker for a photo, billed")
    parser.add_argument("--days", type=float, default=30, help="that a result lives")
    asked = parser.parse_args(arguments)
    stage = STAGES["prod"]
    lines = of_photos(stage, megabytes=asked.megabytes, seconds=asked.seconds, days=asked.days)
    print("list prices of eu-central-1, US dollars, before tax and free tiers: check them first\n")
    print(table([f"{PHOTOS} photos", "units", "dollars", "why so many"], told(lines)))
    print()
    print(table(["a month", "units", "dollars", "why so many"], told(of_a_month(stage))))
    print()
    print(table(["price", "dollars", "for", "from", "read there by"], priced()))
    print(f"\nlist: {LIST}\npage: https://aws.amazon.com/…/pricing/")
    dear = sorted(lines, key=lambda line: -line.dollars)
    drawn = [Bar(line.item, line.dollars, line.dollars, line.dollars, f"{line.dollars:.4f}") for line in dear]
    print(f"\n{bars(RESULTS / 'cost.svg', f'{PHOTOS} photos, US dollars by list prices', drawn)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
