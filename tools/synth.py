"""`python -m tools.synth OUTDIR STAGE…`: one cloud assembly with the stacks of these stages."""

import sys
from pathlib import Path

from infra.app import add_stack, new_app
from infra.stage import STAGES


def main(outdir: str, *names: str) -> int:
    """Write the assembly."""
    app = new_app(Path(outdir))
    for name in names:
        add_stack(app, STAGES[name])
    app.synth()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
