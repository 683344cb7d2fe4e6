"""What the workflows share: steps that are tried again, and a log that holds no data."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from aws_cdk import ArnFormat, Duration, RemovalPolicy, Stack
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.python_function import Platform, PythonFunction


class Workflow(Construct):
    """A machine for its worker, which has ``days``. Its input is ids only: executions live on for 90 days."""

    days: ClassVar[int]

    def __init__(
        self, scope: Construct, construct_id: str, *, platform: Platform, worker: PythonFunction
    ) -> None:
        super().__init__(scope, construct_id)
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            definition_body=sfn.DefinitionBody.from_chainable(self._build_definition(worker)),
            timeout=Duration.days(self.days),
            logs=build_log(self, platform),
        )

    @abstractmethod
    def _build_definition(self, worker: PythonFunction) -> sfn.IChainable:
        """The steps, and what follows what."""


def machine_of(stack: Stack, name: str) -> sfn.StateMachine:
    """The machine of a workflow that was built into a stack."""
    workflow = stack.node.find_child(name)
    assert isinstance(workflow, Workflow)
    return workflow.machine


def let_start(function: PythonFunction, machine: sfn.StateMachine) -> None:
    """Start an execution, and look whether it still runs."""
    executions = Stack.of(function).format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    function.may(["states:StartExecution"], [machine.state_machine_arn])
    function.may(["states:DescribeExecution"], [executions])


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
