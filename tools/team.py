"""The operator's command that makes a team: `python -m tools.team --stack Moretta-dev --name NAME`.

With `--admin EMAIL` the first admin is invited too, by Cognito's mail; more are that admin's to invite.
Who may run it is decided by IAM: it needs cognito-idp:CreateUserPoolClient on the pool and
dynamodb:PutItem on the three tables, and for an admin what `infra/grants.py` gives to
`invite_member`. No token of a team can do what it does (promise 10).
"""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import boto3

from functions.aws.audit import AuditRows
from functions.aws.audit_heads import walk_item
from functions.aws.members import DynamoMembers
from functions.aws.people import CognitoPeople
from functions.aws.schema import to_item
from functions.aws.staff_schema import client_key, team_key
from functions.core.audit import Act
from functions.core.audit_head import Walk, hour_of
from functions.core.errors import Problem
from functions.core.member import ADMIN, Member, parse_invitation
from functions.core.members import Staff, invite_member
from functions.core.names import new_team_id
from functions.core.scopes import CLIENT, in_tokens
from functions.core.times import now, to_text

# An attribute that says nothing. A client that names none may write them all (Cognito, "attributes").
HARMLESS: Final = "locale"
OPERATOR: Final = "operator"  # who acts, in the audit
AUDIT_DAYS: Final = 3650  # the net behind what a team chooses


@dataclass(frozen=True)
class Team:
    """A new team and its machine client. The secret is shown once; Cognito keeps it."""

    team: str
    name: str
    client_id: str
    client_secret: str


def make_team(session: boto3.Session, outputs: Mapping[str, str], name: str) -> Team:
    """Make a team of that name: the client first, then its rows at once, so that no half team can call.

    One of them begins its audit, in the ledger.
    """
    client = session.client("cognito-idp").create_user_pool_client(
        UserPoolId=outputs["UserPoolId"],
        ClientName=name,
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=list(in_tokens([CLIENT])),
        ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"],  # no person signs in through it
        ReadAttributes=[HARMLESS],
        WriteAttributes=[HARMLESS],
        AccessTokenValidity=60,
        TokenValidityUnits={"AccessToken": "minutes"},
    )["UserPoolClient"]
    team = Team(new_team_id(), name, client["ClientId"], client["ClientSecret"])
    at = now()
    created = to_text(at)
    rows = [
        {**team_key(team.team), "name": name, "created_at": created},
        {**client_key(team.client_id), "team": team.team, "created_at": created},
    ]
    puts: list[Any] = [{"Put": {"TableName": outputs["TableName"], "Item": to_item(row)}} for row in rows]
    begun = walk_item(Walk(team.team, hour_of(at)))
    puts.append({"Put": {"TableName": outputs["LedgerName"], "Item": begun}})
    session.client("dynamodb").transact_write_items(TransactItems=puts)
    return team


def invite(session: boto3.Session, outputs: Mapping[str, str], team: str, email: str, *roles: str) -> Member:
    """Invite somebody to a team's staff, as an admin of the team could."""
    audit = AuditRows(outputs["AuditName"], AUDIT_DAYS)
    staff = Staff(
        DynamoMembers(session.client("dynamodb"), outputs["TableName"], audit),
        CognitoPeople(session.client("cognito-idp"), outputs["UserPoolId"]),
    )
    act = Act(team, OPERATOR, now())
    return invite_member(parse_invitation({"email": email, "roles": list(roles)}), act, staff)


def outputs_of(session: boto3.Session, stack: str) -> dict[str, str]:
    """The outputs of a deployed stack."""
    described = session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    return {entry["OutputKey"]: entry["OutputValue"] for entry in described.get("Outputs", [])}


def main() -> int:
    """Make a team and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", default="Moretta-dev", help="the deployed stack")
    parser.add_argument("--name", required=True, help="the team's name, for people to read")
    parser.add_argument("--admin", metavar="EMAIL", help="invite the team's first admin")
    chosen = parser.parse_args()
    session = boto3.Session()
    outputs = outputs_of(session, chosen.stack)
    made = asdict(make_team(session, outputs, chosen.name))
    sys.stdout.write(json.dumps(made, indent=2) + "\n")
    if chosen.admin:
        try:
            invite(session, outputs, made["team"], chosen.admin, ADMIN)
        except Problem as problem:
            sys.stderr.write(f"team: the team is made, but its admin was not invited: {problem.title}\n")
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
