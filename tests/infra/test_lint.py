"""cfn-lint, with what it knows of each resource type, because the emulator takes nearly anything."""

import json

from cfnlint.api import ManualArgs, lint

from tests.infra.template import Template


def complaints(text: str) -> list[str]:
    """What cfn-lint has to say about a template, a line each."""
    # W3005: a DependsOn that a reference implies; the CDK writes those for roles and their policies.
    config = ManualArgs(ignore_checks=["W3005"], regions=["eu-central-1"])
    return [f"{match.rule.id} {match.message}" for match in lint(text, None, None, config)]


def test_the_template_of_a_stage_is_without_fault(template: Template) -> None:
    assert complaints(template.text) == []


def test_a_stage_with_all_options_is_without_fault(options: Template) -> None:
    assert complaints(options.text) == []


def test_a_fault_would_be_seen(prod: Template) -> None:
    body = prod.body
    queue = next(r for r in body["Resources"].values() if r["Type"] == "AWS::SQS::Queue")
    queue["Properties"]["VisibilityTimeout"] = "soon"
    assert [line for line in complaints(json.dumps(body)) if line.startswith("E")]
