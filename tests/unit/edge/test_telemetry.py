import json

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from functions.core.errors import Unavailable
from functions.edge.telemetry import count, report
from tests.fakes.output import Printed

CANARY = "canary@example.org"


def _lines(printed: Printed) -> list[dict[str, object]]:
    return [json.loads(line) for line in printed().splitlines()]


def _raised(error: Exception, cause: Exception | None = None) -> Exception:
    with pytest.raises(type(error)) as raised:
        raise error from cause
    return raised.value


def test_a_metric_is_one_log_line_and_one_embedded_metric(printed: Printed) -> None:
    count("mask_identity", "Photos", "done")
    log, metric = _lines(printed)
    assert (log["service"], log["metric"], log["outcome"]) == ("mask_identity", "Photos", "done")
    assert metric["outcome"] == "done"
    assert metric["Photos"] == [1.0]
    assert "_aws" in metric


def test_a_fault_is_the_types_of_its_causes(printed: Printed) -> None:
    report("get_job", _raised(Unavailable(), ValueError(CANARY)))
    (line,) = _lines(printed)
    assert line["causes"] == ["Unavailable", "ValueError"]
    assert CANARY not in printed()


def test_a_fault_of_aws_is_told_by_its_code(printed: Printed) -> None:
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": CANARY}}, "GetObject")
    report("get_job", _raised(Unavailable(), error))
    assert _lines(printed)[0]["causes"] == ["Unavailable", "ClientError(AccessDenied)"]
    assert CANARY not in printed()


@pytest.mark.parametrize(
    "error",
    [ReadTimeoutError(endpoint_url=CANARY), ConnectionClosedError(endpoint_url=CANARY)],
    ids=["timeout", "closed"],
)
def test_a_fault_without_an_answer_is_told_like_any_other(error: Exception, printed: Printed) -> None:
    """botocore gives these an answer that is None; a fault in reporting would print all texts."""
    report("get_job", _raised(Unavailable(), error))
    assert _lines(printed)[0]["causes"] == ["Unavailable", type(error).__name__]
    assert CANARY not in printed()


def test_the_place_is_told_by_our_own_files_alone(printed: Printed) -> None:
    report("get_job", _raised(ValueError(CANARY)))
    assert _lines(printed)[0]["place"] == ""


def test_a_fault_inside_a_function_tells_where(printed: Printed) -> None:
    from functions.core.names import ObjectKey  # noqa: PLC0415

    try:
        ObjectKey.parse(None)  # type: ignore[arg-type]
    except AttributeError as error:
        report("get_job", error)
    assert "names.parse:" in str(_lines(printed)[0]["place"])
