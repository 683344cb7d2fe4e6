"""People of a team's staff, as tests and the local cloud have them: made, enrolled, signed in.

On AWS people sign in on Cognito's own page, and enrol their second factor there. The emulator's page skips
that factor, so stages of this machine allow the sign-in by API, which asks for it.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import boto3

from tools.team import invite

_STEP: Final = 30  # seconds: RFC 6238, section 5.2


@dataclass(frozen=True)
class Person:
    """One of a team's staff, with all it takes to sign in."""

    id: str
    role: str
    email: str
    password: str
    totp_secret: str


def new_person(session: boto3.Session, outputs: Mapping[str, str], team: str, role: str) -> Person:
    """Invite somebody, and do what that person would do with the mail: a password, a second factor."""
    email = f"{role}-{secrets.token_hex(6)}@example.org"
    member = invite(session, outputs, team, email, role)
    password = secrets.token_urlsafe(18) + "aA1!"
    cognito = session.client("cognito-idp")
    cognito.admin_set_user_password(
        UserPoolId=outputs["UserPoolId"], Username=member.id, Password=password, Permanent=True
    )
    return Person(member.id, role, email, password, _enrol(cognito, outputs, email, password))


def sign_in(session: boto3.Session, outputs: Mapping[str, str], person: Person) -> str:
    """An access token for a person, by password and second factor."""
    cognito = session.client("cognito-idp")
    challenge = _first_factor(cognito, outputs, person.email, person.password)
    answer = cognito.respond_to_auth_challenge(
        ClientId=outputs["WebClientId"],
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=challenge["Session"],
        ChallengeResponses={
            "USERNAME": person.email,
            "SOFTWARE_TOKEN_MFA_CODE": code_of(person.totp_secret, time.time()),
        },
    )
    return str(answer["AuthenticationResult"]["AccessToken"])


def code_of(secret: str, moment: float) -> str:
    """The six digits of a moment (TOTP, RFC 6238; HOTP, RFC 4226, section 5.3)."""
    padded = secret.upper() + "=" * (-len(secret) % 8)
    counter = int(moment // _STEP).to_bytes(8)
    digest = hmac.new(base64.b32decode(padded), counter, hashlib.sha1).digest()  # as the RFC says
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def _first_factor(cognito: Any, outputs: Mapping[str, str], email: str, password: str) -> dict[str, Any]:
    answer: dict[str, Any] = cognito.initiate_auth(
        ClientId=outputs["WebClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    return answer


def _enrol(cognito: Any, outputs: Mapping[str, str], email: str, password: str) -> str:
    # The emulator lets in whoever has no second factor yet; AWS hands a session for the enrolment alone.
    answer = _first_factor(cognito, outputs, email, password)
    token = answer["AuthenticationResult"]["AccessToken"]
    secret = str(cognito.associate_software_token(AccessToken=token)["SecretCode"])
    cognito.verify_software_token(AccessToken=token, UserCode=code_of(secret, time.time()))
    cognito.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    return secret
