from typing import Any, cast

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_cloudformation import CloudFormationClient

from tools.local_cloud.changes import DeployError, apply_template

_URL = "https://localhost:1/bucket/template.json"


class _FakeCloudFormation:
    """Knows one stack: its statuses come in the given order, the last one stays."""

    def __init__(
        self,
        change_set: list[dict[str, str]],
        stack: list[str | None],
        events: list[dict[str, str]] | None = None,
    ) -> None:
        self._change_set, self._stack, self._events = change_set, stack, events or []
        self.calls: list[str] = []
        self.created: dict[str, Any] = {}

    def create_change_set(self, **arguments: Any) -> None:
        self.calls.append("create")
        self.created = arguments

    def describe_change_set(self, **_: str) -> dict[str, str]:
        return self._change_set.pop(0) if len(self._change_set) > 1 else self._change_set[0]

    def delete_change_set(self, **_: str) -> None:
        self.calls.append("discard")

    def execute_change_set(self, **_: str) -> None:
        self.calls.append("execute")

    def delete_stack(self, **_: str) -> None:
        self.calls.append("delete stack")

    def describe_stacks(self, StackName: str) -> dict[str, list[dict[str, str]]]:  # noqa: N803 - as boto3 has it
        status = self._stack.pop(0) if len(self._stack) > 1 else self._stack[0]
        if status is None:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        return {"Stacks": [{"StackStatus": status}]}

    def get_paginator(self, _: str) -> "_FakeCloudFormation":
        return self

    def paginate(self, **_: str) -> list[dict[str, list[dict[str, str]]]]:
        return [{"StackEvents": self._events if "execute" in self.calls else []}]


def _apply(fake: _FakeCloudFormation) -> bool:
    return apply_template(cast(CloudFormationClient, fake), "Stack", _URL, {"Key": "value"})


_COMPLETE = {"Status": "CREATE_COMPLETE"}


def test_a_stack_that_is_not_there_is_created() -> None:
    fake = _FakeCloudFormation(
        [{"Status": "CREATE_PENDING"}, _COMPLETE], [None, "CREATE_IN_PROGRESS", "CREATE_COMPLETE"]
    )
    assert _apply(fake)
    assert fake.calls == ["create", "execute"]
    assert fake.created["ChangeSetType"] == "CREATE"
    assert fake.created["TemplateURL"] == _URL
    assert fake.created["Parameters"] == [{"ParameterKey": "Key", "ParameterValue": "value"}]


def test_a_stack_that_is_there_is_updated() -> None:
    fake = _FakeCloudFormation([_COMPLETE], ["CREATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"])
    assert _apply(fake)
    assert fake.created["ChangeSetType"] == "UPDATE"


def test_a_stack_whose_creation_failed_before_is_deleted_first() -> None:
    fake = _FakeCloudFormation(
        [_COMPLETE], ["ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", None, "CREATE_COMPLETE"]
    )
    assert _apply(fake)
    assert fake.calls == ["delete stack", "create", "execute"]
    assert fake.created["ChangeSetType"] == "CREATE"


@pytest.mark.parametrize(
    "reason",
    [
        "The submitted information didn't contain changes. Submit different information.",
        "No updates are to be performed.",
    ],
)
def test_an_empty_change_set_changes_nothing_and_is_no_failure(reason: str) -> None:
    fake = _FakeCloudFormation([{"Status": "FAILED", "StatusReason": reason}], ["CREATE_COMPLETE"])
    assert not _apply(fake)
    assert fake.calls == ["create", "discard"]


def test_a_failed_change_set_is_told_with_its_reason_and_not_executed() -> None:
    fake = _FakeCloudFormation(
        [{"Status": "FAILED", "StatusReason": "Template error: no such resource"}], [None]
    )
    with pytest.raises(DeployError, match="change set of Stack failed: Template error: no such resource"):
        _apply(fake)
    assert "execute" not in fake.calls


def test_a_stack_that_rolls_back_is_told_with_each_failed_resource_the_first_one_first() -> None:
    failed = {"ResourceStatus": "CREATE_FAILED", "ResourceType": "AWS::S3::Bucket"}
    events = [
        {
            **failed,
            "EventId": "3",
            "LogicalResourceId": "C",
            "ResourceStatusReason": "Resource creation cancelled",
        },
        {**failed, "EventId": "2", "LogicalResourceId": "B", "ResourceStatusReason": "later"},
        {**failed, "EventId": "1", "LogicalResourceId": "A", "ResourceStatusReason": "name taken"},
        {"EventId": "0", "ResourceStatus": "CREATE_COMPLETE", "LogicalResourceId": "Z"},
    ]
    fake = _FakeCloudFormation([_COMPLETE], [None, "ROLLBACK_COMPLETE"], events)
    with pytest.raises(DeployError) as raised:
        _apply(fake)
    assert str(raised.value).split("\n  ") == [
        "Stack ended as ROLLBACK_COMPLETE",
        "A (AWS::S3::Bucket): name taken",
        "B (AWS::S3::Bucket): later",
    ]
