"""The masker of faces."""

from functions.core.names import IDENTITY
from functions.mask_identity.settings import Settings
from infra.masker import Masker


class MaskIdentity(Masker):
    """See `functions.mask_identity`."""

    name = "mask_identity"
    lane = IDENTITY
    settings = Settings
