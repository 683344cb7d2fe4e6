"""What the operator is woken for."""

import pytest

from functions.edge.telemetry import NAMESPACE
from infra.packaging import ROOT
from infra.watch import RUNBOOK
from tests.infra.making import PROD
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
        assert len(alarm["AlarmDescription"].rpartition(" ")[0]) > 20
        # A queue that nobody used says nothing; a function of a schedule that says nothing does not run.
        silent = "breaching" if alarm["MetricName"] in {"SweepLag", "AuditLag"} else "notBreaching"
        assert alarm["TreatMissingData"] == silent


def test_the_topic_of_alarms_is_encrypted_and_reached_by_tls_alone(template: Template) -> None:
    (topic,) = template.all("AWS::SNS::Topic")
    assert topic.properties["KmsMasterKeyId"] == "KeysData.Arn"
    (policy,) = template.all("AWS::SNS::TopicPolicy")
    (denied,) = [s for s in statements(policy.properties["PolicyDocument"]) if s["Effect"] == "Deny"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert denied["Principal"] == "*" or denied["Principal"] == {"AWS": "*"}


ERASURES = ("WatchErasuresPartial", "WatchErasuresFailed", "WatchErasuresByClients")
COUNTED = {
    "WatchHandedBack": ("Photos", "handed_back"),
    "WatchRefusing": ("Answers", "429"),
    "WatchStuck": ("Swept", "stuck"),
    "WatchUnreviewed": ("Swept", "unreviewed"),
    "WatchOverdue": ("Incidents", "overdue"),
}
OF_AWS = {
    "WatchServerErrors": ("AWS/ApiGateway", "5XXError"),
    "WatchThrottled": ("AWS/Lambda", "Throttles"),
    "WatchNoTokens": ("AWS/Lambda", "Errors"),
    "WatchEventsLate": ("AWS/Lambda", "IteratorAge"),
    "WatchErasuresBroken": ("AWS/States", "ExecutionsFailed"),
    "WatchErasuresEndless": ("AWS/States", "ExecutionsTimedOut"),
    "WatchExportsBroken": ("AWS/States", "ExecutionsFailed"),
    "WatchCostlyIdentity": ("AWS/Lambda", "Duration"),
    "WatchCostlyBackground": ("AWS/Lambda", "Duration"),
    "WatchUnclosedIdentity": ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
    "WatchUnclosedBackground": ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
    "WatchTableReadsThrottled": ("AWS/DynamoDB", "ReadThrottleEvents"),
    "WatchTableWritesThrottled": ("AWS/DynamoDB", "WriteThrottleEvents"),
    "WatchLedgerReadsThrottled": ("AWS/DynamoDB", "ReadThrottleEvents"),
    "WatchLedgerWritesThrottled": ("AWS/DynamoDB", "WriteThrottleEvents"),
    "WatchAuditReadsThrottled": ("AWS/DynamoDB", "ReadThrottleEvents"),
    "WatchAuditWritesThrottled": ("AWS/DynamoDB", "WriteThrottleEvents"),
}


@pytest.mark.parametrize("name", COUNTED)
def test_what_the_functions_count_wakes_somebody(prod: Template, name: str) -> None:
    alarm = prod.one("AWS::CloudWatch::Alarm", name)
    metric, outcome = COUNTED[name]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"]) == (NAMESPACE, metric, "Sum")
    assert alarm["Dimensions"] == [{"Name": "outcome", "Value": outcome}]


@pytest.mark.parametrize("name", OF_AWS)
def test_what_aws_measures_wakes_somebody(prod: Template, name: str) -> None:
    alarm = prod.one("AWS::CloudWatch::Alarm", name)
    assert (alarm["Namespace"], alarm["MetricName"]) == OF_AWS[name]
    # Of the whole account: what throttles one function may be another's doing.
    assert bool(alarm.get("Dimensions")) == (name != "WatchThrottled")


def test_the_tables_say_which_alarms_there_are(prod: Template) -> None:
    lanes = {f"Watch{what}{lane}" for what in ("Failed", "Waiting") for lane in ("Identity", "Background")}
    known = {*COUNTED, *OF_AWS, *SHOULD_BE_EMPTY, *lanes, *ERASURES, "WatchLate", "WatchAuditUnsigned"}
    assert prod.by_name("AWS::CloudWatch::Alarm").keys() == known


def test_half_of_all_maskers_for_an_hour_is_costly(prod: Template) -> None:
    alarm = prod.one("AWS::CloudWatch::Alarm", "WatchCostlyIdentity")
    assert alarm["Dimensions"] == [{"Name": "FunctionName", "Value": "MaskIdentityFunction"}]
    assert (alarm["Period"], alarm["Threshold"]) == (3600, PROD.masker_concurrency * 3_600_000 / 2)


def test_every_alarm_has_its_paragraph_in_the_runbook_and_every_paragraph_an_alarm(
    template: Template,
) -> None:
    parts = (ROOT / RUNBOOK).read_text().split("\n## ")[1:]
    paragraphs = {part.partition("\n")[0].lower(): part.partition("\n")[2] for part in parts}
    led = {alarm["AlarmDescription"].rpartition(f" {RUNBOOK}#")[2] for alarm in _alarms(template)}
    assert led == paragraphs.keys()
    assert [name for name, text in paragraphs.items() if len(text.split()) < 25] == []


def test_the_dashboard_draws_every_alarm(template: Template) -> None:
    (dashboard,) = template.all("AWS::CloudWatch::Dashboard")
    drawn = dashboard.properties["DashboardBody"]
    names = [alarm.name.removeprefix("Watch") for alarm in template.all("AWS::CloudWatch::Alarm")]
    assert [name for name in names if f'"title":"{name}"' not in drawn] == []


def test_the_bill_of_the_account_is_told_where_a_stage_says_how_much_it_may_be(
    prod: Template, options: Template
) -> None:
    assert list(prod.all("AWS::Budgets::Budget")) == []
    (budget,) = options.all("AWS::Budgets::Budget")
    assert budget.properties["Budget"]["BudgetLimit"] == {"Amount": 200, "Unit": "USD"}
    told = budget.properties["NotificationsWithSubscribers"]
    assert [one["Notification"]["NotificationType"] for one in told] == ["FORECASTED", "ACTUAL"]
    assert [one["Subscribers"] for one in told] == [
        [{"Address": PROD.operator.contact, "SubscriptionType": "EMAIL"}]
    ] * 2
