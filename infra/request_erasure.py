"""DELETE /v1/users/{user_id}, /v1/me, /v1/jobs/{id}."""

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.request_erasure.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class RequestErasure(PythonFunction):
    """See `functions.request_erasure`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
        machine: sfn.StateMachine,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="request_erasure",
            settings=Settings(
                audit=storage.audit.table_name,
                audit_days=stage.audit_days,
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                pseudonym_key=keys.pseudonym.key_arn,
                state_machine=machine.state_machine_arn,
                path_encoded=int(stage.path_encoded),
                fresh_seconds=stage.fresh_seconds,
            ),
        )
