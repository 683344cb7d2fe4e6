"""POST /v1/jobs."""

from functions.core.agreement_text import version_of
from functions.create_job.settings import Settings
from infra.deployment import deployment
from infra.stack_function import Parts, StackFunction


class CreateJob(StackFunction):
    """See `functions.create_job`."""

    name = "create_job"

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            originals=parts.storage.originals.bucket_name,
            encryption_key=parts.keys.data.key_arn,
            pseudonym_key=parts.keys.pseudonym.key_arn,
            form_seconds=parts.stage.form_seconds,
            most_bytes=parts.stage.most_bytes,
            grace_seconds=parts.stage.grace_seconds,
            jobs_per_minute=parts.stage.jobs_per_minute,
            retention=parts.stage.retention,
            agreement_version=version_of(deployment(parts.stage)),
            agreement_mode=parts.stage.agreement_mode,
            agreement_grace_days=parts.stage.agreement_grace_days,
        )
