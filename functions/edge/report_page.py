"""The page behind a `report_url`: a form without script, and the same words for whatever it is given."""

from html import escape
from typing import Final

from functions.core.report import KINDS

HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept, Accept-Language",
}
_STYLE: Final = "body{font:1rem/1.5 sans-serif;max-width:30rem;margin:2rem auto}label{display:block}"
_WORDS: Final = {
    "en": {
        "title": "Report a picture",
        "missed": "Something shows that had to be hidden. It is taken away until a person has looked.",
        "too_much": "Too much is hidden.",
        "that_is_me": "That is me.",
        "send": "Send",
        "sent": "Thank you. If there is a picture at this address, those who show it have your report.",
    },
    "de": {
        "title": "Ein Bild melden",
        "missed": "Etwas ist zu sehen, das verdeckt sein sollte. Das Bild wird bis zur Durchsicht entfernt.",
        "too_much": "Es ist zu viel verdeckt.",
        "that_is_me": "Das bin ich.",
        "send": "Senden",
        "sent": "Danke. Gibt es zu dieser Adresse ein Bild, so liegt die Meldung denen vor, die es zeigen.",
    },
}


def form(language: str) -> str:
    """The form; where it was opened it is sent to."""
    words = _WORDS[language]
    choices = "".join(
        f'<label><input type="radio" name="kind" value="{kind}" required> {escape(words[kind])}</label>\n'
        for kind in KINDS
    )
    button = f"<button>{escape(words['send'])}</button>"
    return _page(language, f'<form method="post">\n{choices}{button}\n</form>')


def sent(language: str) -> str:
    """What is said when it was sent, whether there is such a picture or not."""
    return _page(language, f"<p>{escape(_WORDS[language]['sent'])}</p>")


def _page(language: str, body: str) -> str:
    title = escape(_WORDS[language]["title"])
    return (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</html>\n"
    )
