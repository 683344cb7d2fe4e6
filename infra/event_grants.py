"""Who may do what with events and webhooks (promise 11), beside `infra/grants.py`.

A stream's name ends in a date that nobody knows at synth; ListStreams is the one action that is asked of all
streams of a table (AWS SAM's policy template DynamoDBStreamReadPolicy has it so).
"""

from infra.events import Events
from infra.grants import READ_TABLE_KEY, WRITE_TABLE_KEY
from infra.keys import Keys
from infra.python_function import PythonFunction
from infra.storage import Storage


class EventGrants:
    """Grants by what a function does."""

    def __init__(self, storage: Storage, keys: Keys, events: Events) -> None:
        self._storage, self._keys, self._events = storage, keys, events

    def publish(self, function: PythonFunction) -> None:
        """Follow both streams, ask for tombstones, tell the bus, note what was given up."""
        for table in (self._storage.table, self._storage.ledger):
            stream = table.table_stream_arn
            assert stream is not None
            function.may(
                ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [stream]
            )
            function.may(["dynamodb:ListStreams"], [f"{table.table_arn}/stream/*"])
        function.may(["dynamodb:GetItem"], [self._storage.ledger.table_arn])
        function.may(["events:PutEvents"], [self._events.bus.event_bus_arn])
        function.may(["dynamodb:Query"], [self._storage.table.table_arn])
        function.may(["sqs:SendMessage"], [self._events.lost.queue_arn, self._events.deliveries.queue_arn])
        function.may([*READ_TABLE_KEY, "kms:GenerateDataKey"], [self._keys.data.key_arn])

    def deliver(self, function: PythonFunction) -> None:
        """Take deliveries, postpone them, ask for tombstones, log, disable; the key opens secrets as well."""
        function.may(
            [
                "sqs:ChangeMessageVisibility",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ReceiveMessage",
            ],
            [self._events.deliveries.queue_arn],
        )
        self.write_rows(function, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
        function.may(["dynamodb:GetItem"], [self._storage.ledger.table_arn])

    def send_test(self, function: PythonFunction) -> None:
        """Put a test on the queue of deliveries."""
        self.read_rows(function, "dynamodb:GetItem")
        function.may(["sqs:SendMessage"], [self._events.deliveries.queue_arn])
        function.may(["kms:GenerateDataKey"], [self._keys.data.key_arn])

    def read_rows(self, function: PythonFunction, *actions: str) -> None:
        """Read rows of the base table by these actions."""
        function.may(list(actions), [self._storage.table.table_arn])
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def write_rows(self, function: PythonFunction, *actions: str) -> None:
        """Write rows of the base table by these actions; the key seals secrets as well."""
        function.may(list(actions), [self._storage.table.table_arn])
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])
