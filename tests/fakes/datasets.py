"""Copies for purposes in memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.core.consent import GIVEN
from functions.core.datasets import Copy, Wish, Withdrawal
from functions.core.list_jobs import Listing
from functions.core.names import JobRef
from tests.fakes.clock import stored
from tests.fakes.jobs import FakeJobs
from tests.fakes.lists import SHARDS


@dataclass
class FakeDatasets:
    """Implements the port `Datasets` over what the jobs' closes wrote. ``size`` is that of a page."""

    jobs: FakeJobs
    size: int = 100
    shards: int = field(default=SHARDS)

    def of_team(self, team: str, purpose: str, listing: Listing) -> tuple[list[Copy], str | None]:
        mine = [
            copy
            for (ref, name), copy in self.jobs.copies.items()
            if (ref.team, name) == (team, purpose) and listing.low <= ref.job < listing.high
        ]
        page = sorted(mine, key=lambda copy: copy.ref.job, reverse=True)[: listing.limit]
        return page, page[-1].ref.job if len(page) == listing.limit else None

    def withdrawn(self, team: str, wishes: Iterable[Wish]) -> dict[Wish, datetime | None]:
        found: dict[Wish, datetime | None] = {}
        for subject, purpose in wishes:
            consent = self.jobs.consents.get(team, subject, purpose)
            walk = self.jobs.consents.withdrawals.get((team, subject, purpose))
            if walk:
                found[subject, purpose] = walk
            if consent is None or consent.state != GIVEN:
                found[subject, purpose] = None
        return found

    def due(self, shard: int, now: datetime) -> list[Copy]:
        mine = [copy for copy in self.jobs.copies.values() if ord(copy.ref.job[-1]) % self.shards == shard]
        return [copy for copy in mine if copy.until <= now][: self.size]

    def withdrawals(self, shard: int) -> Iterator[Withdrawal]:
        for (team, subject, purpose), at in list(self.jobs.consents.withdrawals.items()):
            if ord(subject[-1]) % self.shards == shard:
                yield Withdrawal(team, subject, purpose, at)

    def page(self, withdrawal: Withdrawal, after: str) -> tuple[list[Copy], str]:
        place = (withdrawal.team, withdrawal.subject, withdrawal.purpose)
        mine = [copy for copy in self.jobs.copies.values() if _place(copy) == place and copy.ref.job > after]
        page = sorted(mine, key=lambda copy: copy.ref.job)[: self.size]
        return page, page[-1].ref.job if len(page) == self.size else ""

    def of_user(self, team: str, subject: str, after: str) -> tuple[list[Copy], str]:
        named = {f"{copy.purpose}#{copy.ref.job}": copy for copy in self.jobs.copies.values()}
        mine = {name: copy for name, copy in named.items() if _place(copy)[:2] == (team, subject)}
        page = sorted(name for name in mine if name > after)[: self.size]
        return [mine[name] for name in page], page[-1] if len(page) == self.size else ""

    def redate(self, ref: JobRef, purpose: str, until: datetime) -> None:
        if (ref, purpose) in self.jobs.copies:
            self.jobs.copies[ref, purpose] = replace(self.jobs.copies[ref, purpose], until=stored(until))

    def remove(self, copies: Sequence[Copy]) -> None:
        for copy in copies:
            self.jobs.copies.pop((copy.ref, copy.purpose), None)

    def end(self, withdrawal: Withdrawal) -> None:
        place = (withdrawal.team, withdrawal.subject, withdrawal.purpose)
        if self.jobs.consents.withdrawals.get(place) == withdrawal.at:
            del self.jobs.consents.withdrawals[place]


def _place(copy: Copy) -> tuple[str, str, str]:
    return copy.ref.team, copy.ref.subject, copy.purpose
