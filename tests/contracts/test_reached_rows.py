"""What else stands in a person's partition goes with the person, whatever kind it is."""

import pytest

from functions.aws.backup import ONCE
from functions.aws.consent_rows import CONSENT
from functions.aws.datasets import COPY, WITHDRAWING
from functions.aws.export_rows import EXPORT, RUNS
from functions.aws.opt_outs import OPT_OUT
from functions.aws.restrictions import WALK
from functions.aws.schema import DEPICTED
from functions.core.names import new_id
from tests.contracts.adapters import MotoBackend
from tests.contracts.making import NOW, OTHER, OTHER_TEAM, SUBJECT, TEAM, a_job, everything

KINDS = {
    "a job": f"job#{new_id(NOW)}",
    "an idempotency key": f"{ONCE}{'0' * 64}",
    "a consent": f"{CONSENT}training",
    "a withdrawal under way": f"{WITHDRAWING}#training",
    "a copy for a purpose": f"{COPY}#training#{new_id(NOW)}",
    "an opt-out": OPT_OUT,
    "a restriction under way": WALK,
    "an export": f"{EXPORT}{new_id(NOW)}",
    "an export under way": RUNS,
    "what nobody here knows": "odd",
}


@pytest.mark.parametrize("sort", KINDS.values(), ids=KINDS)
def test_a_row_of_any_kind_goes_and_the_same_of_others_stays(moto: MotoBackend, sort: str) -> None:
    """Promises 5 and 7: an erasure asks for a partition, and not for kinds."""
    for team, subject in ((TEAM, SUBJECT), (TEAM, OTHER), (OTHER_TEAM, SUBJECT)):
        moto.put_row(team, subject, sort)
    found = everything(moto.rows)
    assert [trace.address[1] for trace in found] == [sort]
    assert moto.rows.delete(found) == 0
    assert everything(moto.rows) == []
    assert [len(everything(moto.rows, *of)) for of in ((OTHER, TEAM), (SUBJECT, OTHER_TEAM))] == [1, 1]


def test_who_is_in_anothers_picture_is_left_to_the_store_that_takes_the_picture_too(
    moto: MotoBackend,
) -> None:
    """Promise 5: the row is what leads to files that stand under somebody else's prefix."""
    moto.put_row(TEAM, SUBJECT, f"{DEPICTED}{a_job(OTHER).ref.id}")
    assert everything(moto.rows) == []
    assert len(everything(moto.depicted)) == 1
