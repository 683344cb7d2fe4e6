"""What the functions of events and webhooks may do: part of the table in `role_table.py`."""

from tests.infra.role_words import AUDIT, DATA, LEDGER, LOG, READ_DATA_KEY, TABLE, USE_DATA_KEY, WRITE_LOG

FOLLOW = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}

EVENT_ROLES: dict[str, dict[str, set[str]]] = {
    "PublishEvents": {
        LOG: WRITE_LOG,
        "StorageTable.StreamArn": FOLLOW,
        "StorageLedger.StreamArn": FOLLOW,
        f"{TABLE}/stream/*": {"dynamodb:ListStreams"},
        f"{LEDGER}/stream/*": {"dynamodb:ListStreams"},
        TABLE: {"dynamodb:Query"},
        LEDGER: {"dynamodb:GetItem"},
        "EventsBus.Arn": {"events:PutEvents"},
        "EventsLost.Arn": {"sqs:SendMessage"},
        "EventsDeliveries.Arn": {"sqs:SendMessage"},
        DATA: {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"},
    },
    "CreateWebhook": {
        LOG: WRITE_LOG,
        AUDIT: {"dynamodb:PutItem"},
        TABLE: {"dynamodb:PutItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "ListWebhooks": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "GetWebhook": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
    },
    "ChangeWebhook": {
        LOG: WRITE_LOG,
        AUDIT: {"dynamodb:PutItem"},
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "DeleteWebhook": {
        LOG: WRITE_LOG,
        AUDIT: {"dynamodb:PutItem"},
        TABLE: {"dynamodb:DeleteItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "RotateSecret": {
        LOG: WRITE_LOG,
        AUDIT: {"dynamodb:PutItem"},
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "TryWebhook": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        "EventsDeliveries.Arn": {"sqs:SendMessage"},
        DATA: READ_DATA_KEY | {"kms:GenerateDataKey"},
    },
    "ListDeliveries": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "DeliverWebhook": {
        LOG: WRITE_LOG,
        "EventsDeliveries.Arn": {
            "sqs:ChangeMessageVisibility",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
        },
        TABLE: {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
    },
}
EVENT_WIDE = {
    ("PublishEvents", f"{table}/stream/*"): "a stream's name ends in the date on which it was switched on"
    for table in (TABLE, LEDGER)
}
