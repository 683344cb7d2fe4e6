"""The event bus."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from functions.aws.faults import translated
from functions.core.errors import Unavailable
from functions.core.events import Event

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

MOST_ENTRIES: Final = 10  # PutEvents takes no more
SOURCE: Final = "moretta"  # what rules match on; the CloudEvent's own source is the deployment


@dataclass(frozen=True)
class EventBridgeBus:
    """Implements `Bus`: the CloudEvent is the ``detail``, its type the ``detail-type``."""

    client: "EventBridgeClient"
    bus: str
    source: str

    def put(self, events: Sequence[Event]) -> None:
        """See the port. PutEvents answers 200 with the errors inside."""
        for start in range(0, len(events), MOST_ENTRIES):
            entries: list[Any] = [self._entry(event) for event in events[start : start + MOST_ENTRIES]]
            with translated():
                answer = self.client.put_events(Entries=entries)
            if answer["FailedEntryCount"]:
                raise Unavailable

    def _entry(self, event: Event) -> dict[str, object]:
        return {
            "EventBusName": self.bus,
            "Source": SOURCE,
            "DetailType": event.type,
            "Detail": json.dumps(event.to_json(self.source)),
            "Time": event.time,
        }
