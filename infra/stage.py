"""Every number of a deployment, as typed data. Real AWS and the local cloud differ by this file only."""

import json
import platform
import sys
from dataclasses import dataclass, field, replace
from typing import Final

from functions.core.agreement import INTERNAL, MODES, PROCESSOR
from functions.core.deployment import Operator, SubProcessor
from functions.core.retention import NETS
from functions.core.team_settings import RETAINED

DAY: Final = 24 * 60  # minutes
AWS: Final = SubProcessor(
    "Amazon Web Services EMEA SARL",
    "38 Avenue John F. Kennedy, L-1855 Luxembourg",
    "computing, storage and keys, in the region of the deployment",
)
_HERE: Final = Operator(
    "Nobody: this is a machine for trying", "localhost", "operator@example.org", "privacy@example.org"
)


class StageError(ValueError):
    """A stage that cannot be deployed; the text says what to change."""


@dataclass(frozen=True)
class Stage:
    """One deployment. Times end in their unit; sizes are bytes or pixels.

    ``masker_seconds`` < ``lease_seconds`` ≤ ``visibility_seconds``: a masker is ended before its lease is
    over, and its message comes back after that.
    """

    name: str
    region: str = "eu-central-1"
    python: str = "3.13"
    architecture: str = "arm64"
    operator: Operator = field(default_factory=Operator)
    sub_processors: tuple[SubProcessor, ...] = (AWS,)
    origins: tuple[str, ...] = ()
    retain: bool = True

    form_seconds: int = 300
    link_seconds: int = 300
    masker_seconds: int = 120
    lease_seconds: int = 150
    visibility_seconds: int = 180
    most_receives: int = 3
    queue_seconds: int = 3600
    eraser_seconds: int = 300
    exporter_seconds: int = 300
    fresh_seconds: int = 600  # how old a sign-in may be that asks for, or approves, the erasure of much
    approval_seconds: int = 604_800  # a week, then it is cancelled: nobody approves what was meant long ago
    delay_seconds: int = 86_400  # between its approval and its beginning, while it can be cancelled
    erasures_alarm: int = 100  # asked for by machine clients within five minutes
    lag_seconds: int = 60  # between its two empty looks: more than indexes lag, or a call may take
    erasure_retry_seconds: int = 3600  # until what ended partial is tried again
    grace_seconds: int = 600  # how long a file may take after its form has ended
    jobs_per_minute: int = 1000  # for each team
    agreement_mode: str = PROCESSOR  # uploads wait for the agreement of Art. 28; INTERNAL: one organisation
    agreement_grace_days: int = 30  # for which an older version still counts, once a team met a new one
    reports_per_minute: int = 60  # for each team, by people who are no users

    most_bytes: int = 25_000_000
    most_pixels: int = 50_000_000  # of all frames together
    most_frames: int = 100
    masker_megabytes: int = 1769  # one whole vCPU; cost is flat below and rises above
    background_megabytes: int = 3008  # a cut-out of 50 megapixels peaks at 1.7 GB
    masker_concurrency: int = 100  # photos at once; what comes beyond waits in the queue
    background_concurrency: int = 20
    isolated: bool = False  # maskers in subnets that lead to S3 and DynamoDB only
    trail: bool = False  # CloudTrail records each read and write of a photo; the emulator knows none
    guard_duty: bool = False  # an account has one detector in a region: say so where there is none yet
    budget_dollars: int = (
        0  # a month, of the whole account; mail to the operator's contact when it is too little
    )
    malware_protection: bool = False  # GuardDuty reads unmasked photos: see docs/operations.md before

    # What a team may choose, in minutes: the least, what it has unless it chose, the most.
    originals_minutes: tuple[int, int, int] = (1, 7 * DAY, 90 * DAY)  # in review
    results_minutes: tuple[int, int, int] = (1, 30 * DAY, 365 * DAY)
    exports_minutes: tuple[int, int, int] = (1, 7 * DAY, 30 * DAY)
    job_records_minutes: tuple[int, int, int] = (1, 90 * DAY, 3 * 365 * DAY)
    consent_proof_minutes: tuple[int, int, int] = (1, 3 * 365 * DAY, 10 * 365 * DAY)  # after it ended
    datasets_minutes: tuple[int, int, int] = (1, 90 * DAY, 365 * DAY)  # copies for a purpose
    # Not so short that who did something could make it forgotten.
    audit_minutes: tuple[int, int, int] = (90 * DAY, 3 * 365 * DAY, 10 * 365 * DAY)
    correction_window_minutes: tuple[int, int, int] = (0, 0, 3 * DAY)  # how long an original is held after
    sweepers: int = 4  # beside each other, each with its share of the index's shards
    sweep_jobs: int = 2500  # of a shard, in a pass: docs/limits.md has what follows of it
    recovery_days: int = 7
    ledger_recovery_days: int = 35
    tombstone_days: int = 65  # AWS keeps a system backup of a deleted table for 35 days; plus 30
    access_log_days: int = 30
    function_log_days: int = 7

    webhook_attempts: int = 8
    webhook_back_off_seconds: int = 5  # the longest first pause; each is 2.5 times the one before
    webhook_concurrency: int = 10
    webhook_log_days: int = 7
    webhook_private_hosts: bool = False  # only where receivers stand on the same machine
    webhook_overlap_seconds: int = 86_400  # a rotated secret stays valid beside the new one

    path_encoded: bool = True
    password_sign_in: bool = False  # by API, where there is no hosted page that asks for the second factor
    api_account_role: bool = False
    firewall: bool = True  # the emulator knows none
    calls_per_address: int = 10_000  # in five minutes; a team's backend calls from one
    api_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse a stage whose times contradict each other."""
        if not self.masker_seconds < self.lease_seconds <= self.visibility_seconds:
            raise StageError(
                f"stage {self.name}: masker_seconds < lease_seconds <= visibility_seconds must hold"
            )
        for name, (least, default, most) in self._retained().items():
            lowest = 0 if name == "correction_window" else 1
            if not lowest <= least <= default <= most:
                raise StageError(
                    f"stage {self.name}: {name}_minutes must be {lowest} <= least <= default <= most"
                )
        if max(self.originals_minutes[2], self.results_minutes[2], self.datasets_minutes[2]) > NETS[-1] * DAY:
            raise StageError(f"stage {self.name}: no lifecycle rule of S3 is longer than {NETS[-1]} days")
        if self.job_records_minutes[1] < max(self.originals_minutes[1], self.results_minutes[1]):
            raise StageError(f"stage {self.name}: without its record nobody would find a file")
        if self.agreement_mode not in MODES:
            raise StageError(f"stage {self.name}: agreement_mode must be one of {', '.join(MODES)}")
        if self.budget_dollars and "@" not in self.operator.contact:
            raise StageError(
                f"stage {self.name}: budget_dollars wants a mail address as the operator's contact"
            )
        if self._webhook_seconds() > self.queue_seconds:
            raise StageError(f"stage {self.name}: a message ends before webhook_attempts have been made")

    @property
    def engaged(self) -> tuple[SubProcessor, ...]:
        """The sub-processors, with all that they do here."""
        if not self.malware_protection:
            return self.sub_processors
        task = f"{AWS.task}; GuardDuty looks for malware in uploads"
        return tuple(replace(AWS, task=task) if each == AWS else each for each in self.sub_processors)

    @property
    def audit_days(self) -> int:
        """The longest that an entry of the audit may live: the net behind what the team has chosen."""
        return self.audit_minutes[2] // DAY

    @property
    def retention(self) -> str:
        """The bounds of retention, as a function's environment holds them."""
        return json.dumps(self._retained())

    def _retained(self) -> dict[str, tuple[int, int, int]]:
        return {name: getattr(self, f"{name}_minutes") for name in RETAINED}

    def _webhook_seconds(self) -> float:
        pauses = [self.webhook_back_off_seconds * 2.5**pause for pause in range(self.webhook_attempts - 1)]
        return sum(pauses) + self.webhook_attempts * 60


