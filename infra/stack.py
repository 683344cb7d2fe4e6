"""The stack: it composes, it grants, and it tells what was made."""

from aws_cdk import CfnOutput, Environment, Stack, Tags
from constructs import Construct

from functions.core.names import BACKGROUND, IDENTITY
from functions.core.routes import ROUTES
from infra.accountability import build_accountability
from infra.api import Api
from infra.audit_heads import AuditHeads
from infra.authorize_session import AuthorizeSession
from infra.budget import Budget
from infra.close_failed import CloseFailed
from infra.create_job import CreateJob
from infra.create_session import CreateSession
from infra.erasing import build_erasing
from infra.events import Events
from infra.exporting import build_exporting
from infra.firewall import Firewall
from infra.get_erasure import GetErasure
from infra.get_job import GetJob
from infra.get_jwks import GetJwks
from infra.get_openapi import GetOpenapi
from infra.grant_token import GrantToken
from infra.grants import Grants
from infra.identity import Identity
from infra.invite_member import InviteMember
from infra.keys import Keys
from infra.list_jobs import ListJobs
from infra.list_members import ListMembers
from infra.list_user_jobs import ListUserJobs
from infra.malware import Malware
from infra.mask_background import MaskBackground
from infra.mask_identity import MaskIdentity
from infra.network import Network
from infra.owing import build_owing
from infra.packaging import Assets
from infra.publish_events import PublishEvents
from infra.python_function import Platform, build_log
from infra.rectify import Rectify
from infra.region import require_eu
from infra.remove_member import RemoveMember
from infra.retry_job import RetryJob
from infra.reviews import Reviews
from infra.set_roles import SetRoles
from infra.stack_function import Parts
from infra.stage import Stage
from infra.storage import Storage
from infra.sweep import Sweep
from infra.team_settings import TeamSettings
from infra.telling import build_telling
from infra.threats import Threats
from infra.users import Users
from infra.watched import Watched, build_watch
from infra.workflow import machine_of


