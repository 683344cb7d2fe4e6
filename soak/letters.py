"""What S3 says when a file has landed, as the queue of uploads keeps it."""

import json


def letter(key: str, etag: str = "etag", size: int = 1) -> str:
    """The body of a message about one file."""
    return json.dumps({"Records": [{"s3": {"object": {"key": key, "eTag": etag, "size": size}}}]})
