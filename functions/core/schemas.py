"""JSON Schemas (draft 2020-12) of what the API takes and gives, with examples that tests run."""

from typing import Final

from functions.core.erasure_schemas import ERASURE_SCHEMAS, ID, JOB_ID, MEMBER_ID, TIME, USER_ID
from functions.core.job import CONTENT_TYPES, RESULT_TYPES, STATES
from functions.core.job_request import MD5_BYTES, MOST_DEPICTED, MOST_JOBS, MOST_PEOPLE, MOST_REFERENCE
from functions.core.member import ACTIVE, INVITED, MOST_EMAIL
from functions.core.purposes import MASKING, MOST_NAMED, NAME
from functions.core.reasons import REASONS
from functions.core.recipe_schemas import RECIPE_EXAMPLE, RECIPE_SCHEMAS
from functions.core.routes import PERMISSIONS
from functions.core.schema_parts import Schema, listed, obj, ref, text
from functions.core.scopes import STAFF
from functions.core.session import MOST_SECONDS

EMAIL: Final = text("an e-mail address", format="email", maxLength=MOST_EMAIL)
REFERENCE: Final = text("the caller's own string", minLength=1, maxLength=MOST_REFERENCE)
PURPOSE: Final = text("the name of a purpose", pattern=f"^{NAME.pattern}$")
REASON: Final = {"enum": list(REASONS), "description": "why, as a code"}
MD5: Final = text(f"base64 of the file's {MD5_BYTES} byte MD5 (RFC 1864)", contentEncoding="base64")

JOB_EXAMPLE: Final = {
    "user_id": "customer-4711",
    "content_type": "image/jpeg",
    "purposes": [MASKING],
    "recipe": RECIPE_EXAMPLE,
}

OWN_JOB_EXAMPLE: Final = {name: value for name, value in JOB_EXAMPLE.items() if name != "user_id"}

_WANTED: Final = {
    "recipe": ref("Recipe"),
    "purposes": {
        "type": "array",
        "items": PURPOSE,
        "contains": {"const": MASKING},
        "uniqueItems": True,
        "maxItems": MOST_NAMED,
        "description": "of those that the team has declared; masking is always among them",
    },
    "content_type": {"enum": list(CONTENT_TYPES)},
    "content_md5": MD5,
    "size": {"type": "integer", "minimum": 1, "description": "bytes; the form takes no other size"},
    "reference": REFERENCE,
    "depicted": {
        "type": "array",
        "items": USER_ID,
        "maxItems": MOST_DEPICTED,
        "uniqueItems": True,
        "description": "others in the picture; their erasure takes the job along, or has it masked again",
    },
}
_MAY_LACK: Final = ("recipe", "content_md5", "size", "reference", "depicted")
_SUMMARY: Final = {
    "id": JOB_ID,
    "state": {"enum": list(STATES)},
    "created_at": TIME,
    "content_type": {"enum": list(CONTENT_TYPES)},
    "purposes": {"type": "array", "items": PURPOSE},
    "reference": REFERENCE,
    "closed_at": TIME,
    "reason": REASON,
    "reason_detail": text("why, as a sentence for people"),
}
_SUMMARY_MAY_LACK: Final = ("reference", "closed_at", "reason", "reason_detail")

