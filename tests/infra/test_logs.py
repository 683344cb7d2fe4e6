"""Log groups: encrypted, short-lived, one for all functions."""

from tests.infra.template import Template


def test_there_is_a_group_for_the_functions_each_machine_and_the_api(template: Template) -> None:
    functions = {
        name.removesuffix("Function"): function.properties["LoggingConfig"]
        for name, function in template.by_name("AWS::Lambda::Function").items()
    }
    assert functions == {name: {"LogGroup": "FunctionsLog"} for name in functions}
    expected = {"FunctionsLog", "ErasuresLog", "ExportWorkflowLog", "ApiAccessLog"}
    if template.by_name("AWS::WAFv2::WebACL"):
        expected.add("FirewallLog")
    assert template.by_name("AWS::Logs::LogGroup").keys() == expected


def test_every_group_is_encrypted_with_our_key(template: Template) -> None:
    keys = {group.properties["KmsKeyId"] for group in template.all("AWS::Logs::LogGroup")}
    assert keys == {"KeysData.Arn"}


def test_no_group_of_prod_keeps_anything_beyond_a_week(prod: Template) -> None:
    days = {group.name: group.properties["RetentionInDays"] for group in prod.all("AWS::Logs::LogGroup")}
    assert {name: kept for name, kept in days.items() if kept > 7} == {}


def test_no_group_keeps_anything_for_ever(template: Template) -> None:
    assert all(group.properties["RetentionInDays"] <= 30 for group in template.all("AWS::Logs::LogGroup"))
