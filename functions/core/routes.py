"""Every route of the API, as data: what serves it, who may call it, and which scope it wants.

The gateway is built of this table, the documents are checked against it, and tests walk it.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["team", "session"]


@dataclass(frozen=True, slots=True)
class Route:
    """``function`` is the folder that serves it; ``kind`` says whose token the gateway asks for.

    That of a team's backend or staff has scopes, that of one user's session has permissions: ``scope`` is
    the one that the route wants. A route whose scope is `PUBLIC` wants no token. An erasure ends the
    sessions of its user; a route that ``outlives`` it still answers them. ``operation`` is what the
    document calls it, if not by its function.
    """

    method: str
    path: str
    function: str
    scope: str
    kind: Kind = "team"
    outlives: bool = False
    operation: str = ""

    @property
    def name(self) -> str:
        """As documents write it, and as the gateway tells it."""
        return f"{self.method} {self.path}"


PUBLIC: Final = ""  # instead of a scope: anybody may ask
ERASING: Final = "erasures.write"
FOLLOWING: Final = "erasures.read"  # all that a session may do whose user is being erased
CONSENT: Final = "/v1/users/{user_id}/consents/{purpose}"
OPT_OUT: Final = "/v1/users/{user_id}/opt-outs/sale-sharing"
OWN_OPT_OUT: Final = "/v1/me/opt-outs/sale-sharing"
RESTRICTION: Final = "/v1/users/{user_id}/restriction"
OWN_RESTRICTION: Final = "/v1/me/restriction"
EXPORTS: Final = "/v1/users/{user_id}/exports"
OWN_CONSENT: Final = "/v1/me/consents/{purpose}"
AGREEMENT: Final = "/v1/team/agreement"
REPORT: Final = "/v1/reports/{capability}"

ROUTES: Final = (
    Route("POST", "/v1/jobs", "create_job", "jobs.write"),
    Route("GET", "/v1/jobs", "list_jobs", "jobs.read"),
    Route("GET", "/v1/team/figures", "list_jobs", "figures.read", operation="get_figures"),
    Route("GET", "/v1/jobs/{id}", "get_job", "jobs.read"),
    Route("POST", "/v1/jobs/{id}/retry", "retry_job", "jobs.write"),
    Route("POST", "/v1/jobs/{id}/remask", "rectify", "jobs.write", operation="remask_job"),
    Route("POST", "/v1/jobs/{id}/reports", "rectify", "jobs.write", operation="report_job"),
    Route("GET", "/v1/users/{user_id}/jobs", "list_user_jobs", "jobs.read"),
    Route("GET", "/v1/users/{user_id}", "users", "users.read", operation="get_user"),
    Route("DELETE", "/v1/users/{user_id}", "request_erasure", "erasures.write"),
    Route("DELETE", "/v1/jobs/{id}", "request_erasure", "erasures.write", operation="erase_job"),
    Route("PUT", "/v1/users/{user_id}/hold", "hold", "holds.write", operation="set_hold"),
    Route("GET", "/v1/users/{user_id}/hold", "hold", "holds.read", operation="get_hold"),
    Route("DELETE", "/v1/users/{user_id}/hold", "hold", "holds.write", operation="lift_hold"),
    Route("PUT", RESTRICTION, "restriction", "restrictions.write", operation="set_restriction"),
    Route("GET", RESTRICTION, "restriction", "restrictions.read", operation="get_restriction"),
    Route("DELETE", RESTRICTION, "restriction", "restrictions.write", operation="lift_restriction"),
    Route("POST", "/v1/erasures", "request_erasure", "erasures.write", operation="request_erasures"),
    Route("GET", "/v1/erasures", "get_erasure", "erasures.read", operation="list_erasures"),
    Route("GET", "/v1/erasures/{id}", "get_erasure", "erasures.read"),
    Route("GET", "/v1/erasures/{id}/receipt", "get_erasure", "erasures.read", operation="get_receipt"),
    Route(
        "POST", "/v1/erasures/{id}/approve", "decide_erasure", "erasures.approve", operation="approve_erasure"
    ),
    Route(
        "POST", "/v1/erasures/{id}/cancel", "decide_erasure", "erasures.cancel", operation="cancel_erasure"
    ),
    Route("GET", "/v1/reviews", "reviews", "reviews.read", operation="list_reviews"),
    Route("GET", "/v1/reviews/{id}", "reviews", "reviews.read", operation="get_review"),
    Route("POST", "/v1/reviews/{id}/release", "reviews", "reviews.write", operation="release_review"),
    Route("POST", "/v1/reviews/{id}/reject", "reviews", "reviews.write", operation="reject_review"),
    Route("POST", "/v1/sessions", "create_session", "sessions.write"),
    Route("GET", "/v1/team/members", "list_members", "members.read"),
    Route("POST", "/v1/team/members", "invite_member", "members.write"),
    Route("DELETE", "/v1/team/members/{id}", "remove_member", "members.write"),
    Route("PUT", "/v1/team/members/{id}/roles", "set_roles", "members.write"),
    Route("GET", "/v1/team/settings", "team_settings", "settings.read", operation="get_settings"),
    Route("PATCH", "/v1/team/settings", "team_settings", "settings.write", operation="change_settings"),
    Route("GET", AGREEMENT, "team_settings", "agreement.read", operation="get_agreement"),
    Route("POST", AGREEMENT, "team_settings", "agreement.accept", operation="accept_agreement"),
    Route("GET", "/v1/users/{user_id}/consents", "consents", "consents.read", operation="list_consents"),
    Route("GET", CONSENT, "consents", "consents.read", operation="get_consent"),
    Route("PUT", CONSENT, "consents", "consents.write", operation="give_consent"),
    Route("DELETE", CONSENT, "consents", "consents.write", operation="withdraw_consent"),
    Route("PUT", OPT_OUT, "consents", "consents.write", operation="opt_out"),
    Route("GET", OPT_OUT, "consents", "consents.read", operation="get_opt_out"),
    Route("DELETE", OPT_OUT, "consents", "consents.write", operation="opt_in"),
    Route("PUT", OWN_OPT_OUT, "consents", "consents.write", "session", operation="opt_out"),
    Route("GET", OWN_OPT_OUT, "consents", "consents.read", "session", operation="get_opt_out"),
    Route("DELETE", OWN_OPT_OUT, "consents", "consents.write", "session", operation="opt_in"),
    Route("GET", "/v1/me/consents", "consents", "consents.read", "session", operation="list_consents"),
    Route("GET", OWN_CONSENT, "consents", "consents.read", "session", operation="get_consent"),
    Route("PUT", OWN_CONSENT, "consents", "consents.write", "session", operation="give_consent"),
    Route("DELETE", OWN_CONSENT, "consents", "consents.write", "session", operation="withdraw_consent"),
    Route(
        "PUT", OWN_RESTRICTION, "restriction", "restrictions.write", "session", operation="set_restriction"
    ),
    Route("GET", OWN_RESTRICTION, "restriction", "restrictions.read", "session", operation="get_restriction"),
    Route(
        "DELETE",
        OWN_RESTRICTION,
        "restriction",
        "restrictions.write",
        "session",
        operation="lift_restriction",
    ),
    Route("POST", EXPORTS, "exports", "exports.write", operation="request_export"),
    Route("GET", EXPORTS, "exports", "exports.read", operation="list_exports"),
    Route("GET", f"{EXPORTS}/{{id}}", "exports", "exports.read", operation="get_export"),
    Route("POST", "/v1/me/exports", "exports", "exports.write", "session", operation="request_export"),
    Route("GET", "/v1/me/exports", "exports", "exports.read", "session", operation="list_exports"),
    Route("GET", "/v1/me/exports/{id}", "exports", "exports.read", "session", operation="get_export"),
    Route("POST", "/v1/me/jobs", "create_job", "jobs.write", "session"),
    Route("GET", "/v1/me/jobs/{id}", "get_job", "jobs.read", "session"),
    Route("POST", "/v1/me/jobs/{id}/remask", "rectify", "jobs.write", "session", operation="remask_job"),
    Route("POST", "/v1/me/jobs/{id}/reports", "rectify", "jobs.write", "session", operation="report_job"),
    Route("GET", "/v1/me/jobs", "list_user_jobs", "jobs.read", "session"),
    Route("GET", "/v1/me", "users", "users.read", "session", operation="get_user"),
    Route("DELETE", "/v1/me", "request_erasure", "erasures.write", "session"),
    Route(
        "DELETE", "/v1/me/jobs/{id}", "request_erasure", "erasures.write", "session", operation="erase_job"
    ),
    Route("GET", "/v1/me/erasures/{id}", "get_erasure", FOLLOWING, "session", outlives=True),
    Route(
        "GET",
        "/v1/me/erasures/{id}/receipt",
        "get_erasure",
        FOLLOWING,
        "session",
        outlives=True,
        operation="get_receipt",
    ),
    Route("GET", "/openapi.json", "get_openapi", PUBLIC),
    Route("GET", "/.well-known/jwks.json", "get_jwks", PUBLIC),
    Route("GET", "/.well-known/security.txt", "documents", PUBLIC, operation="get_security"),
    Route("GET", "/v1/privacy", "documents", PUBLIC, operation="get_privacy"),
    Route("GET", REPORT, "rectify", PUBLIC, operation="get_report_form"),
    Route("POST", REPORT, "rectify", PUBLIC, operation="send_report"),
    Route("GET", "/v1/team/records-of-processing", "documents", "records.read", operation="get_records"),
    Route("POST", "/v1/incidents", "incidents", "incidents.write", operation="open_incident"),
    Route("GET", "/v1/incidents", "incidents", "incidents.read", operation="list_incidents"),
    Route("GET", "/v1/incidents/{id}", "incidents", "incidents.read", operation="get_incident"),
    Route("GET", "/v1/incidents/{id}/drafts", "incidents", "incidents.read", operation="get_drafts"),
    Route("POST", "/v1/incidents/{id}/notes", "incidents", "incidents.write", operation="note_incident"),
    Route("POST", "/v1/incidents/{id}/assess", "incidents", "incidents.write", operation="assess_incident"),
    Route("POST", "/v1/incidents/{id}/notify", "incidents", "incidents.write", operation="notify_incident"),
    Route("POST", "/v1/incidents/{id}/close", "incidents", "incidents.write", operation="close_incident"),
    Route("POST", "/v1/team/subjects:match", "incidents", "incidents.write", operation="match_subjects"),
    Route("GET", "/v1/team/audit", "audit", "audit.read", operation="list_audit"),
    Route("GET", "/v1/team/audit/export", "audit", "audit.read", operation="export_audit"),
    Route("GET", "/v1/team/datasets/{purpose}", "datasets", "datasets.read", operation="list_dataset"),
    Route("POST", "/v1/team/webhooks", "create_webhook", "webhooks.write"),
    Route("GET", "/v1/team/webhooks", "list_webhooks", "webhooks.read"),
    Route("GET", "/v1/team/webhooks/{id}", "get_webhook", "webhooks.read"),
    Route("PATCH", "/v1/team/webhooks/{id}", "change_webhook", "webhooks.write"),
    Route("DELETE", "/v1/team/webhooks/{id}", "delete_webhook", "webhooks.write"),
    Route("POST", "/v1/team/webhooks/{id}/secret", "rotate_secret", "webhooks.write"),
    Route("POST", "/v1/team/webhooks/{id}/test", "try_webhook", "webhooks.write"),
    Route("GET", "/v1/team/webhooks/{id}/deliveries", "list_deliveries", "webhooks.read"),
)

# What a session can be given: what some route of sessions asks for, and nothing that would do nothing.
PERMISSIONS: Final = tuple(dict.fromkeys(route.scope for route in ROUTES if route.kind == "session"))


def route_named(name: str) -> Route | None:
    """The route of that name, or None."""
    return next((route for route in ROUTES if route.name == name), None)
