"""Each guard of what is masked again for others is needed: without it one of its tests finds that."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from functions.core import erase, remask_depicted
from functions.core.remask_depicted import KEEP, MASK
from functions.core.store_names import REMASKED
from tests.fakes import depicted
from tests.fakes.depicted import FakeDepicted
from tests.fakes.world import World
from tests.unit.core import test_remask_depicted as told
from tests.unit.core.sparing import sparing

Test = Callable[[World], object]
Code = tuple[Any, str, Any]
_fate, _cleared, _sealed = remask_depicted.fate, FakeDepicted._cleared, erase._sealed


def kept_at_once(job: Any, subject: str, policy: str, now: Any) -> str:
    course = _fate(job, subject, policy, now)
    return KEEP if course == "wait" else course


def clear_only_before(self: Any, job: Any, course: str) -> bool:
    return _cleared(self, job, course) if course == MASK else True


def sealed_whatever_was_left(store: Any, erasure: Any) -> bool:
    counts = {name: count for name, count in erasure.counts.items() if name != REMASKED}
    return _sealed(store, replace(erasure, counts=counts))


def never_clear(_self: Any, _job: Any, _course: str) -> bool:
    return True


GUARDS: dict[str, tuple[Code, Test]] = {
    "the masker is waited for": (
        (depicted, "fate", kept_at_once),
        told.test_the_erasure_is_not_complete_before_the_masker_was_and_nothing_is_handed_out,
    ),
    "it is waited for an hour and no longer": (
        (remask_depicted, "PATIENCE", timedelta(days=9999)),
        told.test_whose_masker_never_comes_is_asked_again_and_erased_whole_in_the_end,
    ),
    "a message that was lost is sent again": (
        (remask_depicted, "LOST", timedelta(days=9999)),
        told.test_whose_masker_never_comes_is_asked_again_and_erased_whole_in_the_end,
    ),
    "who owns the photo is asked about": (
        (depicted, "has_owner", lambda *_: True),
        lambda world: told.test_two_who_are_in_one_picture_are_erased_at_once(world, "u1"),
    ),
    "what was stored for others goes before": (
        (FakeDepicted, "_cleared", never_clear),
        told.test_exports_and_copies_that_hold_the_old_picture_go_and_the_new_one_is_kept_again,
    ),
    "older versions go afterwards": (
        (FakeDepicted, "_cleared", clear_only_before),
        told.test_no_older_version_and_no_original_is_left_of_it,
    ),
    "the last look asks who is depicted": (
        (erase, "_sealed", sealed_whatever_was_left),
        told.test_the_last_look_asks_again_who_is_depicted,
    ),
    "every face is hidden": (
        (remask_depicted, "every_face", lambda recipe: replace(recipe, hide={})),
        told.test_the_photo_stays_its_owners_with_every_face_hidden_and_names_the_person_no_more,
    ),
}


@pytest.mark.parametrize(("code", "test"), GUARDS.values(), ids=GUARDS)
def test_without_it_a_test_fails_that_passes_with_it(code: Code, test: Test) -> None:
    """Promise 5."""
    test(sparing(World(versioned=True, page=2)))
    with patch.object(*code), pytest.raises((AssertionError, KeyError)):
        test(sparing(World(versioned=True, page=2)))
