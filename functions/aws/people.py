"""Accounts of people in Cognito: the only place that knows an e-mail address."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from functions.aws.faults import translated
from functions.core.errors import Invalid, MorettaError, NotFound
from functions.core.member import ACTIVE, INVITED, Profile
from functions.core.scopes import STAFF

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_WAITS: Final = frozenset({"FORCE_CHANGE_PASSWORD", "UNCONFIRMED", "RESET_REQUIRED"})


class _Exists(MorettaError):
    """The address has an account."""


@dataclass(frozen=True)
class CognitoPeople:
    """Implements the port `People`."""

    client: "CognitoIdentityProviderClient"
    pool: str

    def invite(self, email: str) -> str:
        """See the port. Cognito chooses a first password and mails it."""
        refused = Invalid("cannot be invited", field="email")
        try:
            with translated(UsernameExistsException=_Exists(), InvalidParameterException=refused):
                answer = self.client.admin_create_user(
                    UserPoolId=self.pool,
                    Username=email,
                    UserAttributes=[
                        {"Name": "email", "Value": email},
                        {"Name": "email_verified", "Value": "true"},
                    ],
                    DesiredDeliveryMediums=["EMAIL"],
                )
        except _Exists:
            return self._id_of(email)
        return answer["User"]["Username"]

    def profile(self, person: str) -> Profile | None:
        """See the port."""
        try:
            with translated(UserNotFoundException=NotFound()):
                answer = self.client.admin_get_user(UserPoolId=self.pool, Username=person)
        except NotFound:
            return None
        attributes = {entry["Name"]: entry.get("Value", "") for entry in answer["UserAttributes"]}
        return Profile(attributes.get("email", ""), INVITED if answer["UserStatus"] in _WAITS else ACTIVE)

    def set_groups(self, person: str, roles: tuple[str, ...]) -> None:
        """See the port. Adding what is there and taking what is not are no errors in Cognito."""
        with translated(UserNotFoundException=NotFound()):
            for role in STAFF:
                change = (
                    self.client.admin_add_user_to_group
                    if role in roles
                    else self.client.admin_remove_user_from_group
                )
                change(UserPoolId=self.pool, Username=person, GroupName=role)

    def delete(self, person: str) -> None:
        """See the port."""
        with suppress(NotFound), translated(UserNotFoundException=NotFound()):
            self.client.admin_delete_user(UserPoolId=self.pool, Username=person)

    def _id_of(self, email: str) -> str:
        with translated():
            return self.client.admin_get_user(UserPoolId=self.pool, Username=email)["Username"]
