"""What happened, as a CloudEvent (CloudEvents 1.0.2, JSON format): thin, so that it may travel.

An event names a job or an erasure by its id and says what state it is in. Whoever wants more asks the API,
which knows who may read it, and whether the subject was erased meanwhile.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from functions.core.errors import NotFound
from functions.core.job import STATES
from functions.core.names import JobRef
from functions.core.times import to_text

JOB: Final = "eu.moretta.job."
ERASURE: Final = "eu.moretta.erasure."
TEST: Final = "eu.moretta.webhook.test"
ERASURE_STATES: Final = ("completed", "partial", "failed", "cancelled")
TYPES: Final = (*(JOB + state for state in STATES), *(ERASURE + state for state in ERASURE_STATES))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``subject`` is the job's or erasure's id, ``data`` holds codes and ids only.

    ``id`` is the same however often the event is told, and no other event of this deployment has it.
    """

    id: str
    type: str
    team: str
    subject: str
    time: datetime
    data: Mapping[str, str]

    def to_json(self, source: str) -> dict[str, object]:
        """The CloudEvent; ``source`` is this deployment. ``team`` is an extension attribute."""
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": source,
            "type": self.type,
            "subject": self.subject,
            "time": to_text(self.time),
            "datacontenttype": "application/json",
            "team": self.team,
            "data": dict(self.data),
        }

    @property
    def job(self) -> JobRef | None:
        """The job that the event is about, None for every other kind of event."""
        if not self.type.startswith(JOB):
            return None
        try:
            return JobRef.parse(self.team, self.subject)
        except NotFound:
            return None
