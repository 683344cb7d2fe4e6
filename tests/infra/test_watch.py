"""What the operator is woken for."""

import pytest

from functions.edge.telemetry import NAMESPACE
from tests.infra.template import Properties, Template, statements

SHOULD_BE_EMPTY = {"WatchLostEvents": "EventsLost", "WatchUndelivered": "EventsUndelivered"}


@pytest.mark.parametrize("name", SHOULD_BE_EMPTY)
def test_a_queue_that_should_be_empty_and_is_not_wakes_somebody(template: Template, name: str) -> None:
    alarm = template.one("AWS::CloudWatch::Alarm", name)
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/SQS", "ApproximateNumberOfMessagesVisible")
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": f"{SHOULD_BE_EMPTY[name]}.QueueName"}]
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")
    assert (alarm["Statistic"], alarm["Period"]) == ("Maximum", 60)  # a message lives an hour at most


@pytest.mark.parametrize(
    ("name", "queue", "metric", "above"),
    [
        ("WatchFailedIdentity", "StorageDeadLetters", "NumberOfMessagesReceived", 0),
        ("WatchFailedBackground", "StorageBackgroundDeadLetters", "NumberOfMessagesReceived", 0),
        ("WatchWaitingIdentity", "StorageUploads", "ApproximateAgeOfOldestMessage", 600),
        ("WatchWaitingBackground", "StorageBackgroundUploads", "ApproximateAgeOfOldestMessage", 600),
    ],
    ids=["identity_fails", "background_fails", "identity_waits", "background_waits"],
)
def test_a_lane_that_fails_or_is_behind_wakes_somebody(
    template: Template, name: str, queue: str, metric: str, above: int
) -> None:
    alarm = template.one("AWS::CloudWatch::Alarm", name)
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Threshold"]) == ("AWS/SQS", metric, above)
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": f"{queue}.QueueName"}]


@pytest.mark.parametrize(
    ("name", "metric", "outcome", "above"),
    [
        ("WatchErasuresPartial", "ErasuresEnded", "partial", 0),
        ("WatchErasuresFailed", "ErasuresEnded", "failed", 0),
        ("WatchErasuresByClients", "ErasuresAsked", "client", 100),
    ],
)
def test_an_erasure_that_left_something_and_unusually_many_wake_somebody(
    template: Template, name: str, metric: str, outcome: str, above: int
) -> None:
    alarm = template.one("AWS::CloudWatch::Alarm", name)
    assert (alarm["Namespace"], alarm["MetricName"]) == (NAMESPACE, metric)
    assert alarm["Dimensions"] == [{"Name": "outcome", "Value": outcome}]
    assert (alarm["Threshold"], alarm["Statistic"], alarm["Period"]) == (above, "Sum", 300)


def _alarms(template: Template) -> list[Properties]:
    return [alarm.properties for alarm in template.all("AWS::CloudWatch::Alarm")]


def test_every_alarm_says_what_it_means_and_tells_the_topic_that_it_rings_and_that_it_is_over(
    template: Template,
) -> None:
    for alarm in _alarms(template):
        assert alarm["AlarmActions"] == alarm["OKActions"] == ["WatchAlarms"]
        assert len(alarm["AlarmDescription"]) > 20
        # A queue that nobody used says nothing; a sweeper that says nothing does not run.
        silent = "breaching" if alarm["MetricName"] == "SweepLag" else "notBreaching"
        assert alarm["TreatMissingData"] == silent


def test_the_topic_of_alarms_is_encrypted_and_reached_by_tls_alone(template: Template) -> None:
    (topic,) = template.all("AWS::SNS::Topic")
    assert topic.properties["KmsMasterKeyId"] == "KeysData.Arn"
    (policy,) = template.all("AWS::SNS::TopicPolicy")
    (denied,) = [s for s in statements(policy.properties["PolicyDocument"]) if s["Effect"] == "Deny"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert denied["Principal"] == "*" or denied["Principal"] == {"AWS": "*"}
