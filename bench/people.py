"""Faces to attack, and the copies of them that an attacker has."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageEnhance

from functions.core.hide import Hide
from functions.core.recipe import Look
from functions.imaging.boxes import PixelBox
from functions.imaging.covers import Cover, Points, cover_of
from functions.imaging.detectors import Detector, Found
from functions.imaging.maskers import Masker

LEAST_CONFIDENCE: Final = 0.6
# Every place is brought to this size before it is masked: where a cover lies, how large it is and what stands
# around it is there to be seen in every style, and must not help one of them to a better figure than another.
SIZE: Final = (160, 208)


@dataclass(frozen=True, slots=True)
class Place:
    """What one photo shows where a face is covered, and the cover, both of ``SIZE``."""

    crop: Image.Image
    cover: Cover

    def masked(self, masker: Masker, quality: int = 90) -> Image.Image:
        """What is published of it: masked, encoded and decoded."""
        return encoded(masker.patch(self.crop, self.cover), quality)


@dataclass(frozen=True, slots=True)
class Person:
    """A face as it was uploaded, and as the attacker has it."""

    own: Place
    copy: Place


def people(photos: Sequence[Path], detector: Detector, least: int, *, exact: bool) -> Iterator[Person]:
    """Every face in ``photos`` of at least ``least`` pixels; if ``exact``, the copies are identical."""
    for path in photos:
        with Image.open(path) as opened:
            photo = opened.convert("RGB")
        copy = photo if exact else altered(photo)
        for found in detector.find(photo, Look("thorough")):
            side = min(found.box.width * photo.width, found.box.height * photo.height)
            if found.confidence >= LEAST_CONFIDENCE and side >= least:
                yield Person(_place(photo, found), _place(copy, found))


def _place(photo: Image.Image, found: Found) -> Place:
    cover = cover_of("face", found, Hide(), photo.size)
    crop = photo.crop(cover.where).resize(SIZE, Image.Resampling.BICUBIC)
    where = PixelBox(0, 0, *SIZE)
    return Place(crop, Cover("face", where, "box", where, _moved(cover)))


def _moved(cover: Cover) -> Points | None:
    (left, top), (width, height) = cover.where[:2], cover.where.size
    marks = cover.landmarks
    return marks and tuple(((x - left) * SIZE[0] / width, (y - top) * SIZE[1] / height) for x, y in marks)


def altered(photo: Image.Image) -> Image.Image:
    """The same photo as it comes back from a social network: smaller, brighter, compressed anew."""
    smaller = photo.resize((round(photo.width * 0.7), round(photo.height * 0.7)), Image.Resampling.LANCZOS)
    return encoded(ImageEnhance.Brightness(smaller).enhance(1.15), quality=60)


def encoded(picture: Image.Image, quality: int) -> Image.Image:
    """``picture`` as JPEG of ``quality``, decoded again."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    with Image.open(file) as again:
        return again.convert("RGB")
