"""Change sets: create one, execute it, and say clearly why if it cannot be."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

_POLL_SECONDS = 0.1
_CHANGE_SET_SECONDS = 60.0
_STACK_SECONDS = 300.0
_NO_CHANGES = ("didn't contain changes", "No updates are to be performed")
_DEPLOYED = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE")
_CAPABILITIES: list[Literal["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]] = [
    "CAPABILITY_IAM",
    "CAPABILITY_NAMED_IAM",
    "CAPABILITY_AUTO_EXPAND",
]


class DeployError(Exception):
    """A stack was not deployed; the text names each resource that failed and the reason."""


def apply_template(
    client: CloudFormationClient, stack: str, template_url: str, parameters: Mapping[str, str]
) -> bool:
    """Bring `stack` to the template, by creating or updating it; False if nothing had to change."""
    existing = _ready_for_change(client, stack)
    name = f"local-{uuid.uuid4().hex[:12]}"
    try:
        client.create_change_set(
            StackName=stack,
            ChangeSetName=name,
            ChangeSetType="UPDATE" if existing else "CREATE",
            TemplateURL=template_url,
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=_CAPABILITIES,
        )
    except ClientError as error:
        raise DeployError(f"the template of {stack} was refused: {error}") from error
    if not _has_changes(client, stack, name):
        client.delete_change_set(StackName=stack, ChangeSetName=name)
        return False
    seen = {event for event, _ in _failures(client, stack)}
    client.execute_change_set(StackName=stack, ChangeSetName=name)
    status = _settled(client, stack)
    if status not in _DEPLOYED:
        reasons = [reason for event, reason in _failures(client, stack) if event not in seen]
        raise DeployError("\n  ".join([f"{stack} ended as {status}", *reversed(reasons)]))
    return True


def describe_stack(client: CloudFormationClient, stack: str) -> StackTypeDef | None:
    """Return the stack, or None if there is none of that name."""
    try:
        return client.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def outputs(client: CloudFormationClient, stack: str) -> dict[str, str]:
    """Return the stack's outputs by key."""
    found = describe_stack(client, stack)
    if found is None:
        raise DeployError(f"{stack} does not exist")
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def _ready_for_change(client: CloudFormationClient, stack: str) -> bool:
    """Tell whether the stack is there to be updated; one whose creation failed can only be deleted."""
    found = describe_stack(client, stack)
    if found is None or found["StackStatus"] == "REVIEW_IN_PROGRESS":
        return False
    if found["StackStatus"] in ("ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED", "DELETE_COMPLETE"):
        if found["StackStatus"] != "DELETE_COMPLETE":
            client.delete_stack(StackName=stack)
            _settled(client, stack)
        return False
    return True


def _has_changes(client: CloudFormationClient, stack: str, name: str) -> bool:
    """Wait for the change set; an empty one is FAILED too, and only its reason tells it apart."""
    for _ in _until(_CHANGE_SET_SECONDS, f"the change set of {stack}"):
        answer = client.describe_change_set(StackName=stack, ChangeSetName=name)
        if answer["Status"] == "CREATE_COMPLETE":
            return True
        if answer["Status"] == "FAILED":
            reason = answer.get("StatusReason", "no reason given")
            if any(text in reason for text in _NO_CHANGES):
                return False
            raise DeployError(f"the change set of {stack} failed: {reason}")
    raise AssertionError("unreachable")


def _settled(client: CloudFormationClient, stack: str) -> str:
    for _ in _until(_STACK_SECONDS, stack):
        found = describe_stack(client, stack)
        if found is None:
            return "DELETE_COMPLETE"
        if not found["StackStatus"].endswith("_IN_PROGRESS"):
            return found["StackStatus"]
    raise AssertionError("unreachable")


def _failures(client: CloudFormationClient, stack: str) -> Iterator[tuple[str, str]]:
    """Yield id and description of each failed resource, the latest first."""
    for page in client.get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            reason = event.get("ResourceStatusReason", "")
            # What was cancelled because of another's failure hides the one that matters.
            if event.get("ResourceStatus", "").endswith("_FAILED") and "cancelled" not in reason:
                who = f"{event.get('LogicalResourceId')} ({event.get('ResourceType')})"
                yield event["EventId"], f"{who}: {reason or 'no reason given'}"


def _until(seconds: float, what: str) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(_POLL_SECONDS)
    raise DeployError(f"{what} did not settle within {seconds:.0f} s")
