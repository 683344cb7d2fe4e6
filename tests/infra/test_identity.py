"""Cognito: staff and machines only, nobody signs up, people show two factors."""

from tests.infra.template import Template

POOL = "AWS::Cognito::UserPool"
SCOPES = {"jobs.write", "jobs.read", "erasures.write", "erasures.read"}


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


def test_no_client_is_deployed_because_each_team_has_its_own(template: Template) -> None:
    assert not list(template.all("AWS::Cognito::UserPoolClient"))


def test_the_pool_of_prod_survives_its_stack(templates: dict[str, Template]) -> None:
    kept = {}
    for name, template in templates.items():
        pool = template.by_name(POOL)["IdentityPool"]
        kept[name] = (pool.properties["DeletionProtection"], pool.body["DeletionPolicy"])
    assert kept.pop("prod") == ("ACTIVE", "Retain")
    assert set(kept.values()) == {("INACTIVE", "Delete")}
