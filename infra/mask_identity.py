"""The masker of faces: one message of the queue per invocation."""

from constructs import Construct

from functions.mask_identity.settings import Settings
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.storage import Storage


class MaskIdentity(PythonFunction):
    """See `functions.mask_identity`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        keys: Keys,
        storage: Storage,
    ) -> None:
        stage = platform.stage
        super().__init__(
            scope,
            construct_id,
            platform=platform,
            name="mask_identity",
            settings=Settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                held=storage.held.bucket_name,
                results=storage.results.bucket_name,
                encryption_key=keys.data.key_arn,
                lease_seconds=stage.lease_seconds,
                most_bytes=stage.most_bytes,
                most_pixels=stage.most_pixels,
                most_frames=stage.most_frames,
                retention=stage.retention,
            ),
            seconds=stage.masker_seconds,
            megabytes=stage.masker_megabytes,
        )
        self.consume(storage.uploads)
