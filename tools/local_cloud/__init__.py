"""The same CDK app on one machine: an emulated AWS account with IAM enforced and TLS, and a deployer."""

from tools.local_cloud.assembly import AssemblyError
from tools.local_cloud.changes import DeployError
from tools.local_cloud.deployer import deploy
from tools.local_cloud.environment import ACCOUNT, REGION, Credentials
from tools.local_cloud.process import LocalCloud, LocalCloudError

__all__ = [
    "ACCOUNT",
    "REGION",
    "AssemblyError",
    "Credentials",
    "DeployError",
    "LocalCloud",
    "LocalCloudError",
    "deploy",
]
