"""Every row of a person's partition: the same over fakes and over moto."""

from collections import Counter

from functions.core.ports import Once
from functions.core.stored_of import Row
from tests.contracts.backends import Backend
from tests.contracts.making import OTHER, OTHER_TEAM, SUBJECT, TEAM, a_job


def test_all_rows_of_a_person_are_there_and_no_others(backend: Backend) -> None:
    mine, keyed = a_job(SUBJECT), a_job(SUBJECT)
    backend.jobs.create(mine)
    backend.jobs.create(keyed, Once("key", "digest", keyed.ref.job))
    backend.jobs.create(a_job(OTHER, depicted=(SUBJECT,)))
    rows = list(backend.partition.of(TEAM, SUBJECT))
    assert {row.job.ref for row in rows if row.job} == {mine.ref, keyed.ref}
    assert Counter(row.kind for row in rows) == {"jobs": 2, "idempotency_keys": 1, "pictures_of_others": 1}
    assert [row.kind for row in backend.partition.of(TEAM, OTHER)] == ["jobs"]
    assert list[Row](backend.partition.of(OTHER_TEAM, SUBJECT)) == []
