"""The CDK app: ``cdk deploy -c stage=dev``. The stages are in `infra/stage.py`."""

import sys

from infra.app import add_stack, new_app
from infra.stage import StageError, stage_named
from tools.bundle import BundleMissing


def main() -> None:
    """Synthesise the stack of the stage that the context names."""
    app = new_app()
    try:
        add_stack(app, stage_named(str(app.node.try_get_context("stage"))))
    except (StageError, BundleMissing) as refused:
        sys.exit(f"moretta: {refused}")
    app.synth()


if __name__ == "__main__":
    main()
