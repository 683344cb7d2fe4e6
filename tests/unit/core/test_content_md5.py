"""The MD5 that the caller promised is checked on the bytes that were read (RFC 1864)."""

import base64
import hashlib

import pytest

from functions.core.job import DONE, REJECTED, Outcome
from tests.fakes.signers import FormRefused
from tests.fakes.world import World, a_request


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _masked(world: World, promised: str, data: bytes) -> Outcome | None:
    job, form = world.ask(a_request(content_md5=promised))
    assert form is not None
    assert form.fields["Content-MD5"] == promised
    world.mask(world.upload(form, data))
    return world.row(job.ref).outcome


def test_the_file_that_was_promised_is_masked(world: World) -> None:
    outcome = _masked(world, _md5(b"face 1"), b"face 1")
    assert outcome is not None
    assert outcome.state == DONE


@pytest.mark.parametrize("data", [b"face 2", b"face 1 ", b"odd 1"])
def test_another_file_is_rejected_unmasked_and_goes(world: World, data: bytes) -> None:
    assert _masked(world, _md5(b"face 1"), data) == Outcome(REJECTED, "content_md5_mismatch")
    assert world.imaging.seen == []
    assert all(not bucket.objects for bucket in world.buckets.values())


def test_a_form_of_one_size_takes_no_other(world: World) -> None:
    _, form = world.ask(a_request(size=6))
    assert form is not None
    for data in (b"face", b"face 12"):
        with pytest.raises(FormRefused):
            world.upload(form, data)
    assert world.mask(world.upload(form, b"face 1")) == DONE
