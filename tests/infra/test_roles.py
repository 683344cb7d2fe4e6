"""Promise 11: every function has its own role with only what it uses."""

import re

import pytest

from functions.core.routes import ROUTES as SERVED
from tests.infra.event_roles import EVENT_ROLES, EVENT_WIDE
from tests.infra.template import Template, policies, statements
from tools import roles as page_of_roles

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

TAKES = {f"dynamodb:{action}" for action in ("ConditionCheckItem", "GetItem", "PutItem", "UpdateItem")}

ROUTED = {"".join(word.title() for word in route.function.split("_")) for route in SERVED}

# Role → resource → actions. A new line here is a decision, and wants a reason in its commit.
ROLES: dict[str, dict[str, set[str]]] = {
    "ApiCaller": {f"{name}Function.Arn": {"lambda:InvokeFunction"} for name in ROUTED},
    "CreateJob": {
        LOG: WRITE_LOG,
        TABLE: {
            "dynamodb:ConditionCheckItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        },
        LEDGER: {"dynamodb:GetItem", "dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        f"{ORIGINALS}/*": {"s3:PutObject"},
    },
    "ListJobs": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:BatchGetItem"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "ListUserJobs": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "Users": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "Rectify": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        TABLE: {
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        },
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        REPORT: {"kms:VerifyMac"},
        RESULTS: {"s3:ListBucket"},
        f"{RESULTS}/*": {"s3:DeleteObject", "s3:GetObject"},
        HELD: {"s3:ListBucket"},
        f"{HELD}/*": STORE,
        "StorageUploads.Arn": {"sqs:SendMessage"},
        "StorageBackgroundUploads.Arn": {"sqs:SendMessage"},
    },
    "RetryJob": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        "StorageUploads.Arn": {"sqs:SendMessage"},
        "StorageBackgroundUploads.Arn": {"sqs:SendMessage"},
    },
    "Sweep": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        },
        f"{TABLE}/index/by_due": {"dynamodb:Query"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        LEDGER: {
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        },
        DATA: USE_DATA_KEY,
        **MOVES,
        ORIGINALS: {"s3:ListBucket"},
        f"{ORIGINALS}/*": {"s3:DeleteObject", "s3:PutObject"},
        f"{EXPORTS}/*": {"s3:DeleteObject", "s3:PutObjectTagging"},
        "StorageUploads.Arn": {"sqs:SendMessage"},
        "StorageBackgroundUploads.Arn": {"sqs:SendMessage"},
    },
    "Incidents": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        },
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "Exports": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        TABLE: {
            "dynamodb:ConditionCheckItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        },
        LEDGER: {
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:GetItem",
            "dynamodb:Query",
        },
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        f"{EXPORTS}/*": {"s3:GetObject"},
        "ExportWorkflowMachine": {"states:StartExecution"},
        EXPORTING: {"states:DescribeExecution"},
    },
    "MakeExport": {
        LOG: WRITE_LOG,
        TABLE: {
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
        },
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        AUDIT: {"dynamodb:Query"},
        DATA: USE_DATA_KEY,
        RESULTS: {"s3:ListBucket"},
        f"{RESULTS}/*": {"s3:GetObject"},
        HELD: {"s3:ListBucket"},
        f"{HELD}/*": {"s3:GetObject"},
        EXPORTS: {"s3:ListBucket", "s3:ListBucketMultipartUploads"},
        f"{EXPORTS}/*": {
            *STORE,
            "s3:GetObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts",
        },
    },
    "Documents": {LOG: WRITE_LOG, TABLE: {"dynamodb:GetItem"}, DATA: READ_DATA_KEY},
    "Consents": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "Audit": {
        LOG: WRITE_LOG,
        AUDIT: {"dynamodb:BatchGetItem", "dynamodb:Query"},
        LEDGER: {"dynamodb:GetItem", "dynamodb:Query"},
        TABLE: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
    },
    "AuditHeads": {
        LOG: WRITE_LOG,
        AUDIT: {"dynamodb:BatchWriteItem", "dynamodb:Query"},
        LEDGER: {"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        TABLE: {"dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        RECEIPTS: {"kms:Sign"},
    },
    "Findings": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        LEDGER: {"dynamodb:Query"},
        DATA: USE_DATA_KEY,
    },
    "Datasets": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:BatchGetItem", "dynamodb:GetItem"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        f"{HELD}/*": {"s3:GetObject"},
    },
    "TeamSettings": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        DATA: USE_DATA_KEY,
    },
    "Reviews": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:UpdateItem"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        HELD: {"s3:ListBucket"},
        f"{HELD}/*": {"s3:GetObject", "s3:DeleteObject"},
        f"{RESULTS}/*": {"s3:DeleteObject"},
        "StorageUploads.Arn": {"sqs:SendMessage"},
        "StorageBackgroundUploads.Arn": {"sqs:SendMessage"},
    },
    "GetJob": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        REPORT: {"kms:GenerateMac"},
        f"{RESULTS}/*": {"s3:GetObject"},
    },
    "MaskIdentity": {
        LOG: WRITE_LOG,
        "StorageUploads.Arn": CONSUME,
        TABLE: TAKES,
        LEDGER: {"dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        HELD: {"s3:ListBucket"},
        f"{ORIGINALS}/*": {"s3:GetObject", "s3:DeleteObject"},
        f"{HELD}/*": {*STORE, "s3:GetObject"},
        f"{RESULTS}/*": STORE,
    },
    "MaskBackground": {
        LOG: WRITE_LOG,
        "StorageBackgroundUploads.Arn": CONSUME,
        TABLE: TAKES,
        LEDGER: {"dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        HELD: {"s3:ListBucket"},
        f"{ORIGINALS}/*": {"s3:GetObject", "s3:DeleteObject"},
        f"{HELD}/*": {*STORE, "s3:GetObject"},
        f"{RESULTS}/*": STORE,
    },
    "CloseFailed": {
        LOG: WRITE_LOG,
        "StorageDeadLetters.Arn": CONSUME,
        "StorageBackgroundDeadLetters.Arn": CONSUME,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        f"{ORIGINALS}/*": {"s3:DeleteObject"},
        f"{HELD}/*": {"s3:DeleteObject"},
        f"{RESULTS}/*": {"s3:DeleteObject"},
    },
    "Erase": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        TABLE: {
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
        },
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        LEDGER: {
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:Scan",
        },
        DATA: USE_DATA_KEY,
        RECEIPTS: {"kms:Sign"},
        ORIGINALS: LIST_ALL,
        HELD: LIST_ALL,
        RESULTS: LIST_ALL,
        EXPORTS: LIST_ALL,
        f"{EXPORTS}/*": DELETE_ALL,
        f"{ORIGINALS}/*": DELETE_ALL,
        f"{HELD}/*": DELETE_ALL,
        f"{RESULTS}/*": DELETE_ALL,
    },
    "RequestErasure": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        LEDGER: {"dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
    },
    "GetJwks": {LOG: WRITE_LOG, RECEIPTS: {"kms:GetPublicKey"}},
    "DecideErasure": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        LEDGER: {"dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
    },
    "Hold": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        LEDGER: {"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
    },
    "Restriction": {
        AUDIT: APPEND,
        LOG: WRITE_LOG,
        TABLE: {
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        },
        LEDGER: {
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
        },
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
        **MOVES,
    },
    "GetOpenapi": {LOG: WRITE_LOG},
    "GetErasure": {
        LOG: WRITE_LOG,
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "CreateSession": {
        LOG: WRITE_LOG,
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        SESSION: {"kms:GenerateMac"},
    },
    "AuthorizeSession": {
        LOG: WRITE_LOG,
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        SESSION: {"kms:VerifyMac"},
    },
    "ListMembers": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        DATA: READ_DATA_KEY,
        POOL: {"cognito-idp:AdminGetUser"},
    },
    "InviteMember": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
        POOL: {"cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser"} | GROUPS,
    },
    "SetRoles": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
        POOL: GROUPS,
    },
    "RemoveMember": {
        LOG: WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"},
        DATA: USE_DATA_KEY,
        POOL: {"cognito-idp:AdminDeleteUser"},
    },
    "GrantToken": {
        LOG: WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
    },
    "ErasuresMachine": {
        "EraseFunction.Arn": {"lambda:InvokeFunction"},
        "EraseFunction.Arn:*": {"lambda:InvokeFunction"},
        "*": DELIVER_LOGS,
    },
    "ExportWorkflowMachine": {
        "MakeExportFunction.Arn": {"lambda:InvokeFunction"},
        "MakeExportFunction.Arn:*": {"lambda:InvokeFunction"},
        "*": DELIVER_LOGS,
    },
} | EVENT_ROLES
# What is written with a star, and why it has to be.
WIDE = (
    {
        (
            "ErasuresMachine",
            "*",
        ): "log delivery of Step Functions knows no resource narrower than all (AWS docs)",
        (
            "ErasuresMachine",
            "EraseFunction.Arn:*",
        ): "the versions of one function, which the state names by none",
        ("ExportWorkflowMachine", "*"): "as for ErasuresMachine",
        ("ExportWorkflowMachine", "MakeExportFunction.Arn:*"): "as for ErasuresMachine",
        ("Exports", EXPORTING): "as for RequestErasure",
        ("Hold", EXECUTIONS): "as for RequestErasure",
        ("Restriction", EXECUTIONS): "as for RequestErasure",
        ("DecideErasure", EXECUTIONS): "as for RequestErasure",
        ("RequestErasure", EXECUTIONS): "every execution of one machine: is it still running?",
    }
    | {
        (role, f"{bucket}/*"): "every object of one bucket: which, is known when the job is"
        for role, bucket in (
            ("CreateJob", ORIGINALS),
            ("GetJob", RESULTS),
            ("Rectify", RESULTS),
            ("Rectify", HELD),
            ("MaskIdentity", ORIGINALS),
            ("MaskIdentity", HELD),
            ("MaskIdentity", RESULTS),
            ("MaskBackground", ORIGINALS),
            ("MaskBackground", HELD),
            ("MaskBackground", RESULTS),
            ("CloseFailed", ORIGINALS),
            ("CloseFailed", HELD),
            ("CloseFailed", RESULTS),
            ("Reviews", HELD),
            ("Reviews", RESULTS),
            ("Datasets", HELD),
            ("Restriction", ORIGINALS),
            ("Restriction", HELD),
            ("Restriction", RESULTS),
            ("Sweep", ORIGINALS),
            ("Sweep", HELD),
            ("Sweep", RESULTS),
            ("Sweep", EXPORTS),
            ("Erase", ORIGINALS),
            ("Erase", HELD),
            ("Erase", RESULTS),
            ("Erase", EXPORTS),
            ("Exports", EXPORTS),
            ("MakeExport", RESULTS),
            ("MakeExport", HELD),
            ("MakeExport", EXPORTS),
        )
    }
    | EVENT_WIDE
)


# Lambda's own calls, where a masker runs in a network; the code may make none of them.
CONNECT = {
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
}
MASKERS = ("MaskIdentity", "MaskBackground")
CODE = {"ArnLike": {"lambda:SourceFunctionArn": "arn:AWS::Partition:lambda:*:AWS::AccountId:function:*"}}


def granted(template: Template) -> dict[str, dict[str, set[str]]]:
    """Role → resource → actions, as all policies of the role together say."""
    roles: dict[str, dict[str, set[str]]] = {
        name.removesuffix("Role"): {} for name in template.by_name("AWS::IAM::Role")
    }
    for role, document in policies(template):
        for statement in statements(document):
            if statement["Effect"] == "Allow" and set(statement["Action"]) != CONNECT:
                for resource in statement["Resource"]:
                    roles[role].setdefault(resource, set()).update(statement["Action"])
    return roles


def test_there_are_the_roles_of_the_table_and_no_others(template: Template) -> None:
    assert granted(template).keys() == ROLES.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_exactly_what_the_table_says(template: Template, role: str) -> None:
    assert granted(template)[role] == ROLES[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_few_actions_and_none_with_a_wildcard(template: Template, role: str) -> None:
    actions = set[str]().union(*granted(template)[role].values())
    assert len(actions) <= 20
    assert [action for action in actions if "*" in action] == []


def test_only_maskers_of_prod_are_connected_and_their_code_connects_nothing(template: Template) -> None:
    """Lambda's developer guide advises the second half: the code has the role as well."""
    beside = [
        (role, statement["Effect"], set(statement["Action"]), statement.get("Condition"))
        for role, document in policies(template)
        for statement in statements(document)
        if statement["Effect"] == "Deny" or set(statement["Action"]) == CONNECT
    ]
    connected = MASKERS if template.stage == "prod" else ()
    effects = (("Allow", None), ("Deny", CODE))
    assert beside == [(role, effect, CONNECT, when) for role in connected for effect, when in effects]


def test_a_wide_resource_has_a_written_reason(template: Template) -> None:
    wide = {
        (role, resource)
        for role, resources in granted(template).items()
        for resource in resources
        if "*" in resource
    }
    assert wide == WIDE.keys()


SERVICES = {
    "ErasuresMachineRole": "states",
    "ExportWorkflowMachineRole": "states",
    "ApiCaller": "apigateway",
}


def test_a_role_is_assumed_by_one_service_and_has_nothing_but_its_own_policy(template: Template) -> None:
    for name, role in template.by_name("AWS::IAM::Role").items():
        (trust,) = statements(role.properties["AssumeRolePolicyDocument"])
        service = SERVICES.get(name, "lambda")
        assert trust["Principal"] == {"Service": f"{service}.amazonaws.com"}
        assert trust["Action"] == ["sts:AssumeRole"]
        assert "ManagedPolicyArns" not in role.properties
        assert [policy["PolicyName"] for policy in role.properties.get("Policies", [])] in (["Own"], [])
    assert not list(template.all("AWS::IAM::ManagedPolicy"))
    assert not list(template.all("AWS::IAM::User"))


def test_each_function_has_a_role_of_its_own(template: Template) -> None:
    functions = template.by_name("AWS::Lambda::Function")
    roles = {name: function.properties["Role"] for name, function in functions.items()}
    assert roles == {name: f"{name.removesuffix('Function')}Role.Arn" for name in functions}


def test_nobody_but_the_eraser_may_delete_versions_and_few_read_what_is_held(
    template: Template,
) -> None:
    roles = granted(template)
    erasers = {role for role, may in roles.items() for a in may.values() if "s3:DeleteObjectVersion" in a}
    assert erasers == {"Erase"}
    readers = {role for role, may in roles.items() if "s3:GetObject" in may.get(f"{HELD}/*", ())}
    # Who copies inside S3 may read, and reads nothing: a restriction, and the sweeper that goes on with it.
    copying = {"Restriction", "Sweep"}
    assert readers == {"MaskIdentity", "MaskBackground", "Reviews", "Datasets", "MakeExport", *copying}


def test_an_entry_of_the_audit_is_added_and_no_function_may_change_or_delete_one_before_its_end(
    template: Template,
) -> None:
    """Promised in docs/audit.md; that PutItem could write over one is what the signed heads are for."""
    on_audit = {role: may[AUDIT] for role, may in granted(template).items() if AUDIT in may}
    assert on_audit.pop("Audit") == {"dynamodb:BatchGetItem", "dynamodb:Query"}
    # The end of its life: BatchWriteItem deletes entries by the hour, with their heads.
    assert on_audit.pop("AuditHeads") == {"dynamodb:BatchWriteItem", "dynamodb:Query"}
    assert on_audit.pop("MakeExport") == {"dynamodb:Query"}
    assert on_audit == dict.fromkeys(on_audit, APPEND)


def test_each_other_function_is_called_by_its_own_rule_alone(template: Template) -> None:
    """A function without a route and a rule is called by none."""
    callers = sorted(
        (
            permission.properties["FunctionName"],
            permission.properties["Principal"],
            re.sub(r".*:Api(?=/)", "", permission.properties["SourceArn"]),
        )
        for permission in template.all("AWS::Lambda::Permission")
    )
    assert callers == sorted(
        [
            ("AuthorizeSessionFunction.Arn", "apigateway.amazonaws.com", "/authorizers/ApiSessions"),
            ("GrantTokenFunction.Arn", "cognito-idp.amazonaws.com", "IdentityPool.Arn"),
            ("SweepFunction.Arn", "events.amazonaws.com", "SweepEveryMinute.Arn"),
            ("AuditHeadsFunction.Arn", "events.amazonaws.com", "AuditHeadsEveryHour.Arn"),
            *(
                ("FindingsFunction.Arn", "events.amazonaws.com", f"Findings{rule}.Arn")
                for rule in ("Alarms", "Denied", "EveryHour", "Grave", "GuardDuty")
            ),
        ]
    )


def test_the_page_of_roles_is_what_is_deployed(prod: Template) -> None:
    assert page_of_roles.PAGE.read_text() == page_of_roles.page(prod), "run `python -m tools.roles`"


def test_the_page_says_who_reads_what_is_unmasked_and_who_is_denied(prod: Template) -> None:
    roles = page_of_roles.granted(prod)
    readers = {role for role, may in roles.items() if page_of_roles.may(may, "read originals")}
    assert readers == {*MASKERS}
    denied = page_of_roles.page(prod).partition("## Denied")[2].partition("\n## ")[0]
    assert "| KeysPseudonym | everybody | `kms:DisableKey`, `kms:ScheduleKeyDeletion` |" in denied
