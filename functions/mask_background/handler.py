"""An upload arrived whose recipe replaces the background: the same way, with more to do."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from functions.aws.masking import masking
from functions.core.mask_photo import MaskPhoto, mask_photo
from functions.edge.queue import each_upload
from functions.imaging.limits import Limits
from functions.imaging.pipeline import build_pipeline
from functions.mask_background.settings import Settings

MODELS: Final = Path(__file__).parents[2] / "models"


def handler(event: Mapping[str, Any], _context: object) -> None:
    """The function's entry; one message per invocation."""
    each_upload("mask_background", event, lambda upload: mask_photo(upload, build()))


@cache
def build() -> MaskPhoto:
    """The concrete world, once per worker."""
    settings = Settings.from_env()
    limits = Limits(settings.most_pixels, settings.most_frames)
    return masking(settings, build_pipeline(MODELS, limits))
