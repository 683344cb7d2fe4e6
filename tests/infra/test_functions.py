"""The functions as they are deployed: interpreter, machine, times, and nothing that leaks."""

import json
import zipfile
from pathlib import Path

import pytest

from functions.audit.settings import Settings as Audit
from functions.audit_heads.settings import Settings as AuditHeads
from functions.authorize_session.settings import Settings as AuthorizeSession
from functions.change_webhook.settings import Settings as ChangeWebhook
from functions.close_failed.settings import Settings as CloseFailed
from functions.consents.settings import Settings as Consents
from functions.core.environment import Environment
from functions.core.routes import ROUTES
from functions.create_job.settings import Settings as CreateJob
from functions.create_session.settings import Settings as CreateSession
from functions.create_webhook.settings import Settings as CreateWebhook
from functions.datasets.settings import Settings as Datasets
from functions.decide_erasure.settings import Settings as DecideErasure
from functions.delete_webhook.settings import Settings as DeleteWebhook
from functions.deliver_webhook.settings import Settings as DeliverWebhook
from functions.documents.settings import Settings as Documents
from functions.erase.settings import Settings as Erase
from functions.exports.settings import Settings as Exports
from functions.findings.settings import Settings as Findings
from functions.get_erasure.settings import Settings as GetErasure
from functions.get_job.settings import Settings as GetJob
from functions.get_jwks.settings import Settings as GetJwks
from functions.get_openapi.settings import Settings as GetOpenapi
from functions.get_webhook.settings import Settings as GetWebhook
from functions.grant_token.settings import Settings as GrantToken
from functions.hold.settings import Settings as Hold
from functions.incidents.settings import Settings as Incidents
from functions.invite_member.settings import Settings as InviteMember
from functions.list_deliveries.settings import Settings as ListDeliveries
from functions.list_jobs.settings import Settings as ListJobs
from functions.list_members.settings import Settings as ListMembers
from functions.list_user_jobs.settings import Settings as ListUserJobs
from functions.list_webhooks.settings import Settings as ListWebhooks
from functions.make_export.settings import Settings as MakeExport
from functions.mask_background.settings import Settings as MaskBackground
from functions.mask_identity.settings import Settings as MaskIdentity
from functions.publish_events.settings import Settings as PublishEvents
from functions.rectify.settings import Settings as Rectify
from functions.remask_depicted.settings import Settings as RemaskDepicted
from functions.remove_member.settings import Settings as RemoveMember
from functions.request_erasure.settings import Settings as RequestErasure
from functions.restriction.settings import Settings as Restriction
from functions.retry_job.settings import Settings as RetryJob
from functions.reviews.settings import Settings as Reviews
from functions.rotate_secret.settings import Settings as RotateSecret
from functions.set_roles.settings import Settings as SetRoles
from functions.sweep.settings import Settings as Sweep
from functions.team_settings.settings import Settings as TeamSettings
from functions.try_webhook.settings import Settings as TryWebhook
from functions.users.settings import Settings as Users
from infra.stage import Stage
from tests.infra.making import TESTED
from tests.infra.template import Properties, Template

