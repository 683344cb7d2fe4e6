"""The function that makes incidents of findings, and the rules that bring it these."""

from typing import Any, Final

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from functions.core.findings import MALICIOUS
from functions.findings.settings import Settings
from infra.stack_function import Parts, StackFunction
from infra.storage import Storage

# GuardDuty: 4.0 to 6.9 is medium, above is high and critical.
LEAST_SEVERITY: Final = 4
DENIED: Final = ["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation"]
# Calls that open what is closed, or take away what protects it; no deployment makes them.
GRAVE: Final = [
    *("ScheduleKeyDeletion", "DisableKey", "DeleteTable", "DeleteBucketPolicy"),
    *("DeletePublicAccessBlock", "StopLogging", "DeleteTrail", "DeleteDetector"),
]
# Of our own alarms those that may mean a breach; the others are told to the operator alone.
ALARMS: Final = ("ErasuresByClients",)


class Findings(StackFunction):
    """See `functions.findings`."""

    name = "findings"
    seconds = 120

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(scope, construct_id, parts=parts)
        ours = f"{Stack.of(self).stack_name}-"
        of_cloudtrail = ["AWS API Call via CloudTrail"]
        denied = {"errorCode": DENIED, **_by_role_of(ours)}
        self._rule("GuardDuty", ["aws.guardduty"], ["GuardDuty Finding"], _severe())
        if parts.stage.malware_protection:
            scanned = ["GuardDuty Malware Protection Object Scan Result"]
            self._rule("Malware", ["aws.guardduty"], scanned, _malicious(parts.storage))
        self._rule("Denied", None, of_cloudtrail, denied)
        self._rule("Grave", None, of_cloudtrail, {"eventName": GRAVE})
        names = [{"prefix": f"{ours}Watch{name}"} for name in ALARMS]
        rings: dict[str, Any] = {"alarmName": names, "state": {"value": ["ALARM"]}}
        self._rule("Alarms", ["aws.cloudwatch"], ["CloudWatch Alarm State Change"], rings)
        events.Rule(
            self,
            "EveryHour",
            schedule=events.Schedule.rate(Duration.hours(1)),
            targets=[targets.LambdaFunction(self.function)],
        )

    def _settings(self, parts: Parts) -> Settings:
        return Settings(
            table=parts.storage.table.table_name,
            ledger=parts.storage.ledger.table_name,
            audit=parts.storage.audit.table_name,
            audit_days=parts.stage.audit_days,
        )

    def _rule(self, name: str, source: list[str] | None, kinds: list[str], detail: dict[str, Any]) -> None:
        pattern = events.EventPattern(source=source, detail_type=kinds, detail=detail)
        events.Rule(self, name, event_pattern=pattern, targets=[targets.LambdaFunction(self.function)])


def _severe() -> dict[str, Any]:
    # A malicious file is told by its scan, which says in which bucket: the account may have others.
    return {"severity": [{"numeric": [">=", LEAST_SEVERITY]}], "type": [{"anything-but": [MALICIOUS]}]}


def _malicious(storage: Storage) -> dict[str, Any]:
    ours = [storage.originals.bucket_name, storage.held.bucket_name]
    return {
        "s3ObjectDetails": {"bucketName": ours},
        "scanResultDetails": {"scanResultStatus": ["THREATS_FOUND"]},
    }


def _by_role_of(stack: str) -> dict[str, Any]:
    """Of our own functions: one that asks for what it may not is one in which somebody else speaks."""
    return {"userIdentity": {"sessionContext": {"sessionIssuer": {"userName": [{"prefix": stack}]}}}}
