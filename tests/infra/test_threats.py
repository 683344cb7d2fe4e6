"""What is recorded of photos, and who looks for attacks; the emulator knows neither, so it is judged here."""

from dataclasses import replace
from pathlib import Path

from tests.infra.making import PROD, assemble
from tests.infra.template import Template, listed

PHOTOS = {"StorageOriginals.Arn/", "StorageHeld.Arn/", "StorageResults.Arn/"}


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


def test_a_detector_is_made_only_where_the_account_has_none(
    prod: Template, bundles: Path, tmp_path: Path
) -> None:
    assert list(prod.all("AWS::GuardDuty::Detector")) == []
    (told,) = assemble(tmp_path, bundles, replace(PROD, guard_duty=True)).values()
    (detector,) = told.all("AWS::GuardDuty::Detector")
    assert detector.properties["Enable"] is True
    assert {"Name": "S3_DATA_EVENTS", "Status": "ENABLED"} in detector.properties["Features"]


def test_stages_that_the_emulator_deploys_have_neither(templates: dict[str, Template]) -> None:
    for name in ("local", "swift"):
        kinds = {resource.kind for resource in templates[name].all()}
        assert not kinds & {"AWS::CloudTrail::Trail", "AWS::GuardDuty::Detector"}
