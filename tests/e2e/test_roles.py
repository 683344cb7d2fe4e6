"""Promise 11 as it is enforced: what each function's role may do, and that it may do nothing else.

Not enforced here, and so judged on the template: the role of the state machine, and the use of the data
key for reading objects.
"""

import pytest
from botocore.exceptions import ClientError

from functions.core.store_names import BUCKETS
from tests.e2e.role_calls import CALLS, KEY, Role
from tests.e2e.role_table import ALLOWED, LOOSER_HERE, NOT_FOUND
from tests.e2e.world import World
from tools.bundle import FUNCTIONS


@pytest.fixture(scope="module")
def roles(local: World) -> dict[str, Role]:
    local.quiet()
    for bucket in BUCKETS:
        local.s3.put_object(Bucket=local.bucket(bucket), Key=KEY, Body=b"x")
    return {function: Role(local, function) for function in ALLOWED}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("function", ALLOWED)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    roles: dict[str, Role], function: str, call: str
) -> None:
    if (function, call) in LOOSER_HERE:
        return
    try:
        CALLS[call](roles[function])
    except ClientError as error:
        code = error.response["Error"]["Code"]
        denied = "AccessDenied" in code
        assert denied or code in NOT_FOUND, f"neither allowed nor denied: {code}"
    else:
        denied = False
    assert denied is (call not in ALLOWED[function])


def test_every_function_is_in_the_table() -> None:
    assert ALLOWED.keys() == set(FUNCTIONS)


def test_what_the_table_allows_is_a_call_that_is_tried() -> None:
    assert set[str]().union(*ALLOWED.values()) <= CALLS.keys()


@pytest.mark.parametrize(
    ("function", "bucket"),
    [("create_job", "originals"), ("mask_identity", "held"), ("mask_background", "results")],
    ids=["originals", "held", "results"],
)
def test_nobody_stores_a_photo_without_kms(roles: dict[str, Role], function: str, bucket: str) -> None:
    where = {"Bucket": roles[function].world.bucket(bucket), "Key": KEY}
    with pytest.raises(ClientError, match="AccessDenied"):
        roles[function].client("s3").put_object(**where, Body=b"x", ServerSideEncryption="AES256")


def test_nobody_reaches_the_access_logs(roles: dict[str, Role]) -> None:
    for role in roles.values():
        with pytest.raises(ClientError, match="AccessDenied"):
            role.client("s3").list_objects_v2(Bucket=role.output("AccessLogsBucket"))


def test_a_stranger_without_credentials_reaches_nothing(local: World) -> None:
    http = local.one.client.http
    for bucket in BUCKETS:
        url = f"{local.deployed.endpoint}/{local.bucket(bucket)}"
        assert http.request("GET", url).status == 403
        assert http.request("GET", f"{url}/{KEY}").status == 403
        assert http.request("PUT", f"{url}/{KEY}", body=b"x").status == 403
