"""The entry: read what is asked for, refuse what cannot be, do it."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from functions.core.errors import Invalid
from functions.core.job import DONE
from functions.core.recipe import Recipe, parse_recipe
from functions.imaging.cli.arguments import parser
from functions.imaging.cli.inputs import Source, sources
from functions.imaging.cli.lines import shown
from functions.imaging.cli.outputs import Folder, save
from functions.imaging.cli.reading import why
from functions.imaging.cli.sheet import draw_sheets
from functions.imaging.cli.showing import Printer, say, with_bar
from functions.imaging.cli.working import REVIEW_FOLDER, Work, judged
from functions.imaging.limits import Limits
from functions.imaging.pipeline import MODEL_FILES, Pipeline, build_pipeline

ALL_DONE, SOME_NOT, NOTHING_BEGUN, INTERRUPTED = 0, 1, 2, 130
DEFAULT_RECIPE: Final = {"version": 1, "hide": {"face": {"style": "solid"}}}


class UsageError(Exception):
    """Nothing was begun; the text is for the person who called."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what ``arguments`` ask for and return the exit status."""
    wanted = parser().parse_args(arguments)
    try:
        return {"mask": _mask, "inspect": _inspect}[wanted.command](wanted)
    except UsageError as error:
        say(str(error))
    except Invalid as error:
        say(f"{error.field or 'recipe'}: {error.detail}")
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our lines has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOME_NOT
    return NOTHING_BEGUN


def _mask(wanted: Namespace) -> int:
    recipe = _stripping() if wanted.metadata_only else _recipe(wanted.recipe)
    if wanted.metadata_only and wanted.recipe:
        raise UsageError("--metadata-only masks nothing, so that there is no use for a --recipe")
    imaging, found, folder = _pipeline(wanted, recipe), sources(wanted.inputs, wanted.out), Folder(wanted.out)
    _prepare(folder, found)
    review = Folder(wanted.out / REVIEW_FOLDER) if wanted.write_review else None
    work, show = Work(imaging, recipe, wanted.most_bytes, folder, review), Printer(wanted.json)
    status = ALL_DONE
    for source in with_bar(found):
        line = work(source)
        show(line)
        status = status if line.state == DONE else SOME_NOT
    return status


def _inspect(wanted: Namespace) -> int:
    if wanted.out.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise UsageError("--out must end in .png or .jpg")
    recipe = _recipe(wanted.recipe)
    imaging, found = _pipeline(wanted, recipe), sources(wanted.inputs)
    if wanted.out.resolve() in {source.path.resolve() for source in found}:
        raise UsageError("--out is one of the files to look at: name another one")
    seen = (judged(source.path, imaging, recipe, wanted.most_bytes) for source in with_bar(found))
    status = ALL_DONE
    try:
        for sheet, done in draw_sheets(seen, wanted.out):
            say(f"drew {shown(sheet)}")
            status = status if done else SOME_NOT
    except OSError as error:
        raise UsageError(f"--out cannot be written: {why(error)}") from error
    return status


def _prepare(folder: Folder, found: Sequence[Source]) -> None:
    if folder.holds_originals(found):
        raise UsageError("--out holds what is to be masked: name a folder of its own")
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        save(folder.root / ".moretta", b"")  # asks the disk, not the permission bits
        (folder.root / ".moretta").unlink()
    except OSError as error:
        raise UsageError(f"--out cannot be written: {why(error)}") from error


def _stripping() -> Recipe:
    """What hides nothing and lets everything through: opening, turning, encoding and judging are left."""
    return Recipe(hide={}, if_nothing="release")


def _recipe(given: str | None) -> Recipe:
    """The recipe of ``--recipe``: JSON, if it looks like it, else a file. Raises `UsageError`, `Invalid`."""
    if given is None:
        return parse_recipe(DEFAULT_RECIPE)
    text = given
    try:
        if not given.lstrip().startswith("{"):
            text = Path(given).read_text("utf-8")
        value = json.loads(text)
    except OSError as error:
        raise UsageError(f"--recipe cannot be read: {why(error)}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError("--recipe is not JSON") from error
    return parse_recipe(value)


def _pipeline(wanted: Namespace, recipe: Recipe) -> Pipeline:
    """Raises `UsageError` if a model that the recipe needs is not there."""
    asked = [*recipe.hide, *(["background"] if recipe.background else [])]
    needed = (MODEL_FILES[name] for name in asked if name in MODEL_FILES)
    missing = [name for name in needed if not (wanted.models / name).is_file()]
    if missing:
        raise UsageError(
            f"{', '.join(missing)} not in {shown(wanted.models)}: run `python -m tools.fetch` in the clone, "
            "which fetches the models once, or name their folder with --models"
        )
    return build_pipeline(wanted.models, Limits(pixels=wanted.most_pixels))
