"""The REST API: no route without a token and a scope, and nothing in its logs that names a person."""

import json
import re

import pytest

from functions.core.scopes import SERVER, STAFF, in_tokens
from infra.api import PROBLEMS
from tests.infra.making import TESTED
from tests.infra.template import Properties, Template

ROUTES = {
    "POST /v1/jobs": ("CreateJob", "jobs.write"),
    "GET /v1/jobs": ("ListJobs", "jobs.read"),
    "GET /v1/team/figures": ("ListJobs", "figures.read"),
    "GET /v1/jobs/{id}": ("GetJob", "jobs.read"),
    "POST /v1/jobs/{id}/reports": ("Rectify", "jobs.write"),
    "POST /v1/jobs/{id}/remask": ("Rectify", "jobs.write"),
    "POST /v1/jobs/{id}/retry": ("RetryJob", "jobs.write"),
    "GET /v1/users/{user_id}/jobs": ("ListUserJobs", "jobs.read"),
    "DELETE /v1/users/{user_id}": ("RequestErasure", "erasures.write"),
    "GET /v1/users/{user_id}": ("Users", "users.read"),
    "DELETE /v1/jobs/{id}": ("RequestErasure", "erasures.write"),
    "PUT /v1/users/{user_id}/hold": ("Hold", "holds.write"),
    "GET /v1/users/{user_id}/hold": ("Hold", "holds.read"),
    "DELETE /v1/users/{user_id}/hold": ("Hold", "holds.write"),
    "PUT /v1/users/{user_id}/restriction": ("Restriction", "restrictions.write"),
    "GET /v1/users/{user_id}/restriction": ("Restriction", "restrictions.read"),
    "DELETE /v1/users/{user_id}/restriction": ("Restriction", "restrictions.write"),
    "POST /v1/erasures": ("RequestErasure", "erasures.write"),
    "GET /v1/erasures": ("GetErasure", "erasures.read"),
    "POST /v1/erasures/{id}/approve": ("DecideErasure", "erasures.approve"),
    "POST /v1/erasures/{id}/cancel": ("DecideErasure", "erasures.cancel"),
    "GET /v1/erasures/{id}": ("GetErasure", "erasures.read"),
    "GET /v1/erasures/{id}/receipt": ("GetErasure", "erasures.read"),
    "GET /v1/reviews": ("Reviews", "reviews.read"),
    "GET /v1/reviews/{id}": ("Reviews", "reviews.read"),
    "POST /v1/reviews/{id}/release": ("Reviews", "reviews.write"),
    "POST /v1/reviews/{id}/reject": ("Reviews", "reviews.write"),
    "GET /v1/users/{user_id}/consents": ("Consents", "consents.read"),
    "GET /v1/users/{user_id}/consents/{purpose}": ("Consents", "consents.read"),
    "PUT /v1/users/{user_id}/consents/{purpose}": ("Consents", "consents.write"),
    "DELETE /v1/users/{user_id}/consents/{purpose}": ("Consents", "consents.write"),
    "POST /v1/users/{user_id}/exports": ("Exports", "exports.write"),
    "GET /v1/users/{user_id}/exports": ("Exports", "exports.read"),
    "GET /v1/users/{user_id}/exports/{id}": ("Exports", "exports.read"),
    "GET /v1/team/settings": ("TeamSettings", "settings.read"),
    "PATCH /v1/team/settings": ("TeamSettings", "settings.write"),
    "GET /v1/team/agreement": ("TeamSettings", "agreement.read"),
    "POST /v1/team/agreement": ("TeamSettings", "agreement.accept"),
    "POST /v1/incidents": ("Incidents", "incidents.write"),
    "GET /v1/incidents": ("Incidents", "incidents.read"),
    "GET /v1/incidents/{id}": ("Incidents", "incidents.read"),
    "GET /v1/incidents/{id}/drafts": ("Incidents", "incidents.read"),
    "POST /v1/incidents/{id}/notes": ("Incidents", "incidents.write"),
    "POST /v1/incidents/{id}/assess": ("Incidents", "incidents.write"),
    "POST /v1/incidents/{id}/notify": ("Incidents", "incidents.write"),
    "POST /v1/incidents/{id}/close": ("Incidents", "incidents.write"),
    "POST /v1/team/subjects:match": ("Incidents", "incidents.write"),
    "GET /v1/team/records-of-processing": ("Documents", "records.read"),
    "GET /v1/team/audit": ("Audit", "audit.read"),
    "GET /v1/team/audit/export": ("Audit", "audit.read"),
    "POST /v1/team/webhooks": ("CreateWebhook", "webhooks.write"),
    "GET /v1/team/webhooks": ("ListWebhooks", "webhooks.read"),
    "GET /v1/team/webhooks/{id}": ("GetWebhook", "webhooks.read"),
    "PATCH /v1/team/webhooks/{id}": ("ChangeWebhook", "webhooks.write"),
    "DELETE /v1/team/webhooks/{id}": ("DeleteWebhook", "webhooks.write"),
    "POST /v1/team/webhooks/{id}/secret": ("RotateSecret", "webhooks.write"),
    "POST /v1/team/webhooks/{id}/test": ("TryWebhook", "webhooks.write"),
    "GET /v1/team/webhooks/{id}/deliveries": ("ListDeliveries", "webhooks.read"),
    "PUT /v1/users/{user_id}/opt-outs/sale-sharing": ("Consents", "consents.write"),
    "GET /v1/users/{user_id}/opt-outs/sale-sharing": ("Consents", "consents.read"),
    "DELETE /v1/users/{user_id}/opt-outs/sale-sharing": ("Consents", "consents.write"),
    "GET /v1/team/datasets/{purpose}": ("Datasets", "datasets.read"),
    "POST /v1/sessions": ("CreateSession", "sessions.write"),
    "GET /v1/team/members": ("ListMembers", "members.read"),
    "POST /v1/team/members": ("InviteMember", "members.write"),
    "DELETE /v1/team/members/{id}": ("RemoveMember", "members.write"),
    "PUT /v1/team/members/{id}/roles": ("SetRoles", "members.write"),
}
SESSION_ROUTES = {
    "PUT /v1/me/restriction": "Restriction",
    "GET /v1/me/restriction": "Restriction",
    "DELETE /v1/me/restriction": "Restriction",
    "PUT /v1/me/opt-outs/sale-sharing": "Consents",
    "GET /v1/me/opt-outs/sale-sharing": "Consents",
    "DELETE /v1/me/opt-outs/sale-sharing": "Consents",
    "GET /v1/me/consents": "Consents",
    "GET /v1/me/consents/{purpose}": "Consents",
    "PUT /v1/me/consents/{purpose}": "Consents",
    "DELETE /v1/me/consents/{purpose}": "Consents",
    "POST /v1/me/exports": "Exports",
    "GET /v1/me/exports": "Exports",
    "GET /v1/me/exports/{id}": "Exports",
    "POST /v1/me/jobs": "CreateJob",
    "GET /v1/me/jobs": "ListUserJobs",
    "GET /v1/me/jobs/{id}": "GetJob",
    "GET /v1/me/erasures/{id}": "GetErasure",
    "GET /v1/me/erasures/{id}/receipt": "GetErasure",
    "GET /v1/me": "Users",
    "POST /v1/me/jobs/{id}/reports": "Rectify",
    "POST /v1/me/jobs/{id}/remask": "Rectify",
    "DELETE /v1/me": "RequestErasure",
    "DELETE /v1/me/jobs/{id}": "RequestErasure",
}
# Those that some role of a team's staff may call, and so a page on which somebody has signed in.
STAFF_ROUTES = {name for name, (_, scope) in ROUTES.items() if f"{SERVER}/{scope}" in in_tokens(STAFF)}
PUBLIC = {
    "GET /.well-known/jwks.json": "GetJwks",
    "GET /.well-known/security.txt": "Documents",
    "GET /openapi.json": "GetOpenapi",
    "GET /v1/privacy": "Documents",
    "GET /v1/reports/{capability}": "Rectify",
    "POST /v1/reports/{capability}": "Rectify",
}
# What API Gateway can answer by itself (its developer guide, "Gateway response types").
OWN_ANSWERS = {
    "ACCESS_DENIED": "403",
    "BAD_REQUEST_BODY": "400",
    "BAD_REQUEST_PARAMETERS": "400",
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "EXPIRED_TOKEN": "401",
    "INTEGRATION_FAILURE": "502",
    "INTEGRATION_TIMEOUT": "504",
    "INVALID_SIGNATURE": "403",
    "MISSING_AUTHENTICATION_TOKEN": "403",
    "QUOTA_EXCEEDED": "429",
    "REQUEST_TOO_LARGE": "413",
    "RESOURCE_NOT_FOUND": "404",
    "THROTTLED": "429",
    "UNAUTHORIZED": "401",
    "UNSUPPORTED_MEDIA_TYPE": "415",
}
# Identifiers and texts of our own; whatever else stands in an access log is about a person.
LOGGED = {
    "$context.requestId",
    "$context.requestTimeEpoch",
    "$context.httpMethod",
    "$context.resourcePath",
    "$context.status",
    "$context.responseLatency",
    "$context.error.responseType",
}


