"""The rows and accounts of staff twice: out of fakes, and out of the adapters over moto."""

from dataclasses import dataclass
from typing import Any

from functions.aws.audit import AuditRows
from functions.aws.members import DynamoMembers
from functions.aws.people import CognitoPeople
from functions.core.scopes import STAFF
from functions.core.staff_ports import Members, People
from tests.contracts.cloud import Cloud
from tests.fakes.staff import FakeMembers, FakePeople


@dataclass(frozen=True)
class StaffSide:
    """Both ports, and a look at the groups of an account."""

    members: Members
    people: People
    cognito: Any = None
    pool: str = ""

    def groups(self, person: str) -> set[str]:
        """The groups that the identity provider puts into tokens."""
        if isinstance(self.people, FakePeople):
            return self.people.groups[person]
        answer = self.cognito.admin_list_groups_for_user(UserPoolId=self.pool, Username=person)
        return {group["GroupName"] for group in answer["Groups"]}

    def accept(self, person: str) -> None:
        """What a person does with an invitation: choose a password."""
        if isinstance(self.people, FakePeople):
            self.people.active.add(person)
            return
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=person, Password="Aa1!" * 5, Permanent=True
        )


def faked() -> StaffSide:
    """Out of fakes."""
    return StaffSide(FakeMembers(), FakePeople())


def played(cloud: Cloud, cognito: Any) -> StaffSide:
    """Out of the adapters, in a pool and a table of their own."""
    pool = cognito.create_user_pool(
        PoolName="staff", UsernameAttributes=["email"], UsernameConfiguration={"CaseSensitive": False}
    )["UserPool"]["Id"]
    for role in STAFF:
        cognito.create_group(UserPoolId=pool, GroupName=role)
    members = DynamoMembers(cloud.dynamodb, cloud.new_table(), AuditRows(cloud.new_table(), 1))
    return StaffSide(members, CognitoPeople(cognito, pool), cognito, pool)
