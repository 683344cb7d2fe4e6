"""What the functions of events and webhooks may do: part of the table in `test_roles.py`."""

DATA = "KeysData.Arn"
TABLE, LEDGER = "StorageTable.Arn", "StorageLedger.Arn"
WRITE_LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
READ_DATA_KEY = {"kms:Decrypt", "kms:DescribeKey"}
USE_DATA_KEY = READ_DATA_KEY | {
    "kms:Encrypt",
    "kms:GenerateDataKey",
}
FOLLOW = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}

EVENT_ROLES: dict[str, dict[str, set[str]]] = {
    "PublishEvents": {
        "PublishEventsLog.Arn": WRITE_LOG,
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
        "CreateWebhookLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:PutItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "ListWebhooks": {
        "ListWebhooksLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "GetWebhook": {
        "GetWebhookLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
    },
    "ChangeWebhook": {
        "ChangeWebhookLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "DeleteWebhook": {
        "DeleteWebhookLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:DeleteItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "RotateSecret": {
        "RotateSecretLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
    },
    "TryWebhook": {
        "TryWebhookLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        "EventsDeliveries.Arn": {"sqs:SendMessage"},
        DATA: READ_DATA_KEY | {"kms:GenerateDataKey"},
    },
    "ListDeliveries": {
        "ListDeliveriesLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "DeliverWebhook": {
        "DeliverWebhookLog.Arn": WRITE_LOG,
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
