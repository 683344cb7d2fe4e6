"""PUT, GET, DELETE /v1/users/{user_id}/hold."""

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.hold.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class Hold(PythonFunction):
    """See `functions.hold`."""

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
            name="hold",
            settings=Settings(
                audit=storage.audit.table_name,
                audit_days=stage.audit_days,
                ledger=storage.ledger.table_name,
                pseudonym_key=keys.pseudonym.key_arn,
                state_machine=machine.state_machine_arn,
                path_encoded=int(stage.path_encoded),
            ),
        )
