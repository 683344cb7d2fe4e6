"""The export workflow, judged on its definition: the emulator does not enforce its role, nor its log."""

import json
from typing import Any

import pytest

from tests.infra.template import Properties, Template

STEPS = {"Work": "work", "GiveUp": "give_up"}


def machine(template: Template) -> Properties:
    return template.one("AWS::StepFunctions::StateMachine", "ExportWorkflowMachine")


def states(template: Template) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(machine(template)["DefinitionString"])
    assert read["TimeoutSeconds"] == 7 * 24 * 3600
    return dict(read["States"])


def test_its_log_holds_no_data_of_executions(template: Template) -> None:
    assert machine(template)["LoggingConfiguration"] == {
        "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "ExportWorkflowLog.Arn"}}],
        "IncludeExecutionData": False,
        "Level": "ERROR",
    }


@pytest.mark.parametrize("step", STEPS)
def test_a_step_hands_on_ids_only_and_is_tried_again_with_growing_pauses(
    template: Template, step: str
) -> None:
    """Promise 15: the history of an execution lives for 90 days."""
    found = states(template)[step]
    assert found["Resource"] == "MakeExportFunction.Arn"
    assert found["Parameters"] == {"team.$": "$.team", "export.$": "$.export", "step": STEPS[step]}
    assert found["ResultPath"] == "$.step"
    (retry,) = found["Retry"]
    assert retry["MaxAttempts"] >= 3
    assert retry["BackoffRate"] > 1


def test_it_works_until_the_worker_says_that_it_ended_and_who_gives_up_says_so(template: Template) -> None:
    found = states(template)
    ended = found[found["Work"]["Next"]]
    (choice,) = ended["Choices"]
    assert (choice["Variable"], choice["StringEquals"]) == ("$.step.next", "end")
    assert found[choice["Next"]]["Type"] == "Succeed"
    wait = found[ended["Default"]]
    assert (wait["Type"], wait["TimestampPath"], wait["Next"]) == ("Wait", "$.step.until", "Work")
    (catch,) = found["Work"]["Catch"]
    assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], "GiveUp")
    assert found[found["GiveUp"]["Next"]]["Type"] == "Fail"
