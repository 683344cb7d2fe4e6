"""What a month without photos costs counts what production has."""

from typing import Any

from bench.cost import ALARMS, POLLED, of_a_month
from infra.stage import STAGES
from tests.infra.template import Template

MONTH = {line.item: line.units for line in of_a_month(STAGES["prod"])}


def polled(prod: Template) -> list[Any]:
    mappings = prod.all("AWS::Lambda::EventSourceMapping")
    return [one for one in mappings if "StartingPosition" not in one.properties]


def test_each_alarm_and_each_queue_that_is_asked_is_counted(prod: Template) -> None:
    assert len(list(prod.all("AWS::CloudWatch::Alarm"))) == ALARMS == MONTH["CloudWatch, alarm"]
    assert len(polled(prod)) == POLLED


def test_each_key_dashboard_and_rule_of_the_firewall_is_counted(prod: Template) -> None:
    assert len(list(prod.all("AWS::KMS::Key"))) == MONTH["KMS, key"]
    assert len(list(prod.all("AWS::CloudWatch::Dashboard"))) == MONTH["CloudWatch, dashboard"]
    (firewall,) = prod.all("AWS::WAFv2::WebACL")
    assert len(firewall.properties["Rules"]) == MONTH["WAF, rule"]
