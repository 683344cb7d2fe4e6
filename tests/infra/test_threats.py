"""What is recorded of photos, and who looks for attacks; the emulator knows neither, so it is judged here."""

from infra.deployment import deployment
from tests.infra.making import OPTIONS, PROD
from tests.infra.template import Template, listed, policies, statements

PHOTOS = {f"Storage{name}.Arn/" for name in ("Originals", "Held", "Results", "Exports")}


def test_every_read_and_write_of_a_photo_is_recorded_and_nothing_else(prod: Template) -> None:
    trail = prod.one("AWS::CloudTrail::Trail", "ThreatsTrail")
    assert trail["IsLogging"] is True
    assert trail["EnableLogFileValidation"] is True
    (selector,) = trail["EventSelectors"]
    assert selector["IncludeManagementEvents"] is False
    assert selector.get("ReadWriteType", "All") == "All"  # the default of CloudFormation
    recorded = [value for each in selector["DataResources"] for value in listed(each["Values"])]
    assert set(recorded) == PHOTOS


def test_what_is_recorded_lives_as_long_as_access_logs(prod: Template) -> None:
    """It names objects and addresses, so it may not be kept for longer than what says the same."""
    assert prod.one("AWS::CloudTrail::Trail", "ThreatsTrail")["S3BucketName"] == "StorageAccessLogs"
    (rule,) = prod.one("AWS::S3::Bucket", "StorageAccessLogs")["LifecycleConfiguration"]["Rules"]
    assert (rule["ExpirationInDays"], rule.get("Prefix")) == (PROD.access_log_days, None)


def test_a_detector_is_made_only_where_the_account_has_none(prod: Template, options: Template) -> None:
    assert list(prod.all("AWS::GuardDuty::Detector")) == []
    (detector,) = options.all("AWS::GuardDuty::Detector")
    assert detector.properties["Enable"] is True
    assert {"Name": "S3_DATA_EVENTS", "Status": "ENABLED"} in detector.properties["Features"]


def test_no_stage_lets_anybody_look_for_malware_unless_it_says_so(templates: dict[str, Template]) -> None:
    for template in templates.values():
        assert list(template.all("AWS::GuardDuty::MalwareProtectionPlan")) == []
        assert "MalwareRole" not in template.text


def test_what_looks_for_malware_reads_what_strangers_sent_and_nothing_else(options: Template) -> None:
    plans = options.all("AWS::GuardDuty::MalwareProtectionPlan")
    protected = {plan.properties["ProtectedResource"]["S3Bucket"]["BucketName"] for plan in plans}
    assert protected == {"StorageOriginals", "StorageHeld"}
    may: dict[str, set[str]] = {}
    for role, document in policies(options):
        for statement in statements(document) if role == "Malware" else ():
            for resource in statement["Resource"]:
                may.setdefault(resource, set()).update(statement["Action"])
    photos = {resource for resource, actions in may.items() if "s3:GetObject" in actions}
    assert photos == {"StorageOriginals.Arn/*", "StorageHeld.Arn/*"}
    probe = "malware-protection-resource-validation-object"
    assert {resource.partition("/")[2] for resource, actions in may.items() if "s3:PutObject" in actions} == {
        probe
    }
    actions = set[str]().union(*may.values())
    assert len(actions) <= 20
    assert not [
        action for action in actions if "*" in action or ("Delete" in action and "Rule" not in action)
    ]


def test_its_role_is_let_through_beside_the_maskers_and_is_guard_dutys_alone(options: Template) -> None:
    for bucket in ("StorageOriginalsPolicy", "StorageHeldPolicy"):
        denied = statements(options.one("AWS::S3::BucketPolicy", bucket)["PolicyDocument"])
        (only,) = [one for one in denied if one.get("Sid") == "OnlyReaders"]
        assert "MalwareRole.Arn" in only["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    (trust,) = statements(options.one("AWS::IAM::Role", "MalwareRole")["AssumeRolePolicyDocument"])
    assert trust["Principal"] == {"Service": "malware-protection-plan.guardduty.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "AWS::AccountId"}}


def test_uploads_still_come_to_their_queues_beside_what_guard_duty_hears(options: Template) -> None:
    told = options.one("AWS::S3::Bucket", "StorageOriginals")["NotificationConfiguration"]
    assert len(told["QueueConfigurations"]) == 2
    assert told["EventBridgeConfiguration"] == {"EventBridgeEnabled": True}


def test_a_malicious_file_becomes_an_incident(options: Template) -> None:
    rule = options.one("AWS::Events::Rule", "FindingsMalware")["EventPattern"]
    assert rule["detail"]["s3ObjectDetails"]["bucketName"] == ["StorageOriginals", "StorageHeld"]
    assert rule["detail"]["scanResultDetails"]["scanResultStatus"] == ["THREATS_FOUND"]


def test_the_notice_says_that_uploads_are_looked_at_for_malware() -> None:
    """Promise 14."""
    (aws,) = deployment(OPTIONS).sub_processors
    assert aws.task.endswith("GuardDuty looks for malware in uploads")
    assert "malware" not in str(deployment(PROD))
