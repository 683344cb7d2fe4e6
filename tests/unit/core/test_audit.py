"""Entries of the audit: the one text of each."""

from datetime import UTC, datetime

import pytest

from functions.core.audit import SETTINGS, Entry

AT = datetime(2026, 11, 28, 23, 59, 59, 999_000, tzinfo=UTC)
ENTRY = Entry(
    "01KB", "team", AT, "ada", SETTINGS, {"b": (1, None), "a": (["x"], {"z": "ü", "y": 0.25})}, "on"
)


def test_an_entry_belongs_to_the_hour_in_which_it_was_made() -> None:
    assert ENTRY.hour == "2026-11-28T23"


def test_the_text_of_an_entry_is_one_whatever_the_order_in_which_it_was_written() -> None:
    other = Entry("01KB", "team", AT, "ada", SETTINGS, dict(reversed(list(ENTRY.changes.items()))), "on")
    assert (
        ENTRY.leaf
        == other.leaf
        == '{"action":"settings.changed","at":"2026-11-28T23:59:59.999Z","by":"ada",'
        '"changes":{"a":[["x"],{"y":0.25,"z":"ü"}],"b":[1,null]},"id":"01KB","on":"on","team":"team"}'.encode()
    )


@pytest.mark.parametrize("entry", [ENTRY, Entry("01KC", "team", AT, "client", "x")], ids=["full", "bare"])
def test_an_entry_comes_back_from_json_as_it_was(entry: Entry) -> None:
    assert Entry.from_json(entry.to_json()) == entry
