"""From a stage to an app, wherever it is synthesised: by the CDK CLI, by the local cloud, in a test."""

import json
from pathlib import Path

from aws_cdk import App

from infra.packaging import BUILD, ROOT, Assets
from infra.stack import MorettaStack
from infra.stage import Stage
from infra.web import WebStack


def new_app(outdir: Path | None = None) -> App:
    """An app with the context of cdk.json, which the CLI alone would read; its ``-c`` comes before it."""
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    return App(context=context, outdir=str(outdir) if outdir else None)


def add_stack(app: App, stage: Stage, build: Path = BUILD, kind: type[Assets] = Assets) -> MorettaStack:
    """The stack of a stage, by the name under which it is deployed, with assets of a ``kind``."""
    return MorettaStack(app, f"Moretta-{stage.name}", stage=stage, assets=kind(stage, build))


def add_web(app: App, stage: Stage, core: MorettaStack) -> WebStack:
    """The optional stack that serves the web of a stage."""
    return WebStack(app, f"{core.stack_name}-web", stage=stage, core=core)


def assemble(stage: Stage, outdir: Path, build: Path = BUILD) -> str:
    """Write the cloud assembly of a stage into a folder; the stack's name."""
    app = new_app(outdir)
    stack = add_stack(app, stage, build)
    app.synth()
    return str(stack.stack_name)