SCHEMAS: Final[Schema] = {
    **RECIPE_SCHEMAS,
    "JobRequest": obj(
        {"user_id": USER_ID, **_WANTED},
        *_MAY_LACK,
        examples=[JOB_EXAMPLE, {**JOB_EXAMPLE, "reference": "order 12", "depicted": ["customer-12"]}],
    ),
    "JobRequests": obj(
        {"jobs": {"type": "array", "items": ref("JobRequest"), "minItems": 1, "maxItems": MOST_JOBS}},
        description=f"in all of them at most {MOST_PEOPLE} people: users and depicted, each counted once",
        examples=[{"jobs": [JOB_EXAMPLE, JOB_EXAMPLE]}],
    ),
    "OwnJobRequest": obj(
        _WANTED,
        *_MAY_LACK,
        description="the session says whose job it is",
        examples=[OWN_JOB_EXAMPLE],
    ),
    "OwnJobRequests": obj(
        {"jobs": {"type": "array", "items": ref("OwnJobRequest"), "minItems": 1, "maxItems": MOST_JOBS}},
        description=f"in all of them at most {MOST_PEOPLE} people, who are counted once each",
        examples=[{"jobs": [OWN_JOB_EXAMPLE]}],
    ),
    "Form": obj(
        {
            "url": text("where to post", format="uri"),
            "fields": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "every field of the form; the file comes last, as `file`",
            },
            "expires_at": TIME,
        }
    ),
    "CreatedJob": obj(
        {
            "id": JOB_ID,
            "state": {"enum": list(STATES)},
            "created_at": TIME,
            "reference": REFERENCE,
            "upload": ref("Form"),
        },
        *("reference", "upload"),
    ),
    "CreatedJobs": obj(
        {
            "jobs": {
                "type": "array",
                "items": obj(
                    {"status": {"type": "integer"}, "job": ref("CreatedJob"), "problem": ref("Problem")},
                    *("job", "problem"),
                ),
            }
        }
    ),
    "JobSummary": obj(_SUMMARY, *_SUMMARY_MAY_LACK),
    "Job": obj(
        {
            **_SUMMARY,
            "recipe": ref("Recipe"),
            "regions": {"type": "array", "items": ref("Region")},
            "width": {"type": "integer", "minimum": 1, "description": "pixels"},
            "height": {"type": "integer", "minimum": 1, "description": "pixels"},
            "verdict": ref("Verdict"),
            "result_content_type": {"enum": list(RESULT_TYPES), "description": "of what `download` gives"},
            "released_by_person": {"const": True, "description": "a reviewer released what was in doubt"},
            "reports": {"type": "array", "items": ref("Reported"), "description": "the latest"},
            "report_url": text(
                "where anybody can report the result; below the API's address, if it begins with a slash"
            ),
            "original_until": {**TIME, "description": "until then `remask` may hide less, too"},
            "download": text("a link of at most five minutes, while the job is done", format="uri"),
        },
        *_SUMMARY_MAY_LACK,
        *(
            "regions",
            "width",
            "height",
            "verdict",
            "result_content_type",
            "released_by_person",
            "reports",
            "report_url",
            "original_until",
            "download",
        ),
    ),
    "JobPage": obj(
        {
            "jobs": {"type": "array", "items": ref("JobSummary")},
            "next": {**ID, "description": "the `after` of the next page; missing on the last"},
        },
        "next",
    ),
    **ERASURE_SCHEMAS,
    "SessionRequest": obj(
        {
            "user_id": USER_ID,
            "permissions": {**listed(PERMISSIONS), "description": "what the session may do"},
            "seconds": {"type": "integer", "minimum": 1, "maximum": MOST_SECONDS, "default": MOST_SECONDS},
        },
        "seconds",
        examples=[{"user_id": "customer-4711", "permissions": ["jobs.write", "jobs.read"], "seconds": 600}],
    ),
    "Session": obj(
        {
            "token": text("shown once; to be sent as `Authorization: Bearer …`"),
            "expires_at": TIME,
            "permissions": {"type": "array", "items": {"enum": list(PERMISSIONS)}},
        }
    ),
    "Invitation": obj(
        {"email": EMAIL, "roles": listed(STAFF)},
        examples=[{"email": "ada@example.org", "roles": ["reviewer"]}],
    ),
    "Roles": obj({"roles": listed(STAFF)}, examples=[{"roles": ["admin", "privacy"]}]),
    "Member": obj(
        {
            "id": MEMBER_ID,
            "roles": {"type": "array", "items": {"enum": list(STAFF)}},
            "created_at": TIME,
            "email": {**EMAIL, "description": "in the list alone"},
            "state": {"enum": [INVITED, ACTIVE], "description": "in the list alone"},
        },
        *("email", "state"),
    ),
    "Members": obj({"members": {"type": "array", "items": ref("Member")}}),
    "Problem": {
        "type": "object",
        "description": "RFC 9457",
        "properties": {
            "type": text("urn:moretta:problem:…", format="uri"),
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "field": text("the path of the value that was refused"),
            "request_id": {"type": "string"},
        },
        "required": ["type", "title"],
    },
}
