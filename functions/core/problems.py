"""What a refusal says in the document, by its status."""

from typing import Final

PROBLEMS: Final = {
    "400": "The request could not be read",
    "401": "No valid token, or one without the scope",
    "403": "The token belongs to no team, or the session lacks the permission",
    "404": "Does not exist, or is another team's",
    "409": "Stands against what is there; `type` says what",
    "412": "The picture is another than the one that was looked at",
    "413": "The request is too large",
    "415": "The body is not JSON",
    "422": "A value was refused; `field` names it",
    "429": "Too many; come back after Retry-After seconds",
    "500": "Something went wrong on our side",
    "502": "Something went wrong on our side",
    "503": "Not available right now; the same call may be repeated",
    "504": "It took too long; the same call may be repeated",
}
