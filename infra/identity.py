"""Cognito for machines (people follow with the API issue): a pool, its scopes, its token endpoint."""

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from functions.core.scopes import SCOPES, SERVER
from infra.stage import Stage


class Identity(Construct):
    """A user pool without self-sign-up. Clients are made by the operator command, one per team."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage) -> None:
        super().__init__(scope, construct_id)
        self.pool = cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            mfa=cognito.Mfa.REQUIRED,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            password_policy=cognito.PasswordPolicy(min_length=14),
            account_recovery=cognito.AccountRecovery.NONE,
            deletion_protection=stage.retain,
            removal_policy=RemovalPolicy.RETAIN if stage.retain else RemovalPolicy.DESTROY,
        )
        self.scopes = self._build_scopes()
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

    def _build_scopes(self) -> dict[str, cognito.OAuthScope]:
        scopes = {
            name: cognito.ResourceServerScope(scope_name=name, scope_description=text)
            for name, text in SCOPES.items()
        }
        server = self.pool.add_resource_server("Server", identifier=SERVER, scopes=list(scopes.values()))
        return {name: cognito.OAuthScope.resource_server(server, scope) for name, scope in scopes.items()}
