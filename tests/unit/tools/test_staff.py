import base64

import pytest

from tools.staff import code_of

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_second_factor_is_that_of_rfc_6238(moment: int, code: str) -> None:
    """Appendix B, SHA-1, the last six digits."""
    assert code_of(SECRET, moment) == code
    assert code_of(SECRET.rstrip("=").lower(), moment) == code
