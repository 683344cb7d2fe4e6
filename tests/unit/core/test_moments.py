"""Moments that callers write: what is read, what is refused, and that none is more than can be stored."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.errors import Invalid
from functions.core.list_jobs import parse_listing
from functions.core.moments import parse_moment
from functions.core.names import time_of
from functions.core.read_audit import parse_export
from functions.core.times import to_text

READ = {
    "in_utc": ("2030-01-01T00:00:00Z", "2030-01-01T00:00:00.000Z"),
    "in_a_zone": ("2030-01-01T00:00:00+02:00", "2029-12-31T22:00:00.000Z"),
    "to_the_microsecond": ("2030-01-01T00:00:00.123999Z", "2030-01-01T00:00:00.123Z"),
    "the_first": ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
    "the_last": ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
}
REFUSED = {
    "after_the_last": "9999-12-31T23:59:59-12:00",
    "year_of_five_digits": "10000-01-01T00:00:00Z",
    "before_there_were_ids": "1969-12-31T23:59:59.999Z",
    "before_in_its_zone": "1970-01-01T00:00:00+14:00",
    "in_year_one": "0001-01-01T00:00:00+14:00",
    "without_zone": "2030-01-01T00:00:00",
    "a_day": "2030-01-01",
    "a_day_that_is_not": "2030-02-30T00:00:00Z",
    "a_week_of_the_year": "2030-W01-1T00:00:00Z",
    "a_zone_of_seconds": "2030-01-01T00:00:00+00:00:00.5",
    "a_zone_that_is_not": "2030-01-01T00:00:00+25:00",
    "in_other_digits": "٢٠٣٠-01-01T00:00:00Z",
    "a_line_more": "2030-01-01T00:00:00Z\n",
    "empty": "",
    "a_number": 1893456000,
    "true": True,
    "none": None,
}


@pytest.mark.parametrize(("written", "stored"), READ.values(), ids=READ)
def test_a_moment_is_read_as_it_is_stored(written: str, stored: str) -> None:
    assert to_text(parse_moment(written, "until")) == stored
    assert to_text(parse_moment(stored, "until")) == stored


@pytest.mark.parametrize("written", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_names_its_field(written: object) -> None:
    with pytest.raises(Invalid) as raised:
        parse_moment(written, "until")
    assert raised.value.field == "until"


@given(st.datetimes(timezones=st.timezones()).map(datetime.isoformat) | st.text())
def test_no_text_whatever_breaks_it(written: str) -> None:
    """Promise 13."""
    try:
        moment = parse_moment(written, "until")
    except Invalid:
        return
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_list_up_to_the_end_of_time_can_be_asked_for(name: str) -> None:
    """Lists turn moments into ids, and ids into hours, of which there has to be one more."""
    query = {name: READ["the_last"][0]}
    listing = parse_listing(query, "from", "to")
    assert time_of(listing.low if name == "from" else listing.high) + timedelta(hours=1)
    assert parse_export(query, datetime(2030, 1, 1, tzinfo=UTC))
