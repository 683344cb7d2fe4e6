"""Where functions run: the Python and the machine that their wheels are for."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from typing import Final

ARCHITECTURES: Final = ("arm64", "x86_64")  # as Lambda names them
_NAMES: Final = {"x86_64": "x86_64", "amd64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
# Amazon Linux 2023, on which Python 3.12 and newer run in Lambda, has glibc 2.34: 2.28 fits.
_LINUX: Final = {"x86_64": "x86_64-manylinux_2_28", "arm64": "aarch64-manylinux_2_28"}


@dataclass(frozen=True)
class Target:
    """Where functions are to run: Python as "3.13", architecture as Lambda names it, Linux or this host.

    `system` is "linux" for Lambda. The local stage runs functions on this very machine: on Linux that
    is the same thing, elsewhere (macOS) it takes the host's own wheels, in a folder of their own.
    """

    python: str
    arch: str
    system: str = "linux"

    @classmethod
    def here(cls) -> Target:
        """Return the target of the local stage: this interpreter on this machine."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return cls(version, _NAMES[platform.machine().lower()], sys.platform)

    @property
    def folder(self) -> str:
        """The name of the target's folder below `build/`."""
        name = f"{self.python}-{self.arch}"
        return name if self.system == "linux" else f"{name}-{self.system}"

    @property
    def platform(self) -> str | None:
        """The platform as uv names it; None for the host's own, whatever that is."""
        return _LINUX[self.arch] if self.system == "linux" else None

    @classmethod
    def of_folder(cls, name: str) -> Target:
        """Return the target whose `folder` is `name`."""
        return cls(*name.split("-"))
