"""What the operator is woken for: alarms, and the topic that they tell."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.python_function import Platform


class Watch(Construct):
    """One topic, to which the operator subscribes whom it likes; it is told names and numbers alone."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform) -> None:
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(self, "Alarms", master_key=platform.key, enforce_ssl=True)

    def alarm(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        *,
        above: float,
        meaning: str,
        of: tuple[int, int] = (1, 1),
        silent: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
    ) -> None:
        """Tell when a metric was above a number in so many ``of`` its periods, and when it is well again.

        A metric that says nothing is well: queues that nobody used for hours say nothing. ``silent`` is for
        those that should never be.
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
            alarm_description=meaning,
        )
        tell = actions.SnsAction(self.topic)
        alarm.add_alarm_action(tell)
        alarm.add_ok_action(tell)

    def empty(self, name: str, queue: sqs.Queue, meaning: str) -> None:
        """Tell when a queue that should be empty is not."""
        metric = queue.metric_approximate_number_of_messages_visible(
            period=Duration.minutes(1), statistic="Maximum"
        )
        self.alarm(name, metric, above=0, meaning=meaning)
