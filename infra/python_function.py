"""The only way to make a Lambda: its own role, its own wheels beside the one package, one log for all."""

from dataclasses import dataclass
from typing import Any, Final

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from functions.core.environment import Environment
from infra.packaging import Assets
from infra.stage import Stage

_RETENTION: Final = {
    1: logs.RetentionDays.ONE_DAY,
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
}


# Lambda's own calls, by a function's role, to connect it to a network (its developer guide, "Required IAM
# permissions"); to describe, it must be allowed on all resources.
_CONNECT: Final = [
    *("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:CreateNetworkInterface"),
    *("ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"),
]


@dataclass(frozen=True)
class Inside:
    """A network to run in, and what may leave it."""

    vpc: ec2.Vpc
    group: ec2.SecurityGroup


def build_log(scope: Construct, stage: Stage, key: kms.Key) -> logs.LogGroup:
    """The log that functions write; a stream in it is one function's."""
    return logs.LogGroup(
        scope,
        "FunctionsLog",
        retention=_RETENTION[stage.function_log_days],
        encryption_key=key,
        removal_policy=RemovalPolicy.DESTROY,
    )


@dataclass(frozen=True)
class Platform:
    """What every function is made with. One ``log`` is for all: each would be one more resource of 500."""

    stage: Stage
    key: kms.Key
    assets: Assets
    log: logs.LogGroup


class PythonFunction(Construct):
    """A function of `functions`, by the name of its folder. Its role starts with the log and no more."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        platform: Platform,
        name: str,
        settings: Environment,
        seconds: int = 20,
        megabytes: int = 512,
        inside: Inside | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        stage = platform.stage
        self._policy = iam.PolicyDocument()  # inline: a policy of its own would be one more resource of 500
        self.may(["logs:CreateLogStream", "logs:PutLogEvents"], [platform.log.log_group_arn])
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"Own": self._policy},
        )
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime(f"python{stage.python}", lambda_.RuntimeFamily.PYTHON),
            architecture=(
                lambda_.Architecture.ARM_64 if stage.architecture == "arm64" else lambda_.Architecture.X86_64
            ),
            code=lambda_.Code.from_asset(str(platform.assets.zip_of(name))),
            handler=f"functions.{name}.handler.handler",
            environment={**settings.to_env(), "POWERTOOLS_LOG_LEVEL": "INFO"},
            timeout=Duration.seconds(seconds),
            memory_size=megabytes,
            role=self.role,
            log_group=platform.log,
            **(self._connect(inside) if inside else {}),
        )

    def may(self, actions: list[str], resources: list[str]) -> None:
        """Let the function do these actions on these resources."""
        self._policy.add_statements(iam.PolicyStatement(actions=actions, resources=resources))

    def consume(self, queue: sqs.Queue, name: str = "Messages", most: int | None = None) -> None:
        """Take the messages of a queue one at a time, ``most`` of them at once.

        Its encryption key has to be granted as well; ``name`` tells one queue from another.
        """
        self.may(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], [queue.queue_arn])
        self.function.add_event_source_mapping(
            name, event_source_arn=queue.queue_arn, batch_size=1, max_concurrency=most
        )

    def _connect(self, inside: Inside) -> dict[str, Any]:
        """Let Lambda connect the function, and its code do nothing of the kind."""
        code = f"arn:{Aws.PARTITION}:lambda:*:{Aws.ACCOUNT_ID}:function:*"
        self.may(_CONNECT, ["*"])
        self._policy.add_statements(
            iam.PolicyStatement(
                effect=iam.Effect.DENY,
                actions=_CONNECT,
                resources=["*"],
                conditions={"ArnLike": {"lambda:SourceFunctionArn": code}},
            )
        )
        isolated = ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
        return {"vpc": inside.vpc, "vpc_subnets": isolated, "security_groups": [inside.group]}
