"""What maskers share: settings, times, and that each takes one message of its lane per invocation."""

from typing import ClassVar

from constructs import Construct

from functions.core.environment import MaskerEnvironment
from infra.python_function import Inside, PythonFunction
from infra.stack_function import Parts


class Masker(PythonFunction):
    """The masker of a ``lane``, by the ``name`` of its folder; ``settings`` is the type that it reads."""

    name: ClassVar[str]
    lane: ClassVar[str]
    settings: ClassVar[type[MaskerEnvironment]]

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        parts: Parts,
        megabytes: int,
        concurrency: int,
        inside: Inside | None,
    ) -> None:
        stage, storage = parts.stage, parts.storage
        super().__init__(
            scope,
            construct_id,
            platform=parts.platform,
            name=self.name,
            settings=self.settings(
                table=storage.table.table_name,
                ledger=storage.ledger.table_name,
                originals=storage.originals.bucket_name,
                held=storage.held.bucket_name,
                results=storage.results.bucket_name,
                encryption_key=parts.keys.data.key_arn,
                lease_seconds=stage.lease_seconds,
                most_bytes=stage.most_bytes,
                most_pixels=stage.most_pixels,
                most_frames=stage.most_frames,
                retention=stage.retention,
            ),
            seconds=stage.masker_seconds,
            megabytes=megabytes,
            inside=inside,
        )
        self.consume(storage.lanes[self.lane].uploads, most=concurrency)
