"""CloudFormation takes 500 resources and a megabyte of template, and a stage stays well below both."""

from tests.infra.template import Template

MOST_RESOURCES = 470
MOST_BYTES = 900_000


def test_a_stage_leaves_room_below_what_cloudformation_takes(template: Template) -> None:
    assert len(list(template.all())) <= MOST_RESOURCES
    assert len(template.text) <= MOST_BYTES
