"""The resources and actions of which the table in `role_table.py` is made."""

USE_DATA_KEY = {
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
}
READ_DATA_KEY = {"kms:Decrypt", "kms:DescribeKey"}
LOG = "FunctionsLog.Arn"
WRITE_LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
CONSUME = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
STORE = {"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"}
LIST_ALL = {"s3:ListBucketMultipartUploads", "s3:ListBucketVersions"}
DELETE_ALL = {"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion"}
DATA, PSEUDONYM, SESSION = "KeysData.Arn", "KeysPseudonym.Arn", "KeysSession.Arn"
REPORT = "KeysReport.Arn"
RECEIPTS = "KeysReceipts.Arn"
POOL = "IdentityPool.Arn"
GROUPS = {"cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminRemoveUserFromGroup"}
TABLE, LEDGER, AUDIT = "StorageTable.Arn", "StorageLedger.Arn", "StorageAudit.Arn"
APPEND = {"dynamodb:PutItem"}
EXECUTIONS = "arn:AWS::Partition:states:eu-central-1:AWS::AccountId:execution:ErasuresMachine.Name:*"
EXPORTING = EXECUTIONS.replace("ErasuresMachine", "ExportWorkflowMachine")
ORIGINALS, HELD, RESULTS = "StorageOriginals.Arn", "StorageHeld.Arn", "StorageResults.Arn"
EXPORTS = "StorageExports.Arn"

DELIVER_LOGS = {
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
}

# What follows of a restriction: files go to where nobody gets at them, and come back.
MOVES = {
    **{bucket: {"s3:ListBucket"} for bucket in (HELD, RESULTS)},
    f"{ORIGINALS}/*": {"s3:PutObject"},
    f"{HELD}/*": {*STORE, "s3:GetObject"},
    f"{RESULTS}/*": {*STORE, "s3:GetObject"},
}

CHANGE = {f"dynamodb:{action}" for action in ("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")}
TAKES = {f"dynamodb:{action}" for action in ("ConditionCheckItem", "GetItem", "PutItem", "UpdateItem")}
