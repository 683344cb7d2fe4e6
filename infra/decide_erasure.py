"""POST /v1/erasures/{id}/approve, POST /v1/erasures/{id}/cancel."""

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.decide_erasure.settings import Settings
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class DecideErasure(PythonFunction):
    """See `functions.decide_erasure`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        storage: Storage,
        machine: sfn.StateMachine,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="decide_erasure",
            settings=Settings(
                audit=storage.audit.table_name,
                audit_days=stage.audit_days,
                ledger=storage.ledger.table_name,
                state_machine=machine.state_machine_arn,
                keep_days=stage.tombstone_days,
                fresh_seconds=stage.fresh_seconds,
                delay_seconds=stage.delay_seconds,
            ),
        )
