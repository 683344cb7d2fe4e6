"""`python -m tools.openapi`: write docs/openapi.json, docs/api.md, and the schemas of recipes and exports."""

import json
from pathlib import Path
from typing import Any, Final

from functions.core.export_schemas import export_schema
from functions.core.openapi import openapi
from functions.core.recipe_schemas import recipe_schema

DOCS: Final = Path(__file__).parents[1] / "docs"


def written() -> dict[str, str]:
    """The files of docs/ that are made of the document, by name."""
    document = openapi()
    return {
        "openapi.json": json.dumps(document, indent=2) + "\n",
        "api.md": rendered(document),
        "recipe.schema.json": json.dumps(recipe_schema(), indent=2) + "\n",
        "export.schema.json": json.dumps(export_schema(), indent=2) + "\n",
    }


def rendered(document: dict[str, Any]) -> str:
    """The document as a page to read."""
    lines = ["# The API", "", "Made of [openapi.json](openapi.json) by `make openapi`.", ""]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            lines += _operation(method, path, operation)
    lines += ["## Values", ""]
    for name, schema in document["components"]["schemas"].items():
        lines += _schema(name, schema)
    return "\n".join(lines).rstrip() + "\n"


def _operation(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    wanted = [(kind, name) for entry in operation["security"] for kind in entry for name in entry[kind]]
    lines = [f"## `{method.upper()} {path}`", "", f"{operation['summary']}.", ""]
    lines += [_wants(wanted), ""]
    for parameter in operation.get("parameters", []):
        about = parameter.get("description") or parameter["schema"].get("description", "opaque")
        lines.append(f"- {parameter['in']} `{parameter['name']}`: {about}")
    if "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        lines.append(f"- body: {' or '.join(_type(one) for one in body.get('oneOf', [body]))}")
    for status, answer in operation["responses"].items():
        if status < "300":
            shapes = [_type(content["schema"]) for content in answer.get("content", {}).values()]
            lines.append(f"- {status}: {shapes[0] if shapes else 'nothing'}")
    refusals = [status for status in operation["responses"] if status >= "400"]
    return [*lines, f"- problems: {', '.join(refusals)}", ""]


def _wants(wanted: list[tuple[str, str]]) -> str:
    named = {"token": "Scope", "session": "Permission of the session"}
    return "".join(f"{named[kind]}: `{name}`." for kind, name in wanted) or "Scope: none, it is public."


def _schema(name: str, schema: dict[str, Any]) -> list[str]:
    lines = [f"### {name}", ""]
    if "description" in schema:
        lines += [f"{schema['description']}.", ""]
    for field, value in schema.get("properties", {}).items():
        needed = "" if field in schema.get("required", []) else ", optional"
        about = f": {value['description']}" if "description" in value else ""
        lines.append(f"- `{field}` ({_type(value)}{needed}){about}")
    for example in schema.get("examples", []):
        lines += ["", "```json", json.dumps(example, indent=2), "```"]
    return [*lines, ""]


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return str(schema.get("format") or schema.get("type"))


def main() -> int:
    """Write the files."""
    for name, content in written().items():
        (DOCS / name).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
