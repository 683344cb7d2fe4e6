"""The erasure workflow. Its input is ids only: the history of executions lives 90 days.

Plan → each part: erase, wait until the longest open lease is over, have masked again what the team's policy
spares, erase again → finish. A step that signs what was seen belongs between finish and done.
"""

from typing import Final

from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.python_function import Platform, PythonFunction
from infra.workflow import Workflow, build_step

AT_ONCE: Final = 10  # parts of one erasure; its workers share the account's concurrency with the maskers


class ErasureMachine(Workflow):
    """Each part is worked on until a whole look found nothing; what ended partial is tried again later."""

    days = 365

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        worker: PythonFunction,
        masking: PythonFunction,
    ) -> None:
        self._masking = masking
        super().__init__(scope, construct_id, platform=platform, worker=worker)

    def _build_definition(self, worker: PythonFunction) -> sfn.IChainable:
        done, failed = sfn.Succeed(self, "Done"), sfn.Fail(self, "Failed")
        give_up = self._build_step("GiveUp", worker, "give_up").next(failed)
        plan = self._build_step("Plan", worker, "plan").add_catch(give_up, result_path=sfn.JsonPath.DISCARD)
        finish = self._build_step("Finish", worker, "finish")
        finish.add_catch(give_up, result_path=sfn.JsonPath.DISCARD)
        later = sfn.Wait(self, "Later", time=sfn.WaitTime.timestamp_path("$.step.until"))
        planned, finished = sfn.Choice(self, "Planned?"), sfn.Choice(self, "Finished?")
        waits = sfn.Condition.string_equals("$.step.next", "wait")
        planned.when(
            sfn.Condition.string_equals("$.step.next", "work"), self._build_parts(worker).next(finish)
        )
        planned.when(waits, later).otherwise(done)
        finished.when(waits, later).otherwise(done)
        finish.next(finished)
        later.next(plan)
        return plan.next(planned)

    def _build_parts(self, worker: PythonFunction) -> sfn.Map:
        """One part that fails for good says so in its record, and the others go on."""
        work = self._build_step("Erase", worker, "erase")
        give_up = self._build_step("GiveUpPart", worker, "give_up")
        wait = sfn.Wait(self, "Wait", time=sfn.WaitTime.timestamp_path("$.step.until"))
        work.add_catch(give_up, result_path=sfn.JsonPath.DISCARD)
        ended, end = sfn.Choice(self, "Ended?"), sfn.Pass(self, "PartEnded")
        ended.when(sfn.Condition.string_equals("$.step.next", "end"), end).otherwise(wait)
        wait.next(self._build_masking(wait, work))
        give_up.next(end)
        parts = sfn.Map(
            self,
            "EachPart",
            items_path="$.step.parts",
            item_selector={
                "team": sfn.JsonPath.string_at("$.team"),
                "erasure": sfn.JsonPath.string_at("$$.Map.Item.Value"),
            },
            max_concurrency=AT_ONCE,
            result_path=sfn.JsonPath.DISCARD,
        )
        parts.item_processor(work.next(ended))
        return parts

    def _build_masking(self, wait: sfn.Wait, work: sfn.IChainable) -> sfn.IChainable:
        """What cannot be handed to the maskers is no reason to leave the rest: the eraser looks again."""
        masking = self._build_step("RemaskDepicted", self._masking, "remask_depicted")
        asked = sfn.Choice(self, "Asked?")
        asked.when(sfn.Condition.string_equals("$.step.next", "wait"), wait).otherwise(work)
        masking.add_catch(work, result_path=sfn.JsonPath.DISCARD)
        return masking.next(asked)

    def _build_step(self, name: str, worker: PythonFunction, step: str) -> tasks.LambdaInvoke:
        ids = {name: sfn.JsonPath.string_at(f"$.{name}") for name in ("team", "erasure")}
        return build_step(self, name, worker, {**ids, "step": step})
