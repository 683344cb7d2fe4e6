"""A bucket in memory, versioned or not, seen as the ports see it."""

from dataclasses import dataclass, field
from itertools import count

from functions.core.errors import Replaced
from functions.core.mask_photo import Uploaded
from functions.core.names import ObjectKey

HOLD = 0  # days: the tag that no lifecycle rule names


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
    """What S3 holds. ``locked`` are keys that no delete reaches, ``tags`` the lifecycle rules chosen."""

    versioned: bool = False
    objects: dict[str, list[Version]] = field(default_factory=dict)
    uploads: set[tuple[str, str]] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    tags: dict[str, int] = field(default_factory=dict)
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

    def empty(self, prefix: str) -> bool:
        """Delete every version and unfinished upload below a prefix; whether nothing is left."""
        below = [key for key in self.objects if key.startswith(prefix)]
        versions = [(key, version.id) for key in below for version in self.objects[key]]
        uploads = [each for each in self.uploads if each[0].startswith(prefix)]
        gone = [self.remove_version(*each) for each in versions]
        return all([*gone, *(self.abort_upload(*each) for each in uploads)])

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

    def put(self, key: ObjectKey, data: bytes, content_type: str, days: int) -> None:
        self.bucket.write(str(key), data, content_type)
        self.bucket.tags[str(key)] = days

    def delete(self, key: str) -> None:
        self.bucket.remove(key)


@dataclass
class FakePresence:
    """Implements the port `Presence`."""

    bucket: FakeBucket

    def look(self, key: ObjectKey) -> Uploaded | None:
        version = self.bucket.current(str(key))
        return Uploaded(str(key), version.etag, len(version.data)) if version else None


@dataclass
class FakeWithdrawn:
    """Implements the port `Withdrawn`."""

    results: FakeBucket
    held: FakeBucket

    def move(self, key: ObjectKey, days: int) -> None:
        version = self.results.current(str(key))
        if version:
            self.held.write(str(key), version.data, version.content_type)
            self.held.tags[str(key)] = days
            self.results.remove(str(key))

    def remove(self, key: ObjectKey) -> None:
        self.results.remove(str(key))

    def widen(self, key: ObjectKey, days: int) -> None:
        if self.held.current(str(key)):
            self.held.tags[str(key)] = days

    def drop(self, key: ObjectKey) -> None:
        self.held.remove(str(key))
