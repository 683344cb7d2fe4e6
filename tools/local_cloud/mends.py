"""Six faults of the emulator, mended in its own process so that the product need not know them."""

from __future__ import annotations

import asyncio.constants
import re
from collections.abc import Callable
from typing import Any

_UNNAMED = "Runtime.HandlerError"
_RAISED = re.compile(r"^(?:[\w.]+\.)?(?P<name>[A-Za-z_]\w*)(?::|$)")


def mend() -> None:
    """Apply all six. Call it before `ministack.app.main`, and before any request is served."""
    _fetch_token_keys_over_tls()
    _leave_port_443_alone()
    _end_quickly()
    _name_errors_of_functions()
    _make_first_passwords_long()
    _keep_workers_whose_handler_raised()


def _fetch_token_keys_over_tls() -> None:
    """Under TLS the emulator asks its own TLS port by http for Cognito's keys: every token is 401.

    `apigateway_v1` imports the function by name, so this must happen before that import.
    """
    from ministack.services import apigateway  # noqa: PLC0415 - late: it reads the environment

    original = apigateway._resolve_jwks_url

    async def resolve(authorizer: dict[str, Any]) -> str | None:
        url: str | None = await original(authorizer)
        own = f"http://{apigateway._HOST}:{apigateway._PORT}/"
        return url.replace(own, f"https://localhost:{apigateway._PORT}/", 1) if url else url

    apigateway._resolve_jwks_url = resolve


def _leave_port_443_alone() -> None:
    """With TLS on it would also take port 443 of the machine, if it may."""
    from ministack import app  # noqa: PLC0415

    app._port_is_bindable = lambda _host, _port: False


def _end_quickly() -> None:
    """A kept-alive client that does not answer the TLS goodbye would hold the end up for 30 s."""
    asyncio.constants.SSL_SHUTDOWN_TIMEOUT = 1.0


def _name_errors_of_functions() -> None:
    """Lambda reports the exception's class as `errorType`, and Step Functions match on it.

    The emulator says `Runtime.HandlerError` for all; the class stands in the traceback that it logs.
    """
    from ministack.services import lambda_svc  # noqa: PLC0415

    execute: Callable[..., dict[str, Any]] = lambda_svc._execute_function_warm

    def execute_and_name(*args: Any, **kwargs: Any) -> dict[str, Any]:
        outcome = execute(*args, **kwargs)
        body = outcome.get("body")
        if outcome.get("error") and isinstance(body, dict) and body.get("errorType") == _UNNAMED:
            body["errorType"] = error_name(str(outcome.get("log", "")), str(body.get("errorMessage", "")))
        return outcome

    lambda_svc._execute_function_warm = execute_and_name


def _make_first_passwords_long() -> None:
    """Cognito makes first passwords that the pool's own policy accepts; the emulator's have 12 characters."""
    from ministack.services import cognito  # noqa: PLC0415

    short: Callable[[], str] = cognito._generate_temp_password
    cognito._generate_temp_password = lambda: short() + short()


def _keep_workers_whose_handler_raised() -> None:
    """On AWS an exception of a handler is an answer; here it ends the worker, and the next call starts cold.

    An authorizer answers 401 by raising: without this each refusal costs seconds. What ends a worker on AWS
    (its time is over, its process died) still does here.
    """
    from ministack.core import lambda_runtime  # noqa: PLC0415

    worker: Any = lambda_runtime.Worker
    invoke: Callable[..., dict[str, Any]] = worker.invoke
    lambda_runtime._PYTHON_WORKER_SCRIPT = raising_kept(lambda_runtime._PYTHON_WORKER_SCRIPT)

    def invoke_and_keep(self: object, *args: Any, **kwargs: Any) -> dict[str, Any]:
        outcome = invoke(self, *args, **kwargs)
        if outcome.pop("raised", False):
            outcome["status"] = "error"
        return outcome

    worker.invoke = invoke_and_keep


def raising_kept(script: str) -> str:
    """The loop of a Python worker, telling that its handler raised in a way that does not end it."""
    told = '{"status": "error", "error": str(e), "trace"'
    if script.count(told) != 1:
        raise RuntimeError("the emulator's worker is not the one that this mends")
    return script.replace(told, '{"status": "ok", "raised": True, "error": str(e), "trace"')


def error_name(log: str, message: str) -> str:
    """Return the class name of the exception that a Python traceback at the end of `log` tells of.

    The message may span lines, so the line is the last one that names a class and starts the message.
    """
    first = message.split("\n", 1)[0]
    for line in reversed(log.splitlines()):
        found = _RAISED.match(line)
        if found and line.removeprefix(found.group(0)).strip() == first.strip():
            return found["name"]
    return _UNNAMED
