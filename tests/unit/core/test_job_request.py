"""What POST /v1/jobs takes beside the recipe, and a batch of it: each refusal names its field."""

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.core.errors import Invalid
from functions.core.job_request import (
    MOST_DEPICTED,
    MOST_JOBS,
    JobRequest,
    parse_job_request,
    parse_job_requests,
)
from tests.unit.core.test_parsing import CANARY, GOOD, json_values

MOST = 1000
MD5 = base64.b64encode(hashlib.md5(b"a file", usedforsecurity=False).digest()).decode()

REFUSED: dict[str, tuple[str, object, str]] = {
    "size_zero": ("size", 0, "size"),
    "size_negative": ("size", -1, "size"),
    "size_above_the_limit": ("size", MOST + 1, "size"),
    "size_true": ("size", True, "size"),
    "size_as_fraction": ("size", 10.0, "size"),
    "size_as_text": ("size", "10", "size"),
    "md5_in_hex": ("content_md5", "0123456789abcdef" * 2, "content_md5"),
    "md5_too_short": ("content_md5", base64.b64encode(b"x" * 15).decode(), "content_md5"),
    "md5_too_long": ("content_md5", base64.b64encode(b"x" * 17).decode(), "content_md5"),
    "md5_without_padding": ("content_md5", MD5.rstrip("="), "content_md5"),
    "md5_with_a_second_spelling": ("content_md5", "AAAAAAAAAAAAAAAAAAAAAB==", "content_md5"),
    "md5_with_something_behind": ("content_md5", f"{MD5}{CANARY}", "content_md5"),
    "md5_with_line_feed": ("content_md5", f"{MD5}\n", "content_md5"),
    "md5_of_the_web": ("content_md5", "_" * 22 + "==", "content_md5"),
    "md5_not_ascii": ("content_md5", "ü" * 24, "content_md5"),
    "md5_as_number": ("content_md5", 1, "content_md5"),
    "md5_empty": ("content_md5", "", "content_md5"),
    "reference_empty": ("reference", "", "reference"),
    "reference_too_long": ("reference", CANARY * 20, "reference"),
    "reference_with_control": ("reference", f"{CANARY}\x00", "reference"),
    "reference_with_half_a_character": ("reference", f"{CANARY}\ud800", "reference"),
    "reference_as_number": ("reference", 17, "reference"),
    "depicted_as_text": ("depicted", CANARY, "depicted"),
    "depicted_as_object": ("depicted", {CANARY: 1}, "depicted"),
    "depicted_too_many": ("depicted", [f"{CANARY}{n}" for n in range(MOST_DEPICTED + 1)], "depicted"),
    "depicted_with_an_empty_one": ("depicted", ["u2", ""], "depicted[1]"),
    "depicted_with_a_number": ("depicted", [17], "depicted[0]"),
    "depicted_with_control": ("depicted", ["u2", "u3", f"{CANARY}\n"], "depicted[2]"),
    "depicted_twice": ("depicted", [CANARY, "u2", CANARY], "depicted"),
    "depicted_twice_in_two_spellings": ("depicted", ["Zoé", "Zoe\u0301"], "depicted"),
}  # fmt: skip


def _parse(**changes: object) -> JobRequest:
    return parse_job_request({**GOOD, **changes}, MOST)


@pytest.mark.parametrize(("name", "value", "field"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_names_its_field_and_repeats_nothing(name: str, value: object, field: str) -> None:
    """Promise 15: no text of an error repeats what a caller sent."""
    with pytest.raises(Invalid) as raised:
        _parse(**{name: value})
    assert raised.value.field == field
    assert CANARY not in str(raised.value) + raised.value.detail
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("size", 1, id="least_size"),
        pytest.param("size", MOST, id="greatest_size"),
        pytest.param("content_md5", MD5, id="md5"),
        pytest.param("reference", "order 17 / Zoë 🙂", id="reference"),
        pytest.param("reference", "x" * 256, id="longest_reference"),
        pytest.param("depicted", ("u2", "u3"), id="depicted"),
        pytest.param("depicted", tuple(f"u{n}" for n in range(MOST_DEPICTED)), id="most_depicted"),
        pytest.param("depicted", (), id="nobody_depicted"),
    ],
)
def test_what_is_taken_is_kept_as_it_came(name: str, value: object) -> None:
    sent = list(value) if isinstance(value, tuple) else value
    assert getattr(_parse(**{name: sent}), name) == value


