"""The query string of a list: what is taken, what is refused, and what it names."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.errors import Invalid
from functions.core.job import DONE, EXPIRED
from functions.core.list_jobs import HIGH, LOW, Listing, parse_listing
from functions.core.names import earliest_id, new_id
from functions.core.times import to_text
from tests.fakes.clock import START

ALL = ("state", "from", "to")
CANARY = "canary"
ID = new_id(START)
NOW = to_text(START)

REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "unknown": ({CANARY: "1"}, "query"),
    "limit_zero": ({"limit": "0"}, "limit"),
    "limit_above": ({"limit": "101"}, "limit"),
    "limit_huge": ({"limit": "9" * 5000}, "limit"),
    "limit_negative": ({"limit": "-1"}, "limit"),
    "limit_empty": ({"limit": ""}, "limit"),
    "limit_as_word": ({"limit": CANARY}, "limit"),
    "limit_in_other_digits": ({"limit": "٣"}, "limit"),
    "limit_superscript": ({"limit": "²"}, "limit"),
    "after_as_word": ({"after": CANARY}, "after"),
    "after_empty": ({"after": ""}, "after"),
    "after_with_a_subject": ({"after": "s" * 32 + ID}, "after"),
    "after_in_capitals": ({"after": ID.upper()}, "after"),
    "after_with_line_feed": ({"after": f"{ID}\n"}, "after"),
    "after_the_very_first": ({"after": LOW}, "after"),
    "after_before_from": ({"after": earliest_id(START - timedelta(days=1)), "from": NOW}, "after"),
    "state_unknown": ({"state": CANARY}, "state"),
    "state_empty": ({"state": ""}, "state"),
    "state_erased": ({"state": "erased"}, "state"),
    "from_as_word": ({"from": CANARY}, "from"),
    "from_without_zone": ({"from": "2026-11-22T12:00:00"}, "from"),
    "from_as_day": ({"from": "2026-11-22"}, "from"),
    "from_before_there_were_ids": ({"from": "1969-12-31T23:59:59.999Z"}, "from"),
    "from_in_year_one": ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
    "to_as_word": ({"to": CANARY}, "to"),
    "to_before_from": ({"from": NOW, "to": to_text(START - timedelta(seconds=1))}, "to"),
    "to_as_from": ({"from": NOW, "to": NOW}, "to"),
    "to_the_beginning_of_time": ({"to": "1970-01-01T00:00:00Z"}, "to"),
}


@pytest.mark.parametrize(("query", "field"), REFUSED.values(), ids=REFUSED)
def test_a_query_that_is_refused_names_its_field_and_repeats_nothing(
    query: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        parse_listing(query, *ALL)
    assert raised.value.field == field
    assert CANARY not in str(raised.value) + raised.value.detail
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("name", ALL)
def test_what_a_list_does_not_know_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        parse_listing({name: DONE})


@pytest.mark.parametrize(
    ("query", "listing"),
    [
        pytest.param({}, Listing(50), id="nothing"),
        pytest.param({"limit": "1"}, Listing(1), id="least"),
        pytest.param({"limit": "100"}, Listing(100), id="most"),
        pytest.param({"state": EXPIRED}, Listing(50, EXPIRED), id="state"),
        pytest.param({"after": ID}, Listing(50, high=ID), id="after"),
        pytest.param({"from": NOW}, Listing(50, low=earliest_id(START)), id="from"),
        pytest.param({"to": NOW}, Listing(50, high=earliest_id(START)), id="to"),
        pytest.param({"from": "2026-11-22T13:00:00+01:00"}, Listing(50, low=earliest_id(START)), id="zone"),
        pytest.param({"from": "1970-01-01T00:00:00Z"}, Listing(50), id="beginning"),
        pytest.param({"to": "9999-12-31T23:59:59Z", "after": ID}, Listing(50, high=ID), id="the_lower_end"),
    ],
)
def test_a_query_is_read(query: dict[str, str], listing: Listing) -> None:
    assert parse_listing(query, *ALL) == listing


@given(st.dictionaries(st.sampled_from([*ALL, "limit", "after"]), st.text(max_size=30)))
def test_no_query_whatever_breaks_the_parser(query: dict[str, str]) -> None:
    """Promise 13: it is taken with its lower end below its upper end, or refused."""
    try:
        listing = parse_listing(query, *ALL)
    except Invalid:
        return
    assert listing.low < listing.high <= HIGH


def test_ids_sort_by_the_moment_of_their_job() -> None:
    moments = [datetime(1970, 1, 1, tzinfo=UTC), START, START + timedelta(milliseconds=1)]
    for before, after in pairwise(moments):
        assert earliest_id(before) <= new_id(before) < earliest_id(after)
