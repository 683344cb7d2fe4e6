"""…/users/{user_id}/exports, /v1/me/exports."""

from typing import Final

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.exports.settings import Settings
from infra.python_function import PythonFunction
from infra.stack_function import Parts

MOST_LINK_SECONDS: Final = 300


class Exports(PythonFunction):
    """See `functions.exports`."""

    name = "exports"

    def __init__(
        self, scope: Construct, construct_id: str, *, parts: Parts, machine: sfn.StateMachine
    ) -> None:
        stage, storage = parts.stage, parts.storage
        super().__init__(
            scope,
            construct_id,
            platform=parts.platform,
            name=self.name,
            settings=Settings(
                audit=storage.audit.table_name,
                audit_days=stage.audit_days,
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                exports=storage.exports.bucket_name,
                pseudonym_key=parts.keys.pseudonym.key_arn,
                state_machine=machine.state_machine_arn,
                link_seconds=min(stage.link_seconds, MOST_LINK_SECONDS),
                jobs_per_minute=stage.jobs_per_minute,
                path_encoded=int(stage.path_encoded),
            ),
        )
