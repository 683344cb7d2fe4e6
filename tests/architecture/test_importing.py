"""House rule 2: nothing happens at import. Each check is a process of its own, which starts from nothing."""

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, functions

FUNCTIONS = functions()
WATCHED = '''
import os, socket, sys

class Watched(dict):
    """An environment that knows when a file of ours asks it."""

def asked(name):
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename.endswith(("os.py", "<frozen os>", "abc.py")):
        frame = frame.f_back
    if frame and "/functions/" in frame.f_code.co_filename:
        raise AssertionError(f"{frame.f_code.co_filename} reads {name}")

def watch(name):
    plain = getattr(dict, name)
    def method(self, *args):
        asked(args[0] if args else name)
        return plain(self, *args)
    return method

for name in ("__getitem__", "get", "__contains__", "items", "keys", "values", "__iter__", "copy"):
    setattr(Watched, name, watch(name))

os.environ = Watched(os.environ.copy())

def refuse(*args, **named):
    raise AssertionError("a socket at import")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse

import boto3
def no_client(*args, **named):
    raise AssertionError("a client at import")
boto3.client = boto3.resource = boto3.session.Session.client = no_client
'''


def _run(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _importing(names: list[str]) -> str:
    return "\n".join(f"import functions.{name}.handler" for name in names)


def test_importing_handlers_reads_no_environment_makes_no_client_and_opens_no_socket() -> None:
    _run(WATCHED + _importing(FUNCTIONS))


@pytest.mark.parametrize(
    "line",
    [
        "compile('import os; os.environ[\"HOME\"]', '/x/functions/y.py', 'exec')",
        "compile('import os; os.getenv(\"HOME\")', '/x/functions/y.py', 'exec')",
        "compile('import boto3; boto3.client(\"s3\")', '/x/functions/y.py', 'exec')",
    ],
    ids=["environ", "getenv", "client"],
)
def test_the_watch_sees_what_it_watches_for(line: str) -> None:
    with pytest.raises(AssertionError, match=r"at import|reads HOME"):
        _run(f"{WATCHED}\nexec({line})")


def test_only_the_maskers_load_what_decodes_pictures() -> None:
    """Promise 11: who erases, or answers the API, has no decoder that a picture could attack."""
    light = [name for name in FUNCTIONS if not name.startswith("mask_")]
    assert {"erase", "request_erasure", "get_erasure"} <= set(light)
    heavy = "{'PIL', 'numpy', 'onnxruntime'}"
    _run(f"import sys\n{_importing(light)}\nassert not {heavy} & sys.modules.keys()")
    with pytest.raises(AssertionError):
        _run(f"import sys\n{_importing(FUNCTIONS)}\nassert not {heavy} & sys.modules.keys()")


def test_settings_can_be_read_where_neither_boto3_nor_powertools_is_installed() -> None:
    """House rule 3: infra imports them."""
    heavy = "{'PIL', 'numpy', 'onnxruntime', 'boto3', 'botocore', 'aws_lambda_powertools', 'ulid'}"
    settings = "\n".join(f"import functions.{name}.settings" for name in FUNCTIONS)
    _run(f"import sys\n{settings}\nassert not {heavy} & sys.modules.keys(), {heavy} & sys.modules.keys()")
