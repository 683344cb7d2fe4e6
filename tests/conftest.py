"""What every suite shares: which tests must run in one process, when `make test` runs several."""

from pathlib import Path

import pytest

# Each is one worker's, because its fixtures cost most of its time: a deployed cloud, synthesised templates.
TOGETHER = ("e2e", "infra", "web")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests of these suites; all others go to whoever is free."""
    for item in items:
        suite = item.path.relative_to(HERE).parts[0]
        if suite in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(suite))
