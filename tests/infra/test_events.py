"""The outbox on the template: what is followed, what happens to a batch that fails, where events go."""

import json

import pytest

from tests.infra.template import Properties, Template

FOLLOWED = {
    "PublishEventsJobs": ("StorageTable", "job#", ["INSERT", "MODIFY"]),
    "PublishEventsErasures": ("StorageLedger", "erasure#", ["MODIFY"]),
}
each_mapping = pytest.mark.parametrize("mapping", FOLLOWED)


def followed(template: Template, mapping: str) -> Properties:
    return template.one("AWS::Lambda::EventSourceMapping", mapping)


def test_a_stream_holds_a_row_before_and_after(template: Template) -> None:
    for table in template.all("AWS::DynamoDB::Table"):
        assert table.properties["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


@each_mapping
def test_the_outbox_follows_jobs_and_erasures_and_no_row_that_went(template: Template, mapping: str) -> None:
    table, prefix, changes = FOLLOWED[mapping]
    found = followed(template, mapping)
    assert found["EventSourceArn"] == f"{table}.StreamArn"
    assert found["FunctionName"] == "PublishEventsFunction"
    (rows,) = found["FilterCriteria"]["Filters"]
    assert json.loads(rows["Pattern"]) == {
        "eventName": changes,
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": prefix}]}}},
    }


@each_mapping
def test_no_change_is_missed_and_a_batch_that_fails_is_halved_and_given_up_in_the_end(
    template: Template, mapping: str
) -> None:
    found = followed(template, mapping)
    assert found["StartingPosition"] == "TRIM_HORIZON"
    assert found["BisectBatchOnFunctionError"] is True
    assert found["BatchSize"] <= 10  # PutEvents takes no more
    assert 0 < found["MaximumRetryAttempts"] <= 100
    assert 60 <= found["MaximumRecordAgeInSeconds"] <= 3600  # promise 5: what waits is old in an hour
    assert found["DestinationConfig"] == {"OnFailure": {"Destination": "EventsLost.Arn"}}


def test_the_bus_is_our_own_and_encrypted_with_our_key(template: Template) -> None:
    buses = template.by_name("AWS::Events::EventBus")
    assert buses.keys() == {"EventsBus"}
    assert buses["EventsBus"].properties["KmsKeyIdentifier"] == "KeysData.Arn"


def test_the_source_of_events_names_the_deployment(templates: dict[str, Template]) -> None:
    sources = {
        name: template.one("AWS::Lambda::Function", "PublishEventsFunction")["Environment"]["Variables"][
            "SOURCE"
        ]
        for name, template in templates.items()
    }
    assert sources == {name: f"urn:moretta:eu-central-1:{name}" for name in templates}