SETTINGS: dict[str, type[Environment]] = {
    "authorize_session": AuthorizeSession,
    "close_failed": CloseFailed,
    "create_job": CreateJob,
    "deliver_webhook": DeliverWebhook,
    "list_deliveries": ListDeliveries,
    "try_webhook": TryWebhook,
    "rotate_secret": RotateSecret,
    "change_webhook": ChangeWebhook,
    "delete_webhook": DeleteWebhook,
    "get_webhook": GetWebhook,
    "list_webhooks": ListWebhooks,
    "create_webhook": CreateWebhook,
    "create_session": CreateSession,
    "decide_erasure": DecideErasure,
    "hold": Hold,
    "restriction": Restriction,
    "erase": Erase,
    "remask_depicted": RemaskDepicted,
    "get_erasure": GetErasure,
    "get_job": GetJob,
    "get_jwks": GetJwks,
    "get_openapi": GetOpenapi,
    "list_jobs": ListJobs,
    "list_user_jobs": ListUserJobs,
    "grant_token": GrantToken,
    "list_members": ListMembers,
    "invite_member": InviteMember,
    "set_roles": SetRoles,
    "remove_member": RemoveMember,
    "mask_background": MaskBackground,
    "mask_identity": MaskIdentity,
    "publish_events": PublishEvents,
    "request_erasure": RequestErasure,
    "retry_job": RetryJob,
    "sweep": Sweep,
    "team_settings": TeamSettings,
    "documents": Documents,
    "users": Users,
    "reviews": Reviews,
    "incidents": Incidents,
    "audit": Audit,
    "audit_heads": AuditHeads,
    "findings": Findings,
    "rectify": Rectify,
    "consents": Consents,
    "datasets": Datasets,
    "exports": Exports,
    "make_export": MakeExport,
}
each_stage = pytest.mark.parametrize("stage", TESTED, ids=[stage.name for stage in TESTED])
each_function = pytest.mark.parametrize("function", SETTINGS)


def deployed(template: Template, function: str) -> Properties:
    name = "".join(part.title() for part in function.split("_"))
    return template.one("AWS::Lambda::Function", f"{name}Function")


def test_there_are_these_functions_and_no_others(template: Template) -> None:
    handlers = {f.properties["Handler"] for f in template.all("AWS::Lambda::Function")}
    assert handlers == {f"functions.{function}.handler.handler" for function in SETTINGS}


@each_stage
def test_functions_run_on_the_stages_python_and_machine(templates: dict[str, Template], stage: Stage) -> None:
    run_on = {
        (function.properties["Runtime"], *function.properties["Architectures"])
        for function in templates[stage.name].all("AWS::Lambda::Function")
    }
    assert run_on == {(f"python{stage.python}", stage.architecture)}
    if stage.name in {"dev", "prod"}:
        assert run_on == {("python3.13", "arm64")}


@each_function
def test_a_function_is_told_what_it_reads_and_no_more(template: Template, function: str) -> None:
    told = deployed(template, function)["Environment"]["Variables"]
    fields = {name.upper() for name in SETTINGS[function].__dataclass_fields__}
    assert told.keys() == fields | {"POWERTOOLS_LOG_LEVEL"}
    assert told["POWERTOOLS_LOG_LEVEL"] == "INFO"  # DEBUG would log events
    assert all(told.values())


@each_function
def test_a_function_of_the_api_answers_before_the_gateway_gives_up(template: Template, function: str) -> None:
    if function in {route.function for route in ROUTES}:
        assert deployed(template, function)["Timeout"] < 29
    else:
        assert deployed(template, function)["Timeout"] <= 900


def test_the_eraser_has_time_to_spare_for_its_last_page(template: Template) -> None:
    assert deployed(template, "erase")["Timeout"] >= 60


@each_function
def test_concurrency_of_a_new_account_is_left_alone(template: Template, function: str) -> None:
    assert "ReservedConcurrentExecutions" not in deployed(template, function)


@each_function
def test_an_asset_holds_the_code_of_all_functions_and_the_wheels_of_this_one(
    templates: dict[str, Template], assembly: Path, function: str
) -> None:
    key = deployed(templates["dev"], function)["Code"]["S3Key"]
    manifest = json.loads((assembly / "Moretta-dev.assets.json").read_text())["files"]
    with zipfile.ZipFile(assembly / manifest[key.removesuffix(".zip")]["source"]["path"]) as asset:
        names = set(asset.namelist())
        group = asset.read("wheel/__init__.py").decode()
    assert f"functions/{function}/handler.py" in names
    assert "functions/core/errors.py" in names
    assert not [name for name in names if name.startswith(("infra/", "tests/", "tools/", "build/"))]
    assert not [name for name in names if name.endswith(".pyc")]
    imaging = function.startswith("mask_")
    assert group == f"GROUP = {'imaging' if imaging else 'light'!r}\n"
    assert ("models/face.onnx" in names) is imaging
