"""What an erasure needs of every store that it must reach; see `functions.core.ports`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.core.names import JobRef
from functions.core.reach import Reach


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that a store still holds of what is to be erased: its address within the store.

    ``owner`` is the subject whose thing it is. ``busy_until`` is the end of a lease that a masker holds on
    it. ``linked`` are the addresses of what points to it and goes with it. ``seen`` is there where no
    tombstone keeps a masker from claiming it: it is deleted only while its lease is still that one, empty
    for none. ``leads`` is the job to whose files it leads the erasure of anybody else in the picture.
    ``fate`` is what becomes of the job of somebody else, see `functions.core.remask_depicted`; ``current``
    is false of a version that nobody sees any more.
    """

    address: tuple[str, ...]
    busy_until: datetime | None = None
    linked: tuple[tuple[str, str], ...] = ()
    seen: str | None = None
    owner: str = ""
    leads: JobRef | None = None
    fate: str = ""
    current: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Some traces, and where the listing goes on (None: that was all)."""

    traces: Sequence[Trace]
    after: object | None


class Store(Protocol):
    """A store that an erasure must reach."""

    @property
    def name(self) -> str:
        """Its name in the erasure's counts."""

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """A page of what is still there, read consistently; ``after`` is a value that a store can keep."""

    def delete(self, traces: Sequence[Trace]) -> int:
        """Delete these; how many of them could not be deleted."""


@dataclass(frozen=True, slots=True)
class OfExports:
    """A store of the bucket of exports: what is erased is reached there in the exports that hold it."""

    store: Store

    @property
    def name(self) -> str:
        """See the port."""
        return self.store.name

    def find(self, reach: Reach, after: object | None = None) -> Page:
        """See the port."""
        return self.store.find(reach.exports, after)

    def delete(self, traces: Sequence[Trace]) -> int:
        """See the port."""
        return self.store.delete(traces)
