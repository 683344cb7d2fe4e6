"""The erasure workflow. Its input is ids only: the history of executions lives 90 days."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.erase import Erase
from infra.python_function import Platform


class ErasureMachine(Construct):
    """Work, wait until the longest open lease is over, work again, until a whole look found nothing."""

    def __init__(self, scope: Construct, construct_id: str, *, platform: Platform, worker: Erase) -> None:
        super().__init__(scope, construct_id)
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            definition_body=sfn.DefinitionBody.from_chainable(self._build_definition(worker)),
            timeout=Duration.days(7),
            logs=sfn.LogOptions(
                destination=logs.LogGroup(
                    self,
                    "Log",
                    encryption_key=platform.key,
                    retention=logs.RetentionDays.ONE_WEEK,
                    removal_policy=RemovalPolicy.DESTROY,
                ),
                level=sfn.LogLevel.ERROR,
                include_execution_data=False,
            ),
        )

    def _build_definition(self, worker: Erase) -> sfn.IChainable:
        work = self._build_step("Erase", worker, {})
        give_up = self._build_step("GiveUp", worker, {"gave_up": True})
        wait = sfn.Wait(self, "Wait", time=sfn.WaitTime.timestamp_path("$.step.until"))
        work.add_catch(give_up, result_path=sfn.JsonPath.DISCARD)
        ended = sfn.Choice(self, "Ended?")
        ended.when(sfn.Condition.string_equals("$.step.next", "end"), sfn.Succeed(self, "Done"))
        ended.otherwise(wait)
        give_up.next(sfn.Fail(self, "Failed"))
        wait.next(work)
        return work.next(ended)

    def _build_step(self, name: str, worker: Erase, extra: dict[str, bool]) -> tasks.LambdaInvoke:
        step = tasks.LambdaInvoke(
            self,
            name,
            lambda_function=worker.function,
            payload=sfn.TaskInput.from_object(
                {
                    "team": sfn.JsonPath.string_at("$.team"),
                    "erasure": sfn.JsonPath.string_at("$.erasure"),
                    **extra,
                }
            ),
            payload_response_only=True,
            result_path="$.step",
            retry_on_service_exceptions=False,
        )
        step.add_retry(
            errors=["States.ALL"],
            interval=Duration.seconds(2),
            backoff_rate=2,
            max_attempts=5,
            max_delay=Duration.seconds(60),
            jitter_strategy=sfn.JitterType.FULL,
        )
        return step
