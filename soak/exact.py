"""S3 as S3 does it, where moto 5.2.5 does otherwise.

- A listing of versions behind a ``KeyMarker`` passes over the first key behind it: a slice of an erasure
  would never meet the first file in it.
- A part of an upload that has ended breaks moto (KeyError); S3 says NoSuchUpload, and an export begins again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from moto.s3.exceptions import NoSuchUpload
from moto.s3.models import S3Backend

_listed: Any = S3Backend.list_object_versions
_sent: Any = S3Backend.upload_part


def _behind(backend: Any, bucket: str, **asked: Any) -> Any:
    marker = asked.get("key_marker")
    if not marker or asked.get("version_id_marker"):
        return _listed(backend, bucket, **asked)
    versions, prefixes, deleted, *more = _listed(backend, bucket, **{**asked, "key_marker": None})
    kept = ([one for one in each if one.name > marker] for each in (versions, deleted))
    return next(kept), prefixes, next(kept), *more


def _part(backend: Any, bucket_name: str, multipart_id: str, *part: Any, **more: Any) -> Any:
    if multipart_id not in backend.get_bucket(bucket_name).multiparts:
        raise NoSuchUpload(upload_id=multipart_id)
    return _sent(backend, bucket_name, multipart_id, *part, **more)


@contextmanager
def exact_s3() -> Iterator[None]:
    """Until it is over, moto does as S3 does."""
    with mock.patch.multiple(S3Backend, list_object_versions=_behind, upload_part=_part):
        yield
