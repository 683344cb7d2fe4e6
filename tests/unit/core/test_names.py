import re
import time
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.errors import Invalid, NotFound
from functions.core.names import (
    JobRef,
    ObjectKey,
    new_id,
    new_team_id,
    parse_erasure_id,
    parse_user_id,
    pseudonym,
    pseudonym_message,
    subject_prefix,
)
from functions.core.times import from_text, now, to_text
from tests.fakes.services import FakeMac
from tests.fakes.world import TEAM

CANARY = "canary@example.org"
base32 = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=32, max_size=32)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
refs = st.builds(
    JobRef,
    st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16),
    base32,
    moments.map(new_id),
)
user_ids = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80)


@given(refs)
def test_a_job_id_leads_back_to_its_row(ref: JobRef) -> None:
    assert JobRef.parse(ref.team, ref.id) == ref


@given(refs)
def test_an_object_key_leads_back_to_its_job(ref: JobRef) -> None:
    key = ObjectKey(ref, "identity")
    assert ObjectKey.parse(str(key)) == key


@given(refs)
def test_the_team_of_a_job_comes_from_the_token_alone(ref: JobRef) -> None:
    """Promise 10: no id can name another team's row."""
    assert JobRef.parse(TEAM, ref.id) == JobRef(TEAM, ref.subject, ref.job)


SUBJECT, ULID = "s" * 32, "0" * 26
BAD_JOB_IDS = {
    "empty": "",
    "subject_alone": SUBJECT,
    "one_too_many": SUBJECT + ULID + "0",
    "upper_case": (SUBJECT + ULID).upper(),
    "path": f"../{SUBJECT}{ULID}",
    "slash_inside": f"{SUBJECT}/{ULID[1:]}",
    "partition_separator": f"{'s' * 31}#{ULID}",
    "new_line": f"{SUBJECT}{ULID}\n",
    "full_width_digits": SUBJECT + "０" * 26,
    "letters_that_ulids_lack": SUBJECT + "i" * 26,
}


@pytest.mark.parametrize("text", BAD_JOB_IDS.values(), ids=BAD_JOB_IDS)
def test_a_job_id_that_we_did_not_make_is_not_found(text: str) -> None:
    with pytest.raises(NotFound):
        JobRef.parse(TEAM, text)


BAD_KEYS = {
    "empty": "",
    "no_lane": f"{TEAM}/{SUBJECT}/{ULID}",
    "unknown_lane": f"{TEAM}/{SUBJECT}/{ULID}/other",
    "one_part_more": f"{TEAM}/{SUBJECT}/{ULID}/identity/x",
    "leading_slash": f"/{TEAM}/{SUBJECT}/{ULID}/identity",
    "dots": f"{TEAM}/../{ULID}/identity",
    "team_too_short": f"team/{SUBJECT}/{ULID}/identity",
    "subject_goes_on": f"{TEAM}/{SUBJECT}x/{ULID}/identity",
    "new_line": f"{TEAM}/{SUBJECT}/{ULID}/identity\n",
}


@pytest.mark.parametrize("text", BAD_KEYS.values(), ids=BAD_KEYS)
def test_a_key_that_we_did_not_make_is_none(text: str) -> None:
    assert ObjectKey.parse(text) is None


@given(base32, base32)
def test_no_prefix_of_a_subject_begins_another(one: str, other: str) -> None:
    """Promise 7: ``u1`` never matches ``u1x``."""
    assert subject_prefix(TEAM, one).startswith(subject_prefix(TEAM, other)) == (one == other)


def test_the_prefix_of_a_subject_ends_where_its_name_ends() -> None:
    """Promise 7: even if one pseudonym began with another."""
    assert not subject_prefix(TEAM, "u1x").startswith(subject_prefix(TEAM, "u1"))


@given(refs)
def test_every_key_of_a_subject_is_under_its_prefix(ref: JobRef) -> None:
    assert str(ObjectKey(ref, "identity")).startswith(subject_prefix(ref.team, ref.subject))


parts = st.tuples(st.sampled_from(["person", "subject"]), user_ids, user_ids, st.integers(0, 99))


@given(parts, parts)
def test_what_is_hashed_differs_whenever_a_part_differs(
    one: tuple[str, str, str, int], other: tuple[str, str, str, int]
) -> None:
    assert (pseudonym_message(*one) == pseudonym_message(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("person", "ab", "c", 0), ("person", "a", "bc", 0)),
        (("person", "a", "b1", 0), ("person", "a", "b", 10)),
        (("person", "a", "", 0), ("person", "", "a", 0)),
        (("person", "a", "b", 0), ("subject", "a", "b", 0)),
    ],
    ids=["border_of_team_and_user", "border_of_user_and_epoch", "empty_parts", "kind"],
)
def test_parts_cannot_be_shifted_against_each_other(
    one: tuple[str, str, str, int], other: tuple[str, str, str, int]
) -> None:
    assert pseudonym_message(*one) != pseudonym_message(*other)


