"""JSON Schemas of settings and the agreement, and what their routes answer; `openapi` takes them up."""

from typing import Any, Final

from functions.core.agreement_schemas import (
    AGREEMENT_ANSWERS,
    AGREEMENT_BODIES,
    AGREEMENT_PARAMETERS,
    AGREEMENT_SCHEMAS,
)
from functions.core.change_settings import REACHED
from functions.core.contacts import CONTACTS
from functions.core.contacts import MOST as MOST_CONTACT
from functions.core.purposes import BASES, KEEPS, LANGUAGE, MOST_DESCRIPTION, NAME
from functions.core.recipe_rules import ALL, BANDED
from functions.core.recipe_schemas import BAND, RECIPE_EXAMPLE
from functions.core.schema_parts import listed, obj, ref
from functions.core.team_settings import DEPICTED, RETAINED

_MINUTES: Final = {"type": "integer", "minimum": 1, "description": "minutes"}
_MINUTES_OR_NONE: Final = {**_MINUTES, "minimum": 0}
_TIME: Final = {"type": "string", "description": "RFC 3339, UTC, milliseconds", "format": "date-time"}
_VERSION: Final = {"type": "integer", "minimum": 0, "description": "counts the changes"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_BOUND: Final = obj(dict.fromkeys(("least", "default", "most"), _MINUTES_OR_NONE))
_RETENTION: Final = dict.fromkeys(RETAINED, _MINUTES) | {"correction_window": _MINUTES_OR_NONE}
_DEPICTED: Final = {
    "enum": list(DEPICTED),
    "description": "what an erasure does with others' photos that name the person: `erase` the whole job, "
    "or `remask` a result with every face hidden (what has no result yet is erased)",
}
_PURPOSE: Final = obj(
    {
        "basis": {"enum": list(BASES), "description": "of GDPR Art. 6(1)"},
        "opt_in": {"type": "boolean", "description": "true for the basis consent, and for no other"},
        "description": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": f"^{LANGUAGE.pattern}$"},
            "additionalProperties": {"type": "string", "minLength": 1, "maxLength": MOST_DESCRIPTION},
            "description": "what people read, by language",
        },
        "keeps": {
            "enum": list(KEEPS),
            "description": "what the team keeps in the purpose's dataset; of an opt-in purpose the result, "
            "unless it says otherwise; of others nothing",
        },
    },
    "keeps",
)
TRAINING: Final = {
    "basis": "consent",
    "opt_in": True,
    "description": {"en": "Use your masked photo to improve our software"},
}
_PURPOSES: Final = {
    "type": "object",
    "propertyNames": {"pattern": f"^{NAME.pattern}$", "not": {"const": "sale-sharing"}},
    "additionalProperties": ref("Purpose"),
    "description": "by name; masking is always among them",
}
_RECIPES: Final = obj(
    {
        "default": {
            "oneOf": [ref("Recipe"), {"type": "null"}],
            "description": "of a job that names none; null: each names its own",
        },
        "bands": obj(
            dict.fromkeys(BANDED, BAND),
            *BANDED,
            description="of labels whose recipe names none",
        ),
        "styles": {**listed(ALL), "uniqueItems": True, "description": "in which a job may hide"},
    }
)
_RECIPES_CHANGE: Final[dict[str, Any]] = {
    **obj(
        {
            "default": _RECIPES["properties"]["default"],
            "bands": {
                **obj({label: {"oneOf": [BAND, {"type": "null"}]} for label in BANDED}, *BANDED),
                "type": ["object", "null"],
            },
            "styles": {**listed(ALL), "type": ["array", "null"]},
        },
        *("default", "bands", "styles"),
    ),
    "type": ["object", "null"],
}
_CONTACT: Final = {"type": "string", "minLength": 1, "maxLength": MOST_CONTACT}
_CONTACTS: Final = obj(
    dict.fromkeys(CONTACTS, _CONTACT), *CONTACTS, description="for people; shown in the team's notice"
)
_CONTACTS_CHANGE: Final[dict[str, Any]] = {
    **obj({name: {**_CONTACT, "type": ["string", "null"]} for name in CONTACTS}, *CONTACTS),
    "type": ["object", "null"],
}
_QUOTAS: Final = obj(
    dict.fromkeys(("jobs_per_minute", "upload_bytes", "members", "webhooks"), _COUNT),
    description="the deployment's; no team chooses them",
)
_SETTINGS: Final[dict[str, Any]] = {
    "version": _VERSION,
    "changed_at": _TIME,
    "retention": ref("Retention"),
    "depicted": _DEPICTED,
    "purposes": _PURPOSES,
    "recipes": _RECIPES,
    "contacts": _CONTACTS,
    "bounds": obj({"retention": obj(dict.fromkeys(RETAINED, _BOUND))}),
    "quotas": _QUOTAS,
}
_TOUCHED: Final = obj(
    {
        "items": {**_COUNT, "description": "stored items that the change reaches"},
        "over": {**_COUNT, "description": "those that are over at once, at most"},
        "whole": {"type": "boolean", "description": "false: there are more than were counted"},
    }
)
SETTINGS_SCHEMAS: Final[dict[str, Any]] = {
    **AGREEMENT_SCHEMAS,
    "Purpose": _PURPOSE,
    "Retention": obj(
        _RETENTION,
        description="from when a job was closed; of an export, from when it was made",
    ),
    "Settings": obj(_SETTINGS, "changed_at"),
    "SettingsChange": obj(
        {
            "version": {**_VERSION, "description": "the version that was read"},
            "retention": {
                **obj(
                    {name: {**one, "type": ["integer", "null"]} for name, one in _RETENTION.items()},
                    *RETAINED,
                ),
                "type": ["object", "null"],
            },
            "depicted": {**_DEPICTED, "enum": [*DEPICTED, None]},
            "purposes": {
                **_PURPOSES,
                "type": ["object", "null"],
                "additionalProperties": {"oneOf": [ref("Purpose"), {"type": "null"}]},
            },
            "recipes": _RECIPES_CHANGE,
            "contacts": _CONTACTS_CHANGE,
        },
        *("retention", "depicted", "purposes", "recipes", "contacts"),
        description="what is not named stays as it is; null is the stage's default again (RFC 7396)",
        examples=[
            {"version": 0, "retention": {"results": 10_080, "originals": None}},
            {"version": 1, "purposes": {"training": TRAINING, "research": None}},
            {
                "version": 2,
                "recipes": {"default": RECIPE_EXAMPLE, "bands": {"face": {"hide": 0.4, "review": 0.2}}},
                "contacts": {"controller": "Photos Ltd, 1 High Street, Cork", "dpo": "privacy@example.org"},
            },
            {"version": 3, "recipes": {"styles": ["solid", "pattern", "replace", "mean"], "bands": None}},
        ],
    ),
    "ChangedSettings": obj(
        {
            **_SETTINGS,
            "dry_run": {"type": "boolean", "description": "true: nothing was changed"},
            "touched": obj(dict.fromkeys(REACHED, _TOUCHED), *REACHED),
        },
        "changed_at",
    ),
}
SETTINGS_ANSWERS: Final[dict[str, tuple[dict[str, str], str, tuple[str, ...]]]] = {
    **AGREEMENT_ANSWERS,
    "get_settings": ({"200": "Settings"}, "What the team has chosen", ()),
    "change_settings": (
        {"200": "ChangedSettings"},
        "Change settings, or ask what a change would reach",
        ("409", "422"),
    ),
}
_DRY_RUN: Final = {
    "name": "dry_run",
    "in": "query",
    "schema": {"type": "boolean", "default": False},
    "description": "say what the change would reach, and change nothing",
}
SETTINGS_BODIES: Final = {"PATCH /v1/team/settings": ref("SettingsChange"), **AGREEMENT_BODIES}
SETTINGS_PARAMETERS: Final = {"change_settings": [_DRY_RUN], **AGREEMENT_PARAMETERS}
