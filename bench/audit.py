"""How many entries a second one team's audit takes: `python -m bench.audit [--cloud]`.

An entry alone (a look of a reviewer) is put to moto, in this process and by one writer: that shows our own
part. With ``--cloud`` DynamoDB is the local cloud's, by TLS, with IAM enforced and by four writers, who
wait for nobody; and an entry in a transaction with its deed (changed settings) is measured too: moto copies
whole tables for each transaction, and so would measure itself.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final

import boto3
from moto import mock_aws

from functions.aws.audit import AuditRows, DynamoAudit
from functions.aws.schema import PARTITION, SORT
from functions.aws.team_settings import DynamoSettings
from functions.core.audit import SETTINGS, VIEWED, Act
from functions.core.retention import Retention
from functions.core.team_settings import Bounds, Settings
from tools.local_cloud import LocalCloud

GOAL: Final = 50
ENTRIES: Final = 400
TEAM: Final = "teamaaaaaaaaaaaa"


def _table(client: Any, name: str) -> str:
    keys = {PARTITION: "HASH", SORT: "RANGE"}
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def _alone(client: Any, rows: AuditRows) -> Callable[[int], None]:
    audit = DynamoAudit(client, rows)
    return lambda _: audit.append(Act(TEAM, "ada", datetime.now(UTC)).entry(VIEWED, "a job"))


def _with_its_deed(client: Any, rows: AuditRows) -> Callable[[int], None]:
    # Each of settings of its own: that two change the same at once is refused, by their version.
    settings = DynamoSettings(client, _table(client, "table"), Bounds({}), rows)

    def change(number: int) -> None:
        now = datetime.now(UTC)
        chosen = Settings(Retention(1, 1, 1, 1), version=1, changed_at=now)
        settings.change(f"{TEAM}{number}", chosen, Act(TEAM, "ada", now).entry(SETTINGS), redate=False)

    return change


def measured(append: Callable[[int], None], writers: int) -> float:
    """Entries a second, by so many writers at once."""
    start = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(append, range(ENTRIES)))
    return ENTRIES / (time.perf_counter() - start)


def measure(client: Any, writers: int, *, deeds: bool) -> int:
    """Print a line for each way; 1 if one does not reach the goal, or an entry is missing."""
    rows = AuditRows(_table(client, "audit"), 365)
    ways = {"an entry alone": _alone(client, rows)}
    if deeds:
        ways["with its deed"] = _with_its_deed(client, rows)
    rates = {name: measured(way, writers) for name, way in ways.items()}
    for name, rate in rates.items():
        sys.stdout.write(f"{name:<16} {rate:6.0f} a second, {rate / GOAL:5.1f} times the goal of {GOAL}\n")
    pages = client.get_paginator("scan").paginate(TableName="audit", Select="COUNT")
    there = sum(page["Count"] for page in pages)
    sys.stdout.write(f"{there} entries are there, of {len(ways) * ENTRIES}\n")
    return int(min(rates.values()) < GOAL or there != len(ways) * ENTRIES)


def main() -> int:
    """Measure it here, or on the local cloud."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cloud", action="store_true", help="on the local cloud, which takes a minute")
    if parser.parse_args().cloud:
        with LocalCloud() as cloud:
            return measure(cloud.session().client("dynamodb"), 4, deeds=True)
    with mock_aws():
        return measure(boto3.client("dynamodb", "eu-central-1"), 1, deeds=False)


if __name__ == "__main__":
    raise SystemExit(main())
