"""What the stack's functions share: each says its name and its settings, and all take the same parts."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from functions.core.environment import Environment
from infra.events import Events
from infra.identity import Identity
from infra.keys import Keys
from infra.python_function import Platform, PythonFunction
from infra.stage import Stage
from infra.storage import Storage


@dataclass(frozen=True)
class Parts:
    """What settings are taken from. It grants nothing: what a function may do is said in the stack."""

    platform: Platform
    keys: Keys
    storage: Storage
    identity: Identity
    events: Events

    @property
    def stage(self) -> Stage:
        """The numbers of the deployment."""
        return self.platform.stage


class StackFunction(PythonFunction):
    """A function by the ``name`` of its folder, which has ``seconds`` and ``megabytes`` for its work."""

    name: ClassVar[str]
    seconds: ClassVar[int] = 20
    megabytes: ClassVar[int] = 512

    def __init__(self, scope: Construct, construct_id: str, *, parts: Parts) -> None:
        super().__init__(
            scope,
            construct_id,
            platform=parts.platform,
            name=self.name,
            settings=self._settings(parts),
            seconds=self._seconds(parts.stage),
            megabytes=self.megabytes,
        )

    def _seconds(self, _stage: Stage) -> int:
        return self.seconds

    @abstractmethod
    def _settings(self, parts: Parts) -> Environment:
        """What the function is told about its deployment."""


class StartingFunction(StackFunction):
    """One that starts executions of a workflow, the ``machine``."""

    def __init__(
        self, scope: Construct, construct_id: str, *, parts: Parts, machine: sfn.StateMachine
    ) -> None:
        self.machine = machine
        super().__init__(scope, construct_id, parts=parts)
