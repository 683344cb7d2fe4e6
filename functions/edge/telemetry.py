"""Logs and metrics that cannot hold personal data (promise 15): codes and names of types, never texts."""

import traceback
from functools import cache
from pathlib import Path

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "Moretta"


@cache
def _logger(function: str) -> Logger:
    return Logger(service=function)


def count(function: str, metric: str, outcome: str, times: int = 1) -> None:
    """Add to a metric, by outcome, in CloudWatch's embedded metric format; one log line as well."""
    _logger(function).info("counted", extra={"metric": metric, "outcome": outcome, "times": times})
    with single_metric(metric, MetricUnit.Count, times, namespace=NAMESPACE) as point:
        point.add_dimension("outcome", outcome)


def measure(function: str, metric: str, seconds: float) -> None:
    """Tell how long something took, or how late it is."""
    with single_metric(metric, MetricUnit.Seconds, seconds, namespace=NAMESPACE) as point:
        point.add_dimension("function", function)


def report(function: str, error: BaseException) -> None:
    """Log a fault as the types of its causes and the place where it arose.

    Texts of exceptions stay out: a message of AWS names the object key it was about.
    """
    _logger(function).error("fault", extra={"causes": list(_causes(error)), "place": _place(error)})


def _causes(error: BaseException | None) -> list[str]:
    names = []
    while error is not None:
        response = getattr(error, "response", None)  # of a timeout it is None
        code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
        names.append(f"{type(error).__name__}({code})" if code else type(error).__name__)
        error = error.__cause__ or error.__context__
    return names


def _place(error: BaseException) -> str:
    # The way through our own files; where errors are translated they all pass, which tells nothing.
    steps = [
        f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "/functions/" in frame.filename and not frame.filename.endswith("faults.py")
    ]
    return " > ".join(steps[-3:])
