"""Fair timing on a machine that others use too: everything once per round, and ratios within a round."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Case = Callable[[], float | None]


@dataclass(frozen=True, slots=True)
class Timed:
    """CPU seconds of each case, round by round."""

    seconds: Mapping[str, list[float]]

    def median(self, name: str) -> float:
        """The median CPU time of a case in seconds."""
        return statistics.median(self.seconds[name])

    def ratios(self, name: str, floor: str) -> list[float]:
        """A case's time by the floor's of the same round."""
        return [one / other for one, other in zip(self.seconds[name], self.seconds[floor], strict=True)]

    def ratio(self, name: str, floor: str) -> float:
        """The median of ``ratios``."""
        return statistics.median(self.ratios(name, floor))


def timed(cases: Mapping[str, Case], rounds: int) -> Timed:
    """Run all ``cases`` once unseen, so that models are loaded, and then ``rounds`` times, interleaved.

    A case may return its own CPU seconds, if it ran in another process.
    """
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            took = _seconds(case)
            if number:
                seconds[name].append(took)
    return Timed(seconds)


def _seconds(case: Case) -> float:
    gc.collect()
    began = time.process_time()
    own = case()
    return time.process_time() - began if own is None else own
