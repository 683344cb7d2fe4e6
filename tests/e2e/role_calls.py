"""The calls of AWS that `test_roles.py` tries as each function."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from functions.aws.schema import BY_DUE, BY_STATE, BY_TIME
from functions.core.store_names import BUCKETS
from tests.e2e.world import World

KEY = "role-table/x"  # no lane: no event, and no person
ROW = {"pk": {"S": "role-table"}, "sk": {"S": "x"}}
MESSAGE = {"Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}

Call = Callable[["Role"], Any]


class Role:
    """A session as one function, and the names that it needs."""

    def __init__(self, world: World, function: str) -> None:
        self.world = world
        configuration = world.function(function)
        self.session = world.cloud.session(world.cloud.assume(configuration["Role"]))
        told = world.function("create_job")["Environment"]["Variables"]
        self.data, self.pseudonym = told["ENCRYPTION_KEY"], told["PSEUDONYM_KEY"]
        self.signing = world.function("get_jwks")["Environment"]["Variables"]["RECEIPTS_KEY"]
        self.sealing = world.function("create_session")["Environment"]["Variables"]["SESSION_KEY"]
        self.reporting = world.function("get_job")["Environment"]["Variables"]["REPORT_KEY"]
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        if service not in self._clients:
            make: Any = self.session.client
            self._clients[service] = make(service)
        return self._clients[service]

    def output(self, name: str) -> str:
        return self.world.deployed.outputs[name]

    def put(self, bucket: str, key: str = "", **options: str) -> None:
        encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key or self.data}
        self.client("s3").put_object(
            Bucket=self.world.bucket(bucket), Key=KEY, Body=b"x", **encryption, **options
        )

    def object(self, call: str, bucket: str, **options: str) -> None:
        getattr(self.client("s3"), call)(Bucket=self.world.bucket(bucket), Key=KEY, **options)

    def listing(self, call: str, bucket: str) -> None:
        getattr(self.client("s3"), call)(Bucket=self.world.bucket(bucket))

    def row(self, call: str, table: str, **options: Any) -> None:
        name = self.output(f"{table.title()}Name")
        getattr(self.client("dynamodb"), call)(TableName=name, **options)

    def queue(self, call: str, queue: str, **options: Any) -> None:
        getattr(self.client("sqs"), call)(QueueUrl=self.output(f"{queue}QueueUrl"), **options)

    def batch(self, table: str) -> None:
        name = self.output(f"{table.title()}Name")
        self.client("dynamodb").batch_write_item(RequestItems={name: [{"DeleteRequest": {"Key": ROW}}]})

    def index(self, name: str) -> None:
        partition = {index: attribute for index, attribute, _ in (BY_TIME, BY_STATE, BY_DUE)}[name]
        self.row(
            "query",
            "table",
            IndexName=name,
            KeyConditionExpression="#partition = :pk",
            ExpressionAttributeNames={"#partition": partition},
            ExpressionAttributeValues={":pk": ROW["pk"]},
        )

    def batch_get(self, table: str) -> None:
        name = self.output(f"{table.title()}Name")
        self.client("dynamodb").batch_get_item(RequestItems={name: {"Keys": [ROW]}})

    def check(self, table: str = "LedgerName") -> None:
        check = {
            "TableName": self.output(table),
            "Key": ROW,
            "ConditionExpression": "attribute_not_exists(nothing)",
        }
        self.client("dynamodb").transact_write_items(TransactItems=[{"ConditionCheck": check}])

    def account(self, call: str, **options: Any) -> None:
        # Who may ask is told that there is no such account, or that this is no address.
        cognito = self.client("cognito-idp")
        getattr(cognito, call)(UserPoolId=self.output("UserPoolId"), Username="nobody", **options)

    def start(self, what: str = "erasure") -> None:
        self.client("stepfunctions").start_execution(
            stateMachineArn=self.output(f"{what.title()}MachineArn"),
            name=f"role-table-{uuid4()}",
            input=json.dumps({"team": "none", what: "none"}),
        )


def for_each(table: dict[str, Callable[[Role, str], Any]], names: tuple[str, ...]) -> dict[str, Call]:
    """``verb name`` → a call about that name."""
    return {f"{verb} {name}": about(call, name) for verb, call in table.items() for name in names}


def about(call: Callable[[Role, str], Any], name: str) -> Call:
    """A call with its name filled in."""
    return lambda role: call(role, name)


CALLS: dict[str, Call] = {
    **for_each(
        {
            "read": lambda role, bucket: role.object("get_object", bucket),
            "put": lambda role, bucket: role.put(bucket),
            "put tagged": lambda role, bucket: role.put(bucket, Tagging="expire=1"),
            "delete": lambda role, bucket: role.object("delete_object", bucket),
            "delete version": lambda role, bucket: role.object("delete_object", bucket, VersionId="null"),
            "list": lambda role, bucket: role.listing("list_objects_v2", bucket),
            "list versions": lambda role, bucket: role.listing("list_object_versions", bucket),
            "list uploads": lambda role, bucket: role.listing("list_multipart_uploads", bucket),
            "read policy": lambda role, bucket: role.listing("get_bucket_policy", bucket),
        },
        BUCKETS,
    ),
    **for_each(
        {
            "get": lambda role, table: role.row("get_item", table, Key=ROW),
            "put": lambda role, table: role.row("put_item", table, Item=ROW),
            "update": lambda role, table: role.row("update_item", table, Key=ROW),
            "delete": lambda role, table: role.row("delete_item", table, Key=ROW),
            "scan": lambda role, table: role.row("scan", table),
            "query": lambda role, table: role.row(
                "query",
                table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": ROW["pk"]},
            ),
            "batch": lambda role, table: role.batch(table),
            "batch get": lambda role, table: role.batch_get(table),
        },
        ("table", "ledger", "audit"),
    ),
    **for_each({"query": lambda role, index: role.index(index)}, ("by_time", "by_state", "by_due")),
    **for_each(
        {
            "send": lambda role, queue: role.queue("send_message", queue, MessageBody="{}"),
            "receive": lambda role, queue: role.queue("receive_message", queue, VisibilityTimeout=0),
            "purge": lambda role, queue: role.queue("purge_queue", queue),
        },
        ("Uploads", "DeadLetters", "BackgroundUploads", "BackgroundDeadLetters"),
    ),
    **for_each(
        {"receive": lambda role, queue: role.queue("receive_message", queue, VisibilityTimeout=0)},
        ("Deliveries", "Undelivered", "LostEvents"),
    ),
    "tell bus": lambda role: role.client("events").put_events(
        Entries=[
            {
                "EventBusName": role.output("EventBusName"),
                "Source": "test",
                "DetailType": "x",
                "Detail": "{}",
            }
        ]
    ),
    "check ledger": Role.check,
    "check table": lambda role: role.check("TableName"),
    "hash": lambda role: role.client("kms").generate_mac(KeyId=role.pseudonym, **MESSAGE),
    "verify hash": lambda role: role.client("kms").verify_mac(KeyId=role.pseudonym, Mac=b"x" * 32, **MESSAGE),
    "sign": lambda role: role.client("kms").sign(
        KeyId=role.signing, Message=b"\0" * 32, MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256"
    ),
    "tell key": lambda role: role.client("kms").get_public_key(KeyId=role.signing),
    "seal report": lambda role: role.client("kms").generate_mac(KeyId=role.reporting, **MESSAGE),
    "verify report": lambda role: role.client("kms").verify_mac(
        KeyId=role.reporting, Mac=b"x" * 32, **MESSAGE
    ),
    "seal": lambda role: role.client("kms").generate_mac(KeyId=role.sealing, **MESSAGE),
    "verify seal": lambda role: role.client("kms").verify_mac(KeyId=role.sealing, Mac=b"x" * 32, **MESSAGE),
    "encrypt": lambda role: role.client("kms").encrypt(KeyId=role.data, Plaintext=b"x"),
    "delete key": lambda role: role.client("kms").schedule_key_deletion(KeyId=role.data),
    "start erasure": Role.start,
    "start export": lambda role: role.start("export"),
    "list executions": lambda role: role.client("stepfunctions").list_executions(
        stateMachineArn=role.output("ErasureMachineArn")
    ),
    "invoke": lambda role: role.client("lambda").invoke(
        FunctionName=role.world.function("get_erasure")["FunctionName"]
    ),
    "make client": lambda role: role.client("cognito-idp").create_user_pool_client(
        UserPoolId=role.output("UserPoolId"), ClientName="x"
    ),
    "make account": lambda role: role.account("admin_create_user"),
    "see account": lambda role: role.account("admin_get_user"),
    "delete account": lambda role: role.account("admin_delete_user"),
    "change account": lambda role: role.account("admin_update_user_attributes", UserAttributes=[]),
    "set password": lambda role: role.account("admin_set_user_password", Password="Aa1!" * 5),
    "give role": lambda role: role.account("admin_add_user_to_group", GroupName="reviewer"),
    "take role": lambda role: role.account("admin_remove_user_from_group", GroupName="reviewer"),
    "list accounts": lambda role: role.client("cognito-idp").list_users(UserPoolId=role.output("UserPoolId")),
    "read logs": lambda role: role.client("logs").describe_log_groups(),
    "assume": lambda role: role.client("sts").assume_role(
        RoleArn=role.world.function("erase")["Role"], RoleSessionName="xx"
    ),
}
