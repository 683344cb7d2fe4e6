"""`make deploy-web`: put the built web, with the settings of a deployed stage, where CloudFront looks for it.

Files with a hash in their name go first, so that no page names one that is not there yet.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

from infra.web_policy import cache_control
from tools.team import outputs_of
from tools.web_config import page_config
from tools.web_server import BUILT, TYPES


def publish(s3: Any, cloudfront: Any, web: Mapping[str, str], core: Mapping[str, str], built: Path) -> str:
    """Upload all files and have CloudFront forget the old ones; the page's address."""
    sign_in = core["TokenUrl"].removesuffix("/oauth2/token")
    files = {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in built.rglob("*")
        if path.is_file() and path.suffix in TYPES
    }
    files["config.json"] = json.dumps(page_config(core, core["ApiUrl"].rstrip("/"), sign_in)).encode()
    for key in sorted(files, key=lambda name: (not name.startswith("assets/"), name)):
        s3.put_object(
            Bucket=web["WebBucket"],
            Key=key,
            Body=files[key],
            ContentType=TYPES[Path(key).suffix],
            CacheControl=cache_control(key),
        )
    cloudfront.create_invalidation(
        DistributionId=web["DistributionId"],
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())},
    )
    return web["WebUrl"]


def main() -> int:
    """Publish, and say where it is and what is still to be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", default="Moretta-dev", help="the deployed stack; its web is STACK-web")
    stack = parser.parse_args().stack
    session: Any = boto3.Session()
    web, core = outputs_of(session, f"{stack}-web"), outputs_of(session, stack)
    url = publish(session.client("s3"), session.client("cloudfront"), web, core, BUILT)
    sys.stdout.write(
        f"{url}\nName it among the stage's `origins` in infra/stage.py, and deploy the stage again.\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
