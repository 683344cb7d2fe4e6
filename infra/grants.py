"""Who may do what, in one place (promise 11). Concrete actions; ``/*`` is every object of one bucket.

Reasons for the wider ones: listing takes a bucket, so ``s3:ListBucket…`` names it whole. The maskers may list
`originals` and `held` because S3 answers 403 and not 404 for a missing object to whoever may not list.
"""

from typing import Final

from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_s3 as s3

from functions.aws.schema import BY_DUE, BY_STATE, BY_TIME
from infra.keys import Keys
from infra.python_function import PythonFunction
from infra.storage import Storage

READ_TABLE_KEY: Final = ["kms:Decrypt", "kms:DescribeKey"]
# What DynamoDB asks of whoever writes to a table under a customer's key. It encrypts anew only when the table
# is given another key, which no function does.
WRITE_TABLE_KEY: Final = [*READ_TABLE_KEY, "kms:Encrypt", "kms:GenerateDataKey"]


class Grants:
    """Grants by resource, so that the stack reads as a table."""

    def __init__(self, storage: Storage, keys: Keys) -> None:
        self._storage, self._keys = storage, keys

    def read_rows(self, *functions: PythonFunction) -> None:
        """One row at a time, of both tables."""
        for function in functions:
            self._on_table(function, ["dynamodb:GetItem"])
            self._on_ledger(function, ["dynamodb:GetItem"])
            function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def read_teams(self, function: PythonFunction) -> None:
        """Who speaks for which team."""
        self._on_table(function, ["dynamodb:GetItem"])
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def read_ledger(self, function: PythonFunction) -> None:
        """One entry at a time."""
        self._on_ledger(function, ["dynamodb:GetItem"])
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def list_staff(self, function: PythonFunction, pool: cognito.UserPool) -> None:
        """See the rows of a team's members and their accounts."""
        self._on_table(function, ["dynamodb:Query"])
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])
        function.may(["cognito-idp:AdminGetUser"], [pool.user_pool_arn])

    def change_staff(
        self, function: PythonFunction, pool: cognito.UserPool, rows: list[str], accounts: list[str]
    ) -> None:
        """Change rows of members, and accounts of the pool.

        That an account is of the caller's team is the rows' to say: IAM knows nothing narrower than a pool.
        """
        self._on_table(function, [f"dynamodb:{action}" for action in rows])
        self.append_audit(function)
        function.may([f"cognito-idp:{action}" for action in accounts], [pool.user_pool_arn])

    def create_jobs(self, function: PythonFunction) -> None:
        """Write a job, unless one of its subjects has a tombstone or a consent is missing; count it."""
        self._on_table(
            function,
            ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"],
        )
        self._on_ledger(function, ["dynamodb:GetItem", "dynamodb:ConditionCheckItem"])
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])

    def update_jobs(self, function: PythonFunction) -> None:
        """Claim and close a job, unless its subject has a tombstone."""
        self._on_table(function, ["dynamodb:GetItem", "dynamodb:UpdateItem"])
        self._on_ledger(function, ["dynamodb:ConditionCheckItem"])
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])

    def list_jobs(self, function: PythonFunction) -> None:
        """Read jobs as two indexes find them."""
        self._on_table(function, ["dynamodb:BatchGetItem"])
        for name, _, _ in (BY_TIME, BY_STATE):
            self._on_index(function, name)
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def list_user_jobs(self, function: PythonFunction) -> None:
        """Read the jobs of a subject's partition, unless there is a tombstone."""
        self._on_table(function, ["dynamodb:Query"])
        self._on_ledger(function, ["dynamodb:GetItem"])
        function.may(READ_TABLE_KEY, [self._keys.data.key_arn])

    def tell_stored(self, function: PythonFunction) -> None:
        """Count the rows of a subject's partition; whether it is erased or held."""
        self.list_user_jobs(function)
        self._on_ledger(function, ["dynamodb:BatchGetItem"])

    def withdraw(self, function: PythonFunction) -> None:
        """Move a result out of `results`, say so in its job, and end the exports that may hold it."""
        self._on_table(function, ["dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"])
        self.move_results(function)
        self.objects(function, self._storage.held, "s3:DeleteObject")

    def move_results(self, function: PythonFunction) -> None:
        """Move a result from `results` to `held`, and say so in its job."""
        self.read_rows(function)
        self.update_jobs(function)
        self.objects(function, self._storage.results, "s3:GetObject", "s3:DeleteObject")
        self.objects(function, self._storage.held, "s3:PutObject", "s3:PutObjectTagging")
        self.list_objects(function, self._storage.results)

    def remask(self, function: PythonFunction) -> None:
        """Find the pictures of others, and move the results of those who are not held."""
        self.move_results(function)
        self._on_table(function, ["dynamodb:Query"])
        self._on_ledger(function, ["dynamodb:BatchGetItem"])

    def change_settings(self, function: PythonFunction) -> None:
        """Read and write a team's settings, and count what they reach."""
        self._on_table(function, ["dynamodb:GetItem", "dynamodb:PutItem"])
        for name, _, _ in (BY_TIME, BY_STATE):
            self._on_index(function, name)
        self.append_audit(function)
        # The agreement: when the team met it, and that it was accepted.
        self._on_table(function, ["dynamodb:UpdateItem"])
        self._on_ledger(function, ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"])

    def append_audit(self, *functions: PythonFunction) -> None:
        """Add entries to the audit; change and delete none."""
        for function in functions:
            function.may(["dynamodb:PutItem"], [self._storage.audit.table_arn])
            function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])

    def sweep(self, function: PythonFunction) -> None:
        """Find what is due, end it, delete what is over unless it is held; finish walks of restrictions.

        Cancel erasures that nobody approved.
        """
        self.settle_restrictions(function)
        self.append_audit(function)
        self._on_ledger(function, ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"])
        self._on_table(function, ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"])
        self._on_ledger(function, ["dynamodb:BatchGetItem"])
        self.list_objects(function, self._storage.originals)
        self.objects(function, self._storage.originals, "s3:DeleteObject")
        for name, _, _ in (BY_DUE, BY_TIME):
            self._on_index(function, name)
        self.objects(function, self._storage.exports, "s3:DeleteObject", "s3:PutObjectTagging")

    def ask_masker(self, *functions: PythonFunction) -> None:
        """Send an upload to the masker of its lane once more."""
        queues = [queues.uploads.queue_arn for queues in self._storage.lanes.values()]
        for function in functions:
            function.may(["sqs:SendMessage"], queues)

    def mask(self, *functions: PythonFunction) -> None:
        """Take originals, put what becomes of them, close their jobs."""
        storage = self._storage
        for function in functions:
            self.update_jobs(function)
            self._on_table(
                function, ["dynamodb:ConditionCheckItem", "dynamodb:PutItem"]
            )  # of consents, of copies
            self.objects(function, storage.originals, "s3:GetObject", "s3:DeleteObject")
            self.objects(function, storage.held, "s3:GetObject")  # what a reviewer released
            for bucket in (storage.originals, storage.held):
                self.list_objects(function, bucket)
            for bucket in (storage.held, storage.results):
                self.objects(function, bucket, "s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject")
            function.may(["kms:GenerateDataKey", "kms:Decrypt"], [self._keys.data.key_arn])

    def request_erasures(self, function: PythonFunction) -> None:
        """Write a tombstone and the record of an erasure; whether a job is there."""
        self._on_table(function, ["dynamodb:GetItem"])
        self._on_ledger(function, ["dynamodb:GetItem", "dynamodb:PutItem"])
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])

    def decide_erasures(self, *functions: PythonFunction) -> None:
        """Change the record of an erasure that has not begun, or that waits for a hold."""
        for function in functions:
            self._on_ledger(function, ["dynamodb:GetItem", "dynamodb:PutItem"])
            function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])

    def set_holds(self, *functions: PythonFunction) -> None:
        """Lift a hold or a restriction; setting one is a write as any."""
        for function in functions:
            self._on_ledger(function, ["dynamodb:DeleteItem"])

    def settle_restrictions(self, *functions: PythonFunction) -> None:
        """Walk over the jobs of a user, and move their files where nobody gets at them, or back."""
        storage = self._storage
        for function in functions:
            self.update_jobs(function)
            self._on_table(function, ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"])
            self._on_ledger(function, ["dynamodb:GetItem"])
            self.objects(function, storage.originals, "s3:PutObject")
            for bucket in (storage.held, storage.results):
                self.list_objects(function, bucket)
                store = ("s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject")
                self.objects(function, bucket, "s3:GetObject", *store)

    def list_erasures(self, function: PythonFunction) -> None:
        """Read a team's erasures, and the parts of one."""
        self._on_ledger(function, ["dynamodb:BatchGetItem", "dynamodb:Query"])

    def erase(self, function: PythonFunction) -> None:
        """Delete rows and objects, never read a photo."""
        self._on_table(
            function,
            [
                "dynamodb:BatchGetItem",
                "dynamodb:BatchWriteItem",
                "dynamodb:DeleteItem",
                "dynamodb:GetItem",
                "dynamodb:Query",
                "dynamodb:Scan",  # a team as a whole: rows without a job stand in no index
            ],
        )
        self._on_index(function, BY_TIME[0])
        self._on_ledger(
            function,
            [
                "dynamodb:BatchGetItem",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:Scan",  # proofs of consent of a team as a whole
            ],
        )
        function.may(WRITE_TABLE_KEY, [self._keys.data.key_arn])
        storage = self._storage
        buckets = [storage.originals, storage.held, storage.results, storage.exports]
        function.may(
            ["s3:ListBucketVersions", "s3:ListBucketMultipartUploads"], [b.bucket_arn for b in buckets]
        )
        function.may(
            ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:AbortMultipartUpload"],
            [bucket.arn_for_objects("*") for bucket in buckets],
        )

    def pseudonyms(self, *functions: PythonFunction) -> None:
        """Turn user ids into pseudonyms."""
        for function in functions:
            function.may(["kms:GenerateMac"], [self._keys.pseudonym.key_arn])

    def receipts(self, *, signer: PythonFunction, publisher: PythonFunction) -> None:
        """One signs receipts, the other tells the public half of the key."""
        key = [self._keys.receipts.key_arn]
        signer.may(["kms:Sign"], key)
        publisher.may(["kms:GetPublicKey"], key)

    def seal_sessions(self, function: PythonFunction) -> None:
        """Make a session's token."""
        function.may(["kms:GenerateMac"], [self._keys.session.key_arn])

    def verify_sessions(self, function: PythonFunction) -> None:
        """Tell a session's token from a forged one; make none."""
        function.may(["kms:VerifyMac"], [self._keys.session.key_arn])

    def seal_reports(self, function: PythonFunction) -> None:
        """Make the capability to report a job."""
        function.may(["kms:GenerateMac"], [self._keys.report.key_arn])

    def verify_reports(self, function: PythonFunction) -> None:
        """Tell it from a forged one; make none."""
        function.may(["kms:VerifyMac"], [self._keys.report.key_arn])

    def objects(self, function: PythonFunction, bucket: s3.Bucket, *actions: str) -> None:
        """These actions on every object of a bucket."""
        function.may(list(actions), [bucket.arn_for_objects("*")])
        if "s3:GetObject" in actions:
            self._storage.let_read(bucket, function.role)

    def list_objects(self, function: PythonFunction, bucket: s3.Bucket) -> None:
        """Learn that an object is not there."""
        function.may(["s3:ListBucket"], [bucket.bucket_arn])

    def _on_table(self, function: PythonFunction, actions: list[str]) -> None:
        function.may(actions, [self._storage.table.table_arn])

    def _on_index(self, function: PythonFunction, name: str) -> None:
        function.may(["dynamodb:Query"], [f"{self._storage.table.table_arn}/index/{name}"])

    def _on_ledger(self, function: PythonFunction, actions: list[str]) -> None:
        function.may(actions, [self._storage.ledger.table_arn])
