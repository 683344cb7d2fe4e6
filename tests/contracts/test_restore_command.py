"""`python -m tools.restore`, over moto: what it tells whoever runs it."""

import json

import pytest
from botocore.exceptions import ClientError

from functions.aws.jobs import DynamoJobs
from functions.core.store_names import BUCKETS
from tests.contracts.adapters import MotoBackend
from tests.contracts.making import OTHER, a_job
from tools import restore


@pytest.fixture
def backup(moto: MotoBackend, monkeypatch: pytest.MonkeyPatch) -> str:
    """A table that was restored, with a job and its file, beside a deployed stack that lost it."""
    table, buckets = moto.cloud.new_table(), {name: moto.cloud.new_bucket() for name in BUCKETS}
    outputs = {"TableName": moto.table, "LedgerName": moto.ledger_table}
    outputs |= {f"{name.title()}Bucket": bucket for name, bucket in buckets.items()}
    monkeypatch.setattr(restore, "outputs_of", lambda _session, _stack: outputs)
    job = a_job(depicted=(OTHER,))  # two rows
    DynamoJobs(moto.cloud.dynamodb, table, moto.ledger_table).create(job)
    moto.cloud.s3.put_object(Bucket=buckets["originals"], Key=str(job.key), Body=b"a photo")
    return table


def _run(backup: str, *more: str) -> int:
    return restore.main(["--stack", "Moretta-prod", "--from", backup, *more])


def test_it_counts_what_it_copied_and_twice_is_harmless(
    backup: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, told in ((["--dry-run"], "copied"), ([], "copied"), ([], "there_already")):
        assert _run(backup, *arguments) == 0
        assert capsys.readouterr().out.split() == [told, "2"]


def test_a_table_is_not_restored_from_itself(
    backup: str, moto: MotoBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    for own in (moto.table, moto.ledger_table):
        with pytest.raises(SystemExit) as ended:
            _run(own)
        assert ended.value.code == 2
        assert "not from itself" in capsys.readouterr().err


def test_a_stack_that_is_not_there_is_said_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(_session: object, _stack: str) -> dict[str, str]:
        raise ClientError({"Error": {"Code": "ValidationError", "Message": "-"}}, "DescribeStacks")

    monkeypatch.setattr(restore, "outputs_of", none)
    with pytest.raises(SystemExit) as ended:
        _run("whatever")
    assert ended.value.code == 2
    assert "the stack cannot be read: ValidationError" in capsys.readouterr().err


def test_a_backup_that_cannot_be_read_ends_it_with_the_reason_and_no_traceback(
    backup: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(f"{backup}-not-there") == 1
    assert "stopped: ResourceNotFoundException. Go on with --after" in capsys.readouterr().err


def test_it_goes_on_from_a_place_that_was_told(
    backup: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("functions.aws.backup.PAGE", 1)
    assert _run(backup) == 0
    place = capsys.readouterr().err.splitlines()[0].removeprefix("place: ")
    assert json.loads(place)
    assert _run(backup, "--after", place) == 0
    assert capsys.readouterr().out.split() == ["there_already", "1"]


def test_a_place_that_is_none_is_refused(backup: str, capsys: pytest.CaptureFixture[str]) -> None:
    for place in ("", "nowhere", "{"):
        with pytest.raises(SystemExit) as ended:
            _run(backup, "--after", place)
        assert ended.value.code == 2
    assert _run(backup, "--after", '"a text"') == 1
    assert "stopped: ParamValidationError" in capsys.readouterr().err
