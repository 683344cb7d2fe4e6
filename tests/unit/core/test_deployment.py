"""The facts of a deployment: they travel as text, and have words in every language."""

from dataclasses import replace
from string import Formatter

import pytest

from functions.core.deployment import KEPT, MEASURES, Deployment, Kept, Operator, SubProcessor
from functions.core.deployment_words import LANGUAGES, MEASURE, WHAT, measures, what

FACTS = Deployment(
    Operator("Beispiel GmbH", "Größeweg 1, Berlin", "ops@example.org", "privacy@example.org"),
    "prod",
    "eu-central-1",
    (
        Kept("originals", "uploads", 1440),
        Kept("results", "results", "retention.results"),
        Kept("ledger", "epochs", KEPT),
    ),
    (SubProcessor("Somebody", "Somewhere", "something"),),
    {"short_links": {"form_seconds": 300, "link_seconds": 60}},
)


def test_what_was_written_is_what_is_read() -> None:
    assert Deployment.parse(FACTS.to_text()) == FACTS


def test_an_operator_says_what_is_missing() -> None:
    assert FACTS.operator.missing() == []
    assert replace(FACTS.operator, address=" ").missing() == ["address"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_and_every_kind_of_data_has_words(language: str) -> None:
    at = LANGUAGES.index(language)
    assert set(MEASURE) == set(MEASURES)
    assert all(words[at].strip() for words in [*WHAT.values(), *MEASURE.values()])
    assert all(what(Kept("somewhere", code, 1), language) == words[at] for code, words in WHAT.items())


def test_a_measure_names_the_same_figures_in_every_language() -> None:
    def named(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert all(named(english) == named(german) for english, german in MEASURE.values())


def test_a_measure_says_its_figures() -> None:
    assert measures(FACTS, "en") == [
        "An upload form is valid for 300 seconds, a download link for 60.",
    ]
    assert measures(FACTS, "de") == ["Ein Upload-Formular gilt 300 Sekunden, ein Download-Link 60."]


def test_what_has_no_words_is_not_said() -> None:
    with pytest.raises(KeyError):
        what(Kept("results", "secrets", 1), "en")
