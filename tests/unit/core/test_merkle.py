"""RFC 9162, section 2.1, by the vectors of Certificate Transparency and by every leaf of small trees."""

import pytest

from functions.core.merkle import leaf_hash, paths, root, root_by

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
# The roots over the first so many of them, as Certificate Transparency's own tests have them.
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIZES = pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 8, 13, 64, 65])


@pytest.mark.parametrize("size", ROOTS)
def test_the_root_is_that_of_the_rfc(size: int) -> None:
    assert root([leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]).hex() == ROOTS[size]


def _tree(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


@SIZES
def test_every_leaf_is_shown_to_be_there_by_its_path(size: int) -> None:
    leaves = _tree(size)
    for at, path in enumerate(paths(leaves)):
        assert len(path) <= (size - 1).bit_length()
        assert root_by(leaves[at], at, size, path) == root(leaves)


@SIZES
def test_a_path_shows_nothing_of_another_leaf_place_size_or_with_a_step_more_or_less(size: int) -> None:
    leaves, top = _tree(size), root(_tree(size))
    for at, path in enumerate(paths(leaves)):
        others = [
            root_by(leaf_hash(b"other"), at, size, path),
            root_by(leaves[at], at, size, [*path, top]),
            root_by(leaves[at], size, size, path),
            *([root_by(leaves[at], at, size, path[:-1])] if path else []),
            *([root_by(leaves[at], at ^ 1, size, path)] if path else []),
        ]
        assert top not in others


def test_no_tree_has_no_paths() -> None:
    assert paths([]) == []
