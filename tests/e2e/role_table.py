"""Function → the calls of `role_calls.py` that its role may make."""

from tests.e2e.event_roles import EVENT_ALLOWED
from tests.e2e.route_roles import ROUTE_ALLOWED
from tests.e2e.worker_roles import WORKER_ALLOWED

ALLOWED = ROUTE_ALLOWED | WORKER_ALLOWED | EVENT_ALLOWED

# The emulator takes s3:PutObject for a tag as well; on AWS it takes s3:PutObjectTagging, which the template
# tests hold against the table of roles.
LOOSER_HERE = {(function, "put tagged originals") for function in ("create_job", "restriction", "sweep")}

# What AWS says to whoever may ask, of what is not there.
NOT_FOUND = {
    *("NoSuchKey", "NoSuchVersion", "KMSInvalidMacException"),
    *("UserNotFoundException", "InvalidParameterException"),
}
