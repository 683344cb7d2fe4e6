"""Cognito for staff and machines: a pool, its groups, its scopes, its token endpoint, the web's client."""

from typing import Any

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from functions.core.scopes import SCOPES, SERVER, STAFF
from infra.stage import Stage


class Identity(Construct):
    """A user pool without self-sign-up. Machine clients are made by the operator; people share one client."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage) -> None:
        super().__init__(scope, construct_id)
        self.pool = cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            mfa=cognito.Mfa.REQUIRED,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            password_policy=cognito.PasswordPolicy(min_length=14),
            account_recovery=cognito.AccountRecovery.NONE,
            deletion_protection=stage.retain,
            removal_policy=RemovalPolicy.RETAIN if stage.retain else RemovalPolicy.DESTROY,
        )
        for role in STAFF:
            cognito.CfnUserPoolGroup(self, role.title(), user_pool_id=self.pool.user_pool_id, group_name=role)
        self.scopes = self._build_scopes()
        self.web = self._build_web(stage)
        self.domain = self.pool.add_domain(
            "Domain",
            cognito_domain=cognito.CognitoDomainOptions(
                domain_prefix=f"moretta-{stage.name}-{Aws.ACCOUNT_ID}"
            ),
        )

    def grant_tokens_by(self, function: lambda_.IFunction) -> None:
        """Ask this function before each token; version 3 of the trigger is asked for machines' tokens too."""
        self.pool.add_trigger(
            cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, function, cognito.LambdaVersion.V3_0
        )

    def _build_web(self, stage: Stage) -> cognito.UserPoolClient:
        """The client of browsers: no secret, codes with PKCE alone (RFC 7636; RFC 9700, section 2.1.1).

        PKCE is the caller's to begin; Cognito holds it to what it began with. The token's scopes are the
        trigger's to add: with ``openid`` alone nobody changes an account's attributes by it.
        """
        harmless = cognito.ClientAttributes().with_standard_attributes(locale=True)
        return self.pool.add_client(
            "Web",
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_password=stage.password_sign_in),
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=Duration.minutes(15),
            id_token_validity=Duration.minutes(15),
            refresh_token_validity=Duration.hours(8),
            read_attributes=cognito.ClientAttributes().with_standard_attributes(email=True),
            write_attributes=harmless,  # a client that names none may write them all
            **_codes(stage.origins),
        )

    def _build_scopes(self) -> dict[str, cognito.OAuthScope]:
        scopes = {
            name: cognito.ResourceServerScope(scope_name=name, scope_description=text)
            for name, text in SCOPES.items()
        }
        server = self.pool.add_resource_server("Server", identifier=SERVER, scopes=list(scopes.values()))
        return {name: cognito.OAuthScope.resource_server(server, scope) for name, scope in scopes.items()}


def _codes(origins: tuple[str, ...]) -> dict[str, Any]:
    if not origins:
        return {"disable_o_auth": True}
    return {
        "o_auth": cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),
            scopes=[cognito.OAuthScope.OPENID],
            callback_urls=[f"{origin}/signed-in" for origin in origins],
            logout_urls=[f"{origin}/" for origin in origins],
        )
    }
