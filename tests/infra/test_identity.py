"""Cognito: staff and machines only, nobody signs up, people show two factors."""

from tests.infra.template import Template

POOL = "AWS::Cognito::UserPool"
SCOPES = {
    "audit.read",
    "jobs.write",
    "jobs.read",
    "erasures.write",
    "erasures.read",
    "erasures.approve",
    "erasures.cancel",
    "holds.write",
    "holds.read",
    "sessions.write",
    "members.read",
    "members.write",
    "webhooks.read",
    "webhooks.write",
    "reviews.read",
    "reviews.write",
    "consents.read",
    "figures.read",
    "consents.write",
    "datasets.read",
    "restrictions.read",
    "restrictions.write",
    "exports.read",
    "exports.write",
    "settings.read",
    "users.read",
    "settings.write",
    "agreement.read",
    "agreement.accept",
    "records.read",
    "incidents.read",
    "incidents.write",
}


def test_nobody_signs_up_by_themselves(template: Template) -> None:
    pool = template.one(POOL, "IdentityPool")
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_people_show_a_second_factor_that_is_no_text_message(template: Template) -> None:
    pool = template.one(POOL, "IdentityPool")
    assert pool["MfaConfiguration"] == "ON"
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert pool["AccountRecoverySetting"]["RecoveryMechanisms"] == [{"Name": "admin_only", "Priority": 1}]


def test_the_plan_can_put_teams_into_access_tokens_of_machines(template: Template) -> None:
    assert template.one(POOL, "IdentityPool")["UserPoolTier"] in {"ESSENTIALS", "PLUS"}


def test_tokens_know_these_scopes(template: Template) -> None:
    server = template.one("AWS::Cognito::UserPoolResourceServer", "IdentityPoolServer")
    assert server["Identifier"] == "moretta"
    assert {scope["ScopeName"] for scope in server["Scopes"]} == SCOPES


def test_people_have_groups_for_the_roles_of_staff_and_no_others(template: Template) -> None:
    groups = template.all("AWS::Cognito::UserPoolGroup")
    assert {group.properties["GroupName"] for group in groups} == {"admin", "reviewer", "privacy"}
    assert not any("RoleArn" in group.properties for group in template.all("AWS::Cognito::UserPoolGroup"))


def test_an_account_has_an_address_and_no_attribute_of_ours(template: Template) -> None:
    """Promise 10: there is no attribute whose writer would move to another team."""
    pool = template.one(POOL, "IdentityPool")
    assert pool["UsernameAttributes"] == ["email"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert "Schema" not in pool


def test_tokens_are_granted_by_our_function_for_machines_too(template: Template) -> None:
    trigger = template.one(POOL, "IdentityPool")["LambdaConfig"]
    assert trigger == {
        "PreTokenGenerationConfig": {"LambdaArn": "GrantTokenFunction.Arn", "LambdaVersion": "V3_0"}
    }


def test_one_client_is_deployed_for_browsers_and_has_no_secret(template: Template) -> None:
    """RFC 9700, section 2.1.1: codes with PKCE, and no implicit grant."""
    (client,) = (found.properties for found in template.all("AWS::Cognito::UserPoolClient"))
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == ["openid"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (15, "minutes")
    assert client["WriteAttributes"] == ["locale"]  # none named would be all
    origins = [url.removesuffix("/signed-in") for url in client["CallbackURLs"]]
    assert all(url.startswith(("https://", "http://localhost:")) for url in origins)
    assert client["LogoutURLs"] == [f"{origin}/" for origin in origins]


def test_passwords_go_to_cognitos_own_page_but_on_this_machine(templates: dict[str, Template]) -> None:
    flows = {
        name: next(template.all("AWS::Cognito::UserPoolClient")).properties["ExplicitAuthFlows"]
        for name, template in templates.items()
    }
    both = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    hosted = ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert flows == {"local": both, "swift": both, "dev": hosted, "prod": hosted}


def test_the_pool_of_prod_survives_its_stack(templates: dict[str, Template]) -> None:
    kept = {}
    for name, template in templates.items():
        pool = template.by_name(POOL)["IdentityPool"]
        kept[name] = (pool.properties["DeletionProtection"], pool.body["DeletionPolicy"])
    assert kept.pop("prod") == ("ACTIVE", "Retain")
    assert set(kept.values()) == {("INACTIVE", "Delete")}
