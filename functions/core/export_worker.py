"""One invocation of the worker of an export: step by step, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from functions.core.audit import Entry
from functions.core.consent import Consent, Consents
from functions.core.datasets import Copy, Datasets
from functions.core.errors import Tombstoned
from functions.core.export import COMPLETED, Export, Progress, Written
from functions.core.export_content import (
    audit_page,
    consents_file,
    copies_page,
    copy_name,
    has_result,
    jobs_page,
    manifest,
    only_face,
    original_name,
    own_original,
    page_name,
    result_name,
)
from functions.core.export_file import SMALL, ExportFile
from functions.core.export_ports import Archive, Exports, Pictures, Trail
from functions.core.holds import Holds
from functions.core.job import Job
from functions.core.list_jobs import LOW, Listing
from functions.core.names import JobRef, is_id
from functions.core.opt_outs import OptOuts
from functions.core.ports import JobLists, Ledger
from functions.core.purposes import RESULT
from functions.core.restriction import Restrictions
from functions.core.retain_exports import keep_export
from functions.core.retention import as_of, net
from functions.core.retention_ports import Retained, TeamSettings
from functions.core.standing_copies import Asked, standing
from functions.core.subjects import is_erased
from functions.core.times import Clock, from_text, to_text

PAGE: Final = 25  # jobs, between two looks at the time
OVERDUE: Final = timedelta(hours=6)  # without any progress: then nobody works at it
Describe = Callable[[Job], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class MakeExport:
    """What it needs of the world. ``lease`` outlives an invocation; ``part`` is how many bytes a part has.

    ``job`` and ``consent`` say how these are shown; ``schema`` is the schema of the export, as a file.
    """

    exports: Exports
    archive: Archive
    lists: JobLists
    retained: Retained
    ledger: Ledger
    holds: Holds
    restrictions: Restrictions
    consents: Consents
    opt_outs: OptOuts
    datasets: Datasets
    trail: Trail
    settings: TeamSettings
    results: Pictures
    held: Pictures
    job: Describe
    consent: Callable[[str, str, Consent], Mapping[str, object]]
    schema: bytes
    region: str
    clock: Clock
    lease: timedelta
    part: int = SMALL


class Worker:
    """One invocation. ``steps`` are what an export is made of, in this order."""

    def __init__(self, export: Export, world: MakeExport, until: datetime) -> None:
        self.export, self.world, self.until = export, world, until
        if not export.progress.written.upload:
            self._begin()
        self.file = ExportFile(self.export, world.archive, self._alive, world.part)
        self.steps = (self._jobs, self._copies, self._consents, self._audit, self._manifest)

    def work(self) -> datetime | None:
        """Step by step; when to go on, or None."""
        while self.export.progress.step < len(self.steps):
            after = self.steps[self.export.progress.step]()
            self._go_on(after)
            if self.world.clock() >= self.until:
                self._save(replace(self.export.progress, written=self.file.rest()), free=True)
                return self.world.clock()
        self.file.finish()
        self._end()
        return None

    def _begin(self) -> None:
        days = net(timedelta(minutes=self.world.settings.of(self.export.team).retention.exports))
        upload = self.world.archive.start(self.export.key, days)
        self._save(replace(self.export.progress, written=Written(upload)))

    def _jobs(self) -> str:
        """A page of the jobs that are older than the export, newest first, and their photos."""
        export, progress = self.export, self.export.progress
        listing = Listing(PAGE, low=LOW, high=progress.after or export.id)
        jobs, after = self.world.lists.of_subject(export.team, export.subject, listing)
        shown = [job for job in map(self._shown, jobs) if job]
        if shown:
            restricted = self.world.restrictions.restricted(
                {(export.team, subject) for job in shown for subject in job.subjects}
            )
            held_back = {subject for _, subject in restricted}
            described = [self._described(job, not held_back & {*job.subjects}) for job in shown]
            self._page("jobs", jobs_page(described))
            photos = {f"{kind}s": sum(kind in each for each in described) for kind in ("result", "original")}
            self._count(jobs=len(shown), **photos)
            since = min(job.created_at for job in shown)
            self.export = replace(self.export, progress=replace(self.export.progress, since=to_text(since)))
        return after or ""

    def _shown(self, job: Job) -> Job | None:
        shown = as_of(job, self.world.clock())
        return shown if shown and not is_erased(shown, self.world.ledger) else None

    def _described(self, job: Job, free: bool) -> dict[str, object]:
        """A job, with its photos unless somebody in it is restricted (Art. 18)."""
        described: dict[str, object] = {"job": self.world.job(job)}
        if not free:
            return described
        if has_result(job):
            described |= self._photo("result", result_name(job), self.world.results.bytes_of(job.key))
        if own_original(job):
            described |= self._photo("original", original_name(job), self.world.held.bytes_of(job.key))
        return described

    def _photo(self, kind: str, name: str, data: bytes | None) -> dict[str, object]:
        if data is None:
            self._count(missing=1)
            return {}
        self.file.add(name, data)
        return {kind: name}

    def _copies(self) -> str:
        """A page of what is kept of the user's jobs for purposes, while the consents to them stand."""
        world, export = self.world, self.export
        copies, after = world.datasets.of_user(export.team, export.subject, export.progress.after)
        asked = Asked(world.datasets, world.retained, world.ledger, world.restrictions, world.settings)
        older = [copy for copy in copies if copy.ref.job < export.id]
        found = standing(export.team, older, asked, world.clock())
        if found:
            self._page("copies", copies_page([self._copied(copy, job, until) for copy, job, until in found]))
            self._count(copies=len(found))
        return after

    def _copied(self, copy: Copy, job: Job, until: datetime) -> dict[str, object]:
        described: dict[str, object] = {
            "job": copy.ref.id,
            "purpose": copy.purpose,
            "what": copy.what,
            "kept_at": to_text(copy.kept_at),
            "until": to_text(until),
        }
        if copy.what == RESULT or only_face(job):
            described |= self._photo("copy", copy_name(copy), self.world.held.bytes_of(copy.key))
        return described

    def _consents(self) -> str:
        """What the user agreed to, and what else the user or the team said of the user's data."""
        world, team, subject = self.world, self.export.team, self.export.subject
        consents = world.consents.all(team, subject)
        described = [world.consent(team, subject, consent) for consent in consents]
        said = world.opt_outs.get(team, subject), world.restrictions.get(team, subject)
        self.file.add("consents.json", consents_file(described, *said))
        self._count(consents=len(consents))
        return ""

    def _audit(self) -> str:
        """A page of the team's audit: what of it is about the user's jobs."""
        export, progress = self.export, self.export.progress
        if not progress.since:
            return ""
        since = from_text(progress.since)
        entries, after = self.world.trail.entries(export.team, since, export.requested_at, progress.after)
        mine = self._mine(entries)
        if mine:
            self._page("audit", audit_page(mine))
            self._count(audit=len(mine))
        return after

    def _mine(self, entries: Sequence[Entry]) -> list[Entry]:
        team, subject = self.export.team, self.export.subject
        refs = [JobRef(team, subject, entry.on) for entry in entries if is_id(entry.on)]
        mine = {job.ref.job for job in self.world.retained.read(refs)} if refs else set()
        return [entry for entry in entries if entry.on in mine]

    def _manifest(self) -> str:
        held = self.world.holds.held(self.export.team, self.export.subject)
        self.file.add("schema.json", self.world.schema)
        self.file.add("manifest.json", manifest(self.export, held, self.world.region))
        return ""

    def _page(self, kind: str, data: bytes) -> None:
        pages = self.export.progress.pages + 1
        self.file.add(page_name(kind, pages), data)
        self.export = replace(self.export, progress=replace(self.export.progress, pages=pages))

    def _count(self, **more: int) -> None:
        self.export = replace(self.export, progress=self.export.progress.counted(**more))

    def _go_on(self, after: str) -> None:
        progress = replace(self.export.progress, after=after)
        if not after:
            progress = replace(progress, step=progress.step + 1, pages=0)
        self.export = replace(self.export, progress=progress)

    def _alive(self) -> None:
        """Asked before each part: what is being erased is not written any more (promise 6)."""
        if self.world.ledger.tombstone(self.export.team, self.export.subject):
            raise Tombstoned

    def _save(self, progress: Progress, *, free: bool = False) -> None:
        self.export = replace(self.export, progress=progress)
        self.world.exports.save(self.export, self.world.clock() + OVERDUE, free=free)

    def _end(self) -> None:
        now, export = self.world.clock(), self.export
        keep = keep_export(self.world.settings.of(export.team).retention, now, file=True)
        self._alive()
        written = replace(export.progress, written=self.file.written)
        self.world.exports.end(replace(export, progress=written).ended(COMPLETED, now, keep))
        self.world.archive.clear(export.ref, but=export.key)
