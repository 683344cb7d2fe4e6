"""What calls are about: jobs, erasures, webhooks and the like, made as their makers make them."""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from functions.core.routes import ROUTES
from functions.core.scopes import CLIENT
from soak.asking import request
from soak.letters import letter
from soak.playing import Played
from soak.workflows import work_off
from tools.client import RECIPE

USER: Final = "u1"
SOME: Final = "0" * 26
TEXTS: Final = ("reasons", "consequences", "measures")
JOB: Final[dict[str, Any]] = {"recipe": RECIPE, "purposes": ["masking"], "content_type": "image/jpeg"}
CONSENT: Final = {"notice": "1", "language": "en", "given_by": "self", "evidence": "a box"}
HOLD: Final = {"ground": "legal_claims", "until": "2099-01-01T00:00:00Z"}
RESTRICTED: Final = {"ground": "accuracy_contested"}


def answered(
    played: Played, route: str, path: Mapping[str, str], body: Any = None, role: str = CLIENT
) -> Any:
    """The JSON of a call that went well."""
    (served,) = [one for one in ROUTES if one.name == route]
    answer = played.call(served.function, request(played, route, path, body, role=role, user=USER))
    assert answer["statusCode"] < 300, (route, answer)
    return json.loads(answer["body"]) if answer["body"] else {}


def nothing(_played: Played) -> str:
    """Nothing has to be there."""
    return SOME


def job(played: Played) -> str:
    """A job that awaits its upload."""
    return str(answered(played, "POST /v1/jobs", {}, {"user_id": USER, **JOB})["id"])


def masked(played: Played, data: bytes = b"face 1") -> str:
    """A job that went its whole way."""
    made = job(played)
    played.call("mask_identity", upload(played, made, data))
    return made


def reviewed(played: Played) -> str:
    """A job that waits for a person."""
    return masked(played, b"doubtful 1")


def failed(played: Played) -> str:
    """A job that ran out of tries."""
    made = job(played)
    played.call("close_failed", upload(played, made, b"crash 1"))
    return made


def upload(played: Played, job_id: str, data: bytes) -> dict[str, Any]:
    """A file lands, and the message that S3 sends of it."""
    key = f"{played.team}/{job_id[:32]}/{job_id[32:]}/identity"
    put = played.cloud.s3.put_object(Bucket=played.names["originals"], Key=key, Body=data)
    return message(key, put["ETag"].strip('"'), len(data))


def message(key: str, etag: str, size: int) -> dict[str, Any]:
    """The event of a message of the queue of uploads."""
    return {"Records": [{"body": letter(key, etag, size)}]}


def export(played: Played) -> str:
    """An export that runs."""
    return str(answered(played, "POST /v1/users/{user_id}/exports", {"user_id": USER})["id"])


def erasure(played: Played) -> str:
    """An erasure that runs."""
    return str(answered(played, "DELETE /v1/users/{user_id}", {"user_id": USER})["id"])


def completed(played: Played) -> str:
    """An erasure that has completed."""
    made = erasure(played)
    work_off(played, made)
    return made


def pending(played: Played) -> str:
    """An erasure of dates that awaits its approval."""
    dates = {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}
    return str(answered(played, "POST /v1/erasures", {}, {"scope": dates}, "admin")["id"])


def webhook(played: Played) -> str:
    """A webhook that wants every event."""
    body = {"url": "https://hooks.example.org/x", "events": ["eu.moretta.job.done"]}
    return str(answered(played, "POST /v1/team/webhooks", {}, body)["id"])


def incident(played: Played) -> str:
    """An open incident."""
    body = {"kind": "confidentiality", "description": "a link was sent to a stranger"}
    return str(answered(played, "POST /v1/incidents", {}, body, "privacy")["id"])


def assessed(played: Played) -> str:
    """An incident that may be closed."""
    made = incident(played)
    body = {"risk": "none", **dict.fromkeys(TEXTS, "none")}
    answered(played, "POST /v1/incidents/{id}/assess", {"id": made}, body, "privacy")
    return made


def member(played: Played) -> str:
    """Somebody of the staff beside the admin."""
    body = {"email": f"{uuid4()}@example.org", "roles": ["reviewer"]}
    return str(answered(played, "POST /v1/team/members", {}, body, "admin")["id"])


def consented(played: Played) -> str:
    """A purpose that rests on consent, and the user's."""
    declared(played)
    path = {"user_id": USER, "purpose": "training"}
    answered(played, "PUT /v1/users/{user_id}/consents/{purpose}", path, CONSENT)
    return "training"


def declared(played: Played) -> str:
    """A purpose that rests on consent."""
    purpose = {"basis": "consent", "opt_in": True, "description": {"en": "Train"}}
    body = {"version": 0, "purposes": {"training": purpose}}
    answered(played, "PATCH /v1/team/settings", {}, body, "admin")
    return "training"


def held(played: Played) -> str:
    """A user who is held."""
    answered(played, "PUT /v1/users/{user_id}/hold", {"user_id": USER}, HOLD, "privacy")
    return SOME


def opted_out(played: Played) -> str:
    """A user who opted out of sale and sharing."""
    answered(played, "PUT /v1/users/{user_id}/opt-outs/sale-sharing", {"user_id": USER})
    return SOME


def restricted(played: Played) -> str:
    """A user whose processing is restricted, with a photo that is kept."""
    made = masked(played)
    answered(played, "PUT /v1/users/{user_id}/restriction", {"user_id": USER}, RESTRICTED)
    return made


def kept(played: Played) -> str:
    """A purpose for which a copy is kept."""
    purpose = consented(played)
    body = {"user_id": USER, **JOB, "purposes": ["masking", purpose]}
    made = answered(played, "POST /v1/jobs", {}, body)["id"]
    played.call("mask_identity", upload(played, made, b"face 1"))
    return purpose


def capability(played: Played) -> str:
    """A right to report a job."""
    told = answered(played, "GET /v1/jobs/{id}", {"id": masked(played)})
    return str(told["report_url"].rpartition("/")[2])


def held_file(played: Played) -> tuple[str, str, int]:
    """Key, ETag and size of the one file that is held."""
    (held,) = played.cloud.s3.list_objects_v2(Bucket=played.names["held"])["Contents"]
    return held["Key"], held["ETag"].strip('"'), held["Size"]
