"""`python -m tools.bundle_stage STAGE`: the bundles that a stage of `infra/stage.py` deploys."""

import sys

from infra.stage import STAGES
from tools.bundle import bundle
from tools.targets import Target
from tools.transcript import Transcript


def main(name: str) -> int:
    """Bundle for the stage's Python and architecture; 2 if there is no such stage."""
    if name not in STAGES:
        sys.stderr.write(f"bundle: there is no stage of that name; there are {', '.join(STAGES)}\n")
        return 2
    stage = STAGES[name]
    local = name in {"local", "swift"}
    with Transcript().step(f"wheels and models for Python {stage.python} on {stage.architecture}"):
        bundle(Target.here() if local else Target(stage.python, stage.architecture))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
