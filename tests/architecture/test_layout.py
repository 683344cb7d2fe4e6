import ast

import pytest

from functions.core.routes import PUBLIC, ROUTES
from functions.core.scopes import SCOPES
from tests.architecture.sources import ROOT, files, functions, parsed

FUNCTIONS = functions()
MOST_LINES = 250
LOUD = ("logging.", "logger.", "Logger", "sys.stdout", "sys.stderr")
EMULATORS = ("ministack", "localstack", "moto", "endpoint_url")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_its_handler_its_settings_and_its_construct(name: str) -> None:
    folder = ROOT / "functions" / name
    assert sorted(path.name for path in folder.glob("*.py")) == ["__init__.py", "handler.py", "settings.py"]
    construct = ROOT / "infra" / f"{name}.py"
    assert construct.is_file()
    classes = [node.name for node in parsed(construct).body if isinstance(node, ast.ClassDef)]
    assert name.replace("_", "") in [each.lower() for each in classes]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_handler_is_an_entry_and_a_cached_world(name: str) -> None:
    """House rules 2 and 9."""
    body = parsed(ROOT / "functions" / name / "handler.py").body
    made = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
    assert {"handler", "build"} <= made.keys()
    assert [ast.unparse(each) for each in made["build"].decorator_list] == ["cache"]


def test_no_file_is_longer_than_one_can_read() -> None:
    """House rule 12."""
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files("functions")}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_clients_are_made_in_one_place() -> None:
    made = []
    for path in files("functions"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "boto3.client", "boto3.resource", "boto3.session.Session", "boto3.Session"
            }:  # fmt: skip
                made.append(str(path.relative_to(ROOT)))
    assert set(made) == {"functions/aws/clients.py"}


def test_the_code_does_not_know_on_which_cloud_it_runs() -> None:
    """Real AWS differs by stage data only."""
    told = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in files("functions")
        for word in EMULATORS
        if word in path.read_text().lower()
    ]
    assert told == []


def test_the_environment_is_read_in_one_place() -> None:
    """House rule 3."""
    read = [
        str(path.relative_to(ROOT))
        for path in files("functions")
        if any(
            isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
            for node in ast.walk(parsed(path))
        )
    ]
    assert read == ["functions/core/environment.py"]


def test_nothing_is_printed_or_logged_but_by_telemetry() -> None:
    """Promise 15: one place writes logs, and it writes no texts of anybody.

    The command line talks to who started it, and never runs in the cloud: see ``infra.packaging``.
    """
    loud = []
    for path in files("functions"):
        if ROOT / "functions/imaging/cli" in path.parents:
            continue
        for node in ast.walk(parsed(path)):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name == "print" or name.startswith(
                ("logging.", "logger.", "Logger", "sys.stdout", "sys.stderr")
            ):
                loud.append(str(path.relative_to(ROOT)))
    assert set(loud) == {"functions/edge/telemetry.py"}


def test_every_route_has_a_function_that_serves_it_and_a_scope_that_exists() -> None:
    """Promise 10: no route without a scope, but those that tell nothing of anybody."""
    assert {route.function for route in ROUTES} <= set(FUNCTIONS)
    assert {route.scope for route in ROUTES} == {*SCOPES, PUBLIC}
    assert [route.path for route in ROUTES if route.scope == PUBLIC] == [
        "/openapi.json",
        "/.well-known/jwks.json",
        "/.well-known/security.txt",
        "/v1/privacy",
        "/v1/reports/{capability}",
        "/v1/reports/{capability}",
    ]
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    assert all(route.path.startswith("/v1/") for route in ROUTES if route.scope != PUBLIC)


def test_what_the_gateway_does_not_call_answers_no_request() -> None:
    served = {route.function for route in ROUTES}
    for name in FUNCTIONS:
        body = parsed(ROOT / "functions" / name / "handler.py").body
        assert any(isinstance(node, ast.FunctionDef) and node.name == "serve" for node in body) == (
            name in served
        )
