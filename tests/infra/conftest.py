import os
import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.infra.making import OPTIONS, TESTED, assemble, fake_bundles, target_of
from tests.infra.template import Template


@pytest.fixture(scope="session")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with bundles for every tested stage."""
    return fake_bundles(tmp_path_factory.mktemp("build"), *{target_of(stage) for stage in TESTED})


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tested stages are synthesised to."""
    return tmp_path_factory.mktemp("assembly")


@pytest.fixture(scope="session")
def templates(assembly: Path, bundles: Path) -> dict[str, Template]:
    """Every tested stage, synthesised once, without credentials and with no way out."""

    def refuse(*_arguments: Any) -> NoReturn:
        raise AssertionError("synth opened a connection")

    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(("AWS_", "CDK_")):
                patch.delenv(name)
        patch.setattr(socket.socket, "connect", refuse)
        return assemble(assembly, bundles, *TESTED)


@pytest.fixture(params=[stage.name for stage in TESTED])
def template(request: pytest.FixtureRequest, templates: dict[str, Template]) -> Template:
    """Each tested stage in turn."""
    return templates[request.param]


@pytest.fixture(scope="session")
def options(bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Production with all options on."""
    (made,) = assemble(tmp_path_factory.mktemp("options"), bundles, OPTIONS).values()
    return made


@pytest.fixture
def prod(templates: dict[str, Template]) -> Template:
    """What goes into production."""
    return templates["prod"]
