"""The local cloud: one emulated AWS account on this machine, with IAM enforced and TLS."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tools.local_cloud import runner
from tools.local_cloud.certificates import make_certificates
from tools.local_cloud.clients import local_session
from tools.local_cloud.environment import (
    Credentials,
    client_environment,
    emulator_environment,
)
from tools.local_cloud.health import answers, free_port

if TYPE_CHECKING:
    from boto3.session import Session

_LOG = "emulator.log"
_START_SECONDS = 60.0  # it takes 2 to 4; a busy machine takes longer
_STOP_SECONDS = 15.0
_POLL_SECONDS = 0.05
_ATTEMPTS = 3


class LocalCloudError(Exception):
    """The emulator did not start, or did not stop; the text holds the end of its log."""


class LocalCloud:
    """One emulator of its own, usable side by side with others; a context manager.

    Everything it writes is in one folder below `parent` (the system's temporary folder if None), and
    that folder, the emulator and the functions' workers are gone when it stops, however it stops: a
    guard process sees to it even if this process is killed. It is not for use after a fork.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent
        self._folder: Path | None = None
        self._guard: subprocess.Popen[bytes] | None = None
        self._port = 0
        self.root = Credentials(f"AKIA{secrets.token_hex(8).upper()}", secrets.token_hex(20))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Self:
        """Start the emulator and return when it answers; LocalCloudError if it does not in time."""
        if self._guard:
            raise LocalCloudError("already started")
        for attempt in range(1, _ATTEMPTS + 1):
            self._port = free_port()
            try:
                self._launch()
                self._wait_until_it_answers()
            except _EndedEarly:
                self.stop()
                if attempt == _ATTEMPTS:
                    raise
            except BaseException:  # Ctrl-C too
                self.stop()
                raise
            else:
                return self
        raise AssertionError("unreachable")

    def stop(self) -> None:
        """End the emulator and everything that it started, and remove its folder; twice is harmless."""
        guard, folder = self._guard, self._folder
        self._guard = self._folder = None
        if guard is not None:
            assert guard.stdin is not None
            guard.stdin.close()  # the sign for the guard
            try:
                guard.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                guard.kill()  # the emulator is told to die with it
                guard.wait()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def folder(self) -> Path:
        """Where this cloud keeps its files while it runs."""
        if self._folder is None:
            raise LocalCloudError("not started")
        return self._folder

    @property
    def guard_pid(self) -> int | None:
        """The process that cleans up after this one, None when there is none."""
        return self._guard.pid if self._guard else None

    @property
    def port(self) -> int:
        """The only port it listens on, on the loopback interface."""
        return self._port

    @property
    def endpoint(self) -> str:
        """The address of every service. The name is `localhost`: the certificate names it, and links do."""
        return f"https://localhost:{self._port}"

    @property
    def ca_bundle(self) -> Path:
        """The authority that clients have to trust."""
        return self.folder / "certificates" / "authority.pem"

    @property
    def environment(self) -> dict[str, str]:
        """What to add to a program's environment so that it works on this cloud as root."""
        return client_environment(self.endpoint, self.ca_bundle, self.root)

    def session(self, credentials: Credentials | None = None) -> Session:
        """Return a boto3 session for `credentials` (root if None) that ignores the host's AWS setup."""
        return local_session(self.endpoint, self.ca_bundle, credentials or self.root)

    def assume(self, role_arn: str) -> Credentials:
        """Return credentials of a role, a function's too, to try what it may and may not do.

        Only here may root assume a role that trusts nobody but Lambda.
        """
        sts = self.session().client("sts")
        given = sts.assume_role(RoleArn=role_arn, RoleSessionName="local-cloud")["Credentials"]
        return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])

    def logs(self) -> str:
        """Return what the emulator has written so far."""
        return (self.folder / _LOG).read_text(encoding="utf-8", errors="replace")

    def _launch(self) -> None:
        if self._folder is None:
            if self._parent:
                self._parent.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix="moretta-cloud-", dir=self._parent))
        folder = self._folder
        for name in ("home", "tmp", "s3", "state"):
            (folder / name).mkdir(exist_ok=True)
        certificates = make_certificates(folder / "certificates")
        with (folder / _LOG).open("wb") as log:
            self._guard = subprocess.Popen(
                [sys.executable, runner.__file__, str(folder), str(os.getpid())],
                env=emulator_environment(os.environ, folder, self._port, certificates, self.root),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # out of the reach of the terminal's Ctrl-C
            )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not answers(self.endpoint, self.ca_bundle):
            if (self.folder / runner.ENDED).exists() or (self._guard and self._guard.poll() is not None):
                raise _EndedEarly(self._told("the emulator ended while it started"))
            if time.monotonic() > deadline:
                raise LocalCloudError(self._told(f"no answer after {_START_SECONDS:.0f} s"))
            time.sleep(_POLL_SECONDS)

    def _told(self, what: str) -> str:
        return f"{what}; its log ends:\n{self.logs()[-2000:]}"


class _EndedEarly(LocalCloudError):
    """Another program may have taken the port between our look and the emulator's bind: try again."""