def routes(template: Template) -> dict[str, Properties]:
    """The methods by ``VERB /path``."""
    resources = template.body["Resources"]

    def path(logical_id: str) -> str:
        found = resources[logical_id]["Properties"]
        parent = found["ParentId"].get("Ref")
        return f"{path(parent) if parent else ''}/{found['PathPart']}"

    return {
        f"{found['Properties']['HttpMethod']} {path(found['Properties']['ResourceId']['Ref'])}": name
        for name, found in resources.items()
        if found["Type"] == "AWS::ApiGateway::Method"
    }


def method(template: Template, route: str) -> Properties:
    name = routes(template)[route]
    (found,) = [
        resource.properties
        for raw, resource in zip(template.body["Resources"], template.all(), strict=True)
        if raw == name
    ]
    return found


def stage(template: Template) -> Properties:
    (found,) = template.all("AWS::ApiGateway::Stage")
    return found.properties


def test_there_are_these_routes_and_no_others(template: Template) -> None:
    preflights = {f"OPTIONS {name.partition(' ')[2]}" for name in (*SESSION_ROUTES, *STAFF_ROUTES)}
    assert routes(template).keys() == ROUTES.keys() | SESSION_ROUTES.keys() | PUBLIC.keys() | preflights


@pytest.mark.parametrize("route", PUBLIC)
def test_only_what_is_public_wants_no_token(template: Template, route: str) -> None:
    found = method(template, route)
    assert found["AuthorizationType"] == "NONE"
    assert f"/functions/{PUBLIC[route]}Function.Arn/invocations" in found["Integration"]["Uri"]


