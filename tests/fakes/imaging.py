"""A pipeline that does what the file says, and remembers what it let out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from functions.core.errors import Refused
from functions.core.masked import Masked, Verdict
from functions.core.recipe import Recipe
from functions.core.region import Box, Region

VERIFIED = Verdict((), 1)
FACE = Region("face", 0.9, Box(0.1, 0.1, 0.2, 0.2), Box(0.05, 0.05, 0.3, 0.3))

JPEG = "image/jpeg"


@dataclass
class FakeImaging:
    """Implements the port `Imaging`. The first word of a file decides; ``verified`` is all that may go out.

    ``face``: one region, verified; ``doubtful``: in doubt, too; ``kept``: only a face that stays. ``empty``:
    nothing found. ``unclear``: not even what the subject is. ``odd``: verification failed. ``bomb``: refused.
    ``crash``: an error nobody planned. ``meanwhile`` is what happens while a file is masked.
    """

    verified: set[bytes] = field(default_factory=set)
    seen: list[bytes] = field(default_factory=list)
    recipes: list[Recipe] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def mask(self, original: bytes, recipe: Recipe) -> Masked:
        self.seen.append(original)
        self.meanwhile()
        self.recipes.append(recipe)
        digest = hashlib.sha256(original).hexdigest().encode()
        match original.split(b" ")[0]:
            case b"face":
                data = b"masked " + digest
                self.verified.add(data)
                return Masked(data, JPEG, 40, 30, (FACE,), VERIFIED)
            case b"doubtful":
                data = b"masked " + digest
                return Masked(data, JPEG, 40, 30, (FACE,), VERIFIED, needs_review=True)
            case b"unclear":
                data = b"cut out " + digest
                return Masked(data, JPEG, 40, 30, (), VERIFIED, subject_unclear=True)
            case b"kept":
                data = b"kept " + digest
                self.verified.add(data)
                return Masked(data, JPEG, 40, 30, (), Verdict((), 1, kept=1))
            case b"empty":
                data = b"untouched " + digest
                self.verified.add(data)
                return Masked(data, JPEG, 40, 30, (), VERIFIED)
            case b"odd":
                return Masked(b"leaky " + digest, JPEG, 40, 30, (FACE,), Verdict(("seen_again",), 3))
            case b"crash":
                raise RuntimeError("the text of an exception")
            case _:
                raise Refused("not_an_image")
