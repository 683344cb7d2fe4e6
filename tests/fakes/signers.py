"""Upload forms and download links over fake buckets, which keep what they promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from functions.core.mask_photo import Uploaded
from functions.core.names import ObjectKey
from functions.core.ports import Form
from tests.fakes.bucket import FakeBucket


class FormRefused(Exception):
    """S3 would refuse this upload."""


@dataclass
class FakeForms:
    """Implements the port `Forms`, and the side of S3 that a form is posted to."""

    bucket: FakeBucket
    most_bytes: int
    life: timedelta

    def sign(self, key: ObjectKey, content_type: str, now: datetime) -> Form:
        fields = {"key": str(key), "Content-Type": content_type}
        return Form("https://originals.fake/", fields, now + self.life)

    def post(self, form: Form, data: bytes, now: datetime) -> Uploaded:
        """Upload a file with a form, as often as one likes; the event that S3 sends."""
        if now >= form.until or not 1 <= len(data) <= self.most_bytes:
            raise FormRefused
        key = form.fields["key"]
        return Uploaded(key, self.bucket.write(key, data, form.fields["Content-Type"]), len(data))


@dataclass
class FakeLinks:
    """Implements the port `Links`, and the side of S3 that a link leads to."""

    bucket: FakeBucket
    base: str = "https://results.fake/"

    def sign(self, key: ObjectKey, content_type: str) -> str:
        return f"{self.base}{key}"

    def open(self, link: str) -> bytes | None:
        """What a link leads to."""
        version = self.bucket.current(link.removeprefix(self.base))
        return version.data if version else None
