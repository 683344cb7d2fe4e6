"""The product's own stacks on the local cloud, and how a client reaches them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from boto3.session import Session

from infra.packaging import ROOT
from infra.stage import STAGES, Stage
from tools.local_cloud import AssemblyError, LocalCloud, deploy


@dataclass(frozen=True)
class Deployed:
    """One deployed stage. Its addresses differ from the stack's outputs, which name AWS's hosts."""

    stage: Stage
    outputs: Mapping[str, str]
    endpoint: str
    ca_bundle: Path
    session: Session

    @property
    def api_url(self) -> str:
        """Where the API answers, without a slash at its end."""
        return f"{self.endpoint}/_aws/execute-api/{self.outputs['ApiId']}/api"

    @property
    def token_url(self) -> str:
        """Where a machine client gets its tokens (RFC 6749, section 4.4)."""
        return f"{self.endpoint}/oauth2/token"


def assemble_stages(names: Iterable[str], outdir: Path) -> None:
    """Write one cloud assembly with the stacks of these stages.

    In a process of its own, with its own place for temporary files: when it is interrupted, what the CDK's
    Node process leaves there goes with the folder. Raises `AssemblyError` with what that process said.
    """
    with tempfile.TemporaryDirectory(dir=outdir.parent) as scratch:
        done = subprocess.run(
            [sys.executable, "-m", "tools.synth", str(outdir), *names],
            env={**os.environ, "TMPDIR": scratch},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise AssemblyError(done.stdout.decode(errors="replace")[-2000:])


def deploy_stages(cloud: LocalCloud, assembly: Path) -> dict[str, Deployed]:
    """Deploy an assembly; the stages in it by name."""
    stacks = deploy(cloud, assembly)
    return {
        name: Deployed(
            STAGES[name], stacks[f"Moretta-{name}"], cloud.endpoint, cloud.ca_bundle, cloud.session()
        )
        for name in STAGES
        if f"Moretta-{name}" in stacks
    }
