"""What judges of templates complain of and why it stands: one reason for each, for an auditor to accept.

A rule is acknowledged for the places that are named and for no other: a pattern matches the path of a
construct below the stack. What is not here fails `make check`, and so does what nothing needs any more.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """``rule`` as cdk-nag names it, ``*`` for its variants; ``where`` are patterns of paths."""

    rule: str
    where: tuple[str, ...]
    reason: str

    def covers(self, rule: str, path: str) -> bool:
        """Whether a finding is this one."""
        matched = any(fnmatchcase(path, pattern) for pattern in self.where)
        return matched and fnmatchcase(rule, self.rule)


_FUNCTIONS: Final = ("*/Function/Resource",)
_LOGS: Final = ("Storage/AccessLogs/Resource",)
_PHOTOS: Final = ("Storage/Originals/*", "Storage/Held/*", "Storage/Results/*", "Storage/Exports/*")
_STAGE: Final = ("Api/Api/DeploymentStage.api/Resource",)
_PUBLIC: Final = (
    "Api/Api/Default/openapi.json/*",
    "Api/Api/Default/.well-known/*",
    "Api/Api/Default/v1/privacy/*",
    "Api/Api/Default/v1/reports/{capability}/*",
)
_CONNECTED: Final = ("MaskIdentity/Role/Resource", "MaskBackground/Role/Resource")
_TRAIL: Final = ("Threats/Trail/Resource",)
_MACHINES: Final = ("*/Machine/Resource",)
_OF_OBJECTS: Final = (
    "Objects are named by pseudonyms and ids that exist only at run time. The wildcard covers the "
    "objects of one bucket and nothing else, and each action is named; tests/infra/test_roles.py "
    "holds the exact list."
)
_NO_TRACES: Final = (
    "A trace holds the path of a call, and with it a user's id (promise 15). Faults are logged by "
    "type and place, and counted."
)
_ASYNC: Final = (
    "A dead-letter target is for asynchronous calls. These functions are called by the gateway, by "
    "queues and streams that have dead letters of their own, by workflows that retry, or each minute "
    "anew."
)

ACKNOWLEDGED: Final = (
    Acknowledged(
        "AwsSolutions-APIG2",
        ("Api/Api/Resource",),
        "Functions validate every body themselves, with the path of what they refuse; schemathesis holds "
        "them to the document. A validator in front would answer with other words and check less.",
    ),
    Acknowledged(
        "AwsSolutions-APIG4",
        _PUBLIC,
        "Public on purpose: documents, a public key and a notice, which say nothing of anybody; and "
        "reports of people who are no users, by a capability with a MAC, which tells them nothing.",
    ),
    Acknowledged(
        "AwsSolutions-COG4",
        (*_PUBLIC, "Api/Api/Default/v1/me/*"),
        "Users have no account: their sessions are checked by an authorizer of our own. The rest is public.",
    ),
    Acknowledged(
        "AwsSolutions-APIG6",
        _STAGE,
        "Execution logs hold paths and bodies, and with them user ids (promise 15). The access log has "
        "the route's template, status and time of every call.",
    ),
    Acknowledged("NIST.800.53.R5-APIGWExecutionLoggingEnabled", _STAGE, "As for AwsSolutions-APIG6."),
    Acknowledged(
        "NIST.800.53.R5-APIGWCacheEnabledAndEncrypted",
        _STAGE,
        "Answers are of one caller, carry links that live for minutes, and must change at once when "
        "somebody is erased. Nothing of them may be kept.",
    ),
    Acknowledged(
        "NIST.800.53.R5-APIGWSSLEnabled",
        _STAGE,
        "A client certificate authenticates the gateway to an HTTP backend. There is none: the gateway "
        "invokes functions through IAM.",
    ),
    Acknowledged("Serverless-APIGWXrayEnabled", _STAGE, _NO_TRACES),
    Acknowledged("Serverless-LambdaTracing", _FUNCTIONS, _NO_TRACES),
    Acknowledged("Serverless-StepFunctionStateMachineXray", _MACHINES, _NO_TRACES),
    Acknowledged("AwsSolutions-SF2", _MACHINES, _NO_TRACES),
    Acknowledged(
        "AwsSolutions-SF1",
        _MACHINES,
        "The history of an execution is kept by the service for 90 days and holds ids alone; errors are "
        "logged. A log of every step would hold the same for longer.",
    ),
    Acknowledged(
        "AwsSolutions-COG1",
        ("Identity/Pool/Resource",),
        "Fourteen characters and a second factor. NIST SP 800-63B, section 3.1.1.2, advises against rules "
        "of composition: they make passwords that are easier to guess.",
    ),
    Acknowledged(
        "AwsSolutions-COG8",
        ("Identity/Pool/Resource",),
        "The Plus plan scores sign-ins by device and address, which is more personal data of staff. A "
        "second factor is required of everybody instead; the plan is the operator's to choose.",
    ),
    Acknowledged("AwsSolutions-IAM5[[]Resource::<Storage*Arn>/[*]]", ("*/Role/Resource",), _OF_OBJECTS),
    Acknowledged(
        "AwsSolutions-IAM5[[]Resource::<Storage*Arn>/stream/[*]]",
        ("*/Role/Resource",),
        "The name of a stream has the time of its making in it, which the template cannot know.",
    ),
    Acknowledged(
        "AwsSolutions-IAM5[[]Resource::arn:*:rule/DO-NOT-DELETE-AmazonGuardDuty*]",
        ("Malware/Role/Resource",),
        "GuardDuty names the rule by which it hears of uploads. The wildcard covers its rules alone, and "
        "nobody but GuardDuty may take the role.",
    ),
    Acknowledged(
        "AwsSolutions-IAM5[[]Resource::arn:*:execution:*]",
        ("*/Role/Resource",),
        "Executions are named by the ids of erasures; the wildcard covers those of one machine.",
    ),
    Acknowledged(
        "AwsSolutions-IAM5[[]Resource::<*Function*.Arn>:[*]]",
        ("*/Machine/Role/DefaultPolicy/Resource",),
        "The versions of the one function that the machine's steps are.",
    ),
    Acknowledged(
        "AwsSolutions-IAM5[[]Resource::[*]]",
        ("*/Machine/Role/DefaultPolicy/Resource",),
        "Delivery of a workflow's log: AWS knows these actions for all resources only.",
    ),
    Acknowledged(
        "AwsSolutions-IAM5[[]Resource::[*]]",
        _CONNECTED,
        "Lambda lists network interfaces by the function's role, and EC2 takes that for all resources only. "
        "A deny beside it keeps the function's own code from every one of these actions.",
    ),
    Acknowledged("Serverless-LambdaStarPermissions", _CONNECTED, "As for AwsSolutions-IAM5."),
    Acknowledged(
        "NIST.800.53.R5-VPCDefaultSecurityGroupClosed",
        ("Network/Vpc/Resource",),
        "Nothing is in the default group: the network's only interfaces are the maskers', in a group of "
        "their own. To close it would take one more function, with rights on EC2.",
    ),
    Acknowledged(
        "AwsSolutions-L1",
        _FUNCTIONS,
        "Python 3.13 is supported until 2029; the code is tested on 3.11 to 3.13, and every wheel is there.",
    ),
    Acknowledged("Serverless-LambdaLatestVersion", _FUNCTIONS, "As for AwsSolutions-L1."),
    Acknowledged("NIST.800.53.R5-LambdaDLQ", _FUNCTIONS, _ASYNC),
    Acknowledged("Serverless-LambdaDLQ", _FUNCTIONS, _ASYNC),
    Acknowledged(
        "NIST.800.53.R5-LambdaConcurrency",
        _FUNCTIONS,
        "Reserved concurrency fails in accounts whose quota is still low, and takes from all others what "
        "it reserves. Load is bounded by throttles, quotas of teams and the maskers' queues.",
    ),
    Acknowledged(
        "NIST.800.53.R5-LambdaInsideVPC",
        _FUNCTIONS,
        "The maskers, which open files of strangers, are. The others open none, talk to AWS's own endpoints "
        "by TLS and IAM, and have no door that a network could reach.",
    ),
    Acknowledged(
        "NIST.800.53.R5-IAMNoInlinePolicy",
        ("*/Role/Resource", "*Policy/Resource"),
        "Each role has one policy, which is nobody else's and goes with it. A managed policy could be "
        "attached elsewhere.",
    ),
    Acknowledged(
        "NIST.800.53.R5-S3BucketVersioningEnabled",
        (*_PHOTOS, *_LOGS),
        "A delete must be a delete (GDPR Art. 17). An old version of a photo would outlive its erasure.",
    ),
    Acknowledged(
        "NIST.800.53.R5-S3BucketReplicationEnabled",
        (*_PHOTOS, *_LOGS),
        "A copy elsewhere would have to be erased too, and that would lag (GDPR Art. 5(1)(e), Art. 17).",
    ),
    Acknowledged(
        "NIST.800.53.R5-DynamoDBInBackupPlan",
        ("Storage/Table/Resource", "Storage/Ledger/Resource", "Storage/Audit/Resource"),
        "Point-in-time recovery is on, and the ledger guards what is restored (docs/restore.md). A backup "
        "plan would keep the erased for as long as the plan says.",
    ),
    Acknowledged(
        "NIST.800.53.R5-S3DefaultEncryptionKMS",
        _LOGS,
        "S3 delivers its access logs to buckets under its own key only. They hold no photo.",
    ),
    Acknowledged(
        "NIST.800.53.R5-CloudTrailEncryptionEnabled",
        _TRAIL,
        "It lies beside S3's access logs, which say the same and can be under S3's own key only.",
    ),
    Acknowledged(
        "NIST.800.53.R5-CloudTrailCloudWatchLogsEnabled",
        _TRAIL,
        "A second copy of who touched which photo would be one more place to keep short. It is read when "
        "there is an incident; what should ring is GuardDuty's to find.",
    ),
    Acknowledged(
        "AwsSolutions-SQS3",
        ("Events/Lost/Resource",),
        "It is itself where the events end that could not be told; an alarm watches it.",
    ),
    Acknowledged(
        "Serverless-SQSRedrivePolicy",
        ("Storage/*DeadLetters/Resource", "Events/Lost/Resource", "Events/Undelivered/Resource"),
        "They are where messages end that were tried often enough.",
    ),
    Acknowledged(
        "Serverless-EventBusDLQ",
        ("Sweep/EveryMinute/Resource", "AuditHeads/EveryHour/Resource", "Findings/*/Resource"),
        "A tick that is lost is made good by the next; a finding EventBridge tries to tell for a day.",
    ),
    Acknowledged(
        "Serverless-LambdaEventSourceMappingDestination",
        ("*/Function/*Messages/Resource",),
        "A destination is for streams. These read queues, which have dead letters.",
    ),
)
