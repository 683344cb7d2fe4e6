"""What the functions of events and webhooks may do: part of the table in `test_roles.py`."""

DATA = "KeysData.Arn"
TABLE, LEDGER = "StorageTable.Arn", "StorageLedger.Arn"
WRITE_LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
FOLLOW = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}

EVENT_ROLES: dict[str, dict[str, set[str]]] = {
    "PublishEvents": {
        "PublishEventsLog.Arn": WRITE_LOG,
        "StorageTable.StreamArn": FOLLOW,
        "StorageLedger.StreamArn": FOLLOW,
        f"{TABLE}/stream/*": {"dynamodb:ListStreams"},
        f"{LEDGER}/stream/*": {"dynamodb:ListStreams"},
        LEDGER: {"dynamodb:GetItem"},
        "EventsBus.Arn": {"events:PutEvents"},
        "EventsLost.Arn": {"sqs:SendMessage"},
        DATA: {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"},
    },
}
EVENT_WIDE = {
    ("PublishEvents", f"{table}/stream/*"): "a stream's name ends in the date on which it was switched on"
    for table in (TABLE, LEDGER)
}
