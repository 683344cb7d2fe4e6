"""Stages, bundles and assemblies that the tests of the stack make for themselves."""

from dataclasses import replace
from pathlib import Path

import pytest

from functions.core.deployment import Operator
from infra.app import add_stack, new_app
from infra.packaging import Assets
from infra.stage import STAGES, Stage
from tests.infra.template import Template
from tools import bundle as bundling
from tools.bundle import bundle
from tools.targets import Target

OPERATOR = Operator("Example GmbH", "Beispielweg 1, Berlin", "ops@example.org", "privacy@example.org")
PROD = replace(STAGES["prod"], operator=OPERATOR, origins=("https://app.example.org",))
DEV, LOCAL, SWIFT = STAGES["dev"], STAGES["local"], STAGES["swift"]
# Whatever a stage can switch on: what an option brings with it is judged too.
OPTIONS = replace(PROD, name="options", guard_duty=True, malware_protection=True, budget_dollars=200)
TESTED = (LOCAL, SWIFT, DEV, PROD)


class Uncompiled(Assets):
    """Assets without `.pyc`: to compile for another Python than this one takes seconds."""

    def _compiled(self, code: list[Path]) -> dict[str, bytes]:
        return {}


def fake_bundles(build: Path, *targets: Target) -> Path:
    """Valid bundles without the network: one module stands for all wheels, a few bytes for the model."""

    def install(_target: Target, lock: Path, folder: Path) -> None:
        (folder / "wheel").mkdir(parents=True)
        (folder / "wheel" / "__init__.py").write_text(f"GROUP = {lock.stem!r}\n")
        (folder / "wheel" / "fast.so").write_bytes(b"\x7fELF")

    (build / "models").mkdir(parents=True, exist_ok=True)
    for name in (
        *("face.onnx", "face.LICENSE", "text.onnx", "text.LICENSE", "text.NOTICE"),
        *("u2netp.onnx", "u2netp.LICENSE"),
    ):
        (build / "models" / name).write_bytes(b"a model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundling, "_install", install)
        patch.setattr(bundling, "_compile", lambda _folder, _target: None)
        for target in targets:
            bundle(target, build=build)
    return build


def target_of(stage: Stage) -> Target:
    """Where a stage's functions run."""
    return Target(stage.python, stage.architecture)


def assemble(outdir: Path, build: Path, *stages: Stage) -> dict[str, Template]:
    """Synthesise stages; their templates by the stage's name."""
    app = new_app(outdir)
    for stage in stages:
        add_stack(app, stage, build, Uncompiled)
    app.synth()
    return {
        stage.name: Template(stage.name, outdir / f"Moretta-{stage.name}.template.json") for stage in stages
    }