@pytest.mark.parametrize("route", [*SESSION_ROUTES, *sorted(STAFF_ROUTES)])
def test_pages_of_the_stages_origins_may_send_a_token_and_no_others(template: Template, route: str) -> None:
    """The Fetch standard, CORS preflight; a mock that calls no code of ours."""
    _, _, path = route.partition(" ")
    known = [*ROUTES, *SESSION_ROUTES]
    asked = [name for name in known if name in STAFF_ROUTES or name in SESSION_ROUTES]
    verbs = {name.partition(" ")[0] for name in asked if name.endswith(f" {path}")}
    found = method(template, f"OPTIONS {path}")
    assert (found["AuthorizationType"], found["Integration"]["Type"]) == ("NONE", "MOCK")
    (answer,) = found["Integration"]["IntegrationResponses"]
    told = {name.rpartition(".")[2]: value for name, value in answer["ResponseParameters"].items()}
    (origin,) = next(stage for stage in TESTED if stage.name == template.stage).origins
    assert told["Access-Control-Allow-Origin"] == f"'{origin}'"
    assert set(told["Access-Control-Allow-Methods"].strip("'").split(",")) == verbs
    assert "Authorization" in told["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in told


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_wants_a_token_of_our_pool_with_its_scope(template: Template, route: str) -> None:
    function, scope = ROUTES[route]
    found = method(template, route)
    assert found["AuthorizationType"] == "COGNITO_USER_POOLS"
    assert found["AuthorizerId"] == "ApiAuthorizer"
    assert found["AuthorizationScopes"] == [f"IdentityPoolServer/{scope}"]
    assert found["Integration"]["Type"] == "AWS_PROXY"
    assert f"/functions/{function}Function.Arn/invocations" in found["Integration"]["Uri"]


@pytest.mark.parametrize("route", SESSION_ROUTES)
def test_a_route_of_sessions_asks_our_authorizer(template: Template, route: str) -> None:
    found = method(template, route)
    assert (found["AuthorizationType"], found["AuthorizerId"]) == ("CUSTOM", "ApiSessions")
    assert f"/functions/{SESSION_ROUTES[route]}Function.Arn/invocations" in found["Integration"]["Uri"]


def test_the_answer_about_a_session_is_kept_for_no_other_call(template: Template) -> None:
    """Promise 5: an ended session ends at once."""
    authorizer = template.one("AWS::ApiGateway::Authorizer", "ApiSessions")
    assert (authorizer["Type"], authorizer["AuthorizerResultTtlInSeconds"]) == ("REQUEST", 0)
    assert authorizer["IdentitySource"] == "method.request.header.Authorization"
    assert "/functions/AuthorizeSessionFunction.Arn/invocations" in authorizer["AuthorizerUri"]


def test_tokens_are_those_of_our_pool(template: Template) -> None:
    authorizer = template.one("AWS::ApiGateway::Authorizer", "ApiAuthorizer")
    assert authorizer["Type"] == "COGNITO_USER_POOLS"
    assert authorizer["ProviderARNs"] == ["IdentityPool.Arn"]
    assert authorizer["IdentitySource"] == "method.request.header.Authorization"


def test_the_api_stands_in_its_region(template: Template) -> None:
    assert template.one("AWS::ApiGateway::RestApi", "Api")["EndpointConfiguration"] == {"Types": ["REGIONAL"]}


def test_the_access_log_holds_the_routes_template_and_nothing_of_a_person(template: Template) -> None:
    log = stage(template)["AccessLogSetting"]
    assert log["DestinationArn"] == "ApiAccessLog.Arn"
    assert set(re.findall(r"\$context[\w.]*", log["Format"])) == LOGGED
    json.loads(log["Format"])


def test_neither_traces_nor_bodies_are_kept(template: Template) -> None:
    assert stage(template)["TracingEnabled"] is False
    settings = stage(template)["MethodSettings"]
    assert [setting["DataTraceEnabled"] for setting in settings] == [False]
    assert [setting for setting in settings if "LoggingLevel" in setting] == []  # execution logs hold paths
    for function in template.all("AWS::Lambda::Function"):
        assert "TracingConfig" not in function.properties


def test_calls_are_throttled(template: Template) -> None:
    (setting,) = stage(template)["MethodSettings"]
    assert (setting["ResourcePath"], setting["HttpMethod"]) == ("/*", "*")
    assert 0 < setting["ThrottlingRateLimit"] <= setting["ThrottlingBurstLimit"]


def test_the_account_is_left_as_it_is(template: Template) -> None:
    assert not list(template.all("AWS::ApiGateway::Account"))


@pytest.mark.parametrize("answer", OWN_ANSWERS)
def test_what_the_gateway_answers_itself_is_a_problem_document(template: Template, answer: str) -> None:
    answers = {
        found.properties["ResponseType"]: found.properties
        for found in template.all("AWS::ApiGateway::GatewayResponse")
    }
    assert answers.keys() == OWN_ANSWERS.keys()
    found = answers[answer]
    assert found.get("StatusCode") == OWN_ANSWERS[answer]
    assert found["ResponseParameters"] == {
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.Cache-Control": "'no-store'",
        "gatewayresponse.header.X-Content-Type-Options": "'nosniff'",
        "gatewayresponse.header.Referrer-Policy": "'no-referrer'",
        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
    }
    (kind,) = found["ResponseTemplates"]
    text = found["ResponseTemplates"][kind]
    assert kind == "application/json"
    assert set(re.findall(r"\$[\w.]+", text)) == {"$context.requestId"}  # repeats nothing that was sent
    body = json.loads(text)
    assert body["type"].startswith("urn:moretta:problem:")
    assert body["title"]
    if answer in PROBLEMS:
        assert str(body["status"]) == OWN_ANSWERS[answer]
