"""Documents as plain pages: no script, no picture, nothing fetched; every value is escaped."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from functions.core.deployment_words import LANGUAGES
from functions.core.privacy_words import HEADINGS
from functions.edge.api import Response

HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Vary": "Accept, Accept-Language",
}
_STYLE: Final = "body{font:1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem}"
_HIDDEN: Final = frozenset({"@context", "@type"})
_CODES: Final = frozenset(
    {"@type", "place", "what", "minutes", "purpose", "measure", "risk", "clause", "basis", "need", "question"}
)


def wants_page(accept: str) -> bool:
    """Whether a browser asks: HTML is named in what it accepts, and not after JSON."""
    names = [part.split(";")[0].strip().lower() for part in accept[:500].split(",")]
    first = next((name for name in names if name in {"text/html", "application/json"}), "")
    return first == "text/html"


def shown(title: str, document: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    """200 with a document: a page for whoever wants one by the call's headers, else JSON."""
    if wants_page(headers.get("accept", "")):
        return Response(200, page(title, document), HEADERS)
    return Response(200, document, {"Vary": HEADERS["Vary"]})


def page(title: str, document: Mapping[str, Any]) -> str:
    """A document as HTML, in its language; ``title`` is a name of `HEADINGS`."""
    at = LANGUAGES.index(document["language"])
    heading = escape(HEADINGS[title][at])
    parts = [
        f"<h2>{escape(HEADINGS[name][at])}</h2>\n{_shown(value)}"
        for name, value in document.items()
        if name in HEADINGS and name not in _HIDDEN and value
    ]
    return (
        f'<!doctype html>\n<html lang="{LANGUAGES[at]}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{heading}</title>\n'
        f"<style>{_STYLE}</style>\n<main>\n<h1>{heading}</h1>\n" + "\n".join(parts) + "\n</main>\n</html>\n"
    )


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return f"<p>{_line(value)}</p>"
    if isinstance(value, list):
        return "<ul>" + "".join(f"<li>{_line(item)}</li>\n" for item in value) + "</ul>"
    return f"<p>{escape(str(value))}</p>"


def _line(value: object) -> str:
    if not isinstance(value, Mapping):
        return escape(str(value))
    if "article" in value:
        routes = ", ".join(f"<code>{escape(route)}</code>" for route in value["how"])
        how = routes or escape(value["ask"])
        return f"{escape(value['sentence'])} (Art. {escape(value['article'])}): {how}"
    if "period" in value:
        return f"{escape(value['sentence'])}: <strong>{escape(value['period'])}</strong>"
    told = [item for name, item in value.items() if name not in _CODES]
    return ". ".join(
        " ".join(map(_line, item)) if isinstance(item, list) else escape(str(item)) for item in told
    )
