"""The outbox on the template: what is followed, what happens to a batch that fails, where events go."""

import json
from dataclasses import replace

import pytest

from infra.stage import StageError
from tests.infra.making import SWIFT
from tests.infra.template import Properties, Template

FOLLOWED = {
    "PublishEventsJobs": ("StorageTable", "job#", ["INSERT", "MODIFY"]),
    "PublishEventsErasures": ("StorageLedger", "erasure#", ["MODIFY"]),
}
each_mapping = pytest.mark.parametrize("mapping", FOLLOWED)


def followed(template: Template, mapping: str) -> Properties:
    return template.one("AWS::Lambda::EventSourceMapping", mapping)


def test_a_stream_holds_a_row_before_and_after(template: Template) -> None:
    tables = template.by_name("AWS::DynamoDB::Table")
    assert "StreamSpecification" not in tables.pop("StorageAudit").properties  # nothing of it is told
    for table in tables.values():
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


def test_a_delivery_has_its_attempts_and_then_goes_to_the_dead_letters(template: Template) -> None:
    queue = template.one("AWS::SQS::Queue", "EventsDeliveries")
    told = template.one("AWS::Lambda::Function", "DeliverWebhookFunction")["Environment"]["Variables"]
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": "EventsUndelivered.Arn",
        "maxReceiveCount": int(told["MOST_ATTEMPTS"]),
    }


def test_a_delivery_stays_hidden_while_it_is_tried(template: Template) -> None:
    seconds = template.one("AWS::Lambda::Function", "DeliverWebhookFunction")["Timeout"]
    assert seconds < template.one("AWS::SQS::Queue", "EventsDeliveries")["VisibilityTimeout"]


def test_deliveries_are_handed_back_one_by_one_and_take_no_more_than_their_share(template: Template) -> None:
    (found,) = [
        mapping.properties
        for mapping in template.all("AWS::Lambda::EventSourceMapping")
        if mapping.properties["EventSourceArn"] == "EventsDeliveries.Arn"
    ]
    assert found["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert found["ScalingConfig"] == {"MaximumConcurrency": 10}


def test_private_receivers_are_for_this_machine_alone(templates: dict[str, Template]) -> None:
    admitted = {
        name
        for name, template in templates.items()
        if template.one("AWS::Lambda::Function", "DeliverWebhookFunction")["Environment"]["Variables"][
            "PRIVATE_HOSTS"
        ]
        != "0"
    }
    assert admitted == {"local", "swift"}


def test_a_stage_whose_messages_end_before_the_last_attempt_is_refused() -> None:
    with pytest.raises(StageError):
        replace(SWIFT, webhook_attempts=8, webhook_back_off_seconds=60)
