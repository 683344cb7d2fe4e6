"""Promise 11: every function has its own role with only what it uses."""

import re

import pytest

from tests.infra.event_roles import EVENT_ROLES, EVENT_WIDE
from tests.infra.template import Template, statements

USE_DATA_KEY = {
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
}
READ_DATA_KEY = {"kms:Decrypt", "kms:DescribeKey"}
WRITE_LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
CONSUME = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
STORE = {"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"}
LIST_ALL = {"s3:ListBucketMultipartUploads", "s3:ListBucketVersions"}
DELETE_ALL = {"s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion"}
DATA, PSEUDONYM, SESSION = "KeysData.Arn", "KeysPseudonym.Arn", "KeysSession.Arn"
RECEIPTS = "KeysReceipts.Arn"
POOL = "IdentityPool.Arn"
GROUPS = {"cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminRemoveUserFromGroup"}
TABLE, LEDGER, AUDIT = "StorageTable.Arn", "StorageLedger.Arn", "StorageAudit.Arn"
APPEND = {"dynamodb:PutItem"}
EXECUTIONS = "arn:AWS::Partition:states:eu-central-1:AWS::AccountId:execution:ErasuresMachine.Name:*"
ORIGINALS, HELD, RESULTS = "StorageOriginals.Arn", "StorageHeld.Arn", "StorageResults.Arn"

