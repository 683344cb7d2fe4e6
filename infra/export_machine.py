"""The export workflow. Its input is ids only: the history of executions lives 90 days."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.make_export import MakeExport
from infra.python_function import Platform
from infra.workflow import build_log, build_step

IDS: Final = {"team": sfn.JsonPath.string_at("$.team"), "export": sfn.JsonPath.string_at("$.export")}


class ExportMachine(Construct):
    """Work until the worker says that it ended; the record of one that gave up says so."""

    def __init__(
        self, scope: Construct, construct_id: str, *, platform: Platform, worker: MakeExport
    ) -> None:
        super().__init__(scope, construct_id)
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            definition_body=sfn.DefinitionBody.from_chainable(self._build_definition(worker)),
            timeout=Duration.days(7),
            logs=build_log(self, platform),
        )

    def _build_definition(self, worker: MakeExport) -> sfn.IChainable:
        give_up = build_step(self, "GiveUp", worker, {**IDS, "step": "give_up"})
        give_up.next(sfn.Fail(self, "Failed"))
        work = build_step(self, "Work", worker, {**IDS, "step": "work"})
        work.add_catch(give_up, result_path=sfn.JsonPath.DISCARD)
        wait = sfn.Wait(self, "Wait", time=sfn.WaitTime.timestamp_path("$.step.until"))
        ended = sfn.Choice(self, "Ended?")
        ended.when(sfn.Condition.string_equals("$.step.next", "end"), sfn.Succeed(self, "Done"))
        ended.otherwise(wait.next(work))
        return work.next(ended)
