"""Tables, buckets and queues as new, without the calls that it takes to make them: most of a case's time."""

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

REGION = "eu-central-1"


def empty(names: list[str]) -> None:
    """Forget what is in each of these, whatever it is; names of anything else are passed over."""
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables
    buckets = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets
    queues = sqs_backends[DEFAULT_ACCOUNT_ID][REGION]
    for name in names:
        if name in tables:
            tables[name].items.clear()
        elif name in buckets:
            buckets[name].keys.clear()
            buckets[name].multiparts.clear()
        elif "/queue-" in name:
            queue = queues.get_queue(name.rpartition("/")[2])
            queue.last_purged_at = None  # else once a minute
            queues.purge_queue(queue.name)
