from io import BytesIO

import pytest
from PIL import Image

from functions.core.errors import Refused
from functions.imaging.upright import upright

from .making import CONTENT_TYPES, EXIF_TURN, STORED, decoded, difference, saved, smooth, stored


def exif(turn: int) -> Image.Exif:
    made = Image.Exif()
    made[EXIF_TURN] = turn
    return made


@pytest.mark.parametrize("turn", STORED)
@pytest.mark.parametrize("name", CONTENT_TYPES)
def test_every_orientation_stands_upright(name: str, turn: int) -> None:
    data = saved(stored(smooth(), turn), name, exif=exif(turn))
    assert difference(decoded(data), smooth()) < 3


@pytest.mark.parametrize("turn", STORED)
def test_transparency_turns_with_the_picture(turn: int) -> None:
    picture = smooth()
    picture.putalpha(Image.linear_gradient("L").resize(picture.size).point(lambda value: max(1, value)))
    data = saved(stored(picture, turn), "PNG", exif=exif(turn))
    assert difference(decoded(data), picture) == 0


@pytest.mark.parametrize("turn", STORED)
def test_an_orientation_in_xmp_counts_as_well(turn: int) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><tiff:Orientation>%d</tiff:Orientation></x:xmpmeta>' % turn
    assert difference(decoded(saved(stored(smooth(), turn), "JPEG", xmp=xmp)), smooth()) < 3


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"Exif\0\0nothing of the kind", id="no TIFF header"),
        pytest.param(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x02a\0\0\0\0\0", id="a text"),
        pytest.param(
            b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x63\0\0\0\0", id="out of range"
        ),
        pytest.param(b"Exif\0\0MM\0*\xff\xff\xff\xff", id="points outside"),
    ],
)
def test_an_orientation_that_cannot_be_read_leaves_the_picture_as_it_lies(broken: bytes) -> None:
    assert difference(decoded(saved(smooth(), "JPEG", exif=broken)), smooth()) < 3


def test_a_parser_of_orientations_that_breaks_leaves_the_picture_as_it_lies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Image.Image, "getexif", lambda _: 1 / 0)
    assert difference(upright(smooth()), smooth()) == 0


def test_nothing_but_pixels_reaches_the_fresh_canvas() -> None:
    data = saved(smooth(), "JPEG", exif=exif(6), comment=b"hello", xmp=b"<x/>", dpi=(300, 300))
    canvas = decoded(data)
    assert (type(canvas), canvas.info, dict(canvas.getexif())) == (Image.Image, {}, {})


@pytest.mark.parametrize("mode", ["I", "F"])
def test_numbers_that_are_no_colours_are_refused(mode: str) -> None:
    with pytest.raises(Refused) as caught:
        decoded(saved(Image.new(mode, (4, 4)), "TIFF"))
    assert caught.value.reason == "format_not_allowed"


def test_a_file_is_not_needed_any_more_once_it_is_upright() -> None:
    file = BytesIO(saved(smooth(), "PNG"))
    picture = Image.open(file)
    result = upright(picture)
    picture.close()
    assert difference(result, smooth()) == 0
