"""Promise 11 as it is enforced: what each function's role may do, and that it may do nothing else.

Not enforced here, and so judged on the template: the role of the state machine, and the use of the data
key for reading objects.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from functions.aws.schema import BY_DUE, BY_STATE, BY_TIME
from functions.core.store_names import BUCKETS
from tests.e2e.event_roles import EVENT_ALLOWED
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

    def start(self, machine: str = "ErasureMachineArn") -> None:
        self.client("stepfunctions").start_execution(
            stateMachineArn=self.output(machine),
            name=f"role-table-{uuid4()}",
            input='{"team": "none", "erasure": "none", "export": "none"}',
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
    "start export": lambda role: role.start("ExportMachineArn"),
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
USE_DATA_KEY = {"encrypt"}
MOVES = {
    "put originals",
    *(
        f"{verb} {bucket}"
        for verb in ("read", "list", "put", "put tagged", "delete")
        for bucket in ("held", "results")
    ),
}
ALLOWED: dict[str, set[str]] = {
    "create_job": {
        "check table",
        "put originals",
        "get table",
        "put table",
        "update table",
        "get ledger",
        "check ledger",
        "hash",
        *USE_DATA_KEY,
    },
    "list_jobs": {"batch get table", "query by_time", "query by_state"},
    "list_user_jobs": {"query table", "get ledger", "hash"},
    "rectify": {
        "put audit",
        "read results",
        "list results",
        "delete results",
        "put held",
        "put tagged held",
        "delete held",
        "list held",
        "get table",
        "put table",
        "update table",
        "delete table",
        "query table",
        "get ledger",
        "check ledger",
        "send Uploads",
        "send BackgroundUploads",
        "verify report",
        *USE_DATA_KEY,
    },
    "users": {"query table", "get ledger", "batch get ledger", "hash"},
    "retry_job": {
        "list originals",
        "get table",
        "update table",
        "get ledger",
        "check ledger",
        "send Uploads",
        "send BackgroundUploads",
        *USE_DATA_KEY,
    },
    "consents": {
        "put audit",
        "get table",
        "put table",
        "query table",
        "get ledger",
        "put ledger",
        "check ledger",
        "hash",
        *USE_DATA_KEY,
    },
    "exports": {
        "put audit",
        *("get table", "put table", "update table", "query table", "check table"),
        *("get ledger", "batch get ledger", "query ledger", "check ledger"),
        *("hash", "read exports", "start export"),
        *USE_DATA_KEY,
    },
    "make_export": {
        *("get table", "put table", "delete table", "query table", "batch get table"),
        *("check table", "query by_time", "get ledger", "batch get ledger", "check ledger", "query audit"),
        *(f"{verb} {bucket}" for verb in ("read", "list") for bucket in ("results", "held", "exports")),
        *("put exports", "put tagged exports", "delete exports", "list uploads exports"),
        *USE_DATA_KEY,
    },
    "team_settings": {
        "get table",
        "put table",
        "update table",
        "get ledger",
        "put ledger",
        "query ledger",
        "put audit",
        "query by_time",
        "query by_state",
        *USE_DATA_KEY,
    },
    "datasets": {
        "get table",
        "batch get table",
        "query by_state",
        "get ledger",
        "read held",
    },
    "reviews": {
        "read held",
        "list held",
        "delete held",
        "delete results",
        "get table",
        "batch get table",
        "update table",
        "put audit",
        "query by_time",
        "query by_state",
        "get ledger",
        "check ledger",
        "send Uploads",
        "send BackgroundUploads",
        *USE_DATA_KEY,
    },
    "sweep": {
        *MOVES,
        "list originals",
        "delete originals",
        "delete exports",
        "get ledger",
        "get table",
        "batch get table",
        "batch table",
        "put table",
        "update table",
        "delete table",
        "query table",
        "query by_due",
        "query by_time",
        "check ledger",
        "batch get ledger",
        "send Uploads",
        "send BackgroundUploads",
        *USE_DATA_KEY,
    },
    "get_job": {"read results", "get table", "get ledger", "seal report"},
    "mask_identity": {
        *(f"{verb} {bucket}" for verb in ("read", "list") for bucket in ("originals", "held")),
        "delete originals",
        *(f"{verb} {bucket}" for verb in ("put", "put tagged", "delete") for bucket in ("held", "results")),
        "get table",
        "put table",
        "update table",
        "check ledger",
        "check table",
        "receive Uploads",
        *USE_DATA_KEY,
    },
    "mask_background": {
        *(f"{verb} {bucket}" for verb in ("read", "list") for bucket in ("originals", "held")),
        "delete originals",
        *(f"{verb} {bucket}" for verb in ("put", "put tagged", "delete") for bucket in ("held", "results")),
        "get table",
        "put table",
        "update table",
        "check ledger",
        "check table",
        "receive BackgroundUploads",
        *USE_DATA_KEY,
    },
    "close_failed": {
        *(f"delete {bucket}" for bucket in BUCKETS if bucket != "exports"),
        "get table",
        "update table",
        "get ledger",
        "check ledger",
        "receive DeadLetters",
        "receive BackgroundDeadLetters",
        *USE_DATA_KEY,
    },
    "erase": {
        "put audit",
        *(
            f"{verb} {bucket}"
            for verb in ("delete", "delete version", "list versions", "list uploads")
            for bucket in BUCKETS
        ),
        "get table",
        "query table",
        "batch table",
        "batch get table",
        "scan table",
        "query by_time",
        "delete table",
        "get ledger",
        "batch get ledger",
        "put ledger",
        "query ledger",
        "scan ledger",
        "sign",
        *USE_DATA_KEY,
    },
    "hold": {
        "put audit",
        "get ledger",
        "put ledger",
        "delete ledger",
        "hash",
        "start erasure",
        *USE_DATA_KEY,
    },
    "restriction": {
        "put audit",
        *MOVES,
        *(f"{verb} table" for verb in ("get", "put", "update", "delete", "query")),
        *(f"{verb} ledger" for verb in ("get", "put", "delete", "check")),
        "hash",
        "start erasure",
        *USE_DATA_KEY,
    },
    "decide_erasure": {"put audit", "get ledger", "put ledger", "start erasure", *USE_DATA_KEY},
    "request_erasure": {
        "put audit",
        "get table",
        "get ledger",
        "put ledger",
        "hash",
        "start erasure",
        *USE_DATA_KEY,
    },
    "get_openapi": set(),
    "documents": {"get table"},
    "audit": {"query audit", "batch get audit", "get ledger", "query ledger", "get table"},
    "findings": {
        *("put table", "update table", "query table", "batch get table", "query by_time", "query by_state"),
        *("query ledger", "put audit"),
        *USE_DATA_KEY,
    },
    "audit_heads": {
        *("query audit", "batch audit", "get table", "sign"),
        *(f"{verb} ledger" for verb in ("get", "put", "query", "delete")),
        *USE_DATA_KEY,
    },
    "incidents": {
        *("get table", "put table", "update table", "query table", "batch get table"),
        *("query by_time", "query by_state", "get ledger", "put audit", "hash"),
        *USE_DATA_KEY,
    },
    "get_jwks": {"tell key"},
    "get_erasure": {"get ledger", "batch get ledger", "query ledger"},
    "grant_token": {"get table"},
    "create_session": {"get ledger", "hash", "seal"},
    "list_members": {"query table", "see account"},
    "invite_member": {
        *("query table", "put table", "update table", "put audit"),
        *("make account", "see account", "give role", "take role"),
        *USE_DATA_KEY,
    },
    "set_roles": {"get table", "update table", "put audit", "give role", "take role", *USE_DATA_KEY},
    "remove_member": {
        "get table",
        "update table",
        "put audit",
        "delete table",
        "delete account",
        *USE_DATA_KEY,
    },
    "authorize_session": {"get ledger", "verify seal"},
} | EVENT_ALLOWED
# The emulator takes s3:PutObject for a tag as well; on AWS it takes s3:PutObjectTagging, which the template
# tests hold against the table of roles.
LOOSER_HERE = {(function, "put tagged originals") for function in ("create_job", "restriction", "sweep")}


# What AWS says to whoever may ask, of what is not there.
NOT_FOUND = {
    *("NoSuchKey", "NoSuchVersion", "KMSInvalidMacException"),
    *("UserNotFoundException", "InvalidParameterException"),
}


@pytest.fixture(scope="module")
def roles(local: World) -> dict[str, Role]:
    local.quiet()
    for bucket in BUCKETS:
        local.s3.put_object(Bucket=local.bucket(bucket), Key=KEY, Body=b"x")
    return {function: Role(local, function) for function in ALLOWED}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("function", ALLOWED)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    roles: dict[str, Role], function: str, call: str
) -> None:
    if (function, call) in LOOSER_HERE:
        return
    try:
        CALLS[call](roles[function])
    except ClientError as error:
        code = error.response["Error"]["Code"]
        denied = "AccessDenied" in code
        assert denied or code in NOT_FOUND, f"neither allowed nor denied: {code}"
    else:
        denied = False
    assert denied is (call not in ALLOWED[function])


def test_what_the_table_allows_is_a_call_that_is_tried() -> None:
    assert set[str]().union(*ALLOWED.values()) <= CALLS.keys()


@pytest.mark.parametrize(
    ("function", "bucket"),
    [("create_job", "originals"), ("mask_identity", "held"), ("mask_background", "results")],
    ids=["originals", "held", "results"],
)
def test_nobody_stores_a_photo_without_kms(roles: dict[str, Role], function: str, bucket: str) -> None:
    where = {"Bucket": roles[function].world.bucket(bucket), "Key": KEY}
    with pytest.raises(ClientError, match="AccessDenied"):
        roles[function].client("s3").put_object(**where, Body=b"x", ServerSideEncryption="AES256")


def test_nobody_reaches_the_access_logs(roles: dict[str, Role]) -> None:
    for role in roles.values():
        with pytest.raises(ClientError, match="AccessDenied"):
            role.client("s3").list_objects_v2(Bucket=role.output("AccessLogsBucket"))


def test_a_stranger_without_credentials_reaches_nothing(local: World) -> None:
    http = local.one.client.http
    for bucket in BUCKETS:
        url = f"{local.deployed.endpoint}/{local.bucket(bucket)}"
        assert http.request("GET", url).status == 403
        assert http.request("GET", f"{url}/{KEY}").status == 403
        assert http.request("PUT", f"{url}/{KEY}", body=b"x").status == 403
