"""PUT, GET, DELETE …/restriction, of users and of sessions."""

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.restriction.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class Restriction(PythonFunction):
    """See `functions.restriction`."""

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
            name="restriction",
            settings=Settings(
                audit=storage.audit.table_name,
                audit_days=stage.audit_days,
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                held=storage.held.bucket_name,
                results=storage.results.bucket_name,
                encryption_key=keys.data.key_arn,
                pseudonym_key=keys.pseudonym.key_arn,
                retention=stage.retention,
                state_machine=machine.state_machine_arn,
                path_encoded=int(stage.path_encoded),
            ),
            seconds=28,
        )
