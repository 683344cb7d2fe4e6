"""The queue of uploads and its dead letters; what is true of every queue."""

import pytest

from tests.infra.template import Properties, Template, statements

LANES = {"StorageUploads": "StorageDeadLetters", "StorageBackgroundUploads": "StorageBackgroundDeadLetters"}
MASKERS = {"StorageUploads": "MaskIdentityFunction", "StorageBackgroundUploads": "MaskBackgroundFunction"}
QUEUES = (*LANES, *LANES.values(), "EventsLost", "EventsDeliveries", "EventsUndelivered")
each_lane = pytest.mark.parametrize("uploads", LANES)
each_queue = pytest.mark.parametrize("queue", QUEUES)


def policy(template: Template, queue: str) -> list[Properties]:
    found = template.one("AWS::SQS::QueuePolicy", f"{queue}Policy")
    assert found["Queues"] == [queue]
    return statements(found["PolicyDocument"])


@each_queue
def test_a_queue_is_encrypted_and_lives_an_hour_at_most(template: Template, queue: str) -> None:
    found = template.one("AWS::SQS::Queue", queue)
    assert template.by_name("AWS::SQS::Queue").keys() == set(QUEUES)
    assert found["KmsMasterKeyId"] == "KeysData.Arn"
    assert found["MessageRetentionPeriod"] <= 3600


@each_queue
def test_a_queue_is_reached_by_tls_alone(template: Template, queue: str) -> None:
    (found,) = [s for s in policy(template, queue) if s["Effect"] == "Deny"]
    assert found["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert (found["Principal"], found["Action"]) == ({"AWS": "*"}, ["sqs:*"])
    assert found["Resource"] == [f"{queue}.Arn"]


@each_lane
def test_only_this_accounts_s3_may_send_to_the_queue_of_uploads(template: Template, uploads: str) -> None:
    (found,) = [s for s in policy(template, uploads) if s["Effect"] == "Allow"]
    assert found["Principal"] == {"Service": "s3.amazonaws.com"}
    assert found["Action"] == ["sqs:SendMessage"]
    assert found["Condition"] == {"StringEquals": {"aws:SourceAccount": "AWS::AccountId"}}
    assert [s for s in policy(template, LANES[uploads]) if s["Effect"] == "Allow"] == []


@each_lane
def test_a_message_is_tried_three_times_and_then_goes_to_the_lanes_dead_letters(
    template: Template, uploads: str
) -> None:
    assert template.one("AWS::SQS::Queue", uploads)["RedrivePolicy"] == {
        "deadLetterTargetArn": f"{LANES[uploads]}.Arn",
        "maxReceiveCount": 3,
    }
    assert "RedrivePolicy" not in template.one("AWS::SQS::Queue", LANES[uploads])


def test_each_queue_has_one_consumer_that_takes_one_message_at_a_time(template: Template) -> None:
    mappings = {
        mapping.properties["EventSourceArn"]: (
            mapping.properties["FunctionName"],
            mapping.properties["BatchSize"],
        )
        for mapping in template.all("AWS::Lambda::EventSourceMapping")
        if "Stream" not in mapping.properties["EventSourceArn"]
    }
    assert mappings == {
        "StorageUploads.Arn": ("MaskIdentityFunction", 1),
        "StorageBackgroundUploads.Arn": ("MaskBackgroundFunction", 1),
        "StorageDeadLetters.Arn": ("CloseFailedFunction", 1),
        "StorageBackgroundDeadLetters.Arn": ("CloseFailedFunction", 1),
        "EventsDeliveries.Arn": ("DeliverWebhookFunction", 1),
    }


@each_lane
def test_a_masker_ends_before_its_lease_and_its_message_returns_after_it(
    template: Template, uploads: str
) -> None:
    masker = template.one("AWS::Lambda::Function", MASKERS[uploads])
    lease = int(masker["Environment"]["Variables"]["LEASE_SECONDS"])
    visibility = template.one("AWS::SQS::Queue", uploads)["VisibilityTimeout"]
    assert masker["Timeout"] < lease <= visibility


@each_lane
def test_a_dead_letter_stays_hidden_while_its_consumer_works(template: Template, uploads: str) -> None:
    consumer = template.one("AWS::Lambda::Function", "CloseFailedFunction")
    assert consumer["Timeout"] <= template.one("AWS::SQS::Queue", LANES[uploads])["VisibilityTimeout"]


def test_no_lane_takes_the_others_place(template: Template) -> None:
    """Each masker takes so many photos at once and no more, whatever waits for it."""
    most = {
        mapping.properties["FunctionName"]: mapping.properties.get("ScalingConfig")
        for mapping in template.all("AWS::Lambda::EventSourceMapping")
    }
    assert most["MaskIdentityFunction"] == {"MaximumConcurrency": 100}
    assert most["MaskBackgroundFunction"] == {"MaximumConcurrency": 20}
