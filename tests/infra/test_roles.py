"""Promise 11: every function has its own role with only what it uses."""

import re

import pytest

from tests.infra.role_table import ROLES, WIDE
from tests.infra.role_words import APPEND, AUDIT, HELD
from tests.infra.template import Template, policies, statements
from tools import roles as page_of_roles

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
