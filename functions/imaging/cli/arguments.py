"""What can be said on the command line."""

import argparse
from pathlib import Path
from typing import Final

from functions.imaging.limits import Limits

MODELS: Final = Path("build/models")
MOST_BYTES: Final = 100_000_000
_EXIT: Final = """exit status:
  0  every file is done
  1  at least one file is in review or rejected; the others were masked
  2  nothing was begun: an argument, the recipe, the models or DIR
  130  interrupted; what is in DIR is whole
"""


def parser() -> argparse.ArgumentParser:
    """The parser; ``command`` is ``mask`` or ``inspect``."""
    top = argparse.ArgumentParser(
        prog="python -m functions.imaging",
        description="Hide who is in photos: mask them, verify the results, strip all metadata.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    mask = _command(commands, "mask", "write a masked copy of every photo that could be masked and verified")
    mask.add_argument("--out", required=True, type=Path, metavar="DIR", help="where results go; never IN")
    mask.add_argument(
        "--write-review", action="store_true", help="also write what needs a look, to DIR/review"
    )
    mask.add_argument("--metadata-only", action="store_true", help="strip metadata and mask nothing")
    mask.add_argument("--json", action="store_true", help="one JSON object per file on stdout")
    inspect = _command(commands, "inspect", "draw results with their boxes on a sheet, for people to look at")
    inspect.add_argument("--out", required=True, type=Path, metavar="FILE", help="the sheet, .png or .jpg")
    return top


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, about: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=about, epilog=_EXIT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("inputs", nargs="+", type=Path, metavar="IN", help="photos, and folders with photos")
    command.add_argument("--recipe", metavar="FILE|JSON", help="what to hide, and how; default: faces, solid")
    command.add_argument("--models", type=Path, default=MODELS, metavar="DIR", help=f"default: {MODELS}")
    command.add_argument(
        "--most-pixels", type=_positive, default=Limits().pixels, metavar="N", help="default: %(default)s"
    )
    command.add_argument(
        "--most-bytes", type=_positive, default=MOST_BYTES, metavar="N", help="default: %(default)s"
    )
    return command


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number of at least 1")
    return int(text)
