"""Role → resource → actions, and why a resource is wide: what `test_roles.py` holds the template to."""

from tests.infra.event_roles import EVENT_ROLES, EVENT_WIDE
from tests.infra.role_words import EXECUTIONS, EXPORTING, EXPORTS, HELD, ORIGINALS, RESULTS
from tests.infra.route_roles import ROUTE_ROLES
from tests.infra.team_roles import TEAM_ROLES
from tests.infra.worker_roles import WORKER_ROLES

# A new line in one of them is a decision, and wants a reason in its commit.
ROLES = ROUTE_ROLES | TEAM_ROLES | WORKER_ROLES | EVENT_ROLES

# What is written with a star, and why it has to be.
WIDE = (
    {
        (
            "ErasuresMachine",
            "*",
        ): "log delivery of Step Functions knows no resource narrower than all (AWS docs)",
        (
            "ErasuresMachine",
            "EraseFunction.Arn:*",
        ): "the versions of one function, which the state names by none",
        ("ErasuresMachine", "RemaskDepictedFunction.Arn:*"): "as for the other one",
        ("ExportWorkflowMachine", "*"): "as for ErasuresMachine",
        ("ExportWorkflowMachine", "MakeExportFunction.Arn:*"): "as for ErasuresMachine",
        ("Exports", EXPORTING): "as for RequestErasure",
        ("Hold", EXECUTIONS): "as for RequestErasure",
        ("Restriction", EXECUTIONS): "as for RequestErasure",
        ("DecideErasure", EXECUTIONS): "as for RequestErasure",
        ("RequestErasure", EXECUTIONS): "every execution of one machine: is it still running?",
    }
    | {
        (role, f"{bucket}/*"): "every object of one bucket: which, is known when the job is"
        for role, bucket in (
            ("CreateJob", ORIGINALS),
            ("GetJob", RESULTS),
            ("Rectify", RESULTS),
            ("Rectify", HELD),
            ("RemaskDepicted", RESULTS),
            ("RemaskDepicted", HELD),
            ("MaskIdentity", ORIGINALS),
            ("MaskIdentity", HELD),
            ("MaskIdentity", RESULTS),
            ("MaskBackground", ORIGINALS),
            ("MaskBackground", HELD),
            ("MaskBackground", RESULTS),
            ("CloseFailed", ORIGINALS),
            ("CloseFailed", HELD),
            ("CloseFailed", RESULTS),
            ("Reviews", HELD),
            ("Reviews", RESULTS),
            ("Datasets", HELD),
            ("Restriction", ORIGINALS),
            ("Restriction", HELD),
            ("Restriction", RESULTS),
            ("Sweep", ORIGINALS),
            ("Sweep", HELD),
            ("Sweep", RESULTS),
            ("Sweep", EXPORTS),
            ("Erase", ORIGINALS),
            ("Erase", HELD),
            ("Erase", RESULTS),
            ("Erase", EXPORTS),
            ("Exports", EXPORTS),
            ("MakeExport", RESULTS),
            ("MakeExport", HELD),
            ("MakeExport", EXPORTS),
        )
    }
    | EVENT_WIDE
)
