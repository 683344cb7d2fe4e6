"""The erasure workflow, judged on its definition: the emulator does not enforce its role, nor its log."""

import json
from typing import Any

import pytest

from tests.infra.template import Properties, Template

STEPS = {"Plan": "plan", "Erase": "erase", "GiveUpPart": "give_up", "Finish": "finish", "GiveUp": "give_up"}


def machine(template: Template) -> Properties:
    return template.one("AWS::StepFunctions::StateMachine", "ErasuresMachine")


def definition(template: Template) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(machine(template)["DefinitionString"])
    return read


def states(template: Template) -> dict[str, Any]:
    """All states, those of each part as well."""
    outer: dict[str, Any] = definition(template)["States"]
    inner: dict[str, Any] = outer["EachPart"]["ItemProcessor"]["States"]
    return outer | inner


def test_an_execution_ends_some_day(template: Template) -> None:
    assert definition(template)["TimeoutSeconds"] == 365 * 24 * 3600  # as long as an execution may live


def test_its_log_holds_no_data_of_executions(template: Template) -> None:
    assert machine(template)["LoggingConfiguration"] == {
        "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": "ErasuresLog.Arn"}}],
        "IncludeExecutionData": False,
        "Level": "ERROR",
    }
    assert "TracingConfiguration" not in machine(template)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_tried_again_with_growing_pauses(template: Template, step: str) -> None:
    (retry,) = states(template)[step]["Retry"]
    assert retry["ErrorEquals"] == ["States.ALL"]
    assert retry["MaxAttempts"] >= 3
    assert retry["BackoffRate"] > 1
    assert retry["JitterStrategy"] == "FULL"


def test_a_worker_that_fails_for_good_leaves_a_record_that_says_so(template: Template) -> None:
    """Of a part it says so in the part's record, and the others go on."""
    found = states(template)
    for step, given_up in (("Plan", "GiveUp"), ("Finish", "GiveUp"), ("Erase", "GiveUpPart")):
        (catch,) = found[step]["Catch"]
        assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], given_up)
    assert found[found["GiveUp"]["Next"]]["Type"] == "Fail"
    assert found[found["GiveUpPart"]["Next"]] == {"Type": "Pass", "End": True}


def test_a_part_is_worked_on_again_until_the_worker_says_that_it_ended(template: Template) -> None:
    found = states(template)
    assert found["EachPart"]["ItemProcessor"]["StartAt"] == "Erase"
    ended = found[found["Erase"]["Next"]]
    (choice,) = ended["Choices"]
    assert (choice["Variable"], choice["StringEquals"], choice["Next"]) == ("$.step.next", "end", "PartEnded")
    wait = found[ended["Default"]]
    assert (wait["Type"], wait["TimestampPath"], wait["Next"]) == ("Wait", "$.step.until", "RemaskDepicted")


def test_what_the_policy_spares_is_handed_to_the_maskers_before_the_eraser_looks_again(
    template: Template,
) -> None:
    """And if that fails for good, the eraser looks again all the same."""
    found = states(template)
    remask = found["RemaskDepicted"]
    assert remask["Resource"] == "RemaskDepictedFunction.Arn"
    assert remask["Parameters"] == {"team.$": "$.team", "erasure.$": "$.erasure", "step": "remask_depicted"}
    assert [catch["Next"] for catch in remask["Catch"]] == ["Erase"]
    asked = found[remask["Next"]]
    (more,) = asked["Choices"]
    assert (more["StringEquals"], found[more["Next"]]["Type"], asked["Default"]) == ("wait", "Wait", "Erase")


def test_what_is_planned_is_done_part_by_part_and_then_finished(template: Template) -> None:
    found = states(template)
    assert definition(template)["StartAt"] == "Plan"
    planned = found[found["Plan"]["Next"]]
    work, wait = planned["Choices"]
    assert (work["StringEquals"], wait["StringEquals"]) == ("work", "wait")
    assert (work["Next"], found[planned["Default"]]["Type"]) == ("EachPart", "Succeed")
    assert (found["EachPart"]["ItemsPath"], found["EachPart"]["Next"]) == ("$.step.parts", "Finish")
    assert found["EachPart"]["MaxConcurrency"] <= 10
    finished = found[found["Finish"]["Next"]]
    (again,) = finished["Choices"]
    assert (again["StringEquals"], again["Next"]) == ("wait", wait["Next"])
    later = found[wait["Next"]]
    assert (later["TimestampPath"], later["Next"]) == ("$.step.until", "Plan")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_hands_on_ids_only(template: Template, step: str) -> None:
    """Promise 15: the history of an execution lives for 90 days."""
    found = states(template)[step]
    assert found["Resource"] == "EraseFunction.Arn"
    assert found["ResultPath"] == "$.step"
    wanted = {"team.$": "$.team", "erasure.$": "$.erasure", "step": STEPS[step]}
    assert found["Parameters"] == wanted


def test_a_part_is_told_its_ids_only(template: Template) -> None:
    parts = states(template)["EachPart"]
    assert parts["ItemSelector"] == {"team.$": "$.team", "erasure.$": "$$.Map.Item.Value"}
    assert parts["ResultPath"] is None
