"""Where maskers run in production: subnets with no way out but S3 and DynamoDB.

A masker opens files of strangers. Should one take over its parser, it finds no route to the internet, and
behind both gateway endpoints nothing but this stack's own buckets and tables. They cost nothing. No endpoint
by the hour is needed: a masker calls S3 and DynamoDB and nothing else (they call KMS for it, and Lambda
itself reads its queue and writes its log, outside of these subnets).
"""

from typing import Final

from aws_cdk import Aws
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.python_function import Inside
from infra.storage import Storage

_ADDRESSES: Final = "10.0.0.0/26"  # functions of the same subnets share their interfaces
_ZONES: Final = 2


class Network(Construct):
    """Isolated subnets in two zones, and a group that lets TLS out and nothing in."""

    def __init__(self, scope: Construct, construct_id: str, *, storage: Storage) -> None:
        super().__init__(scope, construct_id)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(_ADDRESSES),
            max_azs=_ZONES,
            nat_gateways=0,
            restrict_default_security_group=False,  # nobody uses it; this would add a function
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="Masking", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=28
                )
            ],
        )
        self.group = ec2.SecurityGroup(
            self,
            "Group",
            vpc=self.vpc,
            description="Maskers: TLS to the endpoints of S3 and DynamoDB",
            allow_all_outbound=False,
        )
        # The addresses of S3 and DynamoDB are public ones; the routes lead to the endpoints alone.
        self.group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "to the gateway endpoints")
        self._build_objects(storage)
        self._build_rows(storage)
        # What was refused is written down: nothing should ever try.
        self.vpc.add_flow_log(
            "Refused",
            destination=ec2.FlowLogDestination.to_s3(storage.access_logs, "network/"),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )
        self.inside = Inside(self.vpc, self.group)

    def _build_objects(self, storage: Storage) -> None:
        buckets = (storage.originals, storage.held, storage.results)
        endpoint = self.vpc.add_gateway_endpoint("Objects", service=ec2.GatewayVpcEndpointAwsService.S3)
        endpoint.add_to_policy(
            _by_this_account(
                ["s3:DeleteObject", "s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
                [bucket.arn_for_objects("*") for bucket in buckets],
            )
        )
        endpoint.add_to_policy(_by_this_account(["s3:ListBucket"], [bucket.bucket_arn for bucket in buckets]))

    def _build_rows(self, storage: Storage) -> None:
        endpoint = self.vpc.add_gateway_endpoint("Rows", service=ec2.GatewayVpcEndpointAwsService.DYNAMODB)
        actions = [
            f"dynamodb:{action}" for action in ("ConditionCheckItem", "GetItem", "PutItem", "UpdateItem")
        ]
        endpoint.add_to_policy(_by_this_account(actions, [storage.table.table_arn, storage.ledger.table_arn]))


def _by_this_account(actions: list[str], resources: list[str]) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.AnyPrincipal()],
        actions=actions,
        resources=resources,
        conditions={"StringEquals": {"aws:PrincipalAccount": Aws.ACCOUNT_ID}},
    )