@pytest.mark.parametrize("name", ["size", "content_md5", "reference", "depicted"])
def test_what_is_null_counts_as_left_out(name: str) -> None:
    assert _parse(**{name: None}) == _parse()


@given(st.sampled_from(["size", "content_md5", "reference", "depicted"]), json_values)
def test_no_value_whatever_breaks_the_parser(name: str, value: object) -> None:
    """Promise 13: it is taken, or refused with the field named; nothing else happens."""
    try:
        _parse(**{name: value})
        field = name
    except Invalid as invalid:
        field = invalid.field or ""
    assert field.split("[")[0] == name


def _batch(*jobs: object) -> list[JobRequest]:
    return parse_job_requests({"jobs": list(jobs)}, MOST)


def test_a_batch_keeps_its_order() -> None:
    requests = _batch(*({**GOOD, "user_id": f"u{n}"} for n in range(MOST_JOBS)))
    assert [request.user for request in requests] == [f"u{n}" for n in range(MOST_JOBS)]


IN_A_BATCH: dict[str, tuple[object, str]] = {
    "no_object": (CANARY, "jobs[3]"),
    "unknown_field": ({**GOOD, CANARY: 1}, "jobs[3]"),
    "no_user": ({**GOOD, "user_id": None}, "jobs[3].user_id"),
    "recipe": ({**GOOD, "recipe": CANARY}, "jobs[3].recipe"),
    "hide": ({**GOOD, "recipe": {"version": 1, "hide": {CANARY: {}}}}, "jobs[3].recipe.hide"),
    "style": (
        {**GOOD, "recipe": {"version": 1, "hide": {"face": {"style": CANARY}}}},
        "jobs[3].recipe.hide.face.style",
    ),
    "purposes": ({**GOOD, "purposes": [CANARY]}, "jobs[3].purposes"),
    "content_type": ({**GOOD, "content_type": CANARY}, "jobs[3].content_type"),
    "size": ({**GOOD, "size": CANARY}, "jobs[3].size"),
    "content_md5": ({**GOOD, "content_md5": CANARY}, "jobs[3].content_md5"),
    "reference": ({**GOOD, "reference": f"{CANARY}\n"}, "jobs[3].reference"),
    "depicted": ({**GOOD, "depicted": ["u2", f"{CANARY}\n"]}, "jobs[3].depicted[1]"),
    "a_batch_in_a_batch": ({"jobs": [GOOD]}, "jobs[3]"),
}


@pytest.mark.parametrize(("job", "field"), IN_A_BATCH.values(), ids=IN_A_BATCH)
def test_in_a_batch_the_field_is_named_by_its_path(job: object, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        _batch(GOOD, GOOD, GOOD, job, GOOD)
    assert raised.value.field == field
    assert CANARY not in str(raised.value) + raised.value.detail


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"jobs": []}, id="empty"),
        pytest.param({"jobs": [GOOD] * (MOST_JOBS + 1)}, id="too_many"),
        pytest.param({"jobs": GOOD}, id="no_list"),
        pytest.param({"jobs": None}, id="null"),
        pytest.param({"jobs": [GOOD], **GOOD}, id="a_job_beside_it"),
        pytest.param({"jobs": [GOOD], CANARY: 1}, id="an_unknown_field_beside_it"),
    ],
)
def test_a_batch_is_a_list_of_one_to_a_hundred_and_alone(body: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as raised:
        parse_job_requests(body, MOST)
    assert raised.value.field == "jobs"
    assert CANARY not in str(raised.value) + raised.value.detail
