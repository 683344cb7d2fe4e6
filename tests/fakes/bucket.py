"""A bucket in memory, versioned or not, seen as the ports see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from functions.core.errors import Replaced
from functions.core.names import ObjectKey, subject_prefix
from functions.core.ports import Page, Trace


@dataclass(frozen=True)
class Version:
    """A version of an object, or a delete marker. Its ETag is opaque, and never the same twice."""

    id: str
    number: int
    etag: str
    data: bytes
    content_type: str
    marker: bool = False


@dataclass
class FakeBucket:
    """What S3 holds. ``locked`` are keys that no delete reaches."""

    versioned: bool = False
    objects: dict[str, list[Version]] = field(default_factory=dict)
    uploads: set[tuple[str, str]] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def write(self, key: str, data: bytes, content_type: str = "image/jpeg") -> str:
        """Store a file and tell its ETag; the last write wins."""
        return self._add(key, data, content_type).etag

    def current(self, key: str) -> Version | None:
        """What a reader sees under a key."""
        versions = self.objects.get(key, [])
        return versions[-1] if versions and not versions[-1].marker else None

    def remove(self, key: str) -> None:
        """Delete without naming a version: in a versioned bucket that only adds a marker."""
        if self.versioned:
            self._add(key, b"", "", marker=True)
        else:
            self.objects.pop(key, None)

    def remove_version(self, key: str, version: str) -> bool:
        """Delete one version for good; whether that was possible."""
        if key in self.locked:
            return False
        left = [each for each in self.objects.get(key, []) if each.id != version]
        self.objects[key] = left
        if not left:
            del self.objects[key]
        return True

    def start_upload(self, key: str) -> None:
        """Begin a multipart upload that nobody finishes."""
        self.uploads.add((key, f"upload-{next(self._numbers)}"))

    def abort_upload(self, key: str, upload: str) -> bool:
        """End an unfinished upload; whether that was possible."""
        if key in self.locked:
            return False
        self.uploads.discard((key, upload))
        return True

    def _add(self, key: str, data: bytes, content_type: str, *, marker: bool = False) -> Version:
        number = next(self._numbers)
        version = Version(
            f"v{number}" if self.versioned else "null", number, f"etag-{number}", data, content_type, marker
        )
        before = self.objects.get(key, []) if self.versioned else []
        self.objects[key] = [*before, version]
        return version


@dataclass
class FakeObjects:
    """Implements the port `Objects`."""

    bucket: FakeBucket

    def read(self, key: ObjectKey, etag: str) -> bytes:
        version = self.bucket.current(str(key))
        if version is None or version.etag != etag:
            raise Replaced
        return version.data

    def put(self, key: ObjectKey, data: bytes, content_type: str) -> None:
        self.bucket.write(str(key), data, content_type)

    def delete(self, key: str) -> None:
        self.bucket.remove(key)


@dataclass
class _Listing:
    """Pages over sorted entries. ``hollow`` puts an empty page, which is not the last, before each other."""

    bucket: FakeBucket
    name: str
    page: int = 1000
    hollow: bool = False

    def _paged(self, entries: list[tuple[str, int, str]], after: object | None) -> Page:
        if self.hollow and not isinstance(after, _Filled):
            return Page([], _Filled(after))
        start = after.after if isinstance(after, _Filled) else after
        rest = [entry for entry in sorted(entries) if start is None or entry > start]  # type: ignore[operator]
        page, more = rest[: self.page], len(rest) > self.page
        return Page([Trace((key, name)) for key, _, name in page], page[-1] if more else None)


@dataclass(frozen=True)
class _Filled:
    after: object | None


@dataclass
class FakeVersions(_Listing):
    """Implements the port `Store`: versions and delete markers, newest first."""

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        prefix = subject_prefix(team, subject)
        found = [
            (key, -version.number, version.id)
            for key, versions in self.bucket.objects.items()
            for version in versions
            if key.startswith(prefix)
        ]
        return self._paged(found, after)

    def delete(self, traces: Sequence[Trace]) -> int:
        return sum(not self.bucket.remove_version(*_pair(trace)) for trace in traces)


@dataclass
class FakeUploads(_Listing):
    """Implements the port `Store`: multipart uploads that nobody finished."""

    def find(self, team: str, subject: str, after: object | None = None) -> Page:
        prefix = subject_prefix(team, subject)
        found = [(key, 0, upload) for key, upload in self.bucket.uploads if key.startswith(prefix)]
        return self._paged(found, after)

    def delete(self, traces: Sequence[Trace]) -> int:
        return sum(not self.bucket.abort_upload(*_pair(trace)) for trace in traces)


def _pair(trace: Trace) -> tuple[str, str]:
    return trace.address[0], trace.address[1]
