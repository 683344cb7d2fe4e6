"""Merkle trees over texts, as Certificate Transparency has them: RFC 9162, section 2.1, with SHA-256.

A root of 32 bytes stands for all leaves in their order; a path of at most log2(n) hashes shows that one
leaf is among them, without the others.
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf. Its prefix is another than a node's, so that no node passes for a leaf."""
    return sha256(b"\x00" + leaf).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over the hashes of leaves; of none it is the hash of nothing."""
    return _levels(leaves)[-1][0] if leaves else sha256().digest()


def paths(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """For the hash of each leaf its path, from below to the root."""
    levels = _levels(leaves)[:-1] if leaves else []
    return [
        [level[sibling] for up, level in enumerate(levels) if (sibling := (at >> up) ^ 1) < len(level)]
        for at in range(len(leaves))
    ]


def root_by(leaf: bytes, at: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root of ``size`` leaves whose hash ``at`` is ``leaf``; None if the path fits none."""
    if not 0 <= at < size:
        return None
    here, last, rest = leaf, size - 1, iter(path)
    while last:
        # The last node of a level that has no sibling is the next level's last as it is.
        if at % 2 or at < last:
            sibling = next(rest, None)
            if sibling is None:
                return None
            here = _node(sibling, here) if at % 2 else _node(here, sibling)
        at, last = at // 2, last // 2
    return None if next(rest, None) is not None else here


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    levels = [list(leaves)]
    while len(level := levels[-1]) > 1:
        above = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        levels.append(above + level[len(above) * 2 :])
    return levels


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
