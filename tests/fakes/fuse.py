"""Ends a piece of work at its n-th call of a port, before or after the call took effect."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
W = TypeVar("W", bound="DataclassInstance")


class Killed(BaseException):
    """The process ended here. Nothing that catches exceptions catches it."""


class Fuse:
    """Counts calls, and blows at one of them: before it leaves, or when its answer is lost."""

    def __init__(
        self, at: int | None = None, *, after: bool = False, error: Callable[[], BaseException] = Killed
    ) -> None:
        self.at, self.after, self.error = at, after, error
        self.calls: list[str] = []
        self.meanwhile: Callable[[], object] | None = None  # happens at the call, instead of an error

    def run(self, name: str, call: Callable[[], T]) -> T:
        """Make a call, unless the fuse is blown."""
        self.calls.append(name)
        here, past = self.at == len(self.calls), self.at is not None and self.at < len(self.calls)
        if self.meanwhile:
            if here:
                self.meanwhile()
            return call()
        if (here and not self.after) or (past and self.error is Killed):
            raise self.error()
        result = call()
        if here:
            raise self.error()
        return result


class _Fused:
    def __init__(self, port: object, fuse: Fuse) -> None:
        self._port, self._fuse = port, fuse

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._port, name)
        if not callable(value):
            return value
        label = f"{type(self._port).__name__}.{name}"
        return lambda *args, **named: self._fuse.run(label, lambda: value(*args, **named))


def fused(world: W, fuse: Fuse, *, free: Sequence[str] = ("clock",)) -> W:
    """A world of core whose every port burns on the fuse, but for those that are ``free``."""
    changes: dict[str, Any] = {}
    for field in fields(world):
        value = getattr(world, field.name)
        if field.name in free or type(value).__module__.startswith(("builtins", "datetime")):
            if isinstance(value, list):
                changes[field.name] = [_Fused(each, fuse) for each in value]
            continue
        changes[field.name] = _Fused(value, fuse)
    return replace(world, **changes)
