"""What a cloud assembly (`cdk.out`) asks for: stacks, and the files that they need in buckets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.local_cloud.environment import ACCOUNT, REGION

_OWN_BUCKET = "local-cloud-templates"  # for stacks whose synthesizer names no bucket for the template


class AssemblyError(Exception):
    """The assembly asks for something that a local deployment does not do; the text says what."""


@dataclass(frozen=True)
class Asset:
    """A file, or a folder that travels as a zip, and where it belongs."""

    source: Path
    bucket: str
    key: str


@dataclass(frozen=True)
class Stack:
    """A stack, in what order it is to be deployed told by its place in `read_assembly`'s answer."""

    name: str
    template: Asset
    assets: tuple[Asset, ...]
    bootstrap_parameters: tuple[str, ...]  # the SSM parameters whose value the template compares

    @property
    def template_url_path(self) -> str:
        """Bucket and key of the template, as a path-style address has them."""
        return f"{self.template.bucket}/{self.template.key}"


def read_assembly(folder: Path) -> tuple[Stack, ...]:
    """Return the stacks of the assembly, each after those that it depends on."""
    artifacts: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))["artifacts"]
    stacks = {
        name: _stack(folder, name, artifacts)
        for name, artifact in artifacts.items()
        if artifact["type"] == "aws:cloudformation:stack"
    }
    ordered: dict[str, Stack] = {}
    for name in stacks:
        _place(name, artifacts, stacks, ordered)
    return tuple(ordered.values())


def _place(name: str, artifacts: dict[str, Any], stacks: dict[str, Stack], ordered: dict[str, Stack]) -> None:
    for needed in artifacts[name].get("dependencies", ()):
        if needed in stacks:
            _place(needed, artifacts, stacks, ordered)
    ordered.setdefault(name, stacks[name])


def _stack(folder: Path, name: str, artifacts: dict[str, Any]) -> Stack:
    properties = artifacts[name]["properties"]
    path = folder / properties["templateFile"]
    template = Asset(path, _OWN_BUCKET, f"{hashlib.sha256(path.read_bytes()).hexdigest()}.json")
    if url := properties.get("stackTemplateAssetObjectUrl"):
        bucket, _, key = _resolve(url).removeprefix("s3://").partition("/")
        template = Asset(path, bucket, key)
    manifests = [
        folder / artifacts[needed]["properties"]["file"]
        for needed in artifacts[name].get("dependencies", ())
        if artifacts[needed]["type"] == "cdk:asset-manifest"
    ]
    parameters: dict[str, Any] = json.loads(path.read_text("utf-8")).get("Parameters", {})
    return Stack(
        name=properties.get("stackName", name),
        template=template,
        assets=tuple(asset for manifest in manifests for asset in _assets(folder, manifest)),
        bootstrap_parameters=tuple(_bootstrap_parameters(parameters)),
    )


def _bootstrap_parameters(parameters: dict[str, Any]) -> Iterator[str]:
    for parameter in parameters.values():
        name = parameter.get("Default", "")
        if parameter["Type"].startswith("AWS::SSM::Parameter") and "/cdk-bootstrap/" in name:
            yield name


def _assets(folder: Path, manifest: Path) -> Iterator[Asset]:
    content = json.loads(manifest.read_text("utf-8"))
    if content.get("dockerImages"):
        raise AssemblyError(f"{manifest.name}: container images cannot be deployed without Docker")
    for file in content.get("files", {}).values():
        if "path" not in file["source"]:
            raise AssemblyError(f"{manifest.name}: an asset made by a command is not supported")
        for destination in file["destinations"].values():
            yield Asset(
                folder / file["source"]["path"],
                _resolve(destination["bucketName"]),
                _resolve(destination["objectKey"]),
            )


def _resolve(text: str) -> str:
    """Fill in what the CDK leaves open in a stack without a fixed account and region."""
    return (
        text.replace("${AWS::AccountId}", ACCOUNT)
        .replace("${AWS::Region}", REGION)
        .replace("${AWS::Partition}", "aws")
    )
