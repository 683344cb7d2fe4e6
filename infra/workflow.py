"""What the workflows share: steps that are tried again, and a log that holds no data."""

from collections.abc import Mapping

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.python_function import Platform, PythonFunction


def build_step(
    scope: Construct, name: str, worker: PythonFunction, told: Mapping[str, str]
) -> tasks.LambdaInvoke:
    """A step of a worker, which is told ids only: the history of executions lives 90 days."""
    invoke = tasks.LambdaInvoke(
        scope,
        name,
        lambda_function=worker.function,
        payload=sfn.TaskInput.from_object(dict(told)),
        payload_response_only=True,
        result_path="$.step",
        retry_on_service_exceptions=False,
    )
    invoke.add_retry(
        errors=["States.ALL"],
        interval=Duration.seconds(2),
        backoff_rate=2,
        max_attempts=5,
        max_delay=Duration.seconds(60),
        jitter_strategy=sfn.JitterType.FULL,
    )
    return invoke


def build_log(scope: Construct, platform: Platform) -> sfn.LogOptions:
    """Errors alone, and of no execution what it was given."""
    log = logs.LogGroup(
        scope,
        "Log",
        encryption_key=platform.key,
        retention=logs.RetentionDays.ONE_WEEK,
        removal_policy=RemovalPolicy.DESTROY,
    )
    return sfn.LogOptions(destination=log, level=sfn.LogLevel.ERROR, include_execution_data=False)
