"""What is shipped may be shipped: an allow-list of licences."""

import pytest

from tools.licences import AS_A_LIBRARY, Shipped, shipped


@pytest.mark.parametrize("each", shipped(), ids=lambda each: f"{each.where}-{each.name}")
def test_what_is_shipped_is_under_a_licence_that_allows_it(each: Shipped) -> None:
    assert each.allowed, f"{each.name}: {each.licences}"


@pytest.mark.parametrize(
    "each",
    [
        Shipped("x", "functions", ("GPL-3.0-only",)),
        Shipped("x", "web", ()),
        Shipped("x", "web", ("MIT", "AGPL-3.0")),
    ],
    ids=["copyleft", "none-named", "one-of-two"],
)
def test_another_licence_is_refused(each: Shipped) -> None:
    assert not each.allowed


def test_an_exception_is_for_one_package_that_is_shipped() -> None:
    names = {each.name for each in shipped()}
    assert names >= AS_A_LIBRARY.keys()
    assert not Shipped("another", "functions", tuple(AS_A_LIBRARY.values())).allowed


def test_functions_models_and_the_web_are_all_looked_at() -> None:
    assert {each.where for each in shipped()} == {"functions", "models", "web"}
