"""The export workflow. Its input is ids only: the history of executions lives 90 days."""

from typing import Final

from aws_cdk import aws_stepfunctions as sfn

from infra.python_function import PythonFunction
from infra.workflow import Workflow, build_step

IDS: Final = {"team": sfn.JsonPath.string_at("$.team"), "export": sfn.JsonPath.string_at("$.export")}


class ExportMachine(Workflow):
    """Work until the worker says that it ended; the record of one that gave up says so."""

    days = 7

    def _build_definition(self, worker: PythonFunction) -> sfn.IChainable:
        give_up = build_step(self, "GiveUp", worker, {**IDS, "step": "give_up"})
        give_up.next(sfn.Fail(self, "Failed"))
        work = build_step(self, "Work", worker, {**IDS, "step": "work"})
        work.add_catch(give_up, result_path=sfn.JsonPath.DISCARD)
        wait = sfn.Wait(self, "Wait", time=sfn.WaitTime.timestamp_path("$.step.until"))
        ended = sfn.Choice(self, "Ended?")
        ended.when(sfn.Condition.string_equals("$.step.next", "end"), sfn.Succeed(self, "Done"))
        ended.otherwise(wait.next(work))
        return work.next(ended)
