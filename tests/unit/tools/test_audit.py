"""A stranger checks an export of the audit with joserfc and hashes, and with nothing of the service."""

import json
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.core.audit import Entry, canonical
from functions.core.audit_head import KIND, PART, Head, digest
from functions.core.base64url import to_base64url
from functions.core.jws import signed
from functions.core.merkle import leaf_hash, paths, root
from functions.core.names import new_id
from tests.fakes.signer import FakeSigner
from tools.audit import BadAudit, check, main

SIGNER = FakeSigner()
KEYS = {"keys": [SIGNER.public().to_jwk()]}
BEGAN = datetime(2026, 11, 28, 3, tzinfo=UTC)


def _exported(entries: int, each_hour: int = PART, kind: str = KIND) -> list[bytes]:
    lines, before = [], ""
    for number, start in enumerate(range(0, entries, each_hour)):
        at = BEGAN + timedelta(hours=number)
        made = sorted(
            (
                Entry(new_id(at), "team", at, "ada", "settings.changed", {"retention.results": (1, on)})
                for on in range(start, min(start + each_hour, entries))
            ),
            key=lambda entry: entry.id,
        )
        leaves = [leaf_hash(entry.leaf) for entry in made]
        head = Head("urn:test", "team", made[0].hour, 0, len(made), to_base64url(root(leaves)), before, 0)
        jws = signed(head.to_json(), kind, SIGNER)
        lines.append(canonical({"head": jws}))
        for number_in, (entry, path) in enumerate(zip(made, paths(leaves), strict=True)):
            steps = [to_base64url(step) for step in path]
            lines.append(canonical({"at": number_in, "entry": entry.to_json(), "path": steps}))
        before = digest(jws)
    return lines


MANY = _exported(10_000)
FEW = _exported(12, 5)


def test_ten_thousand_entries_are_checked_in_less_than_five_seconds() -> None:
    began = time.process_time()
    found = check(MANY, KEYS)
    assert (found.entries, found.heads) == (10_000, 10)
    assert time.process_time() - began < 5


def test_one_flipped_byte_among_ten_thousand_entries_is_found() -> None:
    lines = list(MANY)
    flipped = bytearray(lines[7777])
    flipped[len(flipped) // 3] ^= 1
    lines[7777] = bytes(flipped)
    with pytest.raises(BadAudit, match=r"line 7778"):
        check(lines, KEYS)


def test_no_bit_can_be_flipped_anywhere() -> None:
    """Heads, entries, paths, the ends of lines: every byte of a small export is tried in eight runs or so."""
    data, chance = b"\n".join(FEW), random.Random()
    assert check(data.split(b"\n"), KEYS).entries == 12
    ends = [at for at, byte in enumerate(data) if byte in b'\n".']  # where a spelling could be another
    for place in {*chance.sample(range(len(data)), len(data) // 12), *ends[::3]}:
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        with pytest.raises(BadAudit):
            check(bytes(flipped).split(b"\n"), KEYS)


HEADS = [number for number, line in enumerate(FEW) if line.startswith(b'{"head"')]


@pytest.mark.parametrize(
    "tampered",
    [
        pytest.param([*FEW[:3], *FEW[4:]], id="entry_missing"),
        pytest.param(FEW[:-1], id="last_entry_missing"),
        pytest.param([*FEW[: HEADS[1]], *FEW[HEADS[2] :]], id="hour_missing"),
        pytest.param([*FEW, *FEW[HEADS[1] : HEADS[2]]], id="hour_again"),
        pytest.param([*FEW[:3], FEW[2], *FEW[3:]], id="entry_twice"),
        pytest.param(FEW[1:], id="head_missing"),
        pytest.param([*FEW[: HEADS[1]], FEW[HEADS[1] + 1], *FEW[HEADS[1] :]], id="entry_of_another_hour"),
        pytest.param(_exported(5, 5, "erasure-receipt+jws"), id="signed_for_something_else"),
        pytest.param([b"[]"], id="no_object"),
        pytest.param([b'{"x":1}'], id="neither"),
        pytest.param([b'{"head": "x"}'], id="spaces"),
        pytest.param([b'{"head":"a.b.c"}'], id="no_head"),
    ],
)
def test_an_export_that_was_tampered_with_does_not_hold(tampered: list[bytes]) -> None:
    with pytest.raises(BadAudit, match=r"line \d+"):
        check(tampered, KEYS)


def test_heads_of_another_key_prove_nothing() -> None:
    with pytest.raises(BadAudit, match="not signed"):
        check(FEW, {"keys": [FakeSigner().public().to_jwk()]})


@pytest.fixture
def keys(tmp_path: Path) -> str:
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(KEYS))
    return str(path)


def test_the_command_says_what_holds_by_its_exit_and_its_words(
    tmp_path: Path, keys: str, capsys: pytest.CaptureFixture[str]
) -> None:
    good, page = tmp_path / "good.jsonl", tmp_path / "page.jsonl"
    good.write_bytes(b"".join(line + b"\n" for line in FEW[: HEADS[2]]))
    page.write_bytes(b"".join(line + b"\n" for line in FEW[HEADS[2] :]))
    assert main([str(good), str(page), "--keys", keys]) == 0
    assert "12 entries of team team, under 3 heads" in capsys.readouterr().out
    assert main([str(page), "--keys", keys]) == 0
    assert "it begins after the head" in capsys.readouterr().out
    good.write_bytes(b"".join(line + b"\n" for line in FEW[:3]))
    assert main([str(good), "--keys", keys]) == 1
    assert "3 of the 5 entries" in capsys.readouterr().err
    assert main([str(good), "--keys", keys, "--selection"]) == 0
    assert "3 entries of these hours are not in this selection" in capsys.readouterr().out
    good.write_bytes(b"")
    assert main([str(good), "--keys", keys]) == 1
    assert main([str(tmp_path / "none"), "--keys", keys]) == 1
