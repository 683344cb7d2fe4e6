import pytest

from tools.local_cloud.mends import error_name, raising_kept

_TRACE = 'Traceback (most recent call last):\n  File "h.py", line 1, in handler\n    raise it\n'


@pytest.mark.parametrize(
    ("log", "message", "name"),
    [
        pytest.param(_TRACE + "NotYet: wait", "wait", "NotYet", id="a plain class"),
        pytest.param(_TRACE + "functions.core.errors.NotYet: wait", "wait", "NotYet", id="in a module"),
        pytest.param(_TRACE + "NotYet", "", "NotYet", id="without a message"),
        pytest.param(_TRACE + "NotYet: one\ntwo: three", "one\ntwo: three", "NotYet", id="of two lines"),
        pytest.param(_TRACE + "A: first\n\nDuring …\n\n" + _TRACE + "B: last", "last", "B", id="a chain"),
        pytest.param("", "Worker exited", "Runtime.HandlerError", id="no traceback"),
        pytest.param(_TRACE + "A: other", "mine", "Runtime.HandlerError", id="of another error"),
    ],
)
def test_the_class_that_a_function_raised_is_read_from_its_traceback(
    log: str, message: str, name: str
) -> None:
    assert error_name(log, message) == name


def test_a_worker_that_is_not_the_one_we_know_is_not_mended_in_silence() -> None:
    told = 'write(json.dumps({"status": "error", "error": str(e), "trace": trace}))'
    assert '"raised": True' in raising_kept(told)
    for other in ("", told + told):
        with pytest.raises(RuntimeError):
            raising_kept(other)
