"""AWS as far as an erasure asks it, answered inside botocore: requests are real, no byte leaves the process.

So what is measured is the client alone: its requests, its processor time, its memory. The rows and objects of
one user are numbers, not values: a million of them take no room.
"""

import base64
import json
import re
from collections import Counter
from typing import Any, Final

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

from functions.core.names import pseudonym

ROWS_A_PAGE: Final = 900  # a page of Query ends at a megabyte; a row takes about 1.1 KB
KEYS_A_PAGE: Final = 1000
MAC: Final = b"m" * 32
KEY: Final = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200" + "04" + "6b" * 64)
SIGNATURE: Final = bytes.fromhex("3006020101020101")
TEAM: Final = "teamaaaaaaaaaaaa"
_NAMESPACE: Final = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class _Raw:
    """The body as botocore reads it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_args: object, **_named: object) -> Any:
        yield self._body

    def read(self, *_args: object) -> bytes:
        return self._body


class Answered:
    """One user with so many photos: a row and a result of each. ``calls`` counts requests by kind."""

    def __init__(self, photos: int) -> None:
        self.rows, self.objects = photos, {"results": photos}
        self.calls: Counter[str] = Counter()
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.subject = pseudonym(MAC)
        keys = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nothing"}
        signing = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        self.clients: dict[str, Any] = {
            name: boto3.client(name, region_name="eu-central-1", config=config, **keys)  # type: ignore[call-overload]
            for name, config in (("dynamodb", None), ("s3", signing), ("kms", None), ("stepfunctions", None))
        }
        for name, client in self.clients.items():
            client.meta.events.register(f"before-send.{name}", self._s3 if name == "s3" else self._json)

    def _json(self, request: Any, **_named: object) -> AWSResponse:
        operation = request.headers["X-Amz-Target"].decode().split(".")[1]
        self.calls[operation] += 1
        asked = json.loads(request.body)
        return _answer(request.url, json.dumps(getattr(self, f"_{operation}")(asked)).encode())

    def _GenerateMac(self, _asked: Any) -> Any:  # noqa: N802 - the service's own name, as all below
        return {"Mac": base64.b64encode(MAC).decode()}

    def _GetPublicKey(self, _asked: Any) -> Any:  # noqa: N802
        return {"PublicKey": base64.b64encode(KEY).decode()}

    def _Sign(self, _asked: Any) -> Any:  # noqa: N802
        return {"Signature": base64.b64encode(SIGNATURE).decode()}

    def _StartExecution(self, _asked: Any) -> Any:  # noqa: N802
        return {"executionArn": "arn:aws:states:eu-central-1:1:execution:m:e", "startDate": 0}

    def _GetItem(self, asked: Any) -> Any:  # noqa: N802
        item = self.items.get(_place(asked["Key"]))
        return {"Item": item} if item else {}

    def _PutItem(self, asked: Any) -> Any:  # noqa: N802
        self.items[_place(asked["Item"])] = asked["Item"]
        return {}

    def _TransactWriteItems(self, asked: Any) -> Any:  # noqa: N802
        for write in asked["TransactItems"]:
            self._PutItem(write["Put"])
        return {}

    def _BatchGetItem(self, _asked: Any) -> Any:  # noqa: N802 - nobody is held
        return {"Responses": {}, "UnprocessedKeys": {}}

    def _Query(self, asked: Any) -> Any:  # noqa: N802
        if ":depicted" in asked["ExpressionAttributeValues"]:
            return {"Items": [], "Count": 0}
        partition = asked["ExpressionAttributeValues"][":pk"]
        page = min(ROWS_A_PAGE, self.rows)
        items = [_row(partition, self.rows - number) for number in range(page)]
        more = {"LastEvaluatedKey": {"pk": partition, "sk": items[-1]["sk"]}} if page < self.rows else {}
        return {"Items": items, "Count": page, **more}

    def _BatchWriteItem(self, asked: Any) -> Any:  # noqa: N802
        self.rows -= sum(len(requests) for requests in asked["RequestItems"].values())
        return {"UnprocessedItems": {}}

    def _s3(self, request: Any, **_named: object) -> AWSResponse:
        bucket = request.url.split("/")[3].split("?")[0]
        if "?delete" in request.url:
            self.calls["DeleteObjects"] += 1
            body = request.body if isinstance(request.body, bytes) else request.body.read()
            self.objects[bucket] -= len(re.findall(rb"<Object>", body))
            return _answer(request.url, f"<DeleteResult {_NAMESPACE}/>".encode())
        if "?uploads" in request.url:
            self.calls["ListMultipartUploads"] += 1
            return _answer(request.url, f"<ListMultipartUploadsResult {_NAMESPACE}/>".encode())
        self.calls["ListObjectVersions"] += 1
        return _answer(request.url, self._versions(self.objects.get(bucket, 0)))

    def _versions(self, left: int) -> bytes:
        page = min(KEYS_A_PAGE, left)
        keys = [f"{TEAM}/{self.subject}/{left - number:026d}/identity" for number in range(page)]
        entries = "".join(
            f"<Version><Key>{key}</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>"
            "<LastModified>2026-11-22T12:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>1</Size>"
            "<StorageClass>STANDARD</StorageClass></Version>"
            for key in keys
        )
        more = f"<NextKeyMarker>{keys[-1]}</NextKeyMarker>" if page < left else ""
        truncated = "true" if page < left else "false"
        head = f"<ListVersionsResult {_NAMESPACE}><IsTruncated>{truncated}</IsTruncated>{more}"
        return f"{head}{entries}</ListVersionsResult>".encode()


def _row(partition: Any, number: int) -> Any:
    row = {"sk": f"job#{number:026d}", "state": "done", "lease": "l" * 26}
    return {"pk": partition} | {name: {"S": value} for name, value in row.items()}


def _place(item: Any) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _answer(url: str, body: bytes) -> AWSResponse:
    return AWSResponse(url, 200, HTTPHeaders(), _Raw(body))
