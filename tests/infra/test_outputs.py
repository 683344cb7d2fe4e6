"""What the stack tells: where to call, and the names of what it made."""

import json
from pathlib import Path

from tests.infra.template import Template

OUTPUTS = {
    "ApiId": "Api",
    "UserPoolId": "IdentityPool",
    "WebClientId": "IdentityPoolWeb",
    "TokenUrl": "https://IdentityPoolDomain.auth.eu-central-1.amazoncognito.com/oauth2/token",
    "TableName": "StorageTable",
    "LedgerName": "StorageLedger",
    "AuditName": "StorageAudit",
    "OriginalsBucket": "StorageOriginals",
    "HeldBucket": "StorageHeld",
    "ResultsBucket": "StorageResults",
    "AccessLogsBucket": "StorageAccessLogs",
    "UploadsQueueUrl": "StorageUploads",
    "DeadLettersQueueUrl": "StorageDeadLetters",
    "BackgroundUploadsQueueUrl": "StorageBackgroundUploads",
    "BackgroundDeadLettersQueueUrl": "StorageBackgroundDeadLetters",
    "ErasureMachineArn": "ErasuresMachine",
    "ExportMachineArn": "ExportWorkflowMachine",
    "ExportsBucket": "StorageExports",
    "AlarmsTopicArn": "WatchAlarms",
}


def test_outputs_name_what_was_made(template: Template) -> None:
    told = template.outputs()
    assert {name: told[name] for name in OUTPUTS} == OUTPUTS
    assert told["ApiUrl"].startswith("https://Api.execute-api.eu-central-1.")
    assert int(told["MostBytes"]) == (400_000 if template.stage == "swift" else 25_000_000)


def test_every_resource_that_bears_tags_bears_the_stages(template: Template) -> None:
    for resource in template.all():
        tags = resource.properties.get("Tags")
        if isinstance(tags, list):
            assert {"Key": "moretta:stage", "Value": template.stage} in tags


def test_nothing_was_asked_of_an_account(templates: dict[str, Template], assembly: Path) -> None:
    assert templates
    assert "missing" not in json.loads((assembly / "manifest.json").read_text())


def test_two_stages_in_one_account_share_no_name(templates: dict[str, Template]) -> None:
    domains = {
        template.one("AWS::Cognito::UserPoolDomain", "IdentityPoolDomain")["Domain"]
        for template in templates.values()
    }
    assert len(domains) == len(templates)
    names = {
        "AWS::S3::Bucket": "BucketName",
        "AWS::SQS::Queue": "QueueName",
        "AWS::DynamoDB::Table": "TableName",
        "AWS::Lambda::Function": "FunctionName",
        "AWS::IAM::Role": "RoleName",
        "AWS::Logs::LogGroup": "LogGroupName",
        "AWS::Cognito::UserPool": "UserPoolName",
        "AWS::StepFunctions::StateMachine": "StateMachineName",
    }
    for template in templates.values():
        # AWS wants a firewall's log to begin with its own words; what follows is the stage's name
        named = [r.name for r in template.all() if names.get(r.kind) in r.properties]
        assert set(named) <= {"FirewallLog"}
    logs = [template.by_name("AWS::Logs::LogGroup").get("FirewallLog") for template in templates.values()]
    called = [log.properties["LogGroupName"] for log in logs if log]
    assert len(called) == len(set(called))
