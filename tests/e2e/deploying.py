"""Stages of a test's own making on a local cloud. Apart from `world.py`, because it loads the CDK."""

from pathlib import Path
from tempfile import TemporaryDirectory

from infra.app import add_stack, new_app
from infra.stage import Stage
from tests.e2e.world import World, two_teams
from tools.bundle import bundle
from tools.deployed import Deployed
from tools.local_cloud import LocalCloud, deploy
from tools.targets import Target


def deploy_worlds(cloud: LocalCloud, *stages: Stage) -> dict[str, World]:
    """Deploy stages with real bundles, with two teams each; the worlds by the names of their stages."""
    bundle(Target.here())
    with TemporaryDirectory() as outdir:  # pytest would keep its own, which is large
        app = new_app(Path(outdir))
        for stage in stages:
            add_stack(app, stage)
        app.synth()
        stacks = deploy(cloud, Path(outdir))
    found = {}
    for stage in stages:
        outputs = stacks[f"Moretta-{stage.name}"]
        deployed = Deployed(stage, outputs, cloud.endpoint, cloud.ca_bundle, cloud.session())
        found[stage.name] = two_teams(cloud, deployed)
    return found
