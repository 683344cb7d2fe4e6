"""GET and POST /v1/reports/{capability}: what anybody may send who was given it, in JSON or by a form."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from functions.core.errors import Malformed
from functions.core.privacy import parse_language
from functions.core.report import ANYBODY, KINDS, parse_report
from functions.core.report_job import ReportJob, report_by_capability
from functions.edge import report_page
from functions.edge.api import Response, headers_of, parse_json, text_of
from functions.edge.pages import wants_page

FORM: Final = "application/x-www-form-urlencoded"
MOST_FORM: Final = 1000


def offer(event: Mapping[str, Any]) -> Response:
    """200 with what can be sent: the same for every capability, which is not even looked at."""
    headers = headers_of(event)
    if wants_page(headers.get("accept", "")):
        return Response(200, report_page.form(_language(headers)), report_page.HEADERS)
    return Response(200, {"kinds": list(KINDS)}, {"Vary": report_page.HEADERS["Vary"]})


def take(event: Mapping[str, Any], world: ReportJob) -> Response:
    """202 for every capability, whether it is one of ours or not."""
    headers, text = headers_of(event), text_of(event)
    by_form = headers.get("content-type", "").partition(";")[0].strip().lower() == FORM
    report = parse_report(_form(text) if by_form else parse_json(text), ANYBODY, world.clock())
    capability = unquote((event.get("pathParameters") or {}).get("capability") or "")
    report_by_capability(capability, report, world)
    if by_form:
        return Response(202, report_page.sent(_language(headers)), report_page.HEADERS)
    return Response(202, {"received": True})


def _form(text: str) -> dict[str, object]:
    if len(text) > MOST_FORM:
        raise Malformed(f"the form must be at most {MOST_FORM} characters")
    try:
        return dict(parse_qsl(text, strict_parsing=True, max_num_fields=5))
    except ValueError:
        raise Malformed("the body must be a form") from None


def _language(headers: Mapping[str, str]) -> str:
    return parse_language(None, headers.get("accept-language", ""))
