"""Where maskers run in production: no way out but to this stack's buckets and tables."""

import pytest

from tests.infra.template import Properties, Template, statements

S3, DYNAMODB = "NetworkVpcObjects", "NetworkVpcRows"
OURS = {"StringEquals": {"aws:PrincipalAccount": "AWS::AccountId"}}


def endpoint(prod: Template, name: str) -> tuple[Properties, list[Properties]]:
    found = prod.one("AWS::EC2::VPCEndpoint", name)
    return found, statements(found["PolicyDocument"])


def test_maskers_of_prod_run_in_isolated_subnets_and_nothing_else_does(prod: Template) -> None:
    inside = {
        name: function.properties["VpcConfig"]
        for name, function in prod.by_name("AWS::Lambda::Function").items()
        if "VpcConfig" in function.properties
    }
    assert inside.keys() == {"MaskIdentityFunction", "MaskBackgroundFunction"}
    subnets = sorted(prod.by_name("AWS::EC2::Subnet"))
    assert len(subnets) == 2
    for place in inside.values():
        assert sorted(place["SubnetIds"]) == subnets
        assert place["SecurityGroupIds"] == ["NetworkGroup.GroupId"]


def test_there_is_no_route_no_gateway_and_no_address_by_which_anything_leaves(prod: Template) -> None:
    for kind in ("Route", "InternetGateway", "NatGateway", "EgressOnlyInternetGateway", "EIP"):
        assert list(prod.all(f"AWS::EC2::{kind}")) == []
    assert {s.properties["MapPublicIpOnLaunch"] for s in prod.all("AWS::EC2::Subnet")} == {False}


def test_the_group_lets_tls_out_and_nothing_in(prod: Template) -> None:
    group = prod.one("AWS::EC2::SecurityGroup", "NetworkGroup")
    assert "SecurityGroupIngress" not in group
    (out,) = group["SecurityGroupEgress"]
    assert (out["IpProtocol"], out["FromPort"], out["ToPort"]) == ("tcp", 443, 443)


@pytest.mark.parametrize(
    ("name", "service", "resources"),
    [
        (S3, "s3", ("StorageOriginals.Arn", "StorageHeld.Arn", "StorageResults.Arn")),
        (DYNAMODB, "dynamodb", ("StorageTable.Arn", "StorageLedger.Arn")),
    ],
    ids=["objects", "rows"],
)
def test_an_endpoint_costs_nothing_and_leads_to_what_is_ours(
    prod: Template, name: str, service: str, resources: tuple[str, ...]
) -> None:
    """An endpoint without a policy of its own would lead to every bucket of every account."""
    found, policy = endpoint(prod, name)
    assert found["VpcEndpointType"] == "Gateway"
    assert found["ServiceName"].endswith(f".{service}")
    assert len(found["RouteTableIds"]) == 2
    assert all(s["Effect"] == "Allow" and s["Condition"] == OURS for s in policy)
    reached = {resource.removesuffix("/*") for s in policy for resource in s["Resource"]}
    assert reached == set(resources)


def test_the_endpoints_let_through_what_maskers_may_do_and_no_more(prod: Template) -> None:
    (role,) = prod.one("AWS::IAM::Role", "MaskIdentityRole")["Policies"]
    may = {action for s in statements(role["PolicyDocument"]) for action in s["Action"]}
    through = {a for name in (S3, DYNAMODB) for s in endpoint(prod, name)[1] for a in s["Action"]}
    assert through == {action for action in may if action.startswith(("s3:", "dynamodb:"))}


def test_every_service_that_a_masker_calls_has_its_endpoint(prod: Template) -> None:
    """S3 and DynamoDB use the data key for it; Lambda itself reads the queue, writes the log and connects."""
    (role,) = prod.one("AWS::IAM::Role", "MaskIdentityRole")["Policies"]
    services = {a.partition(":")[0] for s in statements(role["PolicyDocument"]) for a in s["Action"]}
    assert services == {"s3", "dynamodb"} | {"kms", "sqs", "logs", "ec2"}


def test_what_was_refused_is_written_down(prod: Template) -> None:
    (log,) = prod.all("AWS::EC2::FlowLog")
    assert log.properties["TrafficType"] == "REJECT"


def test_no_other_stage_has_a_network(templates: dict[str, Template]) -> None:
    others = [template for name, template in templates.items() if name != "prod"]
    assert all(not list(template.all("AWS::EC2::VPC")) for template in others)
