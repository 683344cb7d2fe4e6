"""The sweeper's schedule: it is judged on the template, and the emulator keeps it as well."""

from tests.infra.template import Template


def test_the_sweeper_starts_each_minute_and_is_done_before_the_next(template: Template) -> None:
    (rule,) = template.all("AWS::Events::Rule")
    assert rule.properties["ScheduleExpression"] == "rate(1 minute)"
    assert rule.properties["State"] == "ENABLED"
    (target,) = rule.properties["Targets"]
    assert target["Arn"] == "SweepFunction.Arn"
    assert template.one("AWS::Lambda::Function", "SweepFunction")["Timeout"] < 60


def test_a_sweep_that_failed_is_not_tried_again_because_the_next_one_comes(template: Template) -> None:
    (rule,) = template.all("AWS::Events::Rule")
    assert rule.properties["Targets"][0]["RetryPolicy"] == {"MaximumRetryAttempts": 0}
