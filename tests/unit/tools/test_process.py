"""These start the real emulator, since what they prove is about processes; each takes a second."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.local_cloud import ACCOUNT, LocalCloud, LocalCloudError

_ROOT = Path(__file__).resolve().parents[3]
# A shell that starts this run in the background has it ignore Ctrl-C, and children inherit that.
_HOLDER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from pathlib import Path
from tools.local_cloud import LocalCloud
with LocalCloud(Path(sys.argv[1])) as cloud:
    print(next((cloud.folder / "tmp").glob("ministack-*.pid")).read_text(), flush=True)
    sys.stdin.read()
"""

_HANGS = """
import os, time
def it(*_):
    with open({note!r}, "w") as note:
        note.write(str(os.getpid()))
    time.sleep(600)
"""


def _emulator(cloud: LocalCloud) -> int:
    """The emulator's process id, which is its group's too; it keeps a note of it itself."""
    return int(next((cloud.folder / "tmp").glob("ministack-*.pid")).read_text())


def _group_exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _becomes(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def _start_function_that_hangs(cloud: LocalCloud, note: Path) -> None:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr(
            "it.py",
            _HANGS.format(note=str(note)),
        )
    session = cloud.session()
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = session.client("iam").create_role(RoleName="it", AssumeRolePolicyDocument=policy)["Role"]["Arn"]
    functions = session.client("lambda")
    functions.create_function(
        FunctionName="it",
        Runtime="python3.13",
        Handler="it.it",
        Role=role,
        Code={"ZipFile": code.getvalue()},
        Timeout=600,
    )
    functions.invoke(FunctionName="it", InvocationType="Event")
    assert _becomes(lambda: note.is_file() and note.read_text() != "")


def _hold(parent: Path) -> tuple[subprocess.Popen[str], int]:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(parent)],
        cwd=_ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert holder.stdout is not None
    return holder, int(holder.stdout.readline())


def test_it_answers_as_root_of_its_own_account_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with LocalCloud(tmp_path) as cloud:
        group = _emulator(cloud)
        who = cloud.session().client("sts").get_caller_identity()
        assert who["Arn"] == f"arn:aws:iam::{ACCOUNT}:root"
        assert _group_exists(group)
    assert not _group_exists(group)
    assert list(tmp_path.iterdir()) == []


def test_a_function_in_the_middle_of_its_work_is_ended_too(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with LocalCloud(tmp_path / "clouds") as cloud:
        group = _emulator(cloud)
        _start_function_that_hangs(cloud, note)
        assert os.getpgid(int(note.read_text())) == group
    assert not _group_exists(group)
    assert list((tmp_path / "clouds").iterdir()) == []


def test_nothing_is_left_when_the_body_raises(tmp_path: Path) -> None:
    groups = []

    def body() -> None:
        with LocalCloud(tmp_path) as cloud:
            groups.append(_emulator(cloud))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        body()
    (group,) = groups
    assert not _group_exists(group)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_nothing_is_left_when_the_program_that_holds_it_is_ended_by(
    number: signal.Signals, tmp_path: Path
) -> None:
    holder, group = _hold(tmp_path)
    with holder:
        assert _group_exists(group)
        holder.send_signal(number)
        holder.wait(20)
        assert _becomes(lambda: not _group_exists(group))
        assert _becomes(lambda: list(tmp_path.iterdir()) == [])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread sees to it, within half a second")
def test_the_emulator_does_not_outlive_its_guard(tmp_path: Path) -> None:
    with LocalCloud(tmp_path) as cloud:
        group = _emulator(cloud)
        assert cloud.guard_pid is not None
        os.kill(cloud.guard_pid, signal.SIGKILL)
        assert _becomes(lambda: not _group_exists(group))
    assert list(tmp_path.iterdir()) == []


def test_two_clouds_side_by_side_share_nothing(tmp_path: Path) -> None:
    with LocalCloud(tmp_path) as one, LocalCloud(tmp_path) as other:
        one.session().client("sqs").create_queue(QueueName="only-here")
        assert not other.session().client("sqs").list_queues().get("QueueUrls")
        assert len({one.port, other.port}) == len({one.folder, other.folder}) == 2


def test_an_emulator_that_cannot_start_is_reported_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> dict[str, str]:
        return {"GATEWAY_PORT": "not a number"}

    monkeypatch.setattr("tools.local_cloud.process.emulator_environment", broken)
    with pytest.raises(LocalCloudError, match=r"ended while it started; its log ends:\n[\s\S]*not a number"):
        LocalCloud(tmp_path).start()
    assert list(tmp_path.iterdir()) == []


def test_stopping_twice_or_never_started_is_harmless(tmp_path: Path) -> None:
    cloud = LocalCloud(tmp_path)
    cloud.stop()
    cloud.start()
    cloud.stop()
    cloud.stop()
    with pytest.raises(LocalCloudError, match="not started"):
        cloud.logs()
