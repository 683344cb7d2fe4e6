"""What a deployment still holds, seen by its root: every object version, upload and row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from boto3.session import Session

from functions.aws.schema import PARTITION, SORT, from_item
from functions.core.store_names import BUCKETS

# What of a stack holds data, by the names of its outputs.
FILES: Final = tuple(f"{bucket.title()}Bucket" for bucket in BUCKETS)
TABLES: Final = ("TableName", "LedgerName", "AuditName")


@dataclass(frozen=True)
class Leftovers:
    """Objects by bucket (as its output is named), rows by table; ``text`` is all of them as one text."""

    objects: Mapping[str, list[str]]
    rows: Mapping[str, list[str]]
    text: str


def look(session: Session, outputs: Mapping[str, str]) -> Leftovers:
    """List everything, whoever it belongs to."""
    s3, dynamodb = session.client("s3"), session.client("dynamodb")
    objects: dict[str, list[str]] = {}
    for name in FILES:
        listed = s3.list_object_versions(Bucket=outputs[name])
        entries = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
        uploads = s3.list_multipart_uploads(Bucket=outputs[name]).get("Uploads", [])
        objects[name] = [entry["Key"] for entry in entries] + [upload["Key"] for upload in uploads]
    rows: dict[str, list[str]] = {}
    everything = [json.dumps(objects)]
    for name in TABLES:
        pages = dynamodb.get_paginator("scan").paginate(TableName=outputs[name], ConsistentRead=True)
        items = [from_item(item) for page in pages for item in page["Items"]]
        rows[name] = [f"{item[PARTITION]} {item[SORT]}" for item in items]
        everything.append(json.dumps(items, default=str))
    return Leftovers(objects, rows, "\n".join(everything))
