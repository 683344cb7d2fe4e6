"""Each store of promise 5 has a test that would fail if an erasure did not reach it; here is its name."""

import ast

import pytest

from tests.architecture.sources import ROOT, parsed

# What the promise lists → the file below tests/, and the test in it.
REACHED = {
    "originals": ("unit/core/test_erasing_depicted.py", "test_what_cannot_be_deleted_keeps_its_row"),
    "held": ("unit/core/test_correction_window.py", "test_an_erasure_takes_the_held_original_along"),
    "results": ("unit/core/test_erase.py", "test_everything_of_a_user_goes_and_nothing_of_anybody_else"),
    "exports": ("e2e/test_exports.py", "test_an_erasure"),
    "versions and delete markers": ("e2e/test_erasure.py", "test_no_object_version_marker"),
    "unfinished uploads": ("e2e/test_erasure.py", "test_no_object_version_marker"),
    "index items": ("unit/core/test_wide_erasures.py", "test_of_a_span_of_time_every_job_goes"),
    "consents": ("contracts/test_consents.py", "test_an_erasure"),
    "review items": ("unit/core/test_reviews.py", "test_an_erasure_ends_a_review"),
    "reports": ("unit/core/test_report_job.py", "test_an_erasure_takes_reports"),
    "copies for a purpose": ("unit/core/test_datasets.py", "test_an_erasure_takes_copies_along"),
    "idempotency records": ("unit/core/test_idempotency.py", "test_after_the_erasure_the_key_is_new"),
    "sessions": ("unit/core/test_sessions.py", "test_an_erasure_ends_every_session"),
    "webhook retries": ("unit/core/test_deliver_webhook.py", "test_a_retry_for_an_erased_subject"),
    "the log of deliveries": ("unit/core/test_deliver_webhook.py", "test_each_attempt_is_logged"),
    "rows of any other kind": ("contracts/test_reached_rows.py", "test_a_row_of_any_kind_goes"),
}


@pytest.mark.parametrize(("file", "begins"), REACHED.values(), ids=REACHED)
def test_a_store_of_promise_5_has_a_test_that_names_the_promise(file: str, begins: str) -> None:
    tests = [node for node in parsed(ROOT / "tests" / file).body if isinstance(node, ast.FunctionDef)]
    (found,) = [test for test in tests if test.name.startswith(begins)]
    assert "romise" in (ast.get_docstring(found) or "")
    assert "5" in (ast.get_docstring(found) or "")