_MACHINE: Final = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")

LOCAL: Final = Stage(
    "local",
    operator=_HERE,
    sub_processors=(),
    python=f"{sys.version_info.major}.{sys.version_info.minor}",
    architecture=_MACHINE,
    origins=("https://localhost:5173",),  # where `make up` serves the web
    retain=False,
    agreement_mode=INTERNAL,
    sweepers=1,
    delay_seconds=3,
    webhook_private_hosts=True,
    path_encoded=False,
    password_sign_in=True,
    firewall=False,
    api_id="00c0ffee",
)
STAGES: Final = {
    stage.name: stage
    for stage in (
        Stage(
            "dev",
            origins=("http://localhost:5173",),
            retain=False,
            function_log_days=30,
            agreement_mode=INTERNAL,
        ),
        # Before the first deployment of prod: say who you are, and where your frontends live.
        Stage(
            "prod",
            operator=Operator(name="", address="", contact="", data_protection_contact=""),
            isolated=True,
            trail=True,
        ),
        LOCAL,
        # Lives, leases and visibility of seconds, for tests of what happens when they are over.
        Stage(
            "swift",
            operator=LOCAL.operator,
            sub_processors=LOCAL.sub_processors,
            python=LOCAL.python,
            architecture=LOCAL.architecture,
            origins=LOCAL.origins,
            retain=False,
            agreement_mode=INTERNAL,
            sweepers=1,
            form_seconds=2,
            grace_seconds=1,
            delay_seconds=3,
            lag_seconds=2,
            erasure_retry_seconds=5,
            jobs_per_minute=30,
            masker_seconds=6,
            lease_seconds=7,
            visibility_seconds=8,
            most_bytes=400_000,
            webhook_attempts=4,
            webhook_back_off_seconds=1,
            webhook_private_hosts=True,
            webhook_overlap_seconds=10,
            path_encoded=False,
            password_sign_in=True,
            firewall=False,
            api_id="00c0ffe1",
        ),
    )
}


def stage_named(name: str) -> Stage:
    """The stage of that name. Raises `StageError` if there is none, or if it lacks its operator."""
    if name not in STAGES:
        raise StageError(f"there is no stage of that name; there are {', '.join(STAGES)}")
    return checked(STAGES[name])


def checked(stage: Stage) -> Stage:
    """The stage, if it may be deployed: ``prod`` must say who operates it (GDPR Art. 13, 28, 30)."""
    missing = stage.operator.missing()
    if stage.name == "prod" and missing:
        raise StageError(f"stage prod: fill in the operator's {', '.join(missing)} in infra/stage.py")
    return stage
