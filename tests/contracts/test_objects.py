import pytest

from functions.core.errors import Replaced
from functions.core.mask_photo import Uploaded
from tests.contracts.adapters import MotoBackend
from tests.contracts.backends import Backend
from tests.contracts.making import a_job

KEY = a_job().key


def test_a_file_is_read_by_the_etag_of_its_event(backend: Backend) -> None:
    bucket = backend.bucket()
    etag = bucket.write(str(KEY), b"the file")
    assert bucket.objects.read(KEY, etag) == b"the file"


def test_a_file_that_was_replaced_is_not_read_by_the_etag_of_the_first(backend: Backend) -> None:
    bucket = backend.bucket()
    first = bucket.write(str(KEY), b"the first file")
    second = bucket.write(str(KEY), b"the second file")
    with pytest.raises(Replaced):
        bucket.objects.read(KEY, first)
    assert bucket.objects.read(KEY, second) == b"the second file"


def test_a_file_that_is_gone_counts_as_replaced(backend: Backend) -> None:
    bucket = backend.bucket()
    etag = bucket.write(str(KEY), b"the file")
    bucket.objects.delete(str(KEY))
    with pytest.raises(Replaced):
        bucket.objects.read(KEY, etag)
    with pytest.raises(Replaced):
        bucket.objects.read(a_job().key, etag)


def test_what_is_put_is_there_and_the_last_write_wins(backend: Backend) -> None:
    bucket = backend.bucket()
    bucket.objects.put(KEY, b"first", "image/png", 7)
    bucket.objects.put(KEY, b"second", "image/png", 7)
    assert bucket.read(str(KEY)) == b"second"


@pytest.mark.parametrize(
    "key", [str(KEY), "not/one of/ours", "with space+plus/ü"], ids=["ours", "strange", "to_be_encoded"]
)
def test_deleting_works_for_any_key_and_twice(backend: Backend, key: str) -> None:
    bucket = backend.bucket()
    bucket.write(key, b"the file")
    bucket.objects.delete(key)
    bucket.objects.delete(key)
    assert bucket.read(key) is None


def test_what_is_put_is_encrypted_with_our_key_tagged_and_typed(moto: MotoBackend) -> None:
    bucket = moto.bucket()
    bucket.objects.put(KEY, b"a result", "image/webp", 7)
    head = moto.cloud.s3.head_object(Bucket=bucket.name, Key=str(KEY))
    assert (head["ContentType"], head["ServerSideEncryption"]) == ("image/webp", "aws:kms")
    assert head["SSEKMSKeyId"] == moto.cloud.data_key
    tags = moto.cloud.s3.get_object_tagging(Bucket=bucket.name, Key=str(KEY))["TagSet"]
    assert tags == [{"Key": "expire", "Value": "7"}]


def test_what_is_there_is_told_as_the_event_told_it(backend: Backend) -> None:
    bucket, job = backend.bucket(), a_job()
    etag = bucket.write(str(job.key), b"a file")
    assert bucket.presence.look(job.key) == Uploaded(str(job.key), etag, 6)


def test_what_is_not_there_is_none_even_if_a_longer_key_is(backend: Backend) -> None:
    bucket, job = backend.bucket(), a_job()
    bucket.write(f"{job.key}x", b"a file")
    assert bucket.presence.look(job.key) is None
    bucket.write(str(job.key), b"a file")
    bucket.objects.delete(str(job.key))
    assert bucket.presence.look(job.key) is None
