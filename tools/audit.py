"""`python -m tools.audit`: check an export of the audit, without the service that wrote it.

    python -m tools.audit EXPORT… --keys jwks.json [--selection]

EXPORT are the files of an export, in the order of their pages. The keys are what the service publishes at
/.well-known/jwks.json, kept when they were known to be its own. Nothing is asked of any network. With
``--selection`` entries may be missing, as they are in an export of one action.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from functions.core.audit import canonical
from functions.core.audit_head import KIND, Head, digest
from functions.core.audit_ports import place_of
from functions.core.base64url import from_base64url, to_base64url
from functions.core.jws import ALGORITHM
from functions.core.merkle import leaf_hash, root_by


class BadAudit(Exception):
    """It proves nothing; the text says which line, and why."""


@dataclass
class Checked:
    """What an export proves: so many entries under so many heads, of these hours."""

    heads: int = 0
    entries: int = 0
    missing: int = 0
    team: str = ""
    first: str = ""
    last: str = ""
    begins_after: str = ""


@dataclass
class _Checking:
    keys: KeySet
    whole: bool
    found: Checked = field(default_factory=Checked)
    head: Head | None = None
    jws: str = ""
    seen: set[int] = field(default_factory=set)

    def line(self, text: bytes) -> None:
        value = json.loads(text)
        if not isinstance(value, dict) or canonical(value) != text:
            raise BadAudit("it is not written as the service writes it")
        if value.keys() == {"head"}:
            self._head(value["head"])
        elif value.keys() == {"at", "entry", "path"}:
            self._entry(value["at"], value["entry"], value["path"])
        else:
            raise BadAudit("it is neither a head nor an entry")

    def end(self) -> None:
        if self.head is None:
            return
        missing = self.head.size - len(self.seen)
        if missing and self.whole:
            raise BadAudit(f"{missing} of the {self.head.size} entries of {self.head.hour} are missing")
        self.found.missing += missing

    def _head(self, text: str) -> None:
        if text == self.jws:
            return  # a page begins with the head that it goes on with
        self.end()
        said, found = Head.from_json(_genuine(text, self.keys)), self.found
        if self.head is None:
            found.team, found.first, found.begins_after = said.team, said.hour, said.previous
        elif said.previous != digest(self.jws):
            raise BadAudit("it does not follow the head before it: one is missing, or in another place")
        elif (said.team, place_of(said.hour, said.part)) <= (found.team, self._place()) or (
            said.team != found.team
        ):
            raise BadAudit("its hour does not follow, or it is another team's")
        self.head, self.jws, self.seen, found.last = said, text, set(), said.hour
        found.heads += 1

    def _place(self) -> str:
        assert self.head is not None
        return place_of(self.head.hour, self.head.part)

    def _entry(self, at: int, entry: Mapping[str, Any], path: list[str]) -> None:
        if self.head is None:
            raise BadAudit("it has no head")
        if not isinstance(at, int) or at in self.seen:
            raise BadAudit("it is there twice")
        top = root_by(leaf_hash(canonical(entry)), at, self.head.size, [_strict(step) for step in path])
        if top is None or to_base64url(top) != self.head.root:
            raise BadAudit("it is not what the head was signed for")
        if (entry["team"], entry["at"][:13]) != (self.head.team, self.head.hour):
            raise BadAudit("it is not of the team and hour of its head")
        self.seen.add(at)
        self.found.entries += 1


def check(lines: Iterable[bytes], keys: Mapping[str, Any], *, whole: bool = True) -> Checked:
    """What the lines of an export prove, by one of ``keys`` (a JWK set). Raises `BadAudit`."""
    checking = _Checking(KeySet.import_key_set(dict(keys)), whole)  # type: ignore[arg-type]
    number = 0
    for number, text in enumerate(lines, 1):
        try:
            checking.line(text)
        except (BadAudit, ValueError, KeyError, TypeError) as error:
            raise BadAudit(f"line {number}: {error}") from error
    try:
        checking.end()
    except BadAudit as error:
        raise BadAudit(f"line {number}: {error}") from error
    return checking.found


def _genuine(text: str, keys: KeySet) -> dict[str, Any]:
    for part in text.split("."):
        _strict(part)
    try:
        found = jws.deserialize_compact(text, keys, algorithms=[ALGORITHM])
    except JoseError as error:
        raise BadAudit(f"the head is not signed by one of these keys ({type(error).__name__})") from error
    if found.headers().get("typ") != KIND:
        raise BadAudit("it is signed, but it is no head of an audit")
    said = json.loads(found.payload or b"")
    assert isinstance(said, dict)
    return said


def _strict(text: str) -> bytes:
    """The bytes of a text that has one spelling: base64url would have several for the last letter."""
    data = from_base64url(text)
    if to_base64url(data) != text:
        raise BadAudit("it is no base64url of its one spelling")
    return data


def summary(found: Checked) -> str:
    """What was found, in lines for people."""
    if not found.heads:
        return "The export is empty: no hour in it has a head."
    lines = [
        "The audit is genuine.",
        f"  {found.entries} entries of team {found.team}, under {found.heads} heads",
        f"  from {found.first} to {found.last} (hours, UTC)",
    ]
    if found.missing:
        lines.append(f"  {found.missing} entries of these hours are not in this selection")
    if found.begins_after:
        lines.append(f"  it begins after the head {found.begins_after}: what was before, it does not show")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """0 if the export holds, 1 if it does not."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.audit", description="Check an export of the audit."
    )
    parser.add_argument("export", type=Path, nargs="+")
    parser.add_argument("--keys", type=Path, required=True, help="the JWK set of the service, as a file")
    parser.add_argument("--selection", action="store_true", help="entries may be missing")
    asked = parser.parse_args(arguments)
    try:
        data = b"".join(path.read_bytes() for path in asked.export)
        found = check(
            data.removesuffix(b"\n").split(b"\n"),
            json.loads(asked.keys.read_text()),
            whole=not asked.selection,
        )
    except (BadAudit, JoseError, OSError, ValueError) as error:
        print(f"The audit does not hold: {error}", file=sys.stderr)
        return 1
    print(summary(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
