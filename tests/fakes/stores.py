"""A bucket's versions and unfinished uploads, as stores that an erasure must reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.core.reach import Reach
from functions.core.store_ports import Page, Trace
from tests.fakes.bucket import FakeBucket


@dataclass
class _Listing:
    """Pages over sorted entries. ``hollow`` puts an empty page, which is not the last, before each other."""

    bucket: FakeBucket
    name: str
    page: int = 1000
    hollow: bool = False

    def _paged(self, reach: Reach, entries: list[tuple[str, int, str]], after: object | None) -> Page:
        if self.hollow and not isinstance(after, _Filled):
            return Page([], _Filled(after))
        start = after.after if isinstance(after, _Filled) else after
        entries = [entry for entry in entries if reach.takes_key(entry[0])]
        rest = [entry for entry in sorted(entries) if start is None or entry > start]  # type: ignore[operator]
        page, more = rest[: self.page], len(rest) > self.page
        return Page(
            [Trace((key, name), owner=key.split("/")[1]) for key, _, name in page], page[-1] if more else None
        )


@dataclass(frozen=True)
class _Filled:
    after: object | None


@dataclass
class FakeVersions(_Listing):
    """Implements the port `Store`: versions and delete markers, newest first."""

    def find(self, reach: Reach, after: object | None = None) -> Page:
        prefix = reach.prefix
        found = [
            (key, -version.number, version.id)
            for key, versions in self.bucket.objects.items()
            for version in versions
            if key.startswith(prefix)
        ]
        return self._paged(reach, found, after)

    def delete(self, traces: Sequence[Trace]) -> int:
        return sum(not self.bucket.remove_version(*_pair(trace)) for trace in traces)


@dataclass
class FakeUploads(_Listing):
    """Implements the port `Store`: multipart uploads that nobody finished."""

    def find(self, reach: Reach, after: object | None = None) -> Page:
        prefix = reach.prefix
        found = [(key, 0, upload) for key, upload in self.bucket.uploads if key.startswith(prefix)]
        return self._paged(reach, found, after)

    def delete(self, traces: Sequence[Trace]) -> int:
        return sum(not self.bucket.abort_upload(*_pair(trace)) for trace in traces)


def _pair(trace: Trace) -> tuple[str, str]:
    return trace.address[0], trace.address[1]
