"""The sweeper's schedule: it is judged on the template, and the emulator keeps it as well."""

import json
from pathlib import Path

from functions.aws.schema import SHARDS
from functions.sweep.handler import BUDGET
from tests.infra.making import PROD
from tests.infra.template import Template
from tests.unit.core.test_capacity import CALLS

LIMITS = Path(__file__).parents[2] / "docs" / "limits.md"
WRITES = 2  # in a partition of `by_due`, for each job: where it stood, and where it stands then
PER_PARTITION = 1000  # writes of 1 KB a second that a partition of DynamoDB takes


def test_the_sweepers_start_each_minute_and_are_done_before_the_next(template: Template) -> None:
    rule = template.one("AWS::Events::Rule", "SweepEveryMinute")
    assert rule["ScheduleExpression"] == "rate(1 minute)"
    assert rule["State"] == "ENABLED"
    assert {target["Arn"] for target in rule["Targets"]} == {"SweepFunction.Arn"}
    assert template.one("AWS::Lambda::Function", "SweepFunction")["Timeout"] < 60


def test_a_sweep_that_failed_is_not_tried_again_because_the_next_one_comes(template: Template) -> None:
    rule = template.one("AWS::Events::Rule", "SweepEveryMinute")
    for target in rule["Targets"]:
        assert target["RetryPolicy"] == {"MaximumRetryAttempts": 0}


def test_every_shard_has_one_sweeper(template: Template) -> None:
    """EventBridge starts five targets of a rule at most."""
    rule = template.one("AWS::Events::Rule", "SweepEveryMinute")
    told = [json.loads(target["Input"])["shards"] for target in rule["Targets"]]
    assert sorted(shard for shards in told for shard in shards) == list(range(SHARDS))
    assert len(told) == (SHARDS if template.stage in {"prod", "dev"} else 1)


def test_what_is_gone_too_late_and_a_sweeper_that_says_nothing_raise_an_alarm(template: Template) -> None:
    """Promise 8."""
    alarm = template.one("AWS::CloudWatch::Alarm", "WatchLate")
    assert (alarm["Namespace"], alarm["MetricName"]) == ("Moretta", "SweepLag")
    assert alarm["Dimensions"] == [{"Name": "function", "Value": "sweep"}]
    assert (alarm["Statistic"], alarm["Period"]) == ("Maximum", 60)
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 120)
    assert (alarm["DatapointsToAlarm"], alarm["EvaluationPeriods"]) == (3, 5)
    assert alarm["TreatMissingData"] == "breaching"


def test_the_promised_capacity_is_within_what_the_shards_take(prod: Template) -> None:
    """Promise 8: what docs/limits.md states, computed; items are under 1 KB in the indexes."""
    told = prod.one("AWS::Lambda::Function", "SweepFunction")["Environment"]["Variables"]
    most, seconds = int(told["MOST"]), BUDGET.total_seconds()
    assert PROD.sweepers == SHARDS, "each shard has the whole of the time"
    assert SHARDS * most == 10_000
    assert "10 000 jobs a minute" in LIMITS.read_text()
    assert most * WRITES / seconds <= PER_PARTITION / 5
    # What that leaves for each of the calls that tests/unit/core/test_capacity.py counts.
    assert seconds / (most * CALLS) >= 0.015