@given(user_ids)
def test_a_pseudonym_fits_keys_and_partitions_and_hides_the_user(user_id: str) -> None:
    """Promise 15: the user id is stored nowhere."""
    text = pseudonym(FakeMac().mac(pseudonym_message("subject", TEAM, user_id)))
    assert re.fullmatch(r"[a-z2-7]{32}", text)
    assert len(user_id) < 8 or user_id not in text


@given(user_ids)
def test_all_spellings_of_a_user_id_are_one_user(user_id: str) -> None:
    spellings = {parse_user_id(unicodedata.normalize(form, user_id)) for form in ("NFC", "NFD")}
    assert len(spellings) == 1
    assert all(unicodedata.is_normalized("NFC", spelling) for spelling in spellings)


def test_composed_and_decomposed_letters_are_the_same_user() -> None:
    assert parse_user_id("mu\u0308ller") == parse_user_id("m\u00fcller") == "m\u00fcller"


@pytest.mark.parametrize(("one", "other"), [("\ufb01", "fi"), ("\u2460", "1"), ("U1", "u1"), ("u1 ", "u1")])
def test_user_ids_that_only_look_alike_are_two_users(one: str, other: str) -> None:
    """Promise 7: erasing one of them must not touch the other."""
    assert parse_user_id(one) != parse_user_id(other)


@pytest.mark.parametrize(
    "text",
    ["u" * 256, "ὰ\u0345" * 256, "a/b", "ä@ö.ü", " ", "👩‍👩‍👧", "\u1100\u1161\u11a8" * 256],
    ids=["longest", "composes", "slash", "mail", "space", "joined_emoji", "hangul_of_three"],
)
def test_whatever_a_team_calls_its_users_is_taken(text: str) -> None:
    assert parse_user_id(text) == unicodedata.normalize("NFC", text)


def test_no_composition_makes_one_character_of_more_than_four() -> None:
    """What bounds the length before normalising stands on this fact of Unicode."""
    longest = max(len(unicodedata.normalize("NFD", chr(code))) for code in range(0x110000))
    assert longest <= 4


BAD_USER_IDS: dict[str, object] = {
    "missing": None,
    "empty": "",
    "number": 7,
    "true": True,
    "list": [CANARY],
    "object": {CANARY: CANARY},
    "bytes": CANARY.encode(),
    "too_long": CANARY * 20,
    "too_long_by_one": "u" * 257,
    "new_line": f"{CANARY}\n",
    "null": f"{CANARY}\0",
    "c1_control": f"{CANARY}\x85",
    "lone_surrogate": f"{CANARY}\ud800",
    "far_too_long": CANARY * 100_000,
}


@pytest.mark.parametrize("value", BAD_USER_IDS.values(), ids=BAD_USER_IDS)
def test_a_user_id_that_is_refused_names_its_field_and_is_not_repeated(value: object) -> None:
    """Promise 15: no text of an error repeats what a caller sent."""
    with pytest.raises(Invalid) as raised:
        parse_user_id(value)
    assert raised.value.field == "user_id"
    assert CANARY not in str(raised.value) + raised.value.detail


def test_an_endless_user_id_costs_next_to_nothing() -> None:
    """Promise 13: normalising costs the square of the number of marks; these alone took seconds."""
    began = time.process_time()
    with pytest.raises(Invalid):
        parse_user_id("a" + "\u0300\u0316" * 40_000)
    assert time.process_time() - began < 0.5


@given(moments, moments)
def test_ids_sort_by_age(one: datetime, other: datetime) -> None:
    if to_text(one) < to_text(other):
        assert new_id(one) < new_id(other)


def test_ids_of_one_moment_differ() -> None:
    now = datetime.now(UTC)
    assert len({new_id(now) for _ in range(100)}) == 100


def test_a_team_id_fits_into_keys_and_is_never_given_twice() -> None:
    ids = {new_team_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(re.fullmatch(r"[a-z2-7]{16}", each) for each in ids)


def test_an_erasure_id_is_one_of_ours_or_does_not_exist() -> None:
    made = new_id(datetime.now(UTC))
    assert parse_erasure_id(made) == made
    for text in ("", made.upper(), made + "0", f"../{made}", "erasure#" + made):
        with pytest.raises(NotFound):
            parse_erasure_id(text)


def test_now_is_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)


@given(moments, moments)
def test_texts_of_moments_sort_as_the_moments_do(one: datetime, other: datetime) -> None:
    assert (to_text(one) <= to_text(other)) or one > other
    assert to_text(from_text(to_text(one))) == to_text(one)
    assert abs((from_text(to_text(one)) - one).total_seconds()) < 0.001
