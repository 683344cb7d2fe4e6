"""The stores that an erasure must reach, by their names in its counts and receipts (promise 5).

Who builds, tests, measures or restores takes them from here: a store that is new is new in one place.
"""

from typing import Final

ORIGINALS: Final = "originals"
HELD: Final = "held"
RESULTS: Final = "results"
EXPORTS: Final = "exports"
BUCKETS: Final = (ORIGINALS, HELD, RESULTS, EXPORTS)
UPLOADS: Final = {bucket: f"{bucket}_uploads" for bucket in BUCKETS}  # unfinished ones

DEPICTED: Final = "depicted"
REMASKED: Final = "remasked"  # no store: what was found in the one before, masked again and left to its owner
ROWS: Final = "rows"
EXPORT_ROWS: Final = "export_rows"
PROOFS: Final = "consent_proofs_without_end"

# In the order in which they are looked at: what has no row is not shown.
STORES: Final = (DEPICTED, ROWS, EXPORT_ROWS, *BUCKETS, *UPLOADS.values(), PROOFS)
# Every write that adds to these asks the user's tombstone in its transaction: see `functions.core.erase`.
SEALED: Final = frozenset({DEPICTED, PROOFS})
