"""`python -m tools.judge [STAGE]`: cdk-nag's findings on a stage, held against `infra/acknowledged.py`.

The packs are AwsSolutions, NIST 800-53 Rev. 5 and Serverless. Exits with 1 if a finding has no reason. A
stage that leaves options out does not need every reason; that none has outlived its finding, tests show.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from aws_cdk import App, Validations
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks

from infra.acknowledged import ACKNOWLEDGED, Acknowledged
from infra.app import add_stack, new_app
from infra.packaging import NoAssets
from infra.stage import STAGES


@dataclass(frozen=True, order=True)
class Finding:
    """A rule that something breaks; ``path`` is that of the construct, below its stack."""

    rule: str
    path: str


def judge(app: App, outdir: Path) -> list[Finding]:
    """What the packs find in an app that is to be synthesised into ``outdir``."""
    for pack in (AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks):
        Validations.of(app).add_plugins(pack(app))
    with suppress(RuntimeError):  # so the CDK says that there are findings
        app.synth()
    reports = json.loads((outdir / "validation-report.json").read_text())["pluginReports"]
    return sorted(
        Finding(violation["ruleName"], str(construct["constructPath"]).partition("/")[2])
        for report in reports
        for violation in report["violations"]
        for construct in violation["violatingConstructs"]
    )


def unacknowledged(findings: Sequence[Finding]) -> list[Finding]:
    """Findings without a reason."""
    return [each for each in findings if not any(one.covers(each.rule, each.path) for one in ACKNOWLEDGED)]


def stale(findings: Sequence[Finding]) -> list[Acknowledged]:
    """Reasons without a finding."""
    return [one for one in ACKNOWLEDGED if not any(one.covers(each.rule, each.path) for each in findings)]


def main(stage: str = "dev") -> int:
    """Judge a stage and print what was found."""
    with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        app = new_app(Path(folder))
        add_stack(app, STAGES[stage], Path(folder), NoAssets)
        findings = judge(app, Path(folder))
    for finding in unacknowledged(findings):
        print(f"no reason: {finding.rule} at {finding.path}")
    for reason in stale(findings):
        print(f"not needed by {stage}: {reason.rule}")
    bad = len(unacknowledged(findings))
    print(f"{len(findings)} findings, {len(ACKNOWLEDGED)} reasons, {bad} findings without one")
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
