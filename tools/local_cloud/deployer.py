"""Deploy a cloud assembly onto a local cloud: no bootstrap stack, no command line, a few seconds."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from tools.local_cloud.assembly import Asset, Stack, read_assembly
from tools.local_cloud.changes import apply_template, outputs
from tools.local_cloud.environment import REGION
from tools.local_cloud.zips import write_zip

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

    from tools.local_cloud.process import LocalCloud

_BOOTSTRAP_VERSION = "99"  # any that is at least what a template of today asks for
_GONE = 404


def deploy(
    cloud: LocalCloud, assembly: Path, parameters: Mapping[str, str] | None = None
) -> dict[str, dict[str, str]]:
    """Deploy every stack in the folder `assembly` (a `cdk.out`) and return the outputs of each by name.

    `parameters` go to each stack. Raises DeployError with the reasons if a stack fails,
    AssemblyError for an assembly that needs what there is not here (container images).
    """
    stacks = read_assembly(assembly)
    for stack in stacks:
        deploy_stack(cloud, stack, parameters or {})
    client = cloud.session().client("cloudformation")
    return {stack.name: outputs(client, stack.name) for stack in stacks}


def deploy_stack(cloud: LocalCloud, stack: Stack, parameters: Mapping[str, str]) -> bool:
    """Deploy one stack whose dependencies are there; False if it was already as the template says."""
    session = cloud.session()
    s3 = session.client("s3")
    for asset in dict.fromkeys((*stack.assets, stack.template)):
        put_asset(s3, asset)
    for name in stack.bootstrap_parameters:
        session.client("ssm").put_parameter(
            Name=name, Value=_BOOTSTRAP_VERSION, Type="String", Overwrite=True
        )
    url = f"{cloud.endpoint}/{stack.template_url_path}"  # path style: *.localhost resolves not everywhere
    return apply_template(session.client("cloudformation"), stack.name, url, parameters)


def put_asset(s3: S3Client, asset: Asset) -> bool:
    """Upload the asset into its bucket, made if missing; False if its key, a hash, is there already."""
    if not _missing(s3, asset):
        return False
    if asset.source.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            packed = Path(folder) / "asset.zip"
            write_zip(asset.source, packed)
            s3.upload_file(str(packed), asset.bucket, asset.key)
    else:
        s3.upload_file(str(asset.source), asset.bucket, asset.key)
    return True


def _missing(s3: S3Client, asset: Asset) -> bool:
    try:
        s3.head_bucket(Bucket=asset.bucket)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != _GONE:
            raise
        s3.create_bucket(Bucket=asset.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        return True
    try:
        s3.head_object(Bucket=asset.bucket, Key=asset.key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != _GONE:
            raise
        return True
    return False
