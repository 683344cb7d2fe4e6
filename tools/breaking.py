"""What of a newer OpenAPI document breaks callers of an older one.

`docs/openapi-released.json` is the document of the latest release, which copied `docs/openapi.json` there.
"""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]


def breaking(old: Document, new: Document) -> list[str]:
    """The places where a caller of ``old`` would be let down by ``new``, in words."""
    return [*_routes(old["paths"], new["paths"]), *_schemas(old, new)]


def _routes(old: Document, new: Document) -> Iterator[str]:
    for path, operations in old.items():
        for method, operation in operations.items():
            route = f"{method.upper()} {path}"
            now = new.get(path, {}).get(method)
            if now is None:
                yield f"{route} is gone"
                continue
            if now["security"] != operation["security"]:
                yield f"{route} asks for another scope"
            for status in operation["responses"].keys() - now["responses"].keys():
                if status < "300":
                    yield f"{route} no longer answers {status}"
            yield from _parameters(route, operation, now)


def _parameters(route: str, old: Document, new: Document) -> Iterator[str]:
    known = {(one["in"], one["name"]) for one in old.get("parameters", [])}
    for parameter in new.get("parameters", []):
        known.discard((parameter["in"], parameter["name"]))
    for place, name in sorted(known):
        yield f"{route} no longer takes {name} in its {place}"


def _schemas(old: Document, new: Document) -> Iterator[str]:
    before, now = old["components"]["schemas"], new["components"]["schemas"]
    for name, schema in before.items():
        if name not in now:
            yield f"{name} is gone"
        else:
            yield from _schema(name, schema, now[name])


def _schema(at: str, old: Document, new: Document) -> Iterator[str]:
    if old.get("type") != new.get("type") or old.get("$ref") != new.get("$ref"):
        yield f"{at} is of another kind"
    if missing := [value for value in old.get("enum", []) if value not in new.get("enum", [])]:
        yield f"{at} no longer knows {', '.join(map(str, missing))}"
    for field in set(new.get("required", [])) - set(old.get("required", [])):
        yield f"{at}.{field} is required now"
    for field, value in old.get("properties", {}).items():
        if field not in new.get("properties", {}):
            yield f"{at}.{field} is gone"
        else:
            yield from _schema(f"{at}.{field}", value, new["properties"][field])
    if "items" in old:
        yield from _schema(f"{at}[]", old["items"], new.get("items", {}))
