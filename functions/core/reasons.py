"""Why a job has no result yet, or none at all: every reason code, with one sentence for people.

The job shows both (``reason``, ``reason_detail``), and so does the command line.
"""

from typing import Final

NOT_AN_IMAGE: Final = "not_an_image"
FORMAT_NOT_ALLOWED: Final = "format_not_allowed"
TRUNCATED: Final = "truncated"
TOO_LARGE: Final = "too_large"
TOO_MANY_FRAMES: Final = "too_many_frames"
DECODE_FAILED: Final = "decode_failed"
NOTHING_FOUND: Final = "nothing_found"
VERIFICATION_FAILED: Final = "verification_failed"
IN_CONFIDENCE_BAND: Final = "in_confidence_band"
SUBJECT_UNCLEAR: Final = "subject_unclear"
CONTENT_MD5_MISMATCH: Final = "content_md5_mismatch"
RETRIES_EXHAUSTED: Final = "retries_exhausted"
NO_UPLOAD: Final = "no_upload"
REPLACEMENT_UNREADABLE: Final = "replacement_unreadable"
NOT_REVIEWED: Final = "not_reviewed"
RETENTION_OVER: Final = "retention_over"
REJECTED_BY_PERSON: Final = "rejected_by_person"
REPORTED: Final = "reported"
REMASKED: Final = "remasked"
CONSENT_MISSING: Final = "consent_missing"

# ``{limit}`` is what `Refused` says of the limit, with its unit.
_SENTENCES: Final = {
    NOT_AN_IMAGE: "The file is not a picture.",
    FORMAT_NOT_ALLOWED: "It is a picture, but none of JPEG, PNG, WebP, GIF, TIFF, AVIF and HEIC.",
    TRUNCATED: "The file ends before the picture does.",
    TOO_LARGE: "The file is larger than {limit}.",
    TOO_MANY_FRAMES: "The file holds more than {limit}.",
    DECODE_FAILED: "The file looks like a picture, but cannot be decoded.",
    NOTHING_FOUND: "Nothing was found that the recipe says to hide.",
    VERIFICATION_FAILED: "The check of the masked picture failed, so it is not handed out.",
    IN_CONFIDENCE_BAND: "Something was hidden in doubt, so a person has to look.",
    SUBJECT_UNCLEAR: "It is not clear what the picture's subject is, so a person has to look.",
    CONTENT_MD5_MISMATCH: "The file has another MD5 than the job was promised.",
    RETRIES_EXHAUSTED: "Masking failed on our side, after several tries.",
    REPLACEMENT_UNREADABLE: "A picture that the recipe itself carries cannot be read, or is too large.",
    NO_UPLOAD: "No file came before the upload form had ended.",
    NOT_REVIEWED: "Nobody looked at the picture in the time that the team keeps it for that.",
    REJECTED_BY_PERSON: "A person looked at the picture and did not release it.",
    CONSENT_MISSING: "A consent that one of its purposes needs was withdrawn before it was masked.",
    RETENTION_OVER: "The time that the team keeps results for is over.",
    REMASKED: "It is masked again with a changed recipe, and handed out once that is verified.",
    REPORTED: "Somebody reported the result, so a person has to look.",
}
REASONS: Final = tuple(_SENTENCES)


def sentence(reason: str, limit: str | None = None) -> str:
    """The sentence of a code. Raises `KeyError` for a code that is none of `REASONS`.

    ``limit`` is what was exceeded, with its unit, for the two codes that are about one.
    """
    return _SENTENCES[reason].format(limit=limit or "this deployment allows")
