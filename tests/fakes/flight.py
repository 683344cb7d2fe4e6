"""Work that is held at a call of a port: anything else can happen before it goes on, or is killed."""

from collections.abc import Callable
from threading import Semaphore, Thread
from typing import Final, TypeVar

from tests.fakes.fuse import Fuse, Killed

T = TypeVar("T")
MOST: Final = 50  # calls: work that is held no earlier needs no thread


class Flight(Fuse):
    """A fuse on which work burns in a thread of its own, one at a time with whoever holds it.

    ``work`` is given the flight, to be the fuse of its world. It is held once it made ``calls`` calls.
    """

    def __init__(self, work: Callable[[Fuse], object], calls: int) -> None:
        super().__init__()
        self.ended = self.killed = False
        self.failed: BaseException | None = None
        self._left, self._mine, self._theirs = calls, Semaphore(0), Semaphore(0)
        if calls > MOST:
            self._fly(work)
            return
        Thread(target=self._fly, args=(work,), daemon=True).start()
        self._theirs.acquire()

    def run(self, name: str, call: Callable[[], T]) -> T:
        """Make a call, but wait first if it is time to."""
        self.calls.append(name)
        if self._left == 0 and not self.killed:
            self._theirs.release()
            self._mine.acquire()
        if self.killed:
            raise Killed
        self._left -= 1
        return call()

    def go_on(self, calls: int = -1) -> None:
        """Let it make so many calls more, or come to its end."""
        assert not self.ended
        self._left = calls
        self._mine.release()
        self._theirs.acquire()

    def kill(self) -> None:
        """End it where it is held."""
        if not self.ended:
            self.killed = True
            self.go_on()

    def _fly(self, work: Callable[[Fuse], object]) -> None:
        try:
            work(self)
        except BaseException as error:  # whoever holds it asks
            self.failed = error
        self.ended = True
        self._theirs.release()
