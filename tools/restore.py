"""`python -m tools.restore`: bring rows back from a backup, and nobody who was erased; docs/restore.md.

Who may run it is decided by IAM: it reads the backup, the ledger and what is in the buckets, and writes rows
that are missing in the service's own table.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError

from functions.aws.backup import DynamoBackup, DynamoTarget, DynamoWithdrawals
from functions.aws.faults import code_of
from functions.aws.holds import DynamoHolds
from functions.aws.ledger import DynamoLedger
from functions.aws.objects import S3Presence
from functions.core.errors import Unavailable
from functions.core.replay import Replay
from functions.core.restore import Restore, restore
from functions.core.store_names import BUCKETS
from tools.team import outputs_of


def world_of(session: Any, outputs: Mapping[str, str], backup: str, *, dry: bool) -> Restore:
    """The concrete world of a deployed stack; ``dry`` writes nothing. Raises ValueError for its own table."""
    if backup in {outputs["TableName"], outputs["LedgerName"]}:
        raise ValueError("a table is restored from another one, not from itself")
    dynamodb, s3 = session.client("dynamodb"), session.client("s3")
    ledger = outputs["LedgerName"]
    replay = Replay(
        DynamoLedger(dynamodb, ledger), DynamoHolds(dynamodb, ledger), DynamoWithdrawals(dynamodb, ledger)
    )
    buckets = {name: S3Presence(s3, outputs[f"{name.title()}Bucket"]) for name in BUCKETS}
    return Restore(
        DynamoBackup(dynamodb, backup),
        None if dry else DynamoTarget(dynamodb, outputs["TableName"]),
        replay,
        lambda store, key: buckets[store].look(key) is not None,
    )


def main(arguments: list[str] | None = None) -> int:
    """0 when all was read, 1 when AWS refused to go on: what was copied by then stays."""
    parser = argparse.ArgumentParser(prog="python -m tools.restore", description="See docs/restore.md.")
    parser.add_argument("--stack", required=True, help="the deployed stack")
    parser.add_argument("--from", dest="backup", required=True, help="the table that was restored")
    parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")
    parser.add_argument("--after", type=json.loads, help="a place that an earlier run printed")
    asked = parser.parse_args(arguments)
    session = boto3.Session()
    try:
        world = world_of(session, outputs_of(session, asked.stack), asked.backup, dry=asked.dry_run)
    except ClientError as error:
        parser.error(f"the stack cannot be read: {code_of(error)}")
    except ValueError as error:
        parser.error(str(error))
    refused = _restored(world, asked.after)
    for fate, number in sorted(world.counts.items()):
        print(f"{fate:14} {number}")
    return 1 if refused else 0


def _restored(world: Restore, after: object | None) -> bool:
    """Copy, and tell each place; whether AWS refused to go on, and then why."""
    try:
        for place in restore(world, after):
            if place is not None:
                print(f"place: {json.dumps(place)}", file=sys.stderr)
    except Unavailable as unavailable:
        cause = unavailable.__cause__
        why = code_of(cause) if isinstance(cause, ClientError) else type(cause).__name__
        print(f"stopped: {why}. Go on with --after and the last place.", file=sys.stderr)
        return True
    return False


if __name__ == "__main__":
    raise SystemExit(main())
