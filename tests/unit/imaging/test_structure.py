import pytest

from functions.imaging.structure import is_clean

from .making import chunk, noise, saved, smooth, with_chunks, with_riff, with_segments

CLEAN = [
    ("JPEG", saved(smooth(), "JPEG")),
    ("PNG", saved(smooth(), "PNG")),
    ("WEBP", saved(smooth(), "WEBP")),
    ("WEBP", saved(smooth(), "WEBP", lossless=True)),
    ("WEBP", saved(noise(channels=4), "WEBP")),
]


@pytest.mark.parametrize(("name", "data"), CLEAN)
def test_what_our_encoders_write_is_clean(name: str, data: bytes) -> None:
    assert is_clean(data, name)


JPEG, PNG, WEBP, WEBP_ALPHA = CLEAN[0][1], CLEAN[1][1], CLEAN[2][1], CLEAN[4][1]
EXIF_FLAG = bytes((WEBP_ALPHA[20] | 8,))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("JPEG", with_segments(JPEG, (0xFE, b"")), id="JPEG comment"),
        pytest.param("JPEG", with_segments(JPEG, (0xE1, b"Exif\0\0")), id="JPEG EXIF"),
        pytest.param("JPEG", with_segments(JPEG, (0xE0, b"JFXX\0\x10")), id="JPEG thumbnail extension"),
        pytest.param("JPEG", with_segments(JPEG, (0xEE, b"Adobe" + b"x" * 20)), id="JPEG long Adobe segment"),
        pytest.param("JPEG", JPEG[:18] + b"\1\1" + JPEG[20:], id="JPEG with a thumbnail in JFIF"),
        pytest.param("JPEG", JPEG + b"\0", id="JPEG trailer"),
        pytest.param("JPEG", JPEG[:-2] + b"\0", id="JPEG without an end"),
        pytest.param("JPEG", saved(smooth(), "JPEG", progressive=True), id="JPEG progressive"),
        pytest.param("JPEG", JPEG[:2] + b"\xff" + JPEG[2:], id="JPEG with fill bytes"),
        pytest.param("JPEG", JPEG[:2] + b"ab" + JPEG[2:], id="JPEG with garbage"),
        pytest.param("PNG", with_chunks(PNG, chunk(b"tEXt", b"a\0b")), id="PNG text"),
        pytest.param("PNG", with_chunks(PNG, chunk(b"caNV", b"")), id="PNG private chunk"),
        pytest.param("PNG", PNG + b"\0", id="PNG trailer"),
        pytest.param("PNG", PNG[:-12] + chunk(b"IEND", b"a"), id="PNG with an end that is not empty"),
        pytest.param("PNG", PNG[:-12], id="PNG without an end"),
        pytest.param("WEBP", with_riff(WEBP, (b"JUNK", b"")), id="WebP unknown chunk"),
        pytest.param("WEBP", saved(smooth(), "WEBP", xmp=b"<x/>"), id="WebP XMP"),
        pytest.param("WEBP", WEBP_ALPHA[:20] + EXIF_FLAG + WEBP_ALPHA[21:], id="WebP flag for EXIF"),
        pytest.param("WEBP", WEBP + b"\0", id="WebP trailer"),
        pytest.param("WEBP", PNG, id="another format"),
    ],
)
def test_a_file_with_room_for_more_than_pixels_is_not_clean(name: str, data: bytes) -> None:
    assert not is_clean(data, name)