# Role → resource → actions. A new line here is a decision, and wants a reason in its commit.
ROLES: dict[str, dict[str, set[str]]] = {
    "CreateJob": {
        "CreateJobLog.Arn": WRITE_LOG,
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
        "ListJobsLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:BatchGetItem"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "ListUserJobs": {
        "ListUserJobsLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "Users": {
        "UsersLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "ReportJob": {
        "ReportJobLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        RESULTS: {"s3:ListBucket"},
        f"{RESULTS}/*": {"s3:DeleteObject", "s3:GetObject"},
        f"{HELD}/*": STORE,
    },
    "RetryJob": {
        "RetryJobLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        "StorageUploads.Arn": {"sqs:SendMessage"},
        "StorageBackgroundUploads.Arn": {"sqs:SendMessage"},
    },
    "Sweep": {
        "SweepLog.Arn": WRITE_LOG,
        TABLE: {
            "dynamodb:BatchGetItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        },
        f"{TABLE}/index/by_due": {"dynamodb:Query"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        f"{ORIGINALS}/*": {"s3:DeleteObject"},
        f"{HELD}/*": {"s3:DeleteObject", "s3:PutObjectTagging"},
        f"{RESULTS}/*": {"s3:DeleteObject", "s3:PutObjectTagging"},
        "StorageUploads.Arn": {"sqs:SendMessage"},
        "StorageBackgroundUploads.Arn": {"sqs:SendMessage"},
    },
    "Incidents": {
        "IncidentsLog.Arn": WRITE_LOG,
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
    "Documents": {"DocumentsLog.Arn": WRITE_LOG, TABLE: {"dynamodb:GetItem"}, DATA: READ_DATA_KEY},
    "Consents": {
        "ConsentsLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        LEDGER: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
    },
    "TeamSettings": {
        "TeamSettingsLog.Arn": WRITE_LOG,
        AUDIT: APPEND,
        TABLE: {"dynamodb:GetItem", "dynamodb:PutItem"},
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        f"{TABLE}/index/by_state": {"dynamodb:Query"},
        DATA: USE_DATA_KEY,
    },
    "Reviews": {
        "ReviewsLog.Arn": WRITE_LOG,
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
        "GetJobLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        f"{RESULTS}/*": {"s3:GetObject"},
    },
    "MaskIdentity": {
        "MaskIdentityLog.Arn": WRITE_LOG,
        "StorageUploads.Arn": CONSUME,
        TABLE: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        HELD: {"s3:ListBucket"},
        f"{ORIGINALS}/*": {"s3:GetObject", "s3:DeleteObject"},
        f"{HELD}/*": {*STORE, "s3:GetObject"},
        f"{RESULTS}/*": STORE,
    },
    "MaskBackground": {
        "MaskBackgroundLog.Arn": WRITE_LOG,
        "StorageBackgroundUploads.Arn": CONSUME,
        TABLE: {"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        ORIGINALS: {"s3:ListBucket"},
        HELD: {"s3:ListBucket"},
        f"{ORIGINALS}/*": {"s3:GetObject", "s3:DeleteObject"},
        f"{HELD}/*": {*STORE, "s3:GetObject"},
        f"{RESULTS}/*": STORE,
    },
    "CloseFailed": {
        "CloseFailedLog.Arn": WRITE_LOG,
        "StorageDeadLetters.Arn": CONSUME,
        "StorageBackgroundDeadLetters.Arn": CONSUME,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        LEDGER: {"dynamodb:ConditionCheckItem"},
        DATA: USE_DATA_KEY,
        f"{ORIGINALS}/*": {"s3:DeleteObject"},
        f"{HELD}/*": {"s3:DeleteObject"},
        f"{RESULTS}/*": {"s3:DeleteObject"},
    },
    "Erase": {
        "EraseLog.Arn": WRITE_LOG,
        TABLE: {
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
        },
        f"{TABLE}/index/by_time": {"dynamodb:Query"},
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        DATA: USE_DATA_KEY,
        RECEIPTS: {"kms:Sign"},
        ORIGINALS: LIST_ALL,
        HELD: LIST_ALL,
        RESULTS: LIST_ALL,
        f"{ORIGINALS}/*": DELETE_ALL,
        f"{HELD}/*": DELETE_ALL,
        f"{RESULTS}/*": DELETE_ALL,
    },
    "RequestErasure": {
        "RequestErasureLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        LEDGER: {"dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
    },
    "GetJwks": {"GetJwksLog.Arn": WRITE_LOG, RECEIPTS: {"kms:GetPublicKey"}},
    "DecideErasure": {
        "DecideErasureLog.Arn": WRITE_LOG,
        LEDGER: {"dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
    },
    "Hold": {
        "HoldLog.Arn": WRITE_LOG,
        LEDGER: {"dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        DATA: USE_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        "ErasuresMachine": {"states:StartExecution"},
        EXECUTIONS: {"states:DescribeExecution"},
    },
    "GetOpenapi": {"GetOpenapiLog.Arn": WRITE_LOG},
    "GetErasure": {
        "GetErasureLog.Arn": WRITE_LOG,
        LEDGER: {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"},
        DATA: READ_DATA_KEY,
    },
    "CreateSession": {
        "CreateSessionLog.Arn": WRITE_LOG,
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        PSEUDONYM: {"kms:GenerateMac"},
        SESSION: {"kms:GenerateMac"},
    },
    "AuthorizeSession": {
        "AuthorizeSessionLog.Arn": WRITE_LOG,
        LEDGER: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
        SESSION: {"kms:VerifyMac"},
    },
    "ListMembers": {
        "ListMembersLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:Query"},
        DATA: READ_DATA_KEY,
        POOL: {"cognito-idp:AdminGetUser"},
    },
    "InviteMember": {
        "InviteMemberLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
        POOL: {"cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser"} | GROUPS,
    },
    "SetRoles": {
        "SetRolesLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem"},
        DATA: USE_DATA_KEY,
        POOL: GROUPS,
    },
    "RemoveMember": {
        "RemoveMemberLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"},
        DATA: USE_DATA_KEY,
        POOL: {"cognito-idp:AdminDeleteUser"},
    },
    "GrantToken": {
        "GrantTokenLog.Arn": WRITE_LOG,
        TABLE: {"dynamodb:GetItem"},
        DATA: READ_DATA_KEY,
    },
    "ErasuresMachine": {
        "EraseFunction.Arn": {"lambda:InvokeFunction"},
        "EraseFunction.Arn:*": {"lambda:InvokeFunction"},
        "*": {
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:UpdateLogDelivery",
        },
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
        ("Hold", EXECUTIONS): "as for RequestErasure",
        ("DecideErasure", EXECUTIONS): "as for RequestErasure",
        ("RequestErasure", EXECUTIONS): "every execution of one machine: is it still running?",
    }
    | {
        (role, f"{bucket}/*"): "every object of one bucket: which, is known when the job is"
        for role, bucket in (
            ("CreateJob", ORIGINALS),
            ("GetJob", RESULTS),
            ("ReportJob", RESULTS),
            ("ReportJob", HELD),
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
            ("Sweep", ORIGINALS),
            ("Sweep", HELD),
            ("Sweep", RESULTS),
            ("Erase", ORIGINALS),
            ("Erase", HELD),
            ("Erase", RESULTS),
        )
    }
    | EVENT_WIDE
)


# The eraser reaches every store, of one subject and of a whole team, and signs what it saw.
MOST_ACTIONS = {"Erase": 21}


def granted(template: Template) -> dict[str, dict[str, set[str]]]:
    """Role → resource → actions, as all policies of the role together say."""
    roles: dict[str, dict[str, set[str]]] = {
        name.removesuffix("Role"): {} for name in template.by_name("AWS::IAM::Role")
    }
    for policy in template.all("AWS::IAM::Policy"):
        for role in policy.properties["Roles"]:
            for statement in statements(policy.properties["PolicyDocument"]):
                assert statement["Effect"] == "Allow"
                for resource in statement["Resource"]:
                    actions = roles[role.removesuffix("Role")].setdefault(resource, set())
                    actions.update(statement["Action"])
    return roles


def test_there_are_the_roles_of_the_table_and_no_others(template: Template) -> None:
    assert granted(template).keys() == ROLES.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_exactly_what_the_table_says(template: Template, role: str) -> None:
    assert granted(template)[role] == ROLES[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_few_actions_and_none_with_a_wildcard(template: Template, role: str) -> None:
    actions = set[str]().union(*granted(template)[role].values())
    assert len(actions) <= MOST_ACTIONS.get(role, 20)
    assert [action for action in actions if "*" in action] == []


def test_a_wide_resource_has_a_written_reason(template: Template) -> None:
    wide = {
        (role, resource)
        for role, resources in granted(template).items()
        for resource in resources
        if "*" in resource
    }
    assert wide == WIDE.keys()


def test_a_role_is_assumed_by_one_service_and_has_nothing_but_its_own_policy(template: Template) -> None:
    for name, role in template.by_name("AWS::IAM::Role").items():
        (trust,) = statements(role.properties["AssumeRolePolicyDocument"])
        service = "states" if name == "ErasuresMachineRole" else "lambda"
        assert trust["Principal"] == {"Service": f"{service}.amazonaws.com"}
        assert trust["Action"] == ["sts:AssumeRole"]
        assert not role.properties.keys() & {"ManagedPolicyArns", "Policies"}
    assert not list(template.all("AWS::IAM::ManagedPolicy"))
    assert not list(template.all("AWS::IAM::User"))


def test_each_function_has_a_role_of_its_own(template: Template) -> None:
    functions = template.by_name("AWS::Lambda::Function")
    roles = {name: function.properties["Role"] for name, function in functions.items()}
    assert roles == {name: f"{name.removesuffix('Function')}Role.Arn" for name in functions}


def test_nobody_but_the_eraser_may_delete_versions_and_only_maskers_and_reviews_read_what_is_held(
    template: Template,
) -> None:
    roles = granted(template)
    erasers = {role for role, may in roles.items() for a in may.values() if "s3:DeleteObjectVersion" in a}
    assert erasers == {"Erase"}
    readers = {role for role, may in roles.items() if "s3:GetObject" in may.get(f"{HELD}/*", ())}
    assert readers == {"MaskIdentity", "MaskBackground", "Reviews"}


def test_an_entry_of_the_audit_is_added_and_no_function_may_change_or_delete_one(template: Template) -> None:
    """Promised in docs/audit.md; that PutItem could write over one is what the signed heads are for."""
    on_audit = {role: may[AUDIT] for role, may in granted(template).items() if AUDIT in may}
    assert on_audit == dict.fromkeys(on_audit, APPEND)


def test_each_function_is_called_by_its_own_route_or_rule_alone(template: Template) -> None:
    callers = sorted(
        (
            permission.properties["FunctionName"],
            permission.properties["Principal"],
            re.sub(r".*(?:DeploymentStageapi|:Api(?=/))", "", permission.properties["SourceArn"]),
        )
        for permission in template.all("AWS::Lambda::Permission")
    )
    assert callers == sorted(
        [
            ("AuthorizeSessionFunction.Arn", "apigateway.amazonaws.com", "/authorizers/ApiSessions"),
            ("CreateJobFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/jobs"),
            ("CreateJobFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/me/jobs"),
            ("CreateSessionFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/sessions"),
            ("ChangeWebhookFunction.Arn", "apigateway.amazonaws.com", "/PATCH/v1/team/webhooks/*"),
            ("DecideErasureFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/erasures/*/approve"),
            ("DecideErasureFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/erasures/*/cancel"),
            ("HoldFunction.Arn", "apigateway.amazonaws.com", "/PUT/v1/users/*/hold"),
            ("HoldFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/users/*/hold"),
            ("HoldFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/users/*/hold"),
            ("GetErasureFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/erasures"),
            ("DocumentsFunction.Arn", "apigateway.amazonaws.com", "/GET/.well-known/security.txt"),
            ("DocumentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/privacy"),
            ("DocumentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/team/records-of-processing"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/incidents"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/incidents"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/incidents/*"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/incidents/*/drafts"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/incidents/*/notes"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/incidents/*/assess"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/incidents/*/notify"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/incidents/*/close"),
            ("IncidentsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/team/subjects:match"),
            ("GetErasureFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/erasures/*"),
            ("GetErasureFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/erasures/*/receipt"),
            ("RequestErasureFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/erasures"),
            ("GetErasureFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me/erasures/*"),
            ("GetErasureFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me/erasures/*/receipt"),
            ("GetJwksFunction.Arn", "apigateway.amazonaws.com", "/GET/.well-known/jwks.json"),
            ("ListUserJobsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me/jobs"),
            ("GetJobFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/jobs/*"),
            ("GetJobFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me/jobs/*"),
            ("GetOpenapiFunction.Arn", "apigateway.amazonaws.com", "/GET/openapi.json"),
            ("GrantTokenFunction.Arn", "cognito-idp.amazonaws.com", "IdentityPool.Arn"),
            ("InviteMemberFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/team/members"),
            ("ListJobsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/jobs"),
            ("ListMembersFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/team/members"),
            ("ListUserJobsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/users/*/jobs"),
            ("RemoveMemberFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/team/members/*"),
            ("RequestErasureFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/me"),
            ("RequestErasureFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/jobs/*"),
            ("RequestErasureFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/users/*"),
            ("RetryJobFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/jobs/*/retry"),
            ("ReviewsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/reviews"),
            ("ReviewsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/reviews/*"),
            ("ReviewsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/reviews/*/reject"),
            ("ReviewsFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/reviews/*/release"),
            ("SetRolesFunction.Arn", "apigateway.amazonaws.com", "/PUT/v1/team/members/*/roles"),
            ("SweepFunction.Arn", "events.amazonaws.com", "SweepEveryMinute.Arn"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/users/*/consents"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/users/*/consents/*"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/PUT/v1/users/*/consents/*"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/users/*/consents/*"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me/consents"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me/consents/*"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/PUT/v1/me/consents/*"),
            ("ConsentsFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/me/consents/*"),
            ("TeamSettingsFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/team/settings"),
            ("TeamSettingsFunction.Arn", "apigateway.amazonaws.com", "/PATCH/v1/team/settings"),
            ("ReportJobFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/jobs/*/reports"),
            ("ReportJobFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/me/jobs/*/reports"),
            ("UsersFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/me"),
            ("UsersFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/users/*"),
            ("CreateWebhookFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/team/webhooks"),
            ("DeleteWebhookFunction.Arn", "apigateway.amazonaws.com", "/DELETE/v1/team/webhooks/*"),
            ("GetWebhookFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/team/webhooks/*"),
            ("ListDeliveriesFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/team/webhooks/*/deliveries"),
            ("ListWebhooksFunction.Arn", "apigateway.amazonaws.com", "/GET/v1/team/webhooks"),
            ("RotateSecretFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/team/webhooks/*/secret"),
            ("TryWebhookFunction.Arn", "apigateway.amazonaws.com", "/POST/v1/team/webhooks/*/test"),
        ]
    )
