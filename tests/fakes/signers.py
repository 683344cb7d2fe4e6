"""Upload forms and download links over fake buckets, which keep what they promise."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.core.job import Job
from functions.core.mask_photo import Uploaded
from functions.core.names import ObjectKey
from functions.core.ports import Form
from functions.core.times import Clock
from tests.fakes.bucket import FakeBucket


class FormRefused(Exception):
    """S3 would refuse this upload."""


@dataclass
class FakeForms:
    """Implements the port `Forms`, and the side of S3 that a form is posted to."""

    bucket: FakeBucket
    most_bytes: int
    life: timedelta

    def sign(self, job: Job, size: int | None, now: datetime) -> Form:
        fields = {"key": str(job.key), "Content-Type": job.content_type}
        fields["policy"] = f"{size or 1}-{size or self.most_bytes}"
        if job.content_md5:
            fields["Content-MD5"] = job.content_md5
        return Form("https://originals.fake/", fields, now + self.life)

    def post(self, form: Form, data: bytes, now: datetime) -> Uploaded:
        """Upload a file with a form, as often as one likes; the event that S3 sends."""
        low, high = map(int, form.fields["policy"].split("-"))
        if now >= form.until or not low <= len(data) <= high:
            raise FormRefused
        key = form.fields["key"]
        return Uploaded(key, self.bucket.write(key, data, form.fields["Content-Type"]), len(data))


@dataclass
class FakeLinks:
    """Implements the port `Links`, and the side of S3 that a link leads to. ``ends`` are the last ones'."""

    bucket: FakeBucket
    clock: Clock
    life: timedelta
    base: str = "https://results.fake/"
    signed: list[str] = field(default_factory=list)
    ends: dict[str, datetime] = field(default_factory=dict)

    def sign(self, key: ObjectKey, content_type: str, until: datetime) -> str | None:
        self.signed.append(content_type)
        link, end = f"{self.base}{key}", min(self.clock() + self.life, until)
        self.ends[link] = end
        return link if end > self.clock() else None

    def open(self, link: str) -> bytes | None:
        """What a link leads to."""
        if self.clock() >= self.ends[link]:
            return None
        version = self.bucket.current(link.removeprefix(self.base))
        return version.data if version else None
