"""The bytes of a ZIP file, piece by piece (PKWARE APPNOTE 6.3.10): nothing has to be held or read back.

Python's own `zipfile` keeps every entry in memory and cannot go on with a file that another process began.
Files are stored as they are: pictures are compressed already. What is beyond 4 GB or 65 535 files is told in
ZIP64 (section 4.3.14, 4.5.3), which every reader of today knows.
"""

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

UTF8: Final = 0x800  # names are UTF-8 (section 4.4.4)
PLAIN, WIDE = 20, 45  # the version that a reader needs: of files, of ZIP64
MOST: Final = 0xFFFFFFFF
MANY: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Piece:
    """A file inside the ZIP: ``data`` goes behind what is there, ``entry`` into the directory at the end."""

    data: bytes
    entry: bytes


def piece(name: str, data: bytes, offset: int, moment: datetime) -> Piece:
    """A file of less than 4 GB that begins at ``offset``, the bytes that the ZIP has so far."""
    assert len(data) < MOST
    encoded, crc = name.encode(), zlib.crc32(data)
    common = (UTF8, 0, *_dos(moment), crc, len(data), len(data), len(encoded))
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", PLAIN, *common, 0) + encoded
    far = offset >= MOST
    extra = struct.pack("<HHQ", 1, 8, offset) if far else b""
    entry = struct.pack(
        "<4s6H3L5H2L",
        b"PK\x01\x02",
        WIDE,
        WIDE if far else PLAIN,
        *common,
        len(extra),
        *(0, 0, 0, 0),
        MOST if far else offset,
    )
    return Piece(head + data, entry + encoded + extra)


def ending(entries: int, start: int, size: int) -> bytes:
    """What comes behind the directory, which has so many entries and bytes and begins at ``start``."""
    wide = b""
    if entries >= MANY or start >= MOST or size >= MOST:
        end = start + size
        numbers = (44, WIDE, WIDE, 0, 0, entries, entries, size, start)
        wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", *numbers)
        wide += struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    few = min(entries, MANY)
    last = (0, 0, few, few, min(size, MOST), min(start, MOST), 0)
    return wide + struct.pack("<4s4H2LH", b"PK\x05\x06", *last)


def _dos(moment: datetime) -> tuple[int, int]:
    """Time and date as section 4.4.6 wants them: in two seconds, since 1980."""
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, (max(moment.year, 1980) - 1980) << 9 | moment.month << 5 | moment.day
