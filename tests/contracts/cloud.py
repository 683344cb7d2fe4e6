"""AWS as moto plays it: tables as the stack makes them, buckets, a machine, keys."""

from itertools import count
from typing import Any, Final

from functions.aws import clients
from functions.aws.schema import BY_DUE, BY_STATE, BY_TIME, PARTITION, SORT

INDEXES: Final = (BY_TIME, BY_STATE, BY_DUE)


class Cloud:
    """AWS as moto plays it, once for all tests: clients cost more than everything else."""

    def __init__(self) -> None:
        self.dynamodb, self.s3, self.kms = clients.dynamodb(), clients.s3(), clients.kms()
        self.step_functions, self.sqs = clients.step_functions(), clients.sqs()
        mac_key = self.kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        self.mac_key = mac_key["KeyMetadata"]["Arn"]
        self.data_key = self.kms.create_key()["KeyMetadata"]["Arn"]
        machine = self.step_functions.create_state_machine(
            name="machine",
            definition='{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
        self.machine = machine["stateMachineArn"]
        self._names = (f"t{number}" for number in count())

    def new_table(self) -> str:
        """A table as the stack makes it."""
        name = next(self._names)
        self.dynamodb.create_table(
            TableName=f"table-{name}",
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in _names()],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": name,
                    "KeySchema": [
                        {"AttributeName": partition, "KeyType": "HASH"},
                        {"AttributeName": sort, "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
                for name, partition, sort in INDEXES
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        return f"table-{name}"

    def new_bucket(self, *, locks: bool = False) -> str:
        """A bucket without versions, or one with versions that can be locked."""
        name = f"bucket-{next(self._names)}"
        region: Any = {"LocationConstraint": "eu-central-1"}
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration=region, ObjectLockEnabledForBucket=locks)
        return name

    def new_queue(self) -> str:
        """The address of a queue."""
        return self.sqs.create_queue(QueueName=f"queue-{next(self._names)}")["QueueUrl"]


def _names() -> list[str]:
    return sorted({PARTITION, SORT, *(name for index in INDEXES for name in index[1:])})
