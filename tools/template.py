"""A synthesised template, read as a person would: logical ids without their hashes, references as text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Properties = dict[str, Any]
_HASH = re.compile(r"[0-9A-F]{8}$")


@dataclass(frozen=True)
class Resource:
    """One resource; ``body`` is everything but its properties (DependsOn, DeletionPolicy)."""

    name: str
    kind: str
    properties: Properties
    body: Properties


@dataclass(frozen=True)
class Template:
    """The template of one stage."""

    stage: str
    path: Path

    # Read once: a thousand tests look at four templates.
    @cached_property
    def text(self) -> str:
        """The template as it was written."""
        return self.path.read_text()

    @cached_property
    def body(self) -> dict[str, Any]:
        """The template, parsed."""
        read: dict[str, Any] = json.loads(self.text)
        return read

    def all(self, kind: str = "") -> Iterator[Resource]:
        """The resources of a type, all if none is named."""
        yield from (resource for resource in self._resources if kind in ("", resource.kind))

    @cached_property
    def _resources(self) -> tuple[Resource, ...]:
        return tuple(
            Resource(plain(name), found["Type"], readable(found.get("Properties", {})), found)
            for name, found in self.body["Resources"].items()
        )

    def by_name(self, kind: str) -> dict[str, Resource]:
        """The resources of a type by their names."""
        found = list(self.all(kind))
        named = {resource.name: resource for resource in found}
        assert len(named) == len(found), "two resources share a name"
        return named

    def one(self, kind: str, name: str) -> Properties:
        """The properties of one resource."""
        return self.by_name(kind)[name].properties

    def outputs(self) -> dict[str, str]:
        """The outputs, readable."""
        return {plain(name): readable(output["Value"]) for name, output in self.body["Outputs"].items()}


def plain(logical_id: str) -> str:
    """A logical id without the hash that the CDK puts at its end."""
    return _HASH.sub("", logical_id)


def readable(value: Any) -> Any:
    """A value with its intrinsic functions written out: ``Name.Arn/*``."""
    if isinstance(value, list):
        return [readable(item) for item in value]
    return _written_out(value) if isinstance(value, dict) else value


def _written_out(value: Properties) -> Any:
    text: Any
    match list(value.items()):
        case [("Ref", str(name))]:
            text = plain(name)
        case [("Fn::GetAtt", [name, attribute])]:
            text = f"{plain(name)}.{attribute}"
        case [("Fn::Join", [separator, parts])]:
            text = separator.join(readable(part) for part in parts)
        case [("Fn::Select", [index, {"Fn::Split": [str(separator), whole]}])]:
            text = f"{readable(whole)}.split({separator})[{index}]"
        case [("Fn::Sub", str(sub))]:
            text = sub
        case _:
            text = {name: readable(item) for name, item in value.items()}
    return text


def listed(value: Any) -> list[Any]:
    """IAM and CloudFormation write a list of one as its element."""
    return value if isinstance(value, list) else [value]


def policies(template: Template) -> Iterator[tuple[str, Properties]]:
    """Role and document, of what stands in a role and of what is attached to it."""
    for name, role in template.by_name("AWS::IAM::Role").items():
        for policy in role.properties.get("Policies", []):
            yield name.removesuffix("Role"), policy["PolicyDocument"]
    for attached in template.all("AWS::IAM::Policy"):
        for name in attached.properties["Roles"]:
            yield name.removesuffix("Role"), attached.properties["PolicyDocument"]


def statements(document: Properties) -> list[Properties]:
    """The statements of a policy document, each with its actions and resources as lists."""
    return [
        statement
        | {
            "Action": listed(statement["Action"]),
            "Resource": listed(statement.get("Resource", [])),
        }
        for statement in listed(document["Statement"])
    ]
