"""The REST API: routes with their scopes, problem documents for the gateway's own errors, access logs."""

import json
from typing import Any, Final

from aws_cdk import Aws, Duration, RemovalPolicy, Tags
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from functions.core.routes import PUBLIC, ROUTES, Route
from functions.core.scopes import ROLE_SCOPES, STAFF
from infra.identity import Identity
from infra.python_function import Platform, PythonFunction

# The gateway's own refusals, as RFC 9457 wants them. No text repeats what was sent.
_STAGE: Final = "api"
# As `functions.edge.api` has them; one with quotes within cannot be written in a gateway's response.
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PROBLEMS: Final = {
    "UNAUTHORIZED": (401, "unauthorized", "No valid token"),
    "EXPIRED_TOKEN": (401, "unauthorized", "The token has expired"),
    "INVALID_SIGNATURE": (403, "forbidden", "The signature is not valid"),
    "ACCESS_DENIED": (403, "forbidden", "The token may not do this"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "forbidden", "There is no such route, or it wants a token"),
    "RESOURCE_NOT_FOUND": (404, "not_found", "Not found"),
    "REQUEST_TOO_LARGE": (413, "too_large", "The request is too large"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type", "The body must be JSON"),
    "THROTTLED": (429, "throttled", "Too many requests; try again"),
    "QUOTA_EXCEEDED": (429, "throttled", "Too many requests; try again"),
    "BAD_REQUEST_BODY": (400, "malformed", "The request could not be read"),
    "BAD_REQUEST_PARAMETERS": (400, "malformed", "The request could not be read"),
    "INTEGRATION_TIMEOUT": (504, "timeout", "It took too long; the same call may be repeated"),
    "INTEGRATION_FAILURE": (502, "internal", "Something went wrong on our side"),
}
_DEFAULTS: Final = {
    "DEFAULT_4XX": (None, "refused", "The request was refused"),
    "DEFAULT_5XX": (None, "internal", "Something went wrong on our side"),
}


def for_pages(route: Route) -> bool:
    """Whether browsers call it: a user's by a session, or that of somebody of a team's staff."""
    return route.kind == "session" or any(route.scope in ROLE_SCOPES[role] for role in STAFF)


class Api(Construct):
    """A regional REST API in front of the functions; every route wants a token with its scope.

    Tokens of teams are Cognito's; those of sessions are asked about at each call, so that one that was ended
    ends at once.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        identity: Identity,
        sessions: lambda_.IFunction,
    ) -> None:
        super().__init__(scope, construct_id)
        self._identity, self._origins = identity, platform.stage.origins
        self._for_pages: set[str] = set()
        self._served: list[lambda_.Function] = []
        self.api = self._build_api(platform)
        self._caller = iam.Role(
            self,
            "Caller",
            description="Calls the functions of the routes, for this API alone",
            assumed_by=iam.ServicePrincipal(
                "apigateway.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
            ),
        )
        self._authorizer = apigateway.CognitoUserPoolsAuthorizer(
            self, "Authorizer", cognito_user_pools=[identity.pool]
        )
        self._sessions = apigateway.RequestAuthorizer(
            self,
            "Sessions",
            handler=sessions,
            identity_sources=[apigateway.IdentitySource.header("Authorization")],
            results_cache_ttl=Duration.seconds(0),
        )
        for name, (status, code, title) in (PROBLEMS | _DEFAULTS).items():
            self._build_problem(name, status, code, title)

    def route(self, route: Route, function: PythonFunction) -> None:
        """Serve a route with a function, for tokens with its scope, or for anybody if it is public."""
        guard: dict[str, Any] = {"authorizer": self._sessions}
        if route.scope == PUBLIC:
            guard = {"authorization_type": apigateway.AuthorizationType.NONE}
        elif route.kind == "team":
            guard = {
                "authorizer": self._authorizer,
                "authorization_type": apigateway.AuthorizationType.COGNITO,
                "authorization_scopes": [self._identity.scopes[route.scope].scope_name],
            }
        resource = self.api.root.resource_for_path(route.path)
        if for_pages(route) and self._origins and resource.path not in self._for_pages:
            self._for_pages.add(resource.path)
            resource.add_cors_preflight(
                allow_origins=list(self._origins),
                allow_methods=[o.method for o in ROUTES if o.path == route.path and for_pages(o)],
                allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match"],
                max_age=Duration.hours(1),
            )
        resource.add_method(route.method, self._integration(function.function), **guard)

    def _integration(self, function: lambda_.Function) -> apigateway.Integration:
        """Hand a call to a function, by the one role that may: permissions would be a resource each."""
        if function not in self._served:
            self._served.append(function)
            self._caller.add_to_policy(
                iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[function.function_arn])
            )
        return apigateway.AwsIntegration(
            service="lambda",
            proxy=True,
            path=f"2015-03-31/functions/{function.function_arn}/invocations",
            options=apigateway.IntegrationOptions(credentials_role=self._caller),
        )

    def _build_api(self, platform: Platform) -> apigateway.RestApi:
        stage = platform.stage
        api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name=f"moretta-{stage.name}",  # its metrics go by this name
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=stage.api_account_role,
            deploy_options=apigateway.StageOptions(
                stage_name=_STAGE,
                tracing_enabled=False,  # a trace would hold the path, and with it a user_id
                metrics_enabled=True,
                data_trace_enabled=False,
                access_log_destination=apigateway.LogGroupLogDestination(self._build_log(platform)),
                access_log_format=_access_log(),
                throttling_rate_limit=100,
                throttling_burst_limit=200,
            ),
        )
        if stage.api_id:
            Tags.of(api).add("ms-custom-id", stage.api_id)
        return api

    def _build_log(self, platform: Platform) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            "AccessLog",
            encryption_key=platform.key,
            retention=logs.RetentionDays.ONE_WEEK,
            removal_policy=RemovalPolicy.DESTROY,
        )

    def _build_problem(self, name: str, status: int | None, code: str, title: str) -> None:
        body: dict[str, object] = {"type": f"urn:moretta:problem:{code}", "title": title}
        if status:
            body["status"] = status
        apigateway.CfnGatewayResponse(
            self,
            name,
            response_type=name,
            rest_api_id=self.api.rest_api_id,
            status_code=str(status) if status else None,
            response_parameters={
                "gatewayresponse.header.Content-Type": "'application/problem+json'",
                **{f"gatewayresponse.header.{header}": f"'{value}'" for header, value in _HEADERS.items()},
                # A page may learn that it failed, and why.
                "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            },
            response_templates={
                "application/json": json.dumps(body)[:-1] + ', "request_id": "$context.requestId"}'
            },
        )


def _access_log() -> apigateway.AccessLogFormat:
    # The route's template, never the path: a path holds a user_id.
    fields = {
        "request": "$context.requestId",
        "time": "$context.requestTimeEpoch",
        "route": "$context.httpMethod $context.resourcePath",
        "status": "$context.status",
        "milliseconds": "$context.responseLatency",
        "error": "$context.error.responseType",
    }
    return apigateway.AccessLogFormat.custom(json.dumps(fields))
