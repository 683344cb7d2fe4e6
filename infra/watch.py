"""What the operator is woken for: alarms, the topic they tell, and a dashboard that draws each of them."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.python_function import Platform
from infra.storage import Lane

LONGEST_WAIT: Final = 600  # seconds; a photo whose masker was killed twice has waited less
RUNBOOK: Final = "docs/runbook.md"
NAMESPACE: Final = "Moretta"  # of `functions.edge.telemetry`, which imports what synth does without
_COUNTED: Final = (
    *("Photos", "Answers", "ErasuresAsked", "ErasuresEnded", "Exports"),
    *("Events", "Deliveries", "Swept", "Sessions", "Tokens"),
)


class Watch(Construct):
    """One topic, to which the operator subscribes whom it likes; it is told names and numbers alone."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform) -> None:
        super().__init__(scope, construct_id)
        self._stage = platform.stage
        self.topic = sns.Topic(self, "Alarms", master_key=platform.key, enforce_ssl=True)
        self._alarms: list[cloudwatch.Alarm] = []

    def alarm(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        *,
        above: float,
        meaning: str,
        of: tuple[int, int] = (1, 1),
        silent: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
        runbook: str = "",
    ) -> None:
        """Tell when a metric was above a number in so many ``of`` its periods, and when it is well again.

        A metric that says nothing is well: queues that nobody used for hours say nothing. ``silent`` is for
        those that should never be. ``runbook`` is the heading that says what to do, if it is not the name.
        """
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=above,
            evaluation_periods=of[1],
            datapoints_to_alarm=of[0],
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=silent,
            alarm_description=f"{meaning} {RUNBOOK}#{(runbook or name).lower()}",
        )
        tell = actions.SnsAction(self.topic)
        alarm.add_alarm_action(tell)
        alarm.add_ok_action(tell)
        self._alarms.append(alarm)

    def lane(self, lane: str, queues: Lane) -> None:
        """Tell when a lane's photos fail, wait too long, or are not even closed as failed."""
        a_minute = Duration.minutes(1)
        self.alarm(
            f"Failed{lane.title()}",
            queues.dead_letters.metric_number_of_messages_received(period=a_minute, statistic="Sum"),
            above=0,
            meaning=f"Masking failed for good in the lane {lane}: the job is failed and can be retried.",
            runbook="Failed",
        )
        self.alarm(
            f"Waiting{lane.title()}",
            queues.uploads.metric_approximate_age_of_oldest_message(period=a_minute, statistic="Maximum"),
            above=LONGEST_WAIT,
            meaning=f"Photos in the lane {lane} wait: more come than its masker may take at once.",
            runbook="Waiting",
        )
        self.alarm(
            f"Unclosed{lane.title()}",
            queues.dead_letters.metric_approximate_age_of_oldest_message(
                period=a_minute, statistic="Maximum"
            ),
            above=LONGEST_WAIT,
            meaning=f"Dead letters of the lane {lane} are not taken: their jobs still say `masking`.",
            runbook="Unclosed",
        )

    def counted(
        self,
        name: str,
        metric: str,
        outcome: str,
        *,
        above: float,
        meaning: str,
        of: tuple[int, int] = (1, 1),
        runbook: str = "",
    ) -> None:
        """Tell when functions counted an outcome more often than that within five minutes."""
        counted = cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=metric,
            dimensions_map={"outcome": outcome},
            period=Duration.minutes(5),
            statistic="Sum",
        )
        self.alarm(name, counted, above=above, meaning=meaning, of=of, runbook=runbook)

    def empty(self, name: str, queue: sqs.Queue, meaning: str) -> None:
        """Tell when a queue that should be empty is not."""
        metric = queue.metric_approximate_number_of_messages_visible(
            period=Duration.minutes(1), statistic="Maximum"
        )
        self.alarm(name, metric, above=0, meaning=meaning)

    def build_dashboard(self) -> None:
        """Every alarm with its metric and its threshold, and what the functions count, by outcome."""
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=f"Moretta-{self._stage.name}",
            widgets=[
                [cloudwatch.AlarmStatusWidget(title="Alarms", width=24, height=4, alarms=list(self._alarms))],
                [_counted(metric) for metric in _COUNTED],
                [_drawn(alarm) for alarm in self._alarms],
            ],
        )


def _counted(metric: str) -> cloudwatch.GraphWidget:
    found = f"SEARCH('{{{NAMESPACE},outcome}} MetricName=\"{metric}\"', 'Sum', 300)"
    every = cloudwatch.MathExpression(expression=found, label="", using_metrics={})
    return cloudwatch.GraphWidget(title=f"{metric} by outcome", left=[every])


def _drawn(alarm: cloudwatch.Alarm) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(
        title=alarm.node.id, left=[alarm.metric], left_annotations=[alarm.to_annotation()]
    )
