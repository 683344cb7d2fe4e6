"""Makes an animation of stills that our own encoders wrote. Each frame is whole, and depends on no other.

So what was checked of a frame stays true in the file, and no earlier frame shows through a later one.
Sources: GIF89a; the PNG specification, third edition (APNG); RFC 9649 (WebP).
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from functions.imaging.containers import PNG_SIGNATURE, png_parts, webp_parts, webp_size
from functions.imaging.gif import gif_parts
from functions.imaging.timing import Timing

_ALPHA, _ANIMATION = 0x10, 0x02
_DO_NOT_BLEND: Final = 0x02
_LOCAL_COLOURS: Final = 0x80
_CLEAR_AFTERWARDS: Final = 2 << 2


def weave_gif(stills: Sequence[bytes], timing: Timing) -> bytes:
    """Each still brings its colours along, as the table of its own frame."""
    made = [b"GIF89a", stills[0][6:10], b"\x00\x00\x00"]
    if timing.plays != 1:
        again = max(0, timing.plays - 1)  # a GIF says how often it is repeated
        made += [b"\x21\xff\x0bNETSCAPE2.0\x03\x01", struct.pack("<H", min(again, 0xFFFF)), b"\x00"]
    for still, duration in zip(stills, timing.durations, strict=True):
        parts = {part.name: part.body for part in gif_parts(still)}
        head, image, control = parts["HEAD"], parts["IMAG"], parts.get("X0F9")
        clear = control[3] & 1 if control else 0
        index = control[6] if control else 0
        delay = min(round(duration / 10), 0xFFFF)
        made.append(struct.pack("<4BH2B", 0x21, 0xF9, 4, _CLEAR_AFTERWARDS | clear, delay, index, 0))
        made += [bytes(image[:9]), bytes((image[9] | _LOCAL_COLOURS | head[10] & 7,))]
        made += [bytes(head[13:]), bytes(image[10:])]
    return b"".join((*made, b"\x3b"))


def weave_png(stills: Sequence[bytes], timing: Timing) -> bytes:
    """All stills must be of one size and mode, for the header is common to all."""
    header = next(png_parts(stills[0])).body
    size = bytes(header[:8])
    made = [_chunk(b"IHDR", header), _chunk(b"acTL", struct.pack(">II", len(stills), timing.plays))]
    number = 0
    for index, (still, duration) in enumerate(zip(stills, timing.durations, strict=True)):
        made.append(_chunk(b"fcTL", struct.pack(">I8s8xHHBB", number, size, *_fraction(duration), 0, 0)))
        number += 1
        for body in (part.body for part in png_parts(still) if part.name == "IDAT"):
            if index == 0:
                made.append(_chunk(b"IDAT", body))
            else:
                made.append(_chunk(b"fdAT", struct.pack(">I", number) + body))
                number += 1
    return b"".join((PNG_SIGNATURE, *made, _chunk(b"IEND", b"")))


def weave_webp(stills: Sequence[bytes], timing: Timing) -> bytes:
    """Each still becomes a frame that replaces the one before it."""
    width, height = (side - 1 for side in webp_size(stills[0]))
    size = struct.pack("<I", width)[:3] + struct.pack("<I", height)[:3]
    frames = []
    for still, duration in zip(stills, timing.durations, strict=True):
        head = bytes(6) + size + struct.pack("<I", min(duration, 0xFFFFFF))[:3] + bytes((_DO_NOT_BLEND,))
        frames.append(_riff(b"ANMF", head + b"".join(_pictures(still))))
    clear = any(frame[24:28] == b"ALPH" or frame[24:28] == b"VP8L" for frame in frames)
    flags = bytes((_ANIMATION | (_ALPHA if clear else 0), 0, 0, 0))
    control = bytes(4) + struct.pack("<H", min(timing.plays, 0xFFFF))
    body = b"".join((b"WEBP", _riff(b"VP8X", flags + size), _riff(b"ANIM", control), *frames))
    return _riff(b"RIFF", body)


WEAVERS: Final[dict[str, Callable[[Sequence[bytes], Timing], bytes]]] = {
    "GIF": weave_gif,
    "PNG": weave_png,
    "WEBP": weave_webp,
}


def _pictures(still: bytes) -> Iterator[bytes]:
    for part in webp_parts(still):
        if part.name in {"ALPH", "VP8 ", "VP8L"}:
            yield _riff(part.name.encode(), part.body)


def _fraction(milliseconds: int) -> tuple[int, int]:
    """A delay as PNG writes it: two numbers of 16 bits, in seconds one by the other."""
    if milliseconds <= 0xFFFF:
        return milliseconds, 1000
    return min(round(milliseconds / 1000), 0xFFFF), 1


def _chunk(name: bytes, body: bytes | memoryview) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))


def _riff(name: bytes, body: bytes | memoryview) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)
