"""The CDK app: ``cdk deploy -c stage=dev``. The stages are in `infra/stage.py`.

With ``-c web=true`` there is a second stack, which serves the web.
"""

import sys

from infra.app import add_stack, add_web, new_app
from infra.stage import StageError, stage_named
from tools.bundle import BundleMissing


def main() -> None:
    """Synthesise the stack of the stage that the context names."""
    app = new_app()
    try:
        stage = stage_named(str(app.node.try_get_context("stage")))
        core = add_stack(app, stage)
        if app.node.try_get_context("web"):
            add_web(app, stage, core)
    except (StageError, BundleMissing) as refused:
        sys.exit(f"moretta: {refused}")
    app.synth()


if __name__ == "__main__":
    main()
