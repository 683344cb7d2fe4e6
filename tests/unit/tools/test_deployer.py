"""Against the real emulator: what CloudFormation answers is what the deployer has to understand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.local_cloud import AssemblyError, DeployError, LocalCloud, deploy

_BUCKET = "assets-${AWS::AccountId}-${AWS::Region}"
_VERSION = "/cdk-bootstrap/test/version"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    with LocalCloud(tmp_path_factory.mktemp("cloud")) as running:
        yield running


def _queue(name: str) -> dict[str, Any]:
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name}}


def _assembly(
    folder: Path, stack: str, resources: dict[str, Any], assets: dict[str, dict[str, Any]] | None = None
) -> Path:
    """A `cdk.out` as the CDK's default synthesizer writes it, with nothing that we do not read."""
    folder.mkdir(exist_ok=True)
    template = {
        "Parameters": {
            "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": _VERSION}
        },
        "Resources": resources,
        "Outputs": {"Name": {"Value": {"Ref": next(iter(resources))}}},
    }
    (folder / "it.template.json").write_text(json.dumps(template))
    (folder / "it.assets.json").write_text(json.dumps({"files": assets or {}}))
    artifacts = {
        "it.assets": {"type": "cdk:asset-manifest", "properties": {"file": "it.assets.json"}},
        "it": {
            "type": "aws:cloudformation:stack",
            "properties": {"templateFile": "it.template.json", "stackName": stack},
            "dependencies": ["it.assets"],
        },
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


def _asset(path: str, key: str) -> dict[str, Any]:
    return {"source": {"path": path}, "destinations": {"here": {"bucketName": _BUCKET, "objectKey": key}}}


def test_a_stack_is_created_left_alone_when_unchanged_and_updated(cloud: LocalCloud, tmp_path: Path) -> None:
    first = _assembly(tmp_path, "Grows", {"A": _queue("grows-a")})
    created = deploy(cloud, first)
    assert created["Grows"]["Name"].endswith("/grows-a")
    assert deploy(cloud, first) == created
    deploy(cloud, _assembly(tmp_path, "Grows", {"A": _queue("grows-a"), "B": _queue("grows-b")}))
    urls = cloud.session().client("sqs").list_queues(QueueNamePrefix="grows-")["QueueUrls"]
    assert sorted(url.rsplit("/", 1)[-1] for url in urls) == ["grows-a", "grows-b"]


def test_files_and_folders_are_put_once_where_the_assembly_names_them(
    cloud: LocalCloud, tmp_path: Path
) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "it.py").write_text("x = 1\n")
    (tmp_path / "page.html").write_text("<p>")
    assets = {"1": _asset("code", "code.zip"), "2": _asset("page.html", "page.html")}
    assembly = _assembly(tmp_path, "Assets", {"A": _queue("assets-a")}, assets)
    deploy(cloud, assembly)
    s3 = cloud.session().client("s3")

    def kept() -> dict[str, object]:
        found = s3.list_objects_v2(Bucket="assets-000000000000-eu-central-1")["Contents"]
        return {entry["Key"]: entry["LastModified"] for entry in found}

    before = kept()
    assert before.keys() == {"code.zip", "page.html"}
    deploy(cloud, assembly)
    assert kept() == before


def test_a_resource_that_fails_is_named_with_the_reason_and_the_next_try_starts_afresh(
    cloud: LocalCloud, tmp_path: Path
) -> None:
    incomplete = {"Type": "AWS::Logs::LogStream", "Properties": {}}
    with pytest.raises(
        DeployError, match=r"Fails ended as \w+\n  Broken \(AWS::Logs::LogStream\): .*LogGroup"
    ):
        deploy(cloud, _assembly(tmp_path, "Fails", {"Broken": incomplete}))
    assert deploy(cloud, _assembly(tmp_path, "Fails", {"Fine": _queue("fine")}))["Fails"]


def test_a_template_that_is_refused_at_once_is_told_with_the_reason(
    cloud: LocalCloud, tmp_path: Path
) -> None:
    unknown = {"Type": "AWS::Budgets::Budget", "Properties": {}}  # there is no such thing here
    with pytest.raises(DeployError, match=r"template of Odd was refused: .*AWS::Budgets::Budget"):
        deploy(cloud, _assembly(tmp_path, "Odd", {"Broken": unknown}))


def test_an_assembly_with_container_images_is_refused(cloud: LocalCloud, tmp_path: Path) -> None:
    assembly = _assembly(tmp_path, "Images", {"A": _queue("images-a")})
    (assembly / "it.assets.json").write_text(json.dumps({"files": {}, "dockerImages": {"1": {}}}))
    with pytest.raises(AssemblyError, match="without Docker"):
        deploy(cloud, assembly)