class MorettaStack(Stack):
    """All of Moretta in one region of one account."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage, assets: Assets) -> None:
        super().__init__(scope, construct_id, env=Environment(region=require_eu(stage.region)))
        self.keys = Keys(self, "Keys", stage=stage)
        self.storage = Storage(self, "Storage", stage=stage, key=self.keys.data)
        self.identity = Identity(self, "Identity", stage=stage)
        self._platform = Platform(stage, self.keys.data, assets, build_log(self, stage, self.keys.data))
        self.events = Events(self, "Events", platform=self._platform)
        self._parts = Parts(self._platform, self.keys, self.storage, self.identity, self.events)
        self._build_functions()
        self._build_telling()
        self._build_staff()
        self.api = Api(
            self,
            "Api",
            platform=self._platform,
            identity=self.identity,
            sessions=self.authorize_session.function,
        )
        Threats(self, "Threats", stage=stage, storage=self.storage)
        if stage.malware_protection:
            Malware(self, "Malware", storage=self.storage, key=self.keys.data)
        if stage.budget_dollars:
            Budget(self, "Budget", stage=stage)
        if stage.firewall:
            Firewall(self, "Firewall", platform=self._platform, api=self.api)
        self._route()
        self._build_watch()
        self._grant()
        self._grant_staff()
        self.storage.close()
        self._tell(stage)
        Tags.of(self).add("moretta:stage", stage.name)

    def _build_functions(self) -> None:
        parts = self._parts
        self.create_job = CreateJob(self, "CreateJob", parts=parts)
        self.list_jobs = ListJobs(self, "ListJobs", parts=parts)
        self.get_openapi = GetOpenapi(self, "GetOpenapi", parts=parts)
        self.get_jwks = GetJwks(self, "GetJwks", parts=parts)
        self.list_user_jobs = ListUserJobs(self, "ListUserJobs", parts=parts)
        self.retry_job = RetryJob(self, "RetryJob", parts=parts)
        self.sweep = Sweep(self, "Sweep", parts=parts)
        self.get_job = GetJob(self, "GetJob", parts=parts)
        self._build_maskers()
        self.close_failed = CloseFailed(self, "CloseFailed", parts=parts)
        erasing = build_erasing(self, parts)
        self.erase = erasing["erase"]
        for name, function in erasing.items():
            setattr(self, name, function)
        self.create_session = CreateSession(self, "CreateSession", parts=parts)
        self.authorize_session = AuthorizeSession(self, "AuthorizeSession", parts=parts)
        self.grant_token = GrantToken(self, "GrantToken", parts=parts)
        self.identity.grant_tokens_by(self.grant_token.function)
        self.get_erasure = GetErasure(self, "GetErasure", parts=parts)
        self.team_settings = TeamSettings(self, "TeamSettings", parts=parts)
        self.users = Users(self, "Users", parts=parts)
        self.reviews = Reviews(self, "Reviews", parts=parts)
        self.rectify = Rectify(self, "Rectify", parts=parts)

    def _build_maskers(self) -> None:
        stage, parts = self._platform.stage, self._parts
        inside = Network(self, "Network", storage=self.storage).inside if stage.isolated else None
        self.mask_identity = MaskIdentity(
            self,
            "MaskIdentity",
            parts=parts,
            megabytes=stage.masker_megabytes,
            concurrency=stage.masker_concurrency,
            inside=inside,
        )
        self.mask_background = MaskBackground(
            self,
            "MaskBackground",
            parts=parts,
            megabytes=stage.background_megabytes,
            concurrency=stage.background_concurrency,
            inside=inside,
        )

    def _build_telling(self) -> None:
        built = build_telling(self, self._parts) | build_accountability(self, self._parts)
        built |= build_owing(self, self._parts) | build_exporting(self, self._parts)
        for name, function in built.items():
            setattr(self, name, function)

    def _build_watch(self) -> None:
        self.watch = build_watch(
            self,
            Watched(
                platform=self._platform,
                storage=self.storage,
                events=self.events,
                api=self.api,
                sweep=self.sweep,
                audit=getattr(self, AuditHeads.name),
                erasures=machine_of(self, "Erasures"),
                exports=machine_of(self, "ExportWorkflow"),
                maskers={IDENTITY: self.mask_identity, BACKGROUND: self.mask_background},
                outbox=getattr(self, PublishEvents.name),
                tokens=self.grant_token,
            ),
        )

    def _build_staff(self) -> None:
        parts = self._parts
        self.list_members = ListMembers(self, "ListMembers", parts=parts)
        self.invite_member = InviteMember(self, "InviteMember", parts=parts)
        self.set_roles = SetRoles(self, "SetRoles", parts=parts)
        self.remove_member = RemoveMember(self, "RemoveMember", parts=parts)

    def _grant_staff(self) -> None:
        grants, pool = Grants(self.storage, self.keys), self.identity.pool
        groups = ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"]
        grants.list_staff(self.list_members, pool)
        grants.change_staff(
            self.invite_member,
            pool,
            ["Query", "PutItem", "UpdateItem"],
            ["AdminCreateUser", "AdminGetUser", *groups],
        )
        grants.change_staff(self.set_roles, pool, ["GetItem", "UpdateItem"], groups)
        grants.change_staff(
            self.remove_member, pool, ["GetItem", "UpdateItem", "DeleteItem"], ["AdminDeleteUser"]
        )

    def _route(self) -> None:
        for route in ROUTES:
            self.api.route(route, getattr(self, route.function))

    def _grant(self) -> None:
        storage = self.storage
        grants = Grants(storage, self.keys)
        grants.read_rows(self.get_job)
        grants.seal_reports(self.get_job)
        for function in (self.get_erasure, self.create_session, self.authorize_session):
            grants.read_ledger(function)
        grants.read_teams(self.grant_token)
        grants.create_jobs(self.create_job)
        grants.mask(self.mask_identity, self.mask_background)
        grants.update_jobs(self.close_failed)
        self.close_failed.may(["dynamodb:GetItem"], [storage.ledger.table_arn])  # of restrictions
        grants.update_jobs(self.retry_job)
        grants.sweep(self.sweep)
        grants.change_settings(self.team_settings)
        self.reviews.grant(grants, storage)
        grants.list_jobs(self.list_jobs)
        grants.list_user_jobs(self.list_user_jobs)
        grants.tell_stored(self.users)
        self.rectify.grant(grants, storage)
        grants.list_erasures(self.get_erasure)
        grants.receipts(signer=self.erase, publisher=self.get_jwks)
        grants.pseudonyms(self.create_job, self.list_user_jobs, self.users, self.create_session)
        grants.seal_sessions(self.create_session)
        grants.verify_sessions(self.authorize_session)
        # A presigned form or link may do what its signer may do.
        grants.objects(self.create_job, storage.originals, "s3:PutObject")
        grants.objects(self.get_job, storage.results, "s3:GetObject")
        grants.list_objects(self.retry_job, storage.originals)
        grants.ask_masker(self.retry_job, self.sweep)
        self.retry_job.may(["dynamodb:GetItem"], [storage.ledger.table_arn])
        for bucket in (storage.originals, storage.held, storage.results):
            grants.objects(self.close_failed, bucket, "s3:DeleteObject")

    def _tell(self, stage: Stage) -> None:
        told = {
            "ApiUrl": self.api.api.url,
            "ApiId": self.api.api.rest_api_id,
            "UserPoolId": self.identity.pool.user_pool_id,
            "WebClientId": self.identity.web.user_pool_client_id,
            "TokenUrl": f"{self.identity.domain.base_url()}/oauth2/token",
            "TableName": self.storage.table.table_name,
            "LedgerName": self.storage.ledger.table_name,
            "AuditName": self.storage.audit.table_name,
            "OriginalsBucket": self.storage.originals.bucket_name,
            "HeldBucket": self.storage.held.bucket_name,
            "ResultsBucket": self.storage.results.bucket_name,
            "ExportsBucket": self.storage.exports.bucket_name,
            "AccessLogsBucket": self.storage.access_logs.bucket_name,
            "UploadsQueueUrl": self.storage.lanes[IDENTITY].uploads.queue_url,
            "DeadLettersQueueUrl": self.storage.lanes[IDENTITY].dead_letters.queue_url,
            "BackgroundUploadsQueueUrl": self.storage.lanes[BACKGROUND].uploads.queue_url,
            "BackgroundDeadLettersQueueUrl": self.storage.lanes[BACKGROUND].dead_letters.queue_url,
            "EventBusName": self.events.bus.event_bus_name,
            "DeliveriesQueueUrl": self.events.deliveries.queue_url,
            "UndeliveredQueueUrl": self.events.undelivered.queue_url,
            "LostEventsQueueUrl": self.events.lost.queue_url,
            "ErasureMachineArn": machine_of(self, "Erasures").state_machine_arn,
            "ExportMachineArn": machine_of(self, "ExportWorkflow").state_machine_arn,
            "AlarmsTopicArn": self.watch.topic.topic_arn,
            "MostBytes": str(stage.most_bytes),
        }
        for name, value in told.items():
            CfnOutput(self, name, value=value)
