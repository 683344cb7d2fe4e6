"""Moments as callers write them (RFC 3339), in the one form that is stored: UTC, to the millisecond."""

import re
from datetime import UTC, datetime
from typing import Final

from functions.core.errors import Invalid
from functions.core.times import from_text

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)  # before it there are no ids
# What Python reads beyond it, weeks of the year for example, is no moment of RFC 3339 (section 5.6).
_WRITTEN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def parse_moment(value: object, field: str) -> datetime:
    """A moment with its zone, as it is stored. Raises `Invalid`.

    That of a zone may be in a year which UTC does not write any more, and is refused.
    """
    try:
        read = from_text(value) if isinstance(value, str) and _WRITTEN.fullmatch(value) else None
        moment = read.astimezone(UTC) if read else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment < EPOCH:
        raise Invalid("must be a date and time with its zone (RFC 3339), from 1970 on", field=field)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
