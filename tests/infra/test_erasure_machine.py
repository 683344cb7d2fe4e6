"""The erasure workflow, judged on its definition: the emulator does not enforce its role, nor its log."""

import json
from typing import Any

import pytest

from tests.infra.template import Properties, Template

STEPS = ("Erase", "GiveUp")


def machine(template: Template) -> Properties:
    return template.one("AWS::StepFunctions::StateMachine", "ErasuresMachine")


def definition(template: Template) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(machine(template)["DefinitionString"])
    return read


def test_an_execution_ends_some_day(template: Template) -> None:
    assert definition(template)["TimeoutSeconds"] == 7 * 24 * 3600


def test_its_log_holds_no_data_of_executions(template: Template) -> None:
    assert machine(template)["LoggingConfiguration"] == {
        "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "ErasuresLog.Arn"}}],
        "IncludeExecutionData": False,
        "Level": "ERROR",
    }
    assert "TracingConfiguration" not in machine(template)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_tried_again_with_growing_pauses(template: Template, step: str) -> None:
    (retry,) = definition(template)["States"][step]["Retry"]
    assert retry["ErrorEquals"] == ["States.ALL"]
    assert retry["MaxAttempts"] >= 3
    assert retry["BackoffRate"] > 1
    assert retry["JitterStrategy"] == "FULL"


def test_a_worker_that_fails_for_good_leaves_a_record_that_says_so(template: Template) -> None:
    states = definition(template)["States"]
    (catch,) = states["Erase"]["Catch"]
    assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], "GiveUp")
    assert states["GiveUp"]["Parameters"]["gave_up"] is True
    assert states[states["GiveUp"]["Next"]]["Type"] == "Fail"


def test_it_works_again_until_the_worker_says_that_it_ended(template: Template) -> None:
    states = definition(template)["States"]
    assert definition(template)["StartAt"] == "Erase"
    ended = states[states["Erase"]["Next"]]
    assert ended["Type"] == "Choice"
    (choice,) = ended["Choices"]
    assert (choice["Variable"], choice["StringEquals"]) == ("$.step.next", "end")
    assert states[choice["Next"]]["Type"] == "Succeed"
    wait = states[ended["Default"]]
    assert (wait["Type"], wait["TimestampPath"], wait["Next"]) == ("Wait", "$.step.until", "Erase")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_hands_on_ids_only(template: Template, step: str) -> None:
    found = definition(template)["States"][step]
    assert found["Resource"] == "EraseFunction.Arn"
    assert found["ResultPath"] == "$.step"
    ids = {"team.$": "$.team", "erasure.$": "$.erasure"}
    assert {name: found["Parameters"][name] for name in ids} == ids
    assert found["Parameters"].keys() - ids.keys() <= {"gave_up"}
