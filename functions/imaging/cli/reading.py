"""Reads a file that may be anything: a socket, a link to nowhere, a terabyte of zeros."""

import os
import stat
from pathlib import Path

from functions.core.errors import Refused
from functions.core.reasons import TOO_LARGE


class UnreadableError(Exception):
    """The file cannot be read; the text says why, in half a sentence without the name."""


def read(path: Path, most_bytes: int) -> bytes:
    """The bytes of ``path``. Raises `UnreadableError`, or `Refused` if they are more than ``most_bytes``."""
    try:
        kind = os.stat(path)
        if stat.S_ISDIR(kind.st_mode):
            raise UnreadableError("it is a folder, or a link to one, that is not entered")
        if not stat.S_ISREG(kind.st_mode):
            raise UnreadableError("it is no file but a device, a pipe or a socket")
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as error:
        dangling = path.is_symlink() and isinstance(error, FileNotFoundError)
        raise UnreadableError("it is a link to nothing" if dangling else why(error)) from error
    except ValueError as error:  # a null byte in the name
        raise UnreadableError("the name is none that a file can have") from error
    if len(data) > most_bytes:
        raise Refused(TOO_LARGE, f"{most_bytes:,} bytes")
    return data


def why(error: OSError) -> str:
    """What the system says, in half a sentence without the name."""
    return (error.strerror or "the system refuses").lower()
