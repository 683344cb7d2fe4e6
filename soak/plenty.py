"""Moto 5.2.5 with ten thousand rows and messages: what it does with all of them at each call is left out.

- A transaction copies each table that it names, to put the copy back if it is refused. Here only the rows
  that it names are kept and put back.
- Each message that is sent or received counts all that are there, for attributes of the queue that nobody
  asks for.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.sqs.models import Queue

_COUNTS = ("messages", "messages_delayed", "messages_not_visible")
_written: Any = DynamoDBBackend.transact_write_items


def _itself(table: Any, _memo: Any) -> Any:
    return table


def _write(backend: Any, transact_items: Sequence[Mapping[str, Any]]) -> None:
    before = [_row(backend, asked) for item in transact_items for asked in item.values()]
    try:
        with mock.patch.object(Table, "__deepcopy__", _itself, create=True):
            _written(backend, transact_items)
    except Exception:
        for rows, sort, row in before:
            rows.pop(sort, None)
            if row is not None:
                rows[sort] = row
        raise


def _row(backend: Any, asked: Mapping[str, Any]) -> tuple[dict[Any, Any], Any, Any]:
    """The partition that a row is in, its sort key, and a copy of it, if it is there."""
    table, named = backend.get_table(asked["TableName"]), asked.get("Key") or asked["Item"]
    partition, sort = (DynamoType(named[name]) for name in (table.hash_key_attr, table.range_key_attr))
    rows = table.items[partition]
    return rows, sort, copy.deepcopy(rows.get(sort))


@contextmanager
def plenty() -> Iterator[None]:
    """Until it is over, a call costs the same however much is stored."""
    uncounted: dict[str, Any] = {f"approximate_number_of_{count}": 0 for count in _COUNTS}
    with (
        mock.patch.object(DynamoDBBackend, "transact_write_items", _write),
        mock.patch.multiple(Queue, **uncounted),
    ):
        yield
