"""The masker of backgrounds."""

from functions.core.names import BACKGROUND
from functions.mask_background.settings import Settings
from infra.masker import Masker


class MaskBackground(Masker):
    """See `functions.mask_background`."""

    name = "mask_background"
    lane = BACKGROUND
    settings = Settings
